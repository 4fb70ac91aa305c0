"""盖章报送: all or nothing, by the deadline, within the quota, with everything processed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import Application, ApplicationState
from applications.selectors.status import history_of
from applications.services.submitting import application_withdraw
from calls.models import Extension
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of
from portal.audit.models import AuditEntry
from portal.documents.models import Document
from portal.notifications.models import Message, OutboxRow
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from reviews.documents import frozen_content
from reviews.labels import bureau_label
from reviews.selectors.bureau import split_by_quota
from reviews.services.ranking import list_reorder, order_of
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


def limited(world, quota):
    world.call.recommendation_quota = quota
    world.call.save(update_fields=["recommendation_quota"])


def test_what_is_ranked_beyond_the_quota_stays_behind_and_its_applicant_is_told_why(world):
    limited(world, 2)
    first, second, third = (recommended(world) for _number in range(3))
    list_ = the_list(world)
    rows = order_of(list_)
    list_reorder(list_=list_, order=[rows[2], rows[0], rows[1]], revision=list_.revision, actor=world.bureau)
    send(world)
    for application in (first, second, third):
        application.refresh_from_db()
    assert set(Application.objects.visible_to(world.issuer)) == {first, third}
    assert second.sent_at is None
    assert second.state == ApplicationState.DECLINED
    assert bureau_label(second).text == "超出限额，未报送"
    split = split_by_quota(the_list(world))
    assert [one.application for one in split.going] == [third, first]
    assert [one.application for one in split.staying] == [second]
    applicant = applicant_of(second)
    message = Message.objects.visible_to(applicant).get(kind="application_declined")
    assert message.subject.endswith("未获推荐")
    assert "限推荐 2 项" in message.body
    assert not Message.objects.visible_to(applicant).filter(kind="application_sent").exists()
    told = [step.comment for step in history_of(second, actor=applicant) if "限额" in step.what]
    assert len(told) == 1
    assert "没有随推荐表报送" in told[0]
    assert Message.objects.visible_to(world.issuer).get(kind="list_sent").subject.endswith("（2 项）")
    assert [row["organisation"] for row in frozen_content(the_list(world))["rows"]] == [
        third.organisation.name,
        first.organisation.name,
    ]
    with system_scope("test"):
        entry = AuditEntry.objects.get(action="list_send")
    assert entry.data["beyond_quota"] == [second.number]


def test_nobody_stays_behind_within_the_quota_and_a_withdrawn_one_takes_no_place(world):
    limited(world, 2)
    first, second, third = (recommended(world) for _number in range(3))
    application_withdraw(application=first, reason="改投其他榜单", actor=applicant_of(first))
    send(world)
    assert {one.pk for one in Application.objects.visible_to(world.issuer)} == {second.pk, third.pk}
    assert not split_by_quota(the_list(world)).staying


def test_an_order_that_was_changed_meanwhile_is_not_sent(world):
    limited(world, 1)
    recommended(world)
    seen = the_list(world).revision
    recommended(world)
    with pytest.raises(StateConflict, match="重新核对"):
        send(world, revision=seen)
    assert not Application.objects.visible_to(world.issuer).exists()
    send(world, revision=the_list(world).revision)


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
