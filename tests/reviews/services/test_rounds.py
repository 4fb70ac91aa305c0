"""Rounds: weights, opening, assigning, conflicts of interest, closing."""

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from applications.models import Application, ApplicationState, ApplicationVersion, Participant
from applications.services.submitting import application_withdraw
from portal.notifications.models import Message
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from reviews.models import Assignment, Criterion
from reviews.selectors.conflicts import conflicts_of
from reviews.services.assigning import experts_assign, experts_assign_evenly
from reviews.services.rounds import CriterionInput, round_close, round_open
from reviews.services.scoring import assignment_declare
from tests.factories import make_actor, make_membership
from tests.reviews.helpers import accepted, applicant_of, hand_in, make_expert, new_round, open_round, received


def assign(world, made, application, experts):
    return experts_assign(
        round_=made, application=application, experts=[one.user for one in experts], actor=world.issuer
    )


def test_weights_add_up_to_100(world):
    with pytest.raises(StateConflict, match="100"):
        new_round(world, criteria=[CriterionInput("技术", 60), CriterionInput("应用", 30)])
    with pytest.raises(StateConflict, match="正整数"):
        new_round(world, criteria=[CriterionInput("技术", 100), CriterionInput("应用", 0)])
    with pytest.raises(StateConflict, match="至少由 2 名"):
        new_round(world, experts_per_application=1)
    made = new_round(world)
    assert list(Criterion.objects.filter(round=made).values_list("name", "weight", "maximum")) == [
        ("技术先进性", 60, 100),
        ("应用前景", 40, 10),
    ]
    assert new_round(world).number == made.number + 1


def test_only_the_issuer_makes_rounds(world):
    world.issuer = make_actor(role="issuing_officer")
    with pytest.raises(NotAllowed):
        new_round(world)


def test_at_least_two_experts_all_or_none(world):
    (application,) = accepted(world)
    made, expert = new_round(world), make_expert()
    with pytest.raises(StateConflict, match="至少指派 2 名"):
        assign(world, made, application, [expert])
    with system_scope("test"):
        assert not Assignment.objects.exists()
    assign(world, made, application, [expert, make_expert()])
    with pytest.raises(StateConflict, match="已被指派"):
        assign(world, made, application, [expert])


def test_experts_are_told_when_the_round_opens_and_see_nothing_before(world):
    (application,) = accepted(world)
    experts = [make_expert(), make_expert()]
    made = new_round(world)
    assign(world, made, application, experts)
    assert not Assignment.objects.visible_to(experts[0]).exists()
    assert not Message.objects.visible_to(experts[0]).exists()
    round_open(round_=made, actor=world.issuer)
    application.refresh_from_db()
    assert application.state == ApplicationState.IN_REVIEW
    assert Assignment.objects.visible_to(experts[0]).count() == 1
    assert Message.objects.visible_to(experts[0]).count() == 1
    assert not Application.objects.visible_to(experts[0]).exists()


def test_what_was_withdrawn_or_taken_back_before_the_round_opens_concerns_no_expert(world):
    gone, stays = accepted(world, count=2)
    experts = [make_expert(), make_expert()]
    replaced = make_expert()
    made = new_round(world)
    assign(world, made, gone, experts)
    assigned = assign(world, made, stays, [replaced, *experts])
    assignment_declare(assignment=assigned[0], conflict=True, reason="同一课题组", actor=world.issuer)
    application_withdraw(application=gone, reason="项目取消", actor=applicant_of(gone))
    round_open(round_=made, actor=world.issuer)
    assert not Message.objects.visible_to(replaced).exists()
    for expert in experts:
        assert Message.objects.visible_to(expert).get().subject == "您有 1 项评审任务"
        hand_in(Assignment.objects.visible_to(expert).get(), expert, "80", "8")
    round_close(round_=made, actor=world.issuer)
    gone.refresh_from_db()
    assert gone.state == ApplicationState.WITHDRAWN


def test_a_round_without_enough_experts_does_not_open(world):
    first, _second = accepted(world, count=2)
    made = new_round(world)
    with pytest.raises(StateConflict, match="还没有指派"):
        round_open(round_=made, actor=world.issuer)
    expert = make_expert()
    (one, _other) = assign(world, made, first, [expert, make_expert()])
    assignment_declare(assignment=one, conflict=True, reason="同一课题组", actor=world.issuer)
    with pytest.raises(StateConflict, match="1 项申报的专家不足 2 名"):
        round_open(round_=made, actor=world.issuer)


def test_an_expert_assigned_in_an_open_round_is_told_at_once(world):
    first, second = accepted(world, count=2)
    experts = [make_expert(), make_expert()]
    made = open_round(world, [first], experts)
    assign(world, made, second, experts)
    second.refresh_from_db()
    assert second.state == ApplicationState.IN_REVIEW
    assert Message.objects.visible_to(experts[0]).count() == 2


