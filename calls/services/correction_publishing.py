"""Publishing a 更正公告: its versions come in force, it gets its number, those affected are told."""

from django.db import transaction
from django.utils import timezone

from calls import correction_telling as telling
from calls import hooks
from calls.models import CallCorrection, Direction
from calls.rules import call_for_writing, correction_for_writing
from calls.selectors.differences import changed_directions, difference_of
from calls.services.proposed_rules import rules_settle
from calls.services.publishing import directions_freeze, rules_freeze
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record
from portal.scoping import system_scope
from portal.workflow import advance, lock

_NOT_ASKED = {"requested_by": None, "approved_by": None}


@transaction.atomic
def correction_publish(*, correction: CallCorrection, actor: Actor) -> CallCorrection:
    """Raises `StateConflict` with what stands in the way, or when the office wants a second officer's approval."""
    correction_for_writing(correction=correction, actor=actor)
    return _make_public(correction, "publish", actor)


@transaction.atomic
def correction_request(*, correction: CallCorrection, actor: Actor) -> CallCorrection:
    """Ask the office's other officers to look at it."""
    correction_for_writing(correction=correction, actor=actor)
    log = advance(correction, "request", actor=actor, changes={"requested_by": actor.membership})
    telling.tell_requested(lock(correction), log)
    return correction


@transaction.atomic
def correction_approve(*, correction: CallCorrection, actor: Actor) -> CallCorrection:
    call_for_writing(call=correction.call, actor=actor)
    published = _make_public(correction, "approve", actor, approved_by=actor.membership)
    telling.tell_approved(published)
    return published


@transaction.atomic
def correction_send_back(*, correction: CallCorrection, reason: str, actor: Actor) -> CallCorrection:
    call_for_writing(call=correction.call, actor=actor)
    before = lock(correction)
    log = advance(correction, "send_back", actor=actor, comment=reason, changes=_NOT_ASKED)
    telling.tell_sent_back(before, log)
    return correction


@transaction.atomic
def correction_take_back(*, correction: CallCorrection, actor: Actor) -> CallCorrection:
    call_for_writing(call=correction.call, actor=actor)
    advance(correction, "take_back", actor=actor, changes=_NOT_ASKED)
    return correction


def _make_public(correction: CallCorrection, action: str, actor: Actor, **changes) -> CallCorrection:
    call, now = correction.call, timezone.now()
    with system_scope("publishing a correction"):
        # Everybody who hands in holds a shared lock on the direction: from here on they wait, and find the new words.
        touched = correction.direction_versions.values("direction")
        list(Direction.objects.filter(pk__in=touched).order_by("pk").select_for_update(no_key=True))
        _drop_unchanged(correction)
        directions = changed_directions(correction)
        whole = bool(correction.deadline_changes.exists() or not directions or correction.rule_versions.exists())
        last = CallCorrection.objects.filter(call=call).exclude(number=None).order_by("-number").first()
    rules_settle(call=call)
    with system_scope("freezing a correction's versions"):
        counts = {
            "directions": directions_freeze(correction.direction_versions.all(), now),
            "rules": rules_freeze(correction.rule_versions.all(), now),
            "deadlines": _deadlines_write(correction),
        }
    changes |= {
        "number": (last.number if last else 0) + 1,
        "published_at": now,
        "published_by": actor.membership,
    }
    advance(correction, action, actor=actor, changes=changes)
    row = lock(correction)
    audit_record(
        actor=actor,
        action="correction_publish",
        obj=row,
        issuer_id=call.issuer_id,
        comment=row.reason,
        data={"call": str(call.public_id), "number": row.number, **counts},
    )
    for follow in hooks.corrected:
        follow(row, directions)
    telling.tell_published(row, None if whole else directions)
    return row


def _drop_unchanged(correction: CallCorrection) -> None:
    """A direction that was opened and left as it is gets no new version."""
    changed = {change.key for change in difference_of(correction).of("direction")}
    for version in correction.direction_versions.select_related("direction"):
        if version.direction not in changed:
            version.delete()


def _deadlines_write(correction: CallCorrection) -> int:
    """The new words into the deadlines; what stood there until now is kept in the change."""
    found = list(correction.deadline_changes.select_related("deadline"))
    for change in found:
        deadline = change.deadline
        for name in ("printed", "receiver", "copies"):
            setattr(change, f"was_{name}", getattr(deadline, name))
            setattr(deadline, name, getattr(change, name))
        change.save()
        deadline.save(update_fields=["printed", "receiver", "copies"])
    return len(found)
