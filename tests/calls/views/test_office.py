from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from stdnum.cn import uscc

from calls.models import Call, CallImport, Direction, Extension, IndicatorVersion, RuleVersion
from calls.rule_kinds.base import all_kinds
from calls.selectors.deadlines import deadline_of
from calls.services.publishing import call_publish
from portal.accounts.roles import Role
from portal.scoping import system_scope
from tests.calls.documents import imported, seed
from tests.factories import make_actor, make_call, make_direction, make_organisation, make_region, make_rule
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_call(published=False, contact_name="软件处", contact_phone="028-00000000")


@pytest.fixture
def officer(client, call):
    """The client, signed in as an officer of the call's office."""
    return sign_in(client, make_actor(organisation=call.issuer))


def url(name, *args):
    return reverse(f"calls:office_{name}", args=args)


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_an_empty_call_is_made_and_leads_to_its_overview(officer, call):
    region = call.region
    answer = officer.post(url("new"), {"title": "2026年榜单", "year": 2026, "region": region.pk}, follow=True)
    assert "基本信息" in text_of(answer)
    assert Call._base_manager.filter(title="2026年榜单", issuer=call.issuer).exists()
    assert "请选择" in text_of(officer.post(url("new"), {"title": ""}), 422)


def test_a_document_is_uploaded_read_and_becomes_a_call(officer, call):
    answer = officer.post(url("import_new"), {"file": SimpleUploadedFile("通知.txt", seed("000"))}, follow=True)
    assert "正在排队" in text_of(answer)
    with system_scope("test"):
        row = CallImport.objects.get()
    assert 'hx-trigger="every 2s"' in text_of(officer.get(url("import", row.public_id), headers={"HX-Request": "true"}))
    actor = make_actor(organisation=call.issuer)
    read = imported(seed("000"), actor=actor, name="榜单.txt")
    assert "读出任务方向 11 个" in text_of(officer.get(url("import", read.public_id)))
    for _click in range(2):
        text_of(officer.post(url("import_create", read.public_id), follow=True))
    with system_scope("test"):
        assert Call.objects.filter(title__contains="重大科技专项").count() == 1
    assert "打开已创建的榜单" in text_of(officer.get(url("import", read.public_id)))


@pytest.mark.parametrize("number", ["002", "003"])
def test_the_reading_and_its_draft_doubt_the_same(officer, call, number):
    """003: a direction without indicators; 002: another issuer, a region that the portal does not know."""
    read = imported(seed(number), actor=make_actor(organisation=call.issuer))
    before = [doubt["where"] for doubt in officer.get(url("import", read.public_id)).context["summary"].doubts]
    assert len(before) > len([doubt for doubt in read.result["doubts"] if not doubt["note"]])
    page = officer.post(url("import_create", read.public_id), follow=True)
    assert f"还有 {len(before)} 处疑点待核对" in text_of(page)
    draft = officer.get(url("call", page.context["call"].public_id))
    assert [doubt.where for doubt in draft.context["overview"].doubts] == before
    assert f"有 {len(before)} 处需要核对" in text_of(draft)
    assert "对照原文核对" in text_of(draft)
    after = officer.get(url("import", read.public_id)).context["summary"].doubts
    assert [doubt.where for doubt in after] == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "二者选一"),
        ({"file": SimpleUploadedFile("x.pdf", b"text"), "text": ""}, "扩展名"),
        ({"file": SimpleUploadedFile("x.docm", b"PK\x03\x04"), "text": ""}, "宏"),
        ({"file": SimpleUploadedFile("x.txt", b"x"), "text": "y"}, "二者选一"),
        ({"file": SimpleUploadedFile("x.txt", b"")}, "空"),
    ],
)
def test_what_is_no_document_is_refused_beside_the_field(officer, data, words):
    assert words in text_of(officer.post(url("import_new"), data), 422)


def test_pasted_text_is_a_document_too(officer):
    text_of(officer.post(url("import_new"), {"text": "关于某事的通知"}, follow=True))
    with system_scope("test"):
        assert CallImport.objects.get().name == "粘贴的文字.txt"


def test_basics_and_contact_are_saved(officer, call):
    basics = {
        "title": "新标题",
        "year": 2026,
        "region": call.region_id,
        "body": "一、方向\n正文",
        "signed_on": "2021-10-08",
    }
    text_of(officer.post(url("basics", call.public_id), basics, follow=True))
    text_of(
        officer.post(
            url("contact", call.public_id), {"contact_name": "甲处", "contact_email": "a@demo.example"}, follow=True
        )
    )
    call.refresh_from_db()
    assert (call.title, call.contact_name, call.contact_phone) == ("新标题", "甲处", "")
    assert "新标题" in text_of(officer.get(url("basics", call.public_id)))
    wrong = officer.post(url("contact", call.public_id), {"contact_name": "甲处", "contact_phone": "电话"})
    assert "请填写手机号" in text_of(wrong, 422)
    assert "不能晚于今天" in text_of(
        officer.post(url("basics", call.public_id), basics | {"signed_on": "2999-01-01"}), 422
    )


