"""评审轮次: criteria with weights, opening, closing."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationState
from calls.models import Call
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, advance, lock
from reviews import messages, rules
from reviews.models import Assignment, Criterion, ReviewRound, RoundExtension
from reviews.models.review import AssignmentState, RoundState


class CriterionInput(NamedTuple):
    """One 评分指标: ``weight`` in percent, scores from 0 to ``maximum``."""

    name: str
    weight: int
    guidance: str = ""
    maximum: int = 100


@transaction.atomic
def round_create(
    *,
    call: Call,
    name: str,
    due_at: datetime,
    criteria: Iterable[CriterionInput],
    actor: Actor,
    experts_per_application: int = rules.LEAST_EXPERTS,
) -> ReviewRound:
    """A round of ``call`` in preparation. Weights must add up to 100, at least two experts an application."""
    allowed, reason = rules.is_call_officer(actor, call)
    if not allowed:
        raise NotAllowed(reason)
    criteria = list(criteria)
    if sum(criterion.weight for criterion in criteria) != 100 or any(c.weight < 1 for c in criteria):
        raise StateConflict(_("评分指标的权重应为正整数，合计为 100。"))
    if any(criterion.maximum < 1 for criterion in criteria):
        raise StateConflict(_("评分指标的满分应大于 0。"))
    if experts_per_application < rules.LEAST_EXPERTS:
        raise StateConflict(_("每项申报至少由 %(least)d 名专家评审。") % {"least": rules.LEAST_EXPERTS})
    lock(call)
    last = ReviewRound._base_manager.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    round_ = ReviewRound._base_manager.create(
        call=call,
        number=last + 1,
        name=name,
        due_at=due_at,
        experts_per_application=experts_per_application,
        created_by=actor.membership,
    )
    Criterion.objects.bulk_create(
        Criterion(
            round=round_,
            order=order,
            name=criterion.name,
            guidance=criterion.guidance,
            weight=criterion.weight,
            maximum=criterion.maximum,
        )
        for order, criterion in enumerate(criteria, start=1)
    )
    audit_record(
        actor=actor,
        action="round_create",
        obj=round_,
        issuer_id=call.issuer_id,
        data={"criteria": [[criterion.name, criterion.weight] for criterion in criteria]},
    )
    return round_


def _applications_of(round_: ReviewRound, *, state: str) -> list[Application]:
    return list(
        Application._base_manager.filter(
            pk__in=Assignment._base_manager.filter(round=round_).values("application"), state=state
        ).order_by("pk")
    )


@transaction.atomic
def round_open(*, round_: ReviewRound, actor: Actor) -> ReviewRound:
    """Let the experts in: the assigned applications go from 形式审查通过 to 评审中 and each expert is told once.

    Nobody is told of what was taken from him or was withdrawn while the round was prepared.
    """
    advance(round_, "open", actor=actor)
    for application in _applications_of(round_, state=ApplicationState.ACCEPTED):
        advance(application, "start_review", actor=actor)
    messages.tell_assigned(
        list(
            Assignment._base_manager.filter(round=round_, state=AssignmentState.INVITED)
            .exclude(application__state=ApplicationState.WITHDRAWN)
            .select_related("round__call")
            .order_by("pk")
        )
    )
    return round_


@transaction.atomic
def round_close(*, round_: ReviewRound, actor: Actor) -> ReviewRound:
    """End the round when every score is in: its applications go from 评审中 to 评审完成."""
    advance(round_, "close", actor=actor)
    for application in _applications_of(round_, state=ApplicationState.IN_REVIEW):
        advance(application, "finish_review", actor=actor)
    return round_


@transaction.atomic
def round_extend(
    *, round_: ReviewRound, until: datetime, reason: str, arrived_at: datetime, actor: Actor
) -> RoundExtension:
    """延长评分截止 to ``until`` for all experts of a round that was not closed; those with open tasks are told.

    Also after it has passed: then experts may score again. Raises `StateConflict` when it adds no time.
    """
    row = lock(round_)
    allowed, why = rules.is_round_officer(actor, row)
    if not allowed:
        raise NotAllowed(why)
    if row.state == RoundState.CLOSED:
        raise StateConflict(_("本轮评审已经结束，不能再延长评分截止。"))
    if until <= row.due_at:
        raise StateConflict(_("新的评分截止应晚于原来的评分截止。"))
    if until <= arrived_at:
        raise StateConflict(_("评分截止应晚于现在。"))
    if not reason.strip():
        raise StateConflict(_("请写明延长的原因。"))
    extension = RoundExtension.objects.create(
        round=row, before=row.due_at, until=until, reason=reason.strip(), granted_by=actor.membership
    )
    row.due_at = until
    row.save(update_fields=["due_at"])
    audit_record(
        actor=actor,
        action="round_extend",
        obj=row,
        issuer_id=row.call.issuer_id,
        comment=extension.reason,
        data={"from": extension.before.isoformat(), "until": until.isoformat()},
    )
    if row.state == RoundState.OPEN:
        messages.tell_extended(extension)
    round_.due_at = until
    return extension
