"""指派: experts to applications, by hand or evenly; a conflict of interest that can be seen refuses it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationState
from portal.accounts.actor import Actor
from portal.accounts.models import Membership, User
from portal.accounts.roles import Role
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, advance, lock
from reviews import messages, rules
from reviews.models import Assignment, Expert, ReviewRound
from reviews.models.review import RoundState


def _plain(name: str) -> str:
    """A unit's name for comparing: without blanks, full-width brackets as half-width."""
    return "".join(name.split()).replace("（", "(").replace("）", ")").casefold()


def conflict_of(*, expert: User, application: Application) -> str:
    """Why the expert may not review the application (Chinese), or nothing.

    The expert's employer, by name or 统一社会信用代码, and every organisation the expert acts for, against the
    applicant, its profile and the participants of the submitted version.
    """
    known = Expert.objects.filter(user=expert).first()
    names, codes = set(), set()
    if known:
        names.add(_plain(known.employer))
        codes.add(known.employer_code)
    for membership in Membership.objects.filter(user=expert, organisation__isnull=False, ended_at__isnull=True):
        names.add(_plain(membership.organisation.name))
        codes.add(membership.organisation.credit_code or "")
    names.discard("")
    codes.discard("")
    version = application.submitted_version
    units = [(application.organisation.name, application.organisation.credit_code or "", _("申报单位"))]
    profile = getattr(version, "profile", None)
    if profile:
        units.append((profile.unit_name, profile.credit_code, _("申报单位")))
    units += [(one.name, one.credit_code, _("参与单位")) for one in version.participants.all()]
    for name, code, part in units:
        if _plain(name) in names or code in codes:
            return _("%(expert)s 的工作单位是%(part)s“%(unit)s”，存在利益冲突。") % {
                "expert": expert.name,
                "part": part,
                "unit": name,
            }
    return ""


def _check_round(round_: ReviewRound, actor: Actor) -> ReviewRound:
    row = lock(round_)
    allowed, reason = rules.is_round_officer(actor, row)
    if not allowed:
        raise NotAllowed(reason)
    if row.state == RoundState.CLOSED:
        raise StateConflict(_("本轮评审已经结束，不能再指派。"))
    return row


def _assign(round_: ReviewRound, application: Application, expert: User, actor: Actor) -> Assignment:
    application = lock(application)
    reviewable = {ApplicationState.ACCEPTED}
    if round_.state == RoundState.OPEN:
        reviewable.add(ApplicationState.IN_REVIEW)
    if application.state not in reviewable or application.call_id != round_.call_id:
        raise StateConflict(_("申报 %(number)s 不在待评审之列，不能指派。") % {"number": application.number})
    if not Membership.objects.filter(user=expert, role=Role.EXPERT, ended_at__isnull=True).exists():
        raise StateConflict(_("%(expert)s 不是评审专家。") % {"expert": expert.name})
    conflict = conflict_of(expert=expert, application=application)
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
    made = [_assign(row, application, expert, actor) for expert in experts]
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
    experts = list(experts)
    taken: dict[int, set[int]] = {}
    load = {expert.pk: 0 for expert in experts}
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
            for expert in sorted(experts, key=lambda one: (load[one.pk], one.pk))
            if expert.pk not in taken.get(application.pk, set())
            and not conflict_of(expert=expert, application=application)
        ]
        if len(free) < missing:
            raise StateConflict(
                _("申报 %(number)s 没有足够的无利益冲突的专家（还需 %(need)d 名）。")
                % {"number": application.number, "need": missing - len(free)}
            )
        for expert in free[: max(missing, 0)]:
            made.append(_assign(row, application, expert, actor))
            load[expert.pk] += 1
    if not made:
        raise StateConflict(_("所选申报都已有足够的专家。"))
    _announce(row, made, actor)
    return made