def test_deadlines_by_day_and_clock(officer, call):
    data = {
        "applicant-day": "2026-11-30",
        "recommender-day": "2026-12-04",
        "recommender-clock": "17:00",
        "recommender-copies": "4",
    }
    text_of(officer.post(url("deadlines", call.public_id), data, follow=True))
    at = {d.kind: d.at.isoformat() for d in call.deadlines.all()}
    assert at == {"applicant": "2026-11-30T16:00:00+00:00", "recommender": "2026-12-04T09:00:00+00:00"}
    wrong = officer.post(url("deadlines", call.public_id), {"applicant-clock": "五点", "recommender-day": "x"})
    text = text_of(wrong, 422)
    assert "五点" in text
    assert "recommender-day" in text


def test_words_of_the_document_are_told_apart_from_a_deadline_that_was_moved(officer, call):
    call.deadlines.update(printed="")
    call.deadlines.filter(kind="applicant").update(printed="2021年11月15日")
    form = text_of(officer.get(url("deadlines", call.public_id)))
    assert "文件中的原话；与上面的日期不一致" in form
    make_direction(call=call)
    call_publish(call=call, actor=make_actor(organisation=call.issuer))
    shown = text_of(officer.get(url("deadlines", call.public_id)))
    assert shown.count("截止时间已不同于原文") == 1
    assert "2021年11月15日" not in text_of(officer.get(reverse("calls:detail", args=[call.public_id])))


def direction_data(**changes):
    return {
        "title": "改过的方向",
        "category": "核心基础",
        "parts-TOTAL_FORMS": 2,
        "parts-INITIAL_FORMS": 1,
        "parts-0-kind": "task",
        "parts-0-heading": "揭榜任务",
        "parts-0-text": "新的任务",
        "parts-1-kind": "goal",
        "parts-1-heading": "",
        "parts-1-text": "新的目标",
        "money-TOTAL_FORMS": 1,
        "money-INITIAL_FORMS": 0,
        "money-0-source": "grant",
        "money-0-comparator": "<=",
        "money-0-amount": "500",
    } | changes


def test_a_direction_is_added_and_written(officer, call):
    answer = officer.post(url("directions", call.public_id), {"title": "智能传感器"}, follow=True)
    assert "还没有指标" in text_of(answer)
    with system_scope("test"):
        direction = Direction.objects.get(call=call)
    data = direction_data(**{"parts-INITIAL_FORMS": 0})
    text_of(officer.post(url("direction", call.public_id, direction.key), data, follow=True))
    version = direction.versions.get()
    assert [(p.heading, p.text) for p in version.parts.all()] == [("揭榜任务", "新的任务"), ("预期目标", "新的目标")]
    assert version.funding_terms.get().amount == 500
    again = direction_data(**{"parts-0-DELETE": "on", "parts-1-text": "", "money-0-amount": ""})
    text_of(officer.post(url("direction", call.public_id, direction.key), again), 422)
    assert version.parts.count() == 2
    text_of(officer.post(url("direction_remove", call.public_id, direction.key), follow=True))
    with system_scope("test"):
        assert not Direction.objects.filter(call=call).exists()


def test_rows_offered_empty_are_no_error_though_their_selects_send_something(officer, call):
    direction = make_direction(call=call)
    data = direction_data(**{"parts-1-text": "", "money-0-amount": ""})
    text_of(officer.post(url("direction", call.public_id, direction.key), data, follow=True))
    version = direction.versions.get()
    assert [p.text for p in version.parts.all()] == ["新的任务"]
    assert not version.funding_terms.exists()


def test_parts_are_taken_out_and_left_empty_rows_do_not_count(officer, call):
    direction = make_direction(call=call)
    data = direction_data(**{"parts-0-DELETE": "on", "parts-1-text": "留下的", "money-TOTAL_FORMS": 0})
    text_of(officer.post(url("direction", call.public_id, direction.key), data, follow=True))
    assert [p.text for p in direction.versions.get().parts.all()] == ["留下的"]


