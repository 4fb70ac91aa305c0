"""拟定, 储备: private, changeable until announced."""

import pytest
from django.utils import timezone

from applications.models import ApplicationState
from portal.audit.models import AuditEntry
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from reviews.models import Decision, Reserve
from reviews.services.announcing import notice_publish
from reviews.services.deciding import decision_propose, decisions_propose, reserve_add, reserve_remove
from tests.factories import make_actor, make_application
from tests.reviews.helpers import accepted, announced, reviewed


def test_proposing_again_replaces_and_leaves_the_application_alone(world):
    (application,) = reviewed(world, count=1)
    decision_propose(application=application, outcome="shortlisted", actor=world.issuer)
    decision_propose(application=application, outcome="not_shortlisted", reason="名额有限", actor=world.issuer)
    decision = Decision.objects.visible_to(world.issuer).get()
    assert (decision.number, decision.outcome, decision.reason, decision.state) == (
        1,
        "not_shortlisted",
        "名额有限",
        "proposed",
    )
    application.refresh_from_db()
    assert application.state == ApplicationState.REVIEWED
    with system_scope("test"):
        assert AuditEntry.objects.filter(action="decision_propose").count() == 2


def test_only_what_was_reviewed_by_the_issuer(world):
    (application,) = accepted(world)
    with pytest.raises(StateConflict, match="评审尚未结束"):
        decision_propose(application=application, outcome="shortlisted", actor=world.issuer)
    with pytest.raises(NotAllowed):
        decision_propose(application=application, outcome="shortlisted", actor=make_actor(role="issuing_officer"))
    with pytest.raises(NotAllowed):
        reserve_add(applications=[application], actor=world.bureau)
    with pytest.raises(StateConflict, match="评审尚未结束"):
        reserve_add(applications=[application], actor=world.issuer)


def test_an_outcome_out_of_the_set_is_refused(world):
    (application,) = reviewed(world, count=1)
    with pytest.raises(StateConflict, match="入围或未入围"):
        decision_propose(application=application, outcome="maybe", actor=world.issuer)


def test_several_at_once_all_or_none(world):
    applications = reviewed(world, count=2)
    unready = make_unready(world)
    with pytest.raises(StateConflict):
        decisions_propose(applications=[*applications, unready], outcome="shortlisted", actor=world.issuer)
    assert not Decision.objects.visible_to(world.issuer).exists()


def make_unready(world):
    return make_application(direction=world.direction, recommender=world.recommender, state=ApplicationState.RECEIVED)


def test_the_reserve_may_overlap_the_winners(world):
    first, second = reviewed(world, count=2)
    decision_propose(application=first, outcome="shortlisted", actor=world.issuer)
    reserve_add(applications=[first, second], actor=world.issuer)
    reserve_add(applications=[first], actor=world.issuer)
    assert Reserve.objects.visible_to(world.issuer).count() == 2
    reserve_remove(applications=[second], actor=world.issuer)
    assert Reserve.objects.visible_to(world.issuer).get().application == first


def test_after_the_announcement_nothing_is_proposed_or_taken_off(world):
    announced(world)
    decision = Decision.objects.visible_to(world.issuer).first()
    with pytest.raises(StateConflict, match="已经公示"):
        decision_propose(application=decision.application, outcome="shortlisted", actor=world.issuer)


def test_an_announced_reserve_stays(world):
    first, second = reviewed(world, count=2)
    reserve_add(applications=[first], actor=world.issuer)
    decisions_propose(applications=[first, second], outcome="shortlisted", actor=world.issuer)
    publish(world)
    with pytest.raises(StateConflict, match="已经公示"):
        reserve_remove(applications=[first], actor=world.issuer)


def publish(world):
    return notice_publish(
        call=world.call, title="公示", body="", objections_until=None, arrived_at=timezone.now(), actor=world.issuer
    )
