"""Before a call goes public: a second officer's approval, and the time at which it is published."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from calls import telling
from calls.models import Call
from calls.models.call import CallState, DeadlineKind
from calls.rules import call_for_writing, draft_for_writing
from calls.selectors.deadlines import deadline_of
from calls.services.publishing import call_make_public
from portal.accounts.actor import Actor
from portal.notifications.services.outbox import outbox_put
from portal.scoping import system_scope
from portal.workflow import StateConflict, advance, lock

TASK = "calls.tasks.publish_scheduled"
#: Back to a draft: who asked and what was arranged is told by the log alone.
_NOTHING_ARRANGED = {"publish_at": None, "requested_by": None, "approved_by": None, "scheduled_by": None}


def _time_check(call: Call, at: datetime | None) -> None:
    if at is None:
        return
    if at <= timezone.now():
        raise StateConflict(_("设定的发布时间已经过去，请另选一个今后的时间。"))
    until = deadline_of(call=call, kind=DeadlineKind.APPLICANT)
    if until is not None and at >= until:
        raise StateConflict(_("设定的发布时间应早于申报单位的截止时间。"))


@transaction.atomic
def call_schedule(*, call: Call, at: datetime, actor: Actor) -> Call:
    """Publish at ``at`` without anybody's further click. Raises `StateConflict` when the checklist does not hold now,
    the time is past or not before the applicants' deadline, or a second officer is wanted."""
    row = draft_for_writing(call=call, actor=actor)
    _time_check(row, at)
    _schedule(call, "schedule", at, actor)
    return call


@transaction.atomic
def approval_request(*, call: Call, actor: Actor, at: datetime | None = None) -> Call:
    """Ask the office's other officers to look at the call; ``at``: when it shall be published (None: at once)."""
    row = draft_for_writing(call=call, actor=actor)
    _time_check(row, at)
    log = advance(call, "request", actor=actor, changes={"requested_by": actor.membership, "publish_at": at})
    telling.tell_requested(lock(call), log)
    return call


@transaction.atomic
def call_approve(*, call: Call, actor: Actor) -> Call:
    """A second officer's yes: published at once, or at the time that was asked for if that is still to come."""
    row = call_for_writing(call=call, actor=actor)
    at = row.publish_at
    if row.state == CallState.REVIEW and at is not None and at > timezone.now():
        log = _schedule(call, "approve_later", at, actor, approved_by=actor.membership)
    else:
        call_make_public(call=call, action="approve", actor=actor, approved_by=actor.membership)
        log = None
    call.refresh_from_db()
    telling.tell_approved(call, log)
    return call


@transaction.atomic
def call_send_back(*, call: Call, reason: str, actor: Actor) -> Call:
    """A second officer's no, with what to mend; the call is a draft again."""
    row = call_for_writing(call=call, actor=actor)
    log = advance(call, "send_back", actor=actor, comment=reason, changes=_NOTHING_ARRANGED)
    telling.tell_sent_back(row, log)
    return call


@transaction.atomic
def call_take_back(*, call: Call, actor: Actor) -> Call:
    """Withdraw the request or the set time: the call is a draft again."""
    call_for_writing(call=call, actor=actor)
    advance(call, "take_back", actor=actor, changes=_NOTHING_ARRANGED)
    return call


def _schedule(call: Call, action: str, at: datetime, actor: Actor, **changes):
    changes |= {"publish_at": at, "scheduled_by": actor.membership}
    log = advance(call, action, actor=actor, changes=changes)
    # One order for each time that was set: what was taken back and set anew is another.
    outbox_put(task=TASK, key=f"{TASK}:{log.pk}", payload={"call_id": call.pk, "at": at.isoformat()}, at=at)
    return log


@transaction.atomic
def call_publish_due(*, call_id: int, at: str) -> None:
    """The set time has come. What was taken back, or set to another time, is left alone; when something stands in the
    way now, the call becomes a draft again and the office's officers are told what."""
    with system_scope("publishing at the set time"):
        call = Call.objects.filter(pk=call_id, state=CallState.SCHEDULED).first()
    if call is None:
        return
    call = lock(call)
    if call.state != CallState.SCHEDULED or call.publish_at != datetime.fromisoformat(at):
        return
    officer = call.scheduled_by
    actor = Actor(user=officer.user, membership=officer)
    try:
        with transaction.atomic():
            call_make_public(call=call, action="publish_due", actor=actor)
    except StateConflict as conflict:
        call_miss(call=call, reason=str(conflict))
    else:
        telling.tell_published(lock(call))


@transaction.atomic
def call_miss(*, call: Call, reason: str) -> None:
    """It could not be published at its time: a draft again, and everybody of the office who can mend it is told."""
    officer = call.scheduled_by
    actor = Actor(user=officer.user, membership=officer)
    row = lock(call)
    at = row.publish_at
    log = advance(row, "miss", actor=actor, comment=reason, changes=_NOTHING_ARRANGED)
    telling.tell_missed(row, log, at)


def call_publish_give_up(*, error: str, call_id: int, at: str) -> None:
    """The task was tried too often."""
    with system_scope("publishing at the set time failed"):
        call = Call.objects.filter(pk=call_id, state=CallState.SCHEDULED).first()
    if call is not None and call.publish_at == datetime.fromisoformat(at):
        call_miss(call=call, reason=_("发布程序多次失败，请重新发布，或联系平台管理员。"))