def test_indicators_are_added_changed_and_removed(officer, call):
    direction = make_direction(call=call, indicators=())
    add = url("indicator_new", call.public_id, direction.key)
    good = {"subject": "信噪比", "comparator": ">=", "value": "70.5", "unit": "dB"}
    text_of(officer.post(add, good, follow=True))
    text_of(
        officer.post(add, {"subject": "先进水平", "qualitative": "on", "comparator": ">=", "value": "3"}, follow=True)
    )
    first, second = IndicatorVersion.objects.order_by("order")
    assert (str(first.value.normalize()), second.comparator, second.value) == ("70.5", "", None)
    for wrong, words in [
        ({"subject": "x"}, "请选择要求"),
        ({**good, "comparator": "range"}, "范围请写上限"),
        ({**good, "comparator": "range", "value_max": "1"}, "上限不能小于"),
        ({**good, "value": "1e30"}, "位"),
        ({**good, "value": "NaN"}, "数"),
    ]:
        assert words in text_of(officer.post(add, wrong), 422)
    edit = url("indicator", call.public_id, direction.key, first.indicator.key)
    assert 'value="70.5"' in text_of(officer.get(edit))
    text_of(officer.post(edit, {**good, "value": "72"}, follow=True))
    first.refresh_from_db()
    assert first.value == 72
    text_of(officer.post(url("indicator_remove", call.public_id, direction.key, first.indicator.key), follow=True))
    assert list(IndicatorVersion.objects.all()) == [second]


def test_rules_are_chosen_filled_changed_and_withdrawn(officer, call):
    direction = make_direction(call=call)
    assert all(str(k.label) in text_of(officer.get(url("rule_kinds", call.public_id))) for k in all_kinds())
    add = url("rule_new", call.public_id, "max_applications_per_applicant")
    clause = {"strength": "must", "clause_text": "不超过3个项目。", "scope": str(direction.key)}
    assert "limit" in text_of(officer.post(add, clause), 422)
    text_of(officer.post(add, {**clause, "limit": "3"}, follow=True))
    version = RuleVersion.objects.get()
    assert (version.parameters, version.direction) == ({"limit": 3}, direction)
    edit = url("rule", call.public_id, version.rule.key)
    assert 'value="3"' in text_of(officer.get(edit))
    text_of(officer.post(edit, {**clause, "limit": "2", "scope": "", "strength": "principle"}, follow=True))
    version.refresh_from_db()
    assert (version.parameters, version.direction, version.strength) == ({"limit": 2}, None, "principle")
    assert officer.get(url("rule_new", call.public_id, "moon")).status_code == 404
    text_of(officer.post(url("rule_remove", call.public_id, version.rule.key), follow=True))
    assert not RuleVersion.objects.exists()


@pytest.mark.parametrize("kind", [kind.code for kind in all_kinds()])
def test_each_kind_has_a_page(officer, call, kind):
    make_region()
    assert "条款原文" in text_of(officer.get(url("rule_new", call.public_id, kind)))


def test_publishing_asks_first_and_then_publishes(officer, call):
    make_direction(call=call)
    make_rule(call=call)
    page = url("publish", call.public_id)
    assert "发布榜单" in text_of(officer.get(page))
    assert "确认发布" in text_of(officer.post(page))
    call.refresh_from_db()
    assert not call.is_published
    assert "已于" in text_of(officer.post(page, {"confirmed": "1"}, follow=True))
    call.refresh_from_db()
    assert call.is_published
    assert officer.post(page, {"confirmed": "1"}).status_code == 409


def test_an_unfinished_call_is_not_published(officer, call):
    page = url("publish", call.public_id)
    assert "至少有一个任务方向" in text_of(officer.get(page))
    assert officer.post(page, {"confirmed": "1"}).status_code == 409


def test_a_published_call_is_read_only_but_time_can_be_added(officer):
    actor = make_actor()
    call = make_call(created_by=actor.membership)
    direction, rule = make_direction(call=call), make_rule(call=call)
    sign_in(officer, actor)
    for name, args in [
        ("basics", []),
        ("contact", []),
        ("deadlines", []),
        ("directions", []),
        ("direction", [direction.key]),
        ("direction_remove", [direction.key]),
        ("indicator_new", [direction.key]),
        ("rule", [rule.key]),
        ("rule_remove", [rule.key]),
        ("rule_new", ["legal_person"]),
    ]:
        assert officer.post(url(name, call.public_id, *args), {}).status_code == 409, name
    code = "91510100MA6DCP7K1"
    applicant = make_organisation(is_applicant=True, credit_code=code + uscc.calc_check_digit(code))
    deadline = call.deadlines.get(kind="applicant")
    day = (deadline.at + timedelta(days=3)).date().isoformat()
    data = {"deadline": deadline.pk, "day": day, "reason": "停电"}
    page = url("extension", call.public_id)
    assert "代码" in text_of(officer.post(page, data | {"credit_code": "123"}), 422)
    assert "晚于" in text_of(officer.post(page, data | {"day": "2020-01-01"}), 422)
    text_of(officer.post(page, data | {"credit_code": applicant.credit_code}, follow=True))
    assert Extension.objects.get().organisation == applicant
    assert applicant.name in text_of(officer.get(url("deadlines", call.public_id)))


