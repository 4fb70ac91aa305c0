"""Calls and applications on their way from the draft to the announced decision, by the services.

``w`` is the world that world.py builds; what a cell asks for is left in it by name.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from applications.models import Application
from applications.services.forms import form_publish
from portal.accounts.actor import Actor
from reviews.models import Assignment, EligibilityCheck, RecommendationList
from reviews.services import (
    announcing,
    assigning,
    deciding,
    eligibility,
    objecting,
    receiving,
    recommending,
    rounds,
    scoring,
    sending,
)
from reviews.services.rounds import CriterionInput
from tests.applications.helpers import World, complete, submit
from tests.factories import make_call, make_direction


def another_call(w: SimpleNamespace, title: str) -> World:
    call = make_call(created_by=w.base.issuing.membership, year=2026, title=title)
    direction = make_direction(call=call)
    form_publish(call=call, actor=w.base.issuing)
    return replace(w.base, call=call, direction=direction)


def handed_in(world: World) -> Application:
    application = complete(world)
    submit(application, world.admin)
    application.refresh_from_db()
    return application


def sent(w: SimpleNamespace, world: World, count: int) -> list[Application]:
    """Applications recommended, with the list sent."""
    applications = [handed_in(world) for _ in range(count)]
    for application in applications:
        recommending.application_recommend(application=application, reason="基础扎实", actor=world.officer)
    sent = RecommendationList._base_manager.get(call=world.call)
    sending.list_send(list_=sent, arrived_at=timezone.now(), actor=world.officer)
    for application in applications:
        application.refresh_from_db()
    return applications


def _accepted(w: SimpleNamespace, applications: list[Application]) -> None:
    officer = w.base.issuing
    receiving.applications_receive(applications=applications, actor=officer)
    for application in applications:
        check = EligibilityCheck._base_manager.get(application=application)
        application.refresh_from_db()
        eligibility.check_conclude(
            check=check,
            version_id=application.submitted_version_id,
            passed=True,
            results={},
            reason="符合",
            actor=officer,
        )
        application.refresh_from_db()


CRITERIA = [CriterionInput("先进性", 60), CriterionInput("可行性", 40)]


def _round(w: SimpleNamespace, world: World, applications: list[Application], *, opened: bool = True):
    officer, now = w.base.issuing, timezone.now()
    review = rounds.round_create(
        call=world.call, name="专家评审", due_at=now + timedelta(days=7), criteria=CRITERIA, actor=officer
    )
    experts = [w.people["expert"].user, w.second_expert.user]
    for application in applications:
        assigning.experts_assign(round_=review, application=application, experts=experts, actor=officer)
    if opened:
        rounds.round_open(round_=review, actor=officer)
    return review


def _score(w: SimpleNamespace, review, *, only: Actor | None = None) -> None:
    for actor in (w.people["expert"], w.second_expert):
        if only and actor is not only:
            continue
        for assignment in Assignment._base_manager.filter(round=review, expert=actor.user):
            scoring.assignment_declare(assignment=assignment, conflict=False, actor=actor)
            scores = {criterion.pk: Decimal(80) for criterion in review.criteria.all()}
            scoring.scorecard_hand_in(
                assignment=assignment, scores=scores, comment="较好", arrived_at=timezone.now(), actor=actor
            )


def review(w: SimpleNamespace) -> None:
    world = w.review_world = another_call(w, "评审中的榜单")
    w.to_receive, w.received, w.asked, *accepted = sent(w, world, 8)
    w.accepted, w.spare, w.invited, w.reviewing, w.scored = accepted
    officer = w.base.issuing
    receiving.applications_receive(applications=[w.received, w.asked], actor=officer)
    eligibility.correction_ask(
        application=w.asked,
        comment="请补正",
        until=timezone.now() + timedelta(days=3),
        arrived_at=timezone.now(),
        actor=officer,
    )
    _accepted(w, accepted)
    w.draft_round = _round(w, world, [w.spare], opened=False)
    w.round = _round(w, world, [w.invited, w.reviewing, w.scored])
    mine = Assignment._base_manager.filter(round=w.round, expert=w.people["expert"].user)
    w.invitation_to_review = mine.get(application=w.invited)
    w.assignment, w.handed_in = mine.get(application=w.reviewing), mine.get(application=w.scored)
    for assignment in (w.assignment, w.handed_in):
        scoring.assignment_declare(assignment=assignment, conflict=False, actor=w.people["expert"])
    scores = {criterion.pk: Decimal(70) for criterion in w.round.criteria.all()}
    scoring.scorecard_hand_in(
        assignment=w.handed_in, scores=scores, comment="较好", arrived_at=timezone.now(), actor=w.people["expert"]
    )
    closable = another_call(w, "可以结束评审的榜单")
    applications = sent(w, closable, 1)
    _accepted(w, applications)
    w.closable_round = _round(w, closable, applications)
    _score(w, w.closable_round)


def _reviewed(w: SimpleNamespace, title: str) -> tuple[World, list[Application]]:
    world = another_call(w, title)
    applications = sent(w, world, 2)
    _accepted(w, applications)
    review = _round(w, world, applications)
    _score(w, review)
    rounds.round_close(round_=review, actor=w.base.issuing)
    for application in applications:
        application.refresh_from_db()
    return world, applications


def results(w: SimpleNamespace) -> None:
    officer, now = w.base.issuing, timezone.now()
    w.decidable_world, w.decidable = _reviewed(w, "待拟定的榜单")
    w.announceable, decided = _reviewed(w, "待公示的榜单")
    deciding.decisions_propose(applications=decided, outcome="shortlisted", reason="", actor=officer)
    w.announced, shown = _reviewed(w, "公示中的榜单")
    decisions = deciding.decisions_propose(applications=shown, outcome="shortlisted", reason="", actor=officer)
    publish = {"title": "拟入围名单公示", "body": "", "arrived_at": now, "actor": officer}
    w.notice = announcing.notice_publish(call=w.announced.call, objections_until=now + timedelta(days=5), **publish)
    decisions[0].refresh_from_db()
    w.decision = decisions[0]
    w.objection = objecting.objection_raise(
        decision=w.decision, grounds="指标来源存疑", arrived_at=now, actor=w.base.admin
    )
    w.finished, done = _reviewed(w, "异议期满的榜单")
    deciding.decisions_propose(applications=done, outcome="shortlisted", reason="", actor=officer)
    earlier = now - timedelta(days=9)
    w.finished_notice = announcing.notice_publish(
        call=w.finished.call, objections_until=now - timedelta(days=1), **publish | {"arrived_at": earlier}
    )
