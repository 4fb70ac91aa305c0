"""指派: experts to applications, by hand or evenly; a conflict of interest that can be seen refuses it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationState
from portal.accounts.actor import Actor
from portal.accounts.models import User
from portal.accounts.selectors.people import experts_now
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, advance, lock
from reviews import messages, rules
from reviews.models import Assignment, ReviewRound
from reviews.models.review import RoundState
from reviews.selectors.conflicts import Units, conflict_between, units_of_application, units_of_experts


def _check_round(round_: ReviewRound, actor: Actor) -> ReviewRound:
    row = lock(round_)
    allowed, reason = rules.is_round_officer(actor, row)
    if not allowed:
        raise NotAllowed(reason)
    if row.state == RoundState.CLOSED:
        raise StateConflict(_("本轮评审已经结束，不能再指派。"))
    return row


@dataclass(slots=True)
class _Candidates:
    """What decides who may review what, read once for all: who is an expert now, and the units on both sides."""

    experts: list[User]
    current: set[int]
    known: dict[int, Units]
    units: dict[int, list[tuple[str, str, str]]]

    def conflict(self, expert: User, application: Application) -> str:
        return conflict_between(expert=expert, known=self.known[expert.pk], units=self.units[application.pk])


def _candidates(experts: Iterable[User], applications: list[Application]) -> _Candidates:
    experts = list(experts)
    members = experts_now().filter(user__in=experts)
    return _Candidates(
        experts=experts,
        current=set(members.values_list("user", flat=True)),
        known=units_of_experts(experts),
        units={one.pk: units_of_application(one) for one in applications},
    )


def _locked(applications: Iterable[Application]) -> list[Application]:
    """The rows as they stand now, locked in the order of their ids, with what is compared for conflicts."""
    rows = Application._base_manager.filter(pk__in=[one.pk for one in applications]).order_by("pk")
    return list(
        rows.select_related("organisation", "call", "submitted_version__profile")
        .prefetch_related("submitted_version__participants")
        .select_for_update(of=("self",))
    )


def _assign(
    round_: ReviewRound, application: Application, expert: User, candidates: _Candidates, actor: Actor
) -> Assignment:
    reviewable = {ApplicationState.ACCEPTED}
    if round_.state == RoundState.OPEN:
        reviewable.add(ApplicationState.IN_REVIEW)
    if application.state not in reviewable or application.call_id != round_.call_id:
        raise StateConflict(_("申报 %(number)s 不在待评审之列，不能指派。") % {"number": application.number})
    if expert.pk not in candidates.current:
        raise StateConflict(_("%(expert)s 不是评审专家。") % {"expert": expert.name})
    conflict = candidates.conflict(expert, application)
    if conflict:
        raise StateConflict(conflict)
    assignment, made = Assignment._base_manager.get_or_create(
        round=round_,
        application=application,
        expert=expert,
        defaults={"version": application.submitted_version, "assigned_by": actor.membership},
    )
    if not made:
        raise StateConflict(
            _("%(expert)s 已被指派评审申报 %(number)s。") % {"expert": expert.name, "number": application.number}
        )
    return assignment


def _announce(round_: ReviewRound, assignments: list[Assignment], actor: Actor) -> None:
    """In a round that is open already the application starts its review and the experts are told now."""
    audit_record(
        actor=actor,
        action="experts_assign",
        obj=round_,
        issuer_id=round_.call.issuer_id,
        data={"assignments": [[one.application_id, one.expert_id] for one in assignments]},
    )
    if round_.state != RoundState.OPEN:
        return
    for application in {one.application_id: one.application for one in assignments}.values():
        if application.state == ApplicationState.ACCEPTED:
            advance(application, "start_review", actor=actor)
    messages.tell_assigned(assignments)


@transaction.atomic
def experts_assign(
    *, round_: ReviewRound, application: Application, experts: Iterable[User], actor: Actor
) -> list[Assignment]:
    """Assign all of ``experts`` or none; the application must then have at least the round's number of experts."""
    row = _check_round(round_, actor)
    (application,) = _locked([application])
    candidates = _candidates(experts, [application])
    made = [_assign(row, application, expert, candidates, actor) for expert in candidates.experts]
    count = rules.experts_by_application(round_=row).get(application.pk, 0)
    if count < row.experts_per_application:
        raise StateConflict(_("每项申报至少指派 %(need)d 名专家。") % {"need": row.experts_per_application})
    _announce(row, made, actor)
    return made


@transaction.atomic
def experts_assign_evenly(
    *, round_: ReviewRound, applications: Iterable[Application], experts: Iterable[User], actor: Actor
) -> list[Assignment]:
    """Fill every application up to the round's number of experts, always the one with the fewest tasks who has no
    conflict. All or nothing: raises `StateConflict` naming the application for which experts do not suffice."""
    row = _check_round(round_, actor)
    applications = _locked(applications)
    candidates = _candidates(experts, applications)
    taken: dict[int, set[int]] = {}
    load = {expert.pk: 0 for expert in candidates.experts}
    for application_id, expert_id in Assignment._base_manager.filter(round=row).values_list("application", "expert"):
        taken.setdefault(application_id, set()).add(expert_id)
        if expert_id in load:
            load[expert_id] += 1
    counts = rules.experts_by_application(round_=row)
    made = []
    for application in applications:
        missing = row.experts_per_application - counts.get(application.pk, 0)
        free = [
            expert
            for expert in sorted(candidates.experts, key=lambda one: (load[one.pk], one.pk))
            if expert.pk not in taken.get(application.pk, set()) and not candidates.conflict(expert, application)
        ]
        if len(free) < missing:
            raise StateConflict(
                _("申报 %(number)s 没有足够的无利益冲突的专家（还需 %(need)d 名）。")
                % {"number": application.number, "need": missing - len(free)}
            )
        for expert in free[: max(missing, 0)]:
            made.append(_assign(row, application, expert, candidates, actor))
            load[expert.pk] += 1
    if not made:
        raise StateConflict(_("所选申报都已有足够的专家。"))
    _announce(row, made, actor)
    return made
