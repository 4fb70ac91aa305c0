"""盖章报送: all or nothing, by the deadline, within the quota, with everything processed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import Application
from applications.services.submitting import application_withdraw
from calls.models import Extension
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of
from portal.documents.models import Document
from portal.notifications.models import Message, OutboxRow
from portal.workflow import NotAllowed, StateConflict
from reviews.services.recommending import application_decline, application_reconsider, application_return
from reviews.services.sending import list_send
from tests.factories import make_actor
from tests.reviews.helpers import applicant_of, handed_in, recommended, the_list


def send(world, **more):
    return list_send(**({"list_": the_list(world), "arrived_at": timezone.now(), "actor": world.bureau} | more))


def test_sends_the_list_its_applications_the_paper_and_the_messages(world):
    first, second = recommended(world), recommended(world)
    declined = handed_in(world)
    application_decline(application=declined, reason="理由", actor=world.bureau)
    list_ = send(world)
    assert list_.sent_at is not None
    assert list_.sent_by == world.bureau.membership
    for application in (first, second, declined):
        application.refresh_from_db()
    assert first.sent_at == second.sent_at == list_.sent_at
    assert declined.sent_at is None
    assert set(Application.objects.visible_to(world.issuer)) == {first, second}
    document = Document.objects.visible_to(world.bureau).get(kind="recommendation_list")
    assert OutboxRow.objects.filter(task="portal.documents.tasks.render_document").count() == 1
    assert list(Document.objects.visible_to(world.issuer)) == [document]
    assert Message.objects.visible_to(world.issuer).get(kind="list_sent").subject.endswith("（2 项）")
    body = Message.objects.visible_to(applicant_of(first)).get(kind="application_sent")
    assert "1" not in body.subject.replace(first.number, "")


def test_a_second_send_is_a_conflict_and_changes_nothing(world):
    recommended(world)
    before = send(world).sent_at
    with pytest.raises(StateConflict, match="已报送"):
        send(world)
    assert the_list(world).sent_at == before
    assert Document.objects.visible_to(world.bureau).count() == 1


def test_the_deadline_counts_by_arrival(world):
    recommended(world)
    deadline = deadline_of(call=world.call, kind=DeadlineKind.RECOMMENDER)
    with pytest.raises(StateConflict, match="截止时间已过"):
        send(world, arrived_at=deadline)
    assert the_list(world).sent_at is None
    send(world, arrived_at=deadline - timedelta(microseconds=1))


def test_an_extension_for_the_recommender_holds(world):
    recommended(world)
    deadline = world.call.deadlines.get(kind=DeadlineKind.RECOMMENDER)
    Extension.objects.create(
        deadline=deadline,
        organisation=world.recommender,
        until=deadline.at + timedelta(days=1),
        reason="系统维护",
        granted_by=world.issuer.membership,
    )
    send(world, arrived_at=deadline.at + timedelta(hours=1))


def test_the_quota(world):
    world.call.recommendation_quota = 1
    world.call.save(update_fields=["recommendation_quota"])
    recommended(world)
    recommended(world)
    with pytest.raises(StateConflict, match="超过限额 1 项，请先撤销 1 项"):
        send(world)


def test_everything_must_have_been_processed(world):
    recommended(world)
    waiting = handed_in(world)
    with pytest.raises(StateConflict, match="还有 1 项申报没有处理"):
        send(world)
    now = timezone.now()
    application_return(
        application=waiting, comment="请补正", until=now + timedelta(days=1), arrived_at=now, actor=world.bureau
    )
    with pytest.raises(StateConflict, match="仍在答复期内"):
        send(world)
    send(world, arrived_at=now + timedelta(days=1, seconds=1))


def test_an_empty_list_is_not_sent(world):
    application = recommended(world)
    application_reconsider(application=application, reason="误操作", actor=world.bureau)
    with pytest.raises(StateConflict, match="还没有申报"):
        send(world)


def test_rows_that_were_withdrawn_do_not_go(world):
    first, second, third = (recommended(world) for _number in range(3))
    application_withdraw(application=first, reason="改投其他榜单", actor=applicant_of(first))
    send(world)
    rows = list(the_list(world).recommendations.values_list("application", "rank"))
    assert rows == [(second.pk, 1), (third.pk, 2)]
    first.refresh_from_db()
    assert first.sent_at is None


def test_only_its_own_bureau(world):
    recommended(world)
    with pytest.raises(NotAllowed):
        send(world, actor=make_actor(role="bureau_officer"))
    with pytest.raises(NotAllowed):
        send(world, actor=world.issuer)