def test_time_is_added_for_one_recommender_by_its_name(client):
    actor = make_actor()
    call = make_call(created_by=actor.membership)
    city = make_region(code="510100", name="成都市", parent=call.region)
    bureau = make_organisation(name="成都市经济和信息化局", region=city, is_recommender=True)
    far = make_organisation(name="重庆两江新区科技创新局", region=make_region(code="500000"), is_recommender=True)
    code = "91510100MA6DCP7K1"
    applicant = make_organisation(is_applicant=True, credit_code=code + uscc.calc_check_digit(code))
    sign_in(client, actor)
    shown = text_of(client.get(url("deadlines", call.public_id)))
    assert "成都市经济和信息化局（成都市）" in shown
    assert far.name not in shown
    mine, theirs = (call.deadlines.get(kind=kind) for kind in ("recommender", "applicant"))
    data = {"deadline": mine.pk, "day": (mine.at + timedelta(days=3)).date().isoformat(), "reason": "停电"}
    page = url("extension", call.public_id)
    for wrong, field, words in [
        ({"recommender": far.pk}, "recommender", "选择一个有效的选项"),
        ({"credit_code": applicant.credit_code}, "credit_code", "只能为推荐单位延期"),
        ({"recommender": bureau.pk, "deadline": theirs.pk}, "recommender", "只能为申报单位延期"),
    ]:
        answer = client.post(page, data | wrong)
        assert words in text_of(answer, 422)
        assert field in answer.context["extension_form"].errors
    assert not Extension.objects.exists()
    text_of(client.post(page, data | {"recommender": bureau.pk}, follow=True))
    granted = Extension.objects.get()
    assert (granted.deadline, granted.organisation) == (mine, bureau)
    assert deadline_of(call=call, kind="recommender", organisation=bureau) == granted.until
    assert deadline_of(call=call, kind="recommender") == mine.at


READ = ["call", "basics", "contact", "deadlines", "directions", "rules", "winners", "publish"]


def test_the_auditor_reads_and_changes_nothing(client, call):
    direction = make_direction(call=call)
    sign_in(client, make_actor(role=Role.AUDITOR, organisation=call.issuer))
    assert call.title in text_of(client.get(url("list")))
    for name in READ:
        text_of(client.get(url(name, call.public_id)))
        if name not in {"call", "rules"}:
            assert client.post(url(name, call.public_id), {"title": "x"}).status_code == 403, name
    text_of(client.get(url("direction", call.public_id, direction.key)))
    assert client.post(url("direction_remove", call.public_id, direction.key)).status_code == 403
    assert client.get(url("new")).status_code == 403


def test_another_offices_calls_are_not_found(client, call):
    sign_in(client, make_actor())
    public = make_call()
    for one in (call, public):
        for name in READ:
            assert client.get(url(name, one.public_id)).status_code == 404
        assert client.post(url("basics", one.public_id), {"title": "别人的"}).status_code == 404


def test_ids_of_another_call_do_not_open_its_rows(officer, call):
    """Parent and child ids both count."""
    foreign = make_call(published=False)
    direction, rule = make_direction(call=foreign), make_rule(call=foreign)
    indicator = IndicatorVersion.objects.get(direction_version__direction=direction)
    mine = make_direction(call=call)
    for name, args in [
        ("direction", [direction.key]),
        ("rule", [rule.key]),
        ("indicator", [mine.key, indicator.indicator.key]),
    ]:
        assert officer.get(url(name, call.public_id, *args)).status_code == 404


def test_query_counts_do_not_grow(officer, call):
    def count(address):
        with CaptureQueriesContext(connection) as captured:
            text_of(officer.get(address))
        return len(captured)

    direction = make_direction(call=call)
    make_rule(call=call, direction=direction)
    addresses = [url("list"), *[url(name, call.public_id) for name in READ]]
    addresses += [url("direction", call.public_id, direction.key), url("rule_new", call.public_id, "legal_person")]
    before = [count(address) for address in addresses]
    for _n in range(29):
        make_call(created_by=call.created_by, published=False)
        make_rule(call=call, direction=make_direction(call=call))
    assert [count(address) for address in addresses] == before


def test_a_past_deadline_shows_in_the_checklist(officer, call):
    make_direction(call=call)
    call.deadlines.filter(kind="applicant").update(at=timezone.now() - timedelta(days=1))
    assert "申报截止时间在今后" in text_of(officer.get(url("publish", call.public_id)))
    assert "待完善" in text_of(officer.get(url("call", call.public_id)))
