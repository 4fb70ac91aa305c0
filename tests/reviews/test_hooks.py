"""What applicants are told on the application's own page and in their list: the same, and the same as their mail."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.hooks import results_of
from applications.models import Application
from calls.selectors.calls import public_call
from calls.selectors.stages import in_shown_stage, shown_stage
from calls.stages import SHOWN_STAGES, Stage
from portal.accounts.actor import VISITOR, Actor
from portal.notifications.models import Message
from portal.workflow import StateConflict, advance
from reviews.models import PublicNotice
from reviews.services import announcing, deciding, recommending
from reviews.services.sending import list_send
from tests.reviews.helpers import (
    World,
    announced,
    applicant_of,
    handed_in,
    make_world,
    received,
    recommended,
    refreshed,
    reviewed,
    sent,
    the_list,
)
from tests.reviews.services.test_announcing import publish
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def page_of(application: Application) -> str:
    client = sign_in(Client(), applicant_of(application))
    return client.get(reverse("applications:detail", args=[application.public_id])).content.decode()


def list_of(application: Application, **filters: str) -> str:
    client = sign_in(Client(), applicant_of(application))
    return client.get(reverse("applications:list"), filters).content.decode()


def mails_to(actor: Actor) -> list[str]:
    return [str(message.subject) for message in Message.objects.visible_to(actor).order_by("pk")]


def history_shown(application: Application) -> list[str]:
    """What was done and by whom, without the times."""
    text = re.search(r'<ol class="history">(.*?)</ol>', page_of(application), re.S)[1]
    return [" ".join(re.sub(r"<[^>]*>", " ", step.split("</span>")[1]).split()) for step in text.split("<li>")[1:]]


def test_a_proposed_result_shows_nowhere(world: World):
    one, other = reviewed(world)
    deciding.decision_propose(application=one, outcome="shortlisted", actor=world.issuer)
    assert results_of(one, applicant_of(one)) == []
    assert "入围" not in page_of(one)
    assert page_of(one).count("评审中") == page_of(other).count("评审中")


def test_an_announced_result_shows_to_its_applicant_with_the_notice(world: World):
    notice = announced(world)
    one, other = Application._base_manager.filter(call=world.call).order_by("pk")
    (found,) = results_of(one, applicant_of(one))
    assert (found.text, found.tone) == ("入围", "ok")
    assert found.url == reverse("reviews:notice", args=[notice.public_id])
    assert found.url in page_of(one)
    assert [result.text for result in results_of(other, applicant_of(other))] == ["未入围"]
    assert results_of(one, applicant_of(other)) == []


def test_a_unit_on_the_reserve_reads_reserve_in_every_place(world: World):
    one, other = reviewed(world)
    deciding.decisions_propose(applications=[one, other], outcome="not_shortlisted", actor=world.issuer)
    deciding.reserve_add(applications=[one], actor=world.issuer)
    officer = sign_in(Client(), world.issuer)
    text = officer.get(reverse("reviews:announce")).content.decode()
    assert "储备 1 项" in text
    assert "未入围 1 项" in text, "who stands on the reserve is not counted among those 未入围"
    notice = publish(world)
    (found,) = results_of(one, applicant_of(one))
    assert (found.text, found.tone) == ("储备", "go")
    page = reverse("reviews:notice", args=[notice.public_id])
    own = sign_in(Client(), applicant_of(one)).get(page).content.decode()
    asked = sign_in(Client(), applicant_of(one)).get(reverse("reviews:notice_object", args=[notice.public_id]))
    officers = officer.get(reverse("reviews:office_application", args=[one.public_id])).content.decode()
    for text in (page_of(one), own, asked.content.decode(), officers, mails_to(applicant_of(one))[-1]):
        assert "储备" in text
        assert "未入围" not in text
    assert history_shown(one)[-1].startswith("公示：储备")
    for state, row in (("not_shortlisted", other), ("reserve", one)):
        (shown,) = officer.get(reverse("reviews:decision_list"), {"state": state}).context["page"]
        assert shown == row
    assert "未入围" in page_of(other)


def test_a_winner_on_the_reserve_reads_shortlisted(world: World):
    one, _other = reviewed(world)
    deciding.decisions_propose(applications=[one, _other], outcome="shortlisted", actor=world.issuer)
    deciding.reserve_add(applications=[one], actor=world.issuer)
    publish(world)
    assert [result.text for result in results_of(one, applicant_of(one))] == ["入围"]
    assert mails_to(applicant_of(one))[-1].endswith("：入围")


def test_the_list_calls_it_what_its_page_calls_it_before_and_after_the_announcement(world: World):
    one, _other = reviewed(world)
    deciding.decision_propose(application=one, outcome="shortlisted", actor=world.issuer)
    assert "评审中" in list_of(one)
    assert "评审中" in list_of(one, state="issuer")
    assert "没有符合条件的申报" in list_of(one, state="ended")


def test_after_the_announcement_the_list_says_so_too(world: World):
    announced(world)
    for one in Application._base_manager.filter(call=world.call):
        for text in (page_of(one), list_of(one), list_of(one, state="ended")):
            assert "结果已公示" in text
            assert "评审中" not in text
        assert "没有符合条件的申报" in list_of(one, state="issuer")
        assert history_shown(one)[-1].startswith("公示：")


def test_a_recommendation_shows_nowhere_before_the_list_was_sent(world: World):
    one, other = recommended(world), handed_in(world)
    assert history_shown(one) == history_shown(other)
    for text in (page_of(one), list_of(one), list_of(one, state="bureau")):
        assert "推荐单位审核中" in text
        assert "已推荐" not in text
    assert "没有符合条件的申报" in list_of(one, state="issuer")
    assert mails_to(applicant_of(one)) == []


def test_page_list_and_mail_agree_from_the_moment_the_list_was_sent(world: World):
    (one,) = sent(world)
    assert mails_to(applicant_of(one)) == [f"申报 {one.number} 已获推荐并报送"]
    for text in (page_of(one), list_of(one), list_of(one, state="issuer")):
        assert "已推荐报送" in text
    assert "推荐单位审核中" not in page_of(one)
    assert "没有符合条件的申报" in list_of(one, state="bureau")
    assert history_shown(one)[-2:] == [f"推荐 {world.recommender.name}", f"报送 {world.recommender.name}"]
    assert "省级重点实验室" not in page_of(one), "推荐理由 is the recommender's word to the issuer"


def test_the_history_goes_on_behind_the_sending(world: World):
    (one,) = received(world)
    assert [step.split()[0] for step in history_shown(one)[-3:]] == ["推荐", "报送", "接收"]


def test_of_several_recommendations_the_one_that_was_sent_is_told(world: World):
    one = recommended(world)
    recommending.application_reconsider(application=one, reason="再核对", actor=world.bureau)
    recommending.application_recommend(application=one, reason="省级重点实验室", actor=world.bureau)
    list_send(list_=the_list(world), arrived_at=one.submitted_at, actor=world.bureau)
    (one,) = refreshed([one])
    assert [step.split()[0] for step in history_shown(one)] == ["推荐", "报送"]


def test_taking_back_a_refusal_that_was_told_is_told(world: World):
    one = handed_in(world)
    recommending.application_decline(application=one, reason="材料不全", actor=world.bureau)
    recommending.application_reconsider(application=one, reason="内部意见", actor=world.bureau)
    assert [step.split()[0] for step in history_shown(one)] == ["不予推荐", "撤销推荐意见"]
    assert "内部意见" not in page_of(one)


def test_what_refuses_a_move_names_the_state_as_the_pages_of_who_tried_do(world: World):
    one, _other = reviewed(world)
    with pytest.raises(StateConflict, match="“评审中”"):
        advance(one, "withdraw", actor=applicant_of(one), comment="不再申报")
    with pytest.raises(StateConflict, match="“已报送”"):
        advance(one, "return", actor=world.bureau, comment="补充材料")
    with pytest.raises(StateConflict, match="“评审完成”"):
        advance(one, "receive", actor=world.issuer)


def test_what_follows_the_deadlines_of_a_call_is_told_as_it_begins():
    """评审中 once a round was opened, 公示中 with the first notice, 已公布 when its term is over; before, none."""
    world = make_world()
    applications = reviewed(world)
    call = world.call
    now = timezone.now()

    def stages(at):
        shown = shown_stage(public_call(actor=VISITOR).get(pk=call.pk), at)
        among = [s for s in SHOWN_STAGES if call in in_shown_stage(public_call(actor=VISITOR), s, at)]
        assert among == [shown]
        return shown

    later = now + timedelta(days=365)
    assert stages(now) is Stage.OPEN
    assert stages(later) is Stage.IN_REVIEW
    deciding.decisions_propose(applications=applications, outcome="not_shortlisted", actor=world.issuer)
    assert stages(later) is Stage.IN_REVIEW
    announcing.notice_publish(
        call=call,
        title="拟入围名单公示",
        body="现予公示。",
        objections_until=now + timedelta(days=5),
        arrived_at=now,
        actor=world.issuer,
    )
    assert stages(now) is Stage.OPEN
    assert stages(later) is Stage.IN_NOTICE
    PublicNotice._base_manager.filter(call=call).update(objections_until=now - timedelta(minutes=1))
    assert stages(later) is Stage.ANNOUNCED


def test_a_call_and_its_notice_lead_to_each_other(client):
    world = make_world()
    deciding.decisions_propose(applications=reviewed(world), outcome="not_shortlisted", actor=world.issuer)
    page = reverse("calls:detail", args=[world.call.public_id])
    assert "拟入围名单公示" not in client.get(page).content.decode()
    notice = announcing.notice_publish(
        call=world.call,
        title="拟入围名单公示",
        body="现予公示。",
        objections_until=timezone.now() + timedelta(days=5),
        arrived_at=timezone.now(),
        actor=world.issuer,
    )
    address = reverse("reviews:notice", args=[notice.public_id])
    assert f'<a href="{address}">拟入围名单公示</a>' in client.get(page).content.decode()
    assert f'<a href="{page}">{world.call.title}</a>' in client.get(address).content.decode()


def test_a_declined_application_shows_its_reason_to_the_bureau_too(world: World):
    one = handed_in(world)
    recommending.application_decline(application=one, reason="现有基础不足", actor=world.bureau)
    page = reverse("reviews:bureau_application", args=[one.public_id])
    assert "现有基础不足" in sign_in(Client(), world.bureau).get(page).content.decode()
    assert "现有基础不足" in page_of(one)
