"""Return, recommend, decline, reconsider."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import ApplicationState, ApplicationVersion
from applications.selectors.deadlines import submit_until
from calls.models import Extension
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of
from portal.notifications.models import Message
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict, advance
from reviews.models import Recommendation, ReturnNote
from reviews.services.recommending import (
    application_decline,
    application_recommend,
    application_reconsider,
    application_return,
)
from tests.factories import make_actor
from tests.reviews.helpers import applicant_of, handed_in, recommended, sent, the_list


def give_back(world, application, **more):
    now = timezone.now()
    values = {"comment": "请补充查新报告。", "until": now + timedelta(days=3), "arrived_at": now, "actor": world.bureau}
    return application_return(application=application, **(values | more))


def test_return_opens_the_next_version_and_keeps_the_first(world):
    application = handed_in(world)
    first = application.submitted_version
    note = give_back(world, application)
    application.refresh_from_db()
    assert application.state == ApplicationState.RETURNED
    assert application.current.number == 2
    assert application.submitted_version == first == note.version
    assert ApplicationVersion.objects.get(pk=first.pk).is_frozen
    assert submit_until(application).at == note.until
    message = Message.objects.visible_to(applicant_of(application)).get(kind="application_returned")
    assert "请补充查新报告。" in message.body


def test_return_is_answered_at_the_latest_by_the_recommenders_own_deadline(world):
    application = handed_in(world)
    latest = deadline_of(call=world.call, kind=DeadlineKind.RECOMMENDER)
    with pytest.raises(StateConflict, match="不能晚于"):
        give_back(world, application, until=latest + timedelta(minutes=1))
    with pytest.raises(StateConflict, match="晚于现在"):
        give_back(world, application, until=timezone.now())
    assert not ReturnNote.objects.exists()
    give_back(world, application, until=latest)


def test_a_return_within_the_recommenders_extension_may_be_answered_until_then(world):
    application = handed_in(world)
    deadline = world.call.deadlines.get(kind=DeadlineKind.RECOMMENDER)
    until = deadline.at + timedelta(days=2)
    Extension.objects.create(
        deadline=deadline,
        organisation=world.recommender,
        until=until,
        reason="系统维护",
        granted_by=world.issuer.membership,
    )
    give_back(world, application, until=until)
    application.refresh_from_db()
    assert submit_until(application).at == until


def test_return_needs_a_comment_and_leaves_nothing_behind_without(world):
    application = handed_in(world)
    with pytest.raises(StateConflict, match="原因"):
        give_back(world, application, comment="  ")
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert not ReturnNote.objects.exists()


def test_recommendations_are_appended(world):
    first, second = recommended(world), recommended(world)
    rows = list(the_list(world).recommendations.values_list("application", "rank"))
    assert rows == [(first.pk, 1), (second.pk, 2)]
    assert the_list(world).revision == 2
    assert Recommendation.objects.get(application=first).version == first.submitted_version


def test_recommendation_needs_a_reason(world):
    application = handed_in(world)
    with pytest.raises(StateConflict, match="推荐理由"):
        application_recommend(application=application, reason=" ", actor=world.bureau)


def test_only_its_own_recommender(world):
    application = handed_in(world)
    other = make_actor(role="bureau_officer")
    for act in (application_recommend, application_decline, application_reconsider):
        with pytest.raises(NotAllowed):
            act(application=application, reason="理由", actor=other)
    with pytest.raises(NotAllowed):
        give_back(world, application, actor=other)
    with pytest.raises(NotAllowed):
        application_recommend(application=application, reason="理由", actor=applicant_of(application))


def test_a_version_not_looked_at_is_not_recommended(world):
    application = handed_in(world)
    seen = application.submitted_version_id
    with pytest.raises(StateConflict, match="提交了新的版本"):
        application_recommend(application=application, reason="理由", version_id=seen + 1, actor=world.bureau)
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert (
        application_recommend(application=application, reason="理由", version_id=seen, actor=world.bureau).version_id
        == seen
    )


def test_decline_tells_the_applicant_why(world):
    application = handed_in(world)
    application_decline(application=application, reason="与方向契合度一般。", actor=world.bureau)
    application.refresh_from_db()
    assert application.state == ApplicationState.DECLINED
    message = Message.objects.visible_to(applicant_of(application)).get(kind="application_declined")
    assert "与方向契合度一般。" in message.body


def test_reconsider_takes_the_row_off_and_closes_the_gap(world):
    first, second, third = (recommended(world) for _number in range(3))
    application_reconsider(application=second, reason="材料需复核", actor=world.bureau)
    second.refresh_from_db()
    assert second.state == ApplicationState.SUBMITTED
    rows = list(the_list(world).recommendations.values_list("application", "rank"))
    assert rows == [(first.pk, 1), (third.pk, 2)]
    application_recommend(application=second, reason="复核无误", actor=world.bureau)
    assert Recommendation.objects.get(application=second).rank == 3


def test_reconsider_a_declined_one(world):
    application = handed_in(world)
    application_decline(application=application, reason="理由", actor=world.bureau)
    application_reconsider(application=application, reason="误操作", actor=world.bureau)
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_nothing_is_added_or_taken_back_once_the_list_was_sent(world):
    (application,) = sent(world)
    late = handed_in(world)
    with pytest.raises(StateConflict, match="已经报送"):
        application_recommend(application=late, reason="理由", actor=world.bureau)
    with pytest.raises(StateConflict, match="已经报送"):
        application_reconsider(application=application, reason="理由", actor=world.bureau)
    with pytest.raises(StateConflict, match="已经报送"):
        give_back(world, late)
    application_decline(application=late, reason="推荐表已报送", actor=world.bureau)


def test_doing_it_twice_is_a_conflict(world):
    application = recommended(world)
    with pytest.raises(StateConflict, match="现在是“已推荐”"):
        application_recommend(application=application, reason="理由", actor=world.bureau)
    with system_scope("test"):
        assert Recommendation.objects.count() == 1


def test_the_version_handed_in_last_is_recommended_whatever_the_page_held(world):
    application = handed_in(world)
    give_back(world, application)
    shown = type(application)._base_manager.get(pk=application.pk)
    answered = ApplicationVersion.objects.get(application=application, number=2)
    answered.frozen_at = timezone.now()
    answered.save(update_fields=["frozen_at"])
    stale = shown.submitted_version_id
    advance(shown, "resubmit", actor=applicant_of(application), changes={"submitted_version": answered})
    application.refresh_from_db(fields=["state"])
    assert application.submitted_version_id == stale
    made = application_recommend(application=application, reason="理由", actor=world.bureau)
    assert made.version == answered
