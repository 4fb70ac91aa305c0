"""Publishing a call: the checklist holds, other rooms freeze theirs, versions freeze, the call goes public."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from calls import hooks
from calls.models import Call, DirectionVersion, RuleVersion
from calls.rules import draft_for_writing
from calls.services.indexing import direction_index
from calls.services.proposed_rules import rules_settle
from calls.services.subscriptions import subscribers_order
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
        drafts = DirectionVersion.objects.filter(direction__call=row, published_at__isnull=True)
        directions = directions_freeze(drafts, now)
        rules = rules_freeze(RuleVersion.objects.filter(rule__call=row, published_at__isnull=True), now)
    subscribers_order(call=row)
    audit_record(
        actor=actor,
        action="call_publish",
        obj=row,
        issuer_id=row.issuer_id,
        data={"title": row.title, "directions": directions, "rules": rules},
    )
    return row


def directions_freeze(drafts: QuerySet[DirectionVersion], now: datetime) -> int:
    """Put draft versions in force, in the caller's transaction."""
    found = list(drafts.select_related("direction__track").prefetch_related("parts", "indicators", "funding_terms"))
    for version in found:
        direction_index(version=version)
        version.published_at = now
        version.save(update_fields=["published_at"])
        version.direction.published = version
        version.direction.save(update_fields=["published"])
    return len(found)


def rules_freeze(drafts: QuerySet[RuleVersion], now: datetime) -> int:
    """The same for rules; a withdrawn version takes its rule out of force."""
    found = list(drafts.select_related("rule"))
    for version in found:
        version.published_at = now
        version.save(update_fields=["published_at"])
        version.rule.published = None if version.withdrawn else version
        version.rule.save(update_fields=["published"])
    return len(found)
