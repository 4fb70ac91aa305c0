"""The issuer's pages from deciding to the objections, and 指标对照."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.documents.models import Export
from reviews.models import Assignment, Decision, Objection, PublicNotice, Reserve
from reviews.services.objecting import objection_raise
from tests.factories import make_direction, make_organisation
from tests.reviews.helpers import (
    accepted,
    announced,
    applicant_of,
    hand_in,
    handed_in,
    make_expert,
    open_round,
    reviewed,
    sent,
)
from tests.signing_in import sign_in


@pytest.fixture
def officer(client, world):
    return sign_in(client, world.issuer)


def url(name, *args):
    return reverse(f"reviews:{name}", args=args)


def later(**delta):
    return f"{timezone.localtime() + timedelta(**delta):%Y-%m-%dT%H:%M}"


def test_decide_in_bulk_sorted_by_mean(officer, world):
    applications = reviewed(world, count=3, scores=(("60", "6"), ("90", "9"), ("75", "7.5")))
    rows = officer.get(url("decision_list")).context["page"]
    assert [one.pk for one in rows] == [applications[1].pk, applications[2].pk, applications[0].pk]
    keys = [str(one.public_id) for one in applications]
    data = {"application": keys[1:], "action": "shortlisted", "reason": "前两名", "query": "sort=number"}
    assert officer.post(url("decide"), data).url == url("decision_list") + "?sort=number"
    officer.post(url("decide"), {"application": keys[:1], "action": "not_shortlisted"})
    officer.post(url("decide"), {"application": keys, "action": "reserve_add"})
    officer.post(url("decide"), {"application": keys[:1], "action": "reserve_remove"})
    assert Decision.objects.visible_to(world.issuer).filter(outcome="shortlisted").count() == 2
    assert Reserve.objects.visible_to(world.issuer).count() == 2
    assert officer.post(url("decide"), {"application": keys, "action": "x"}).status_code == 404
    assert officer.post(url("decide"), {"application": ["x"], "action": "shortlisted"}).status_code == 404
    for state, count in (("shortlisted", 2), ("not_shortlisted", 1), ("undecided", 0), ("reserve", 2), ("x", 0)):
        assert len(officer.get(url("decision_list") + f"?state={state}").context["page"].object_list) == count
    officer.post(url("shortlist_export"), {"call": str(world.call.public_id), "state": "shortlisted"})
    assert Export.objects.visible_to(world.issuer).get().kind == "shortlist"


def test_announce(officer, world):
    applications = reviewed(world, count=2)
    page = url("announce") + f"?call={world.call.public_id}"
    assert "还没有拟定的结果" in officer.get(page).content.decode()
    keys = [str(one.public_id) for one in applications]
    officer.post(url("decide"), {"application": keys, "action": "shortlisted"})
    values = {"title": "拟入围名单公示", "body": "", "objections_until": later(days=5), "anyway": "on"}
    assert officer.post(page, values).status_code == 422
    answer = officer.post(page, values | {"sure": "on"}, follow=True)
    assert "公示已发布" in answer.content.decode()
    notice = PublicNotice.objects.visible_to(world.issuer).get()
    assert officer.post(page, values | {"sure": "on"}).status_code == 409
    assert officer.post(url("finalise", notice.public_id)).status_code == 409
    assert "公示中" in officer.get(url("office_notice_list")).content.decode()


def test_ending_early_is_warned_of_and_asks_for_a_tick(officer, world):
    late = make_organisation(name="绵阳市经济和信息化局", region=world.recommender.region, is_recommender=True)
    (application,) = accepted(world)
    handed_in(world, recommender=late)
    experts = [make_expert(), make_expert()]
    made = open_round(world, [application], experts)
    for expert in experts:
        hand_in(Assignment.objects.visible_to(expert).get(), expert, "80", "8")
    facts = ("网上填报仍在进行", "尚未报送推荐表：绵阳市经济和信息化局")
    shown = officer.get(url("office_round", made.public_id)).content.decode()
    refused = officer.post(url("round_close", made.public_id))
    assert refused.status_code == 422
    assert "勾选“仍要继续”" in refused.content.decode()
    assert all(fact in text for fact in facts for text in (shown, refused.content.decode()))
    assert officer.post(url("round_close", made.public_id), {"anyway": "on"}).status_code == 302
    officer.post(url("decide"), {"application": [str(application.public_id)], "action": "shortlisted"})
    values = {"title": "拟入围名单公示", "objections_until": later(days=5), "sure": "on"}
    refused = officer.post(url("announce"), values)
    assert refused.status_code == 422
    assert all(fact in refused.content.decode() for fact in facts)
    assert officer.post(url("announce"), values | {"anyway": "on"}).status_code == 302


def test_the_pages_name_what_has_no_result_yet(officer, world):
    first, second = reviewed(world, count=2)
    officer.post(url("decide"), {"application": [str(first.public_id)], "action": "shortlisted"})
    answer = officer.post(url("decide"), {"application": [str(second.public_id)], "action": "reserve_add"}, follow=True)
    assert "其中 1 项还没有拟定入围或未入围" in answer.content.decode()
    link = f"{url('decision_list')}?call={world.call.public_id}&amp;state=undecided"
    for name in ("office_notice_list", "announce"):
        text = officer.get(url(name)).content.decode()
        assert link in text, name
        assert url("office_application", second.public_id) in text, name
        assert second.number in text, name
        assert first.number not in text, name
    (shown,) = officer.get(link.replace("&amp;", "&")).context["page"]
    assert shown == second


def test_what_was_announced_offers_nothing_to_decide(officer, world):
    notice = announced(world)
    text = officer.get(url("decision_list")).content.decode()
    assert 'name="application"' not in text
    assert "拟未入围" not in text
    first = Decision.objects.visible_to(world.issuer).filter(notice=notice).first().application
    answer = officer.post(url("decide"), {"application": [str(first.public_id)], "action": "shortlisted"})
    assert answer.status_code == 409
    assert "只能经异议处理更正" in answer.content.decode()
    assert "可能已被他人" not in answer.content.decode(), "the reason is known"


def test_answer_an_objection(officer, world):
    announced(world)
    decision = Decision.objects.visible_to(world.issuer).filter(outcome="not_shortlisted").get()
    objection = objection_raise(
        decision=decision,
        grounds="漏计专利",
        arrived_at=timezone.now(),
        actor=applicant_of(decision.application),
    )
    page = url("office_objection", objection.public_id)
    assert "漏计专利" in officer.get(page).content.decode()
    assert officer.post(page, {"verdict": "uphold", "answer": ""}).status_code == 422
    assert officer.post(page, {"verdict": "uphold", "answer": "改为入围"}).status_code == 302
    assert Objection.objects.visible_to(world.issuer).get().state == "upheld"
    assert officer.post(page, {"verdict": "dismiss", "answer": "维持"}).status_code == 409
    assert "准备公示" in officer.get(url("office_notice_list")).content.decode()


def test_compare(officer, world):
    applications = reviewed(world, count=2)
    text = officer.get(url("compare") + f"?call={world.call.public_id}&direction=1").content.decode()
    assert "声学传感器信噪比" in text
    assert "≥ 70" in text
    assert applications[0].organisation.name[:4] in text
    assert officer.get(url("compare") + "?direction=99").status_code == 404
    assert officer.get(url("compare") + "?direction=x").status_code == 404


def test_compare_opens_the_first_direction_with_applications(officer, world):
    make_direction(call=world.call)
    late = make_direction(call=world.call)
    empty = world.direction
    world.direction = late
    sent(world)
    assert officer.get(url("compare")).context["direction"] == late
    assert officer.get(url("compare") + f"?direction={empty.order}").context["direction"] == empty
