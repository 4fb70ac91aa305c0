"""Publishing a call: the checklist holds, other rooms freeze theirs, versions freeze, the call goes public."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from calls import hooks
from calls.models import Call, DirectionVersion, RuleVersion
from calls.rules import draft_for_writing
from calls.services.indexing import direction_index
from calls.services.proposed_rules import rules_settle
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record, register_actions
from portal.scoping import system_scope
from portal.workflow import advance, lock

register_actions(call_publish=gettext_lazy("发布榜单"))


@transaction.atomic
def call_publish(*, call: Call, actor: Actor) -> Call:
    """Publish in one transaction, audited. From here on a trigger refuses every change of what was published.

    Raises `NotAllowed`, or `StateConflict` with what is missing (`calls.selectors.checklist`).
    """
    draft_for_writing(call=call, actor=actor)
    return call_make_public(call=call, action="publish", actor=actor)


def call_make_public(*, call: Call, action: str, actor: Actor, **changes: Any) -> Call:
    """By ``action`` of the call's table to 已发布, with everything that freezes; in the caller's transaction.
    ``changes`` are further columns written with the state."""
    now = timezone.now()
    changes |= {"published_at": now, "published_by": actor.membership}
    advance(call, action, actor=actor, changes=changes)
    row = lock(call)
    for prepare in hooks.before_publish:
        prepare(row, actor)
    rules_settle(call=row)
    with system_scope("freezing a call's versions"):
        directions = _directions_freeze(row, now)
        rules = _rules_freeze(row, now)
    audit_record(
        actor=actor,
        action="call_publish",
        obj=row,
        issuer_id=row.issuer_id,
        data={"title": row.title, "directions": directions, "rules": rules},
    )
    return row


def _directions_freeze(call: Call, now) -> int:
    versions = (
        DirectionVersion.objects.filter(direction__call=call, published_at__isnull=True)
        .select_related("direction__track")
        .prefetch_related("parts", "indicators", "funding_terms")
    )
    found = list(versions)
    for version in found:
        direction_index(version=version)
        version.published_at = now
        version.save(update_fields=["published_at"])
        version.direction.published = version
        version.direction.save(update_fields=["published"])
    return len(found)


def _rules_freeze(call: Call, now) -> int:
    versions = RuleVersion.objects.filter(rule__call=call, published_at__isnull=True).select_related("rule")
    found = list(versions)
    for version in found:
        version.published_at = now
        version.save(update_fields=["published_at"])
        version.rule.published = None if version.withdrawn else version
        version.rule.save(update_fields=["published"])
    return len(found)
