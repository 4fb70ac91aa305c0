"""公示: every decision of a call becomes public in one transaction; afterwards the decisions become final."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationState
from calls.models import Call
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, advance, lock
from reviews import messages, rules
from reviews.models import Decision, Objection, PublicNotice, Reserve
from reviews.models.decision import DecisionState, ObjectionState


def announcing_obstacles(*, call: Call) -> list[str]:
    """What keeps the call's decisions from being announced now, in Chinese."""
    proposed = Decision._base_manager.filter(application__call=call, state=DecisionState.PROPOSED)
    obstacles = []
    if not proposed.exists():
        obstacles.append(_("还没有拟定的结果。"))
    reviewed = Application._base_manager.filter(call=call, state=ApplicationState.REVIEWED)
    undecided = reviewed.exclude(pk__in=Decision._base_manager.filter(application__call=call).values("application"))
    count = undecided.count()
    if count:
        obstacles.append(_("还有 %(count)d 项申报没有拟定结果，结果须一次公布。") % {"count": count})
    in_review = Application._base_manager.filter(call=call, state=ApplicationState.IN_REVIEW).count()
    if in_review:
        obstacles.append(_("还有 %(count)d 项申报正在评审。") % {"count": in_review})
    return obstacles


@transaction.atomic
def notice_publish(
    *, call: Call, title: str, body: str, objections_until: datetime | None, arrived_at: datetime, actor: Actor
) -> PublicNotice:
    """Announce all proposed decisions of ``call`` and its reserve list at once, and tell applicants and bureaus.

    All of it is one transaction: before it commits nobody outside the office can tell anything, after it everybody
    can. Raises `StateConflict` naming what stands in the way.
    """
    allowed, reason = rules.is_call_officer(actor, call)
    if not allowed:
        raise NotAllowed(reason)
    call = lock(call)
    obstacles = announcing_obstacles(call=call)
    if obstacles:
        raise StateConflict("".join(obstacles))
    if objections_until is not None and objections_until <= arrived_at:
        raise StateConflict(_("异议截止应晚于现在。"))
    now = timezone.now()
    last = PublicNotice._base_manager.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    notice = PublicNotice._base_manager.create(
        call=call,
        number=last + 1,
        title=title,
        body=body,
        objections_until=objections_until,
        published_at=now,
        published_by=actor.membership,
    )
    # First, so that the messages about the decisions read the reserve as announced.
    Reserve._base_manager.filter(call=call, announced_at__isnull=True).update(announced_at=now)
    decisions = list(
        Decision._base_manager.filter(application__call=call, state=DecisionState.PROPOSED)
        .select_related("application__organisation", "application__recommender", "application__reserve")
        .order_by("application__organisation__name_pinyin", "pk")
    )
    for decision in decisions:
        advance(decision, "announce", actor=actor, changes={"notice": notice, "announced_at": now})
    audit_record(
        actor=actor,
        action="notice_publish",
        obj=notice,
        issuer_id=call.issuer_id,
        data={"decisions": len(decisions), "number": notice.number},
    )
    messages.tell_announced(notice, decisions)
    superseded = [decision.supersedes_id for decision in decisions if decision.supersedes_id]
    for objection in Objection._base_manager.filter(
        decision__in=superseded, state=ObjectionState.UPHELD
    ).select_related("raised_by__user", "decision__notice"):
        messages.tell_answered(objection)
    return notice


@transaction.atomic
def decisions_finalise(*, notice: PublicNotice, arrived_at: datetime, actor: Actor) -> int:
    """确定: after the term of objection, all decisions of the notice without an open objection or a newer decision.

    Raises `StateConflict` before the term is over, while an objection is open, or when there is none to finalise.
    """
    allowed, reason = rules.is_call_officer(actor, notice.call)
    if not allowed:
        raise NotAllowed(reason)
    over, reason = rules.objection_term_is_over(notice=notice, now=arrived_at)
    if not over:
        raise StateConflict(reason)
    decisions = list(
        Decision._base_manager.filter(
            notice=notice, state=DecisionState.ANNOUNCED, superseded_by__isnull=True
        ).order_by("pk")
    )
    if not decisions:
        raise StateConflict(_("没有待确定的结果。"))
    now = timezone.now()
    for decision in decisions:
        advance(decision, "finalise", actor=actor, changes={"final_at": now})
    return len(decisions)