@pytest.mark.parametrize("kind", ["name", "code", "participant", "membership"])
def test_a_conflict_of_interest_is_found_and_refused(world, kind):
    (application,) = accepted(world)
    organisation = application.organisation
    expert = {
        "name": lambda: make_expert(employer=f" {organisation.name} ".replace("（", "(").replace("）", ")")),
        "code": lambda: make_expert(employer="改过的名称", employer_code=organisation.credit_code),
        "participant": lambda: make_expert(employer="示例大学"),
        "membership": make_expert,
    }[kind]()
    if kind == "membership":
        make_membership(role="applicant_editor", organisation=organisation, user=expert.user)
    if kind == "participant":
        participant_of(application, "示例大学")
    reasons = conflicts_of(experts=[make_expert().user, expert.user], application=application)
    assert list(reasons) == [expert.user_id]
    assert "利益冲突" in reasons[expert.user_id]
    with pytest.raises(StateConflict, match="利益冲突"):
        assign(world, new_round(world), application, [expert, make_expert()])


def participant_of(application, name):
    """A participant written before the version was frozen: the trigger refuses it afterwards, so through a new one."""
    last = application.submitted_version
    version = ApplicationVersion.objects.create(
        application=application,
        number=last.number + 1,
        form_version=last.form_version,
        direction_version=last.direction_version,
    )
    Participant.objects.create(version=version, order=1, name=name)
    version.frozen_at = last.frozen_at
    version.save(update_fields=["frozen_at"])
    Application._base_manager.filter(pk=application.pk).update(submitted_version=version)
    application.refresh_from_db()


def test_no_employer_is_no_conflict(world):
    (application,) = accepted(world)
    strangers = [make_expert().user, make_actor(role="expert").user]
    assert conflicts_of(experts=strangers, application=application) == {}


def test_only_experts_and_only_what_passed(world):
    (application,) = accepted(world)
    (waiting,) = received_elsewhere(world)
    made = new_round(world)
    with pytest.raises(StateConflict, match="不是评审专家"):
        assign(world, made, application, [world.bureau, make_expert()])
    with pytest.raises(StateConflict, match="不在待评审之列"):
        assign(world, made, waiting, [make_expert(), make_expert()])


def received_elsewhere(world):
    bureau = make_actor(role="bureau_officer")
    return received(replace(world, bureau=bureau, recommender=bureau.organisation))


def test_evenly(world):
    applications = accepted(world, count=3)
    experts = [make_expert(), make_expert(), make_expert(employer=applications[0].organisation.name)]
    made = new_round(world)
    assignments = experts_assign_evenly(
        round_=made, applications=applications, experts=[one.user for one in experts], actor=world.issuer
    )
    assert len(assignments) == 6
    loads = [sum(one.expert_id == expert.user_id for one in assignments) for expert in experts]
    assert loads == [2, 2, 2]
    assert not any(
        one.expert_id == experts[2].user_id and one.application_id == applications[0].pk for one in assignments
    )
    with pytest.raises(StateConflict, match="都已有足够"):
        experts_assign_evenly(
            round_=made, applications=applications, experts=[one.user for one in experts], actor=world.issuer
        )


def test_evenly_names_the_application_for_which_experts_do_not_suffice(world):
    (application,) = accepted(world)
    with pytest.raises(StateConflict, match="还需 1 名"):
        experts_assign_evenly(
            round_=new_round(world), applications=[application], experts=[make_expert().user], actor=world.issuer
        )


def test_a_round_closes_when_every_score_is_in(world):
    (application,) = accepted(world)
    experts = [make_expert(), make_expert()]
    made = open_round(world, [application], experts)
    first, second = (Assignment.objects.visible_to(expert).get() for expert in experts)
    hand_in(first, experts[0], "90", "9")
    with pytest.raises(StateConflict, match="还有 1 份评分"):
        round_close(round_=made, actor=world.issuer)
    assignment_declare(assignment=second, conflict=True, reason="曾合作", actor=experts[1])
    with pytest.raises(StateConflict, match="评分不足 2 份"):
        round_close(round_=made, actor=world.issuer)
    third = make_expert()
    assign(world, made, application, [third])
    hand_in(Assignment.objects.visible_to(third).get(), third, "80", "8")
    round_close(round_=made, actor=world.issuer)
    application.refresh_from_db()
    assert application.state == ApplicationState.REVIEWED
    with pytest.raises(StateConflict, match="已经结束"):
        assign(world, made, application, [make_expert()])


def test_looking_for_conflicts_asks_as_often_for_30_experts_as_for_1(world):
    """The one insert an assignment needs apart, assigning evenly reads no more for more experts."""
    applications = accepted(world, count=2)
    made = new_round(world)
    few = [make_expert().user for _number in range(2)]
    many = [*few, *(make_expert(employer="示例大学").user for _number in range(28))]

    def evenly(experts):
        with transaction.atomic():
            with CaptureQueriesContext(connection) as captured:
                experts_assign_evenly(round_=made, applications=applications, experts=experts, actor=world.issuer)
            transaction.set_rollback(True)
        return len(captured)

    assert evenly(few) == evenly(many)
