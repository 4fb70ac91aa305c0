"""The issuer's pages, from receiving to the announcement."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import ApplicationState
from applications.services.submitting import application_withdraw
from portal.documents.models import Export
from reviews.models import Assignment, Correction, Decision, Objection, PublicNotice, Reserve, ReviewRound
from reviews.services.assigning import experts_assign
from reviews.services.objecting import objection_raise
from tests.factories import make_actor, make_call, make_direction, make_organisation
from tests.reviews.helpers import (
    accepted,
    announced,
    applicant_of,
    hand_in,
    handed_in,
    make_expert,
    new_round,
    open_round,
    received,
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


def test_overview(officer, world):
    sent(world, count=2)
    text = officer.get(url("office_overview")).content.decode()
    assert "<b>2</b>待接收" in text
    assert "1 家推荐单位已报送，0 家未报" in text
    assert "生成" in text or "排队" in text


def test_receive_those_ticked(officer, world):
    first, second = sent(world, count=2)
    query = f"call={world.call.public_id}&state=recommended"
    answer = officer.post(url("office_receive"), {"application": [str(first.public_id)], "query": query})
    assert answer.url == f"{url('office_applications')}?{query}"
    assert [one.pk for one in officer.get(answer.url).context["page"]] == [second.pk]
    assert officer.post(url("office_receive"), {"application": [str(first.public_id)]}).status_code == 409
    assert officer.post(url("office_receive"), {"application": ["x"]}).status_code == 404
    text = officer.post(url("office_receive"), {}, follow=True).content.decode()
    assert "请先勾选" in text


def test_the_call_stays_chosen_and_the_first_is_one_with_work(officer, world):
    applications = received(world, count=2)
    newer = make_call(created_by=world.issuer.membership)
    names = ("office_overview", "office_applications", "eligibility_list", "round_list", "office_notice_list")
    for name in names:
        assert officer.get(url(name)).context["call"] == world.call, f"{name}: nothing waits in the newer call"
    officer.get(url("office_applications"), {"call": str(newer.public_id)})
    for name in names:
        assert officer.get(url(name)).context["call"] == newer, name
    page = url("office_check", applications[0].public_id)
    officer.get(page)
    data = {"version": applications[0].submitted_version_id, "result-rule-1": "met", "result-rule-2": "met"}
    answer = officer.post(page, data | {"conclusion": "pass", "reason": ""}, follow=True)
    assert answer.context["call"] == world.call
    assert [one.pk for one in answer.context["page"]] == [applications[1].pk]
    assert officer.get(url("round_list")).context["call"] == world.call
    colleague = sign_in(Client(), make_actor(role="issuing_officer", organisation=world.issuer.organisation))
    colleague.get(url("office_overview"), {"call": str(newer.public_id)})
    assert officer.get(url("office_overview")).context["call"] == world.call


def test_the_list_filters_and_exports(officer, world):
    (application,) = received(world)
    page = officer.get(url("office_applications") + f"?recommender={world.recommender.pk}&state=received")
    assert [one.pk for one in page.context["page"]] == [application.pk]
    assert not officer.get(url("office_applications") + "?recommender=0").context["page"].object_list
    officer.post(url("office_export"), {"call": str(world.call.public_id), "state": "received"})
    assert Export.objects.visible_to(world.issuer).get().kind == "office_applications"
    assert officer.post(url("office_export"), {"call": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=%00", 400),
        ("q=%25_'", 200),
        ("direction=" + "9" * 90, 200),
        ("recommender=" + "9" * 90, 200),
        ("direction=%C2%B2&recommender=-1", 200),
        ("page=abc", 200),
        ("page=" + "9" * 30, 200),
        ("call=abc", 404),
        ("sort=organisation__created_by", 200),
    ],
)
def test_odd_addresses_are_no_failures(officer, world, query, status):
    sent(world)
    for name in ("office_applications", "decision_list", "eligibility_list"):
        assert officer.get(f"{url(name)}?{query}").status_code == status, name


def test_check_page_concludes(officer, world):
    (application,) = received(world)
    page = url("office_check", application.public_id)
    assert "前期优胜项目不得再次申报。" in officer.get(page).content.decode()
    data = {
        "version": application.submitted_version_id,
        "result-rule-1": "met",
        "note-rule-1": "",
        "result-rule-2": "unknown",
        "note-rule-2": "待核对名单",
        "conclusion": "pass",
        "reason": "",
    }
    answer = officer.post(page, data)
    assert answer.status_code == 422
    assert "必须满足的条件没有满足" in answer.content.decode()
    assert "待核对名单" in answer.content.decode()
    assert officer.post(page, data | {"conclusion": "fail"}).status_code == 422
    assert officer.post(page, data | {"conclusion": "", "result-rule-1": "maybe"}).status_code == 422
    assert officer.post(page, data | {"result-rule-2": "met"}).status_code == 302
    application.refresh_from_db()
    assert application.state == ApplicationState.ACCEPTED
    assert officer.post(page, data | {"result-rule-2": "met"}).status_code == 409
    assert "待核对名单" in officer.get(page).content.decode()
    assert "通过" in officer.get(url("eligibility_list") + "?state=accepted").content.decode()


def test_check_before_receiving_is_a_conflict(officer, world):
    (application,) = sent(world)
    assert officer.get(url("office_check", application.public_id)).status_code == 409


def test_correction(officer, world):
    (application,) = received(world)
    page = url("office_correction", application.public_id)
    assert officer.post(page, {"comment": "请补交", "until": later(days=-1)}).status_code == 422
    assert officer.post(page, {"comment": "请补交", "until": later(days=3)}).status_code == 302
    assert Correction.objects.get().application == application
    assert officer.get(page).status_code == 409
    assert "请补交" in officer.get(url("office_application", application.public_id)).content.decode()


def criteria(*rows):
    data = {"criteria-TOTAL_FORMS": "8", "criteria-INITIAL_FORMS": "8"}
    for number in range(8):
        name, weight = rows[number] if number < len(rows) else ("", "")
        data |= {f"criteria-{number}-name": name, f"criteria-{number}-weight": weight}
        data |= {f"criteria-{number}-maximum": "100" if name else "", f"criteria-{number}-guidance": ""}
    return data


def test_a_new_round(officer, world):
    page = url("round_new") + f"?call={world.call.public_id}"
    assert "技术先进性" in officer.get(page).content.decode()
    values = {"name": "专家评审", "due_at": later(days=7), "experts_per_application": "2"}
    answer = officer.post(page, values | criteria(("技术", "60"), ("应用", "30")))
    assert answer.status_code == 422
    assert "权重合计应为 100，现在是 90" in answer.content.decode()
    answer = officer.post(page, values | criteria(("技术", "60"), ("应用", "")))
    assert "请填写权重" in answer.content.decode()
    assert officer.post(page, values | criteria(("技术", "60"), ("应用", "40"))).status_code == 302
    assert ReviewRound.objects.visible_to(world.issuer).get().criteria.count() == 2


def test_assign_open_replace_close(officer, world):
    first, second = accepted(world, count=2)
    experts = [make_expert(), make_expert(), make_expert(employer=first.organisation.name)]
    made = new_round(world)
    page = url("assign", made.public_id, first.public_id)
    assert "存在利益冲突" in officer.get(page).content.decode()
    answer = officer.post(page, {"experts": [experts[0].user_id, experts[2].user_id]})
    assert answer.status_code == 422
    assert "利益冲突" in answer.content.decode()
    assert officer.post(page, {"experts": [experts[0].user_id]}).status_code == 422
    assert officer.post(page, {"experts": [experts[0].user_id, experts[1].user_id]}).status_code == 302
    assert officer.post(url("assign_evenly", made.public_id), {}).status_code == 302
    assert Assignment.objects.visible_to(world.issuer).filter(application=second).count() == 2
    assert "开始评审" in officer.get(url("office_round", made.public_id)).content.decode()
    assert officer.post(url("round_open", made.public_id)).status_code == 302
    assert officer.post(url("round_open", made.public_id)).status_code == 409
    assert officer.post(url("round_close", made.public_id)).status_code == 409
    one = Assignment.objects.visible_to(world.issuer).filter(application=first).first()
    assert officer.post(url("assignment_replace", one.public_id), {"reason": ""}).status_code == 422
    assert officer.post(url("assignment_replace", one.public_id), {"reason": "逾期未答复"}).status_code == 302
    assert "还不能结束评审" in officer.get(url("office_round", made.public_id)).content.decode()


def test_what_was_withdrawn_stands_apart_and_gets_no_experts(officer, world):
    gone, stays = accepted(world, count=2)
    made = new_round(world)
    experts_assign(round_=made, application=gone, experts=[make_expert().user, make_expert().user], actor=world.issuer)
    application_withdraw(application=gone, reason="项目取消", actor=applicant_of(gone))
    page = officer.get(url("office_round", made.public_id))
    assert [row.application.pk for row in page.context["rows"]] == [stays.pk]
    listed, apart = page.content.decode().split("<h2>已撤回</h2>")
    assert gone.number not in listed
    assert gone.number in apart
    assert officer.get(url("assign", made.public_id, gone.public_id)).status_code == 409
    assert officer.get(url("round_scores", made.public_id)).context["rows"] == []
    assert officer.get(url("assign", made.public_id, stays.public_id)).status_code == 200


def test_extend_the_due_date_of_a_round(officer, world):
    made = open_round(world, accepted(world), [make_expert(), make_expert()])
    detail, page = url("office_round", made.public_id), url("round_extend", made.public_id)
    assert page in officer.get(detail).content.decode()
    ReviewRound._base_manager.filter(pk=made.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    assert "评分截止已过" in officer.get(detail).content.decode()
    answer = officer.post(page, {"until": later(days=-1), "reason": "专家出差"})
    assert answer.status_code == 422
    assert "应晚于" in answer.content.decode()
    assert "专家出差" in answer.content.decode()
    assert officer.post(page, {"until": later(days=3), "reason": " "}).status_code == 422
    assert officer.post(page, {"until": later(days=3), "reason": "专家出差"}).url == detail
    text = officer.get(detail).content.decode()
    assert "评分截止已过" not in text
    assert "延长记录" in text
    assert "专家出差" in text
    auditor = sign_in(Client(), make_actor(role="auditor", organisation=world.issuer.organisation))
    assert "专家出差" in auditor.get(detail).content.decode()
    assert auditor.post(page, {}).status_code == 403
    ReviewRound._base_manager.filter(pk=made.pk).update(state="closed")
    assert officer.get(page).status_code == 409


def test_scores_and_reopening(officer, world):
    applications = accepted(world)
    experts = [make_expert(), make_expert()]
    made = open_round(world, applications, experts)
    for expert, values in zip(experts, (("90", "9"), ("60", "5.5")), strict=True):
        hand_in(Assignment.objects.visible_to(expert).get(), expert, *values)
    text = officer.get(url("round_scores", made.public_id)).content.decode()
    assert "90.00" in text
    assert "58.00" in text
    assert "74.00" in text
    assert "32.00" in text
    assert "目标明确，基础较好。" in text
    one = Assignment.objects.visible_to(experts[0]).get()
    assert officer.post(url("assignment_reopen", one.public_id), {"reason": "请复核"}).status_code == 302
    assert officer.post(url("assignment_reopen", one.public_id), {"reason": "请复核"}).status_code == 409


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


def test_another_issuer_and_the_auditor(client, world):
    (application,) = received(world)
    made = new_round(world)
    other = sign_in(client, make_actor(role="issuing_officer"))
    for name, args in [
        ("office_application", [application.public_id]),
        ("office_check", [application.public_id]),
        ("office_round", [made.public_id]),
        ("round_scores", [made.public_id]),
    ]:
        assert other.get(url(name, *args)).status_code == 404, name
    assert other.post(url("office_receive"), {"application": [str(application.public_id)]}).status_code == 404
    assert other.post(url("decide"), {"application": [str(application.public_id)]}).status_code == 404
    auditor = sign_in(client, make_actor(role="auditor", organisation=world.issuer.organisation))
    for name, args in [
        ("office_overview", []),
        ("office_applications", []),
        ("office_application", [application.public_id]),
        ("office_check", [application.public_id]),
        ("eligibility_list", []),
        ("round_list", []),
        ("office_round", [made.public_id]),
        ("round_scores", [made.public_id]),
        ("decision_list", []),
        ("office_notice_list", []),
        ("compare", []),
    ]:
        answer = auditor.get(url(name, *args))
        assert answer.status_code == 200, name
        assert b'<form method="post" action="/office' not in answer.content.split(b"<main")[1] or name.endswith("s")
    for name in ("round_new", "announce"):
        assert auditor.get(url(name)).status_code == 403
    assert auditor.post(url("office_receive"), {}).status_code == 403
    for typed in ({}, {"conclusion": "pass"}):
        assert auditor.post(url("office_check", application.public_id), typed).status_code == 403


def test_an_auditor_is_refused_before_anything_typed_is_looked_at(client, world):
    (application,) = sent(world)
    auditor = sign_in(client, make_actor(role="auditor", organisation=world.issuer.organisation))
    assert auditor.post(url("office_check", application.public_id), {}).status_code == 403


def test_an_auditor_does_not_answer_objections(client, world):
    announced(world)
    decision = Decision.objects.visible_to(world.issuer).filter(outcome="not_shortlisted").get()
    objection = objection_raise(
        decision=decision, grounds="漏计专利", arrived_at=timezone.now(), actor=applicant_of(decision.application)
    )
    auditor = sign_in(client, make_actor(role="auditor", organisation=world.issuer.organisation))
    page = url("office_objection", objection.public_id)
    assert auditor.get(page).status_code == 200
    for typed in ({}, {"verdict": "?"}, {"verdict": "uphold", "answer": "改为入围"}):
        assert auditor.post(page, typed).status_code == 403
    assert Objection.objects.visible_to(world.issuer).get().state == "open"


@pytest.mark.django_db
def test_pages_without_any_call(client):
    officer = sign_in(client, make_actor(role="issuing_officer"))
    for name in (
        "office_overview",
        "office_applications",
        "eligibility_list",
        "round_list",
        "decision_list",
        "office_notice_list",
        "compare",
    ):
        assert officer.get(url(name)).status_code == 200, name
    assert officer.get(url("round_new")).status_code == 404
    assert officer.get(url("announce")).status_code == 404
