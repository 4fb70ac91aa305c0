"""The issuer's pages, from receiving to the announcement."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import ApplicationState
from applications.services.submitting import application_withdraw
from portal.documents.models import Export
from reviews.models import Assignment, Correction, Decision, Objection, ReviewRound
from reviews.services.assigning import experts_assign
from reviews.services.objecting import objection_raise
from tests.factories import make_actor, make_call
from tests.reviews.helpers import (
    accepted,
    announced,
    applicant_of,
    hand_in,
    make_expert,
    new_round,
    open_round,
    received,
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
