from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calls.models import Category, Extension
from calls.notice import notice_html
from portal.accounts.roles import Role
from tests.factories import make_actor, make_call, make_deadline, make_direction, make_membership, make_rule
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def page(client, name, *args, **params):
    response = client.get(reverse(f"calls:{name}", args=args), params)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_published_calls_with_stage_and_deadline(client):
    make_call(title="申报中的榜单", applicants_until=timezone.now() + timedelta(days=1))
    make_call(title="没发布的榜单", published=False)
    text = page(client, "list")
    assert "申报中的榜单" in text
    assert "申报中</span>" in text
    assert "没发布的榜单" not in text


def test_filters_stand_in_the_address_and_nonsense_is_no_error(client):
    make_call(title="甲榜")
    assert "甲榜" in page(client, "list", year="2026", stage="open", q="甲榜")
    assert "没有符合条件的榜单" in page(client, "list", stage="closed")
    for nonsense in (
        {"issuer": "x"},
        {"amount": "-3"},
        {"track": "无"},
        {"sort": "moon"},
        {"year": "x"},
        {"stage": "moon"},
        {"region": "'"},
        {"page": "-1"},
        {"q": "\x00%_"},
    ):
        assert "甲榜" in page(client, "list", **nonsense) or "没有符合条件" in page(client, "list", **nonsense)


def test_odd_characters_in_the_address_are_no_error(client):
    call = make_call()
    for odd in ("a\0b", "\0", "%", "\\", "'", "😀", "a" * 5000):
        for name, args in (("list", ()), ("directions", ()), ("detail", (call.public_id,))):
            page(client, name, *args, q=odd, category=odd)


def test_an_empty_portal_says_so(client):
    assert "现在没有已发布的榜单" in page(client, "list")
    assert "现在没有已发布的任务方向" in page(client, "directions")


def test_a_call_with_its_rules_times_and_directions(client):
    call = make_call(doc_no="川经信〔2026〕1号", contact_name="软件处", contact_phone="028-00000000")
    category = Category.objects.create(track=call.tracks.get(), order=1, title="核心基础")
    make_direction(call=call, title="智能传感器", category=category)
    make_rule(call=call)
    make_deadline(call=call, kind="applicant_paper", at=timezone.now() + timedelta(days=9), copies=5)
    text = page(client, "detail", call.public_id)
    for words in (
        "川经信〔2026〕1号",
        "核心基础",
        "智能传感器",
        "每个单位申报不超过 3 项",
        "一式 5 份",
        "028-00000000",
    ):
        assert words in text
    assert "没有找到这样的方向" in page(client, "detail", call.public_id, category="重点产品")


def test_an_extension_for_all_shows_and_one_for_a_single_applicant_does_not(client):
    call = make_call()
    deadline = call.deadlines.get(kind="applicant")
    granted = {"deadline": deadline, "reason": "停电", "granted_by": make_membership()}
    lucky = make_membership(role=Role.APPLICANT_ADMIN).organisation
    Extension.objects.create(**granted, until=deadline.at + timedelta(days=5), organisation=lucky)
    assert "已延期" not in page(client, "detail", call.public_id)
    Extension.objects.create(**granted, until=deadline.at + timedelta(days=1))
    text = page(client, "detail", call.public_id)
    assert "已延期" in text
    assert lucky.name not in text


def test_a_direction_with_its_indicators(client):
    call = make_call()
    direction = make_direction(
        call=call,
        task="第一段。\n第二段<b>。",
        indicators=(
            {"subject": "信噪比", "comparator": ">=", "value": 70, "unit": "dB", "text": "信噪比达到70dB"},
            {"subject": "视场角", "comparator": "range", "value": 10, "value_max": 20, "unit": "°"},
            {"subject": "达到国际先进水平", "group": "any"},
        ),
    )
    text = page(client, "direction", direction.key)
    for words in ("≥ 70", "10～20", "定性", "一种或多种", "信噪比达到70dB", "第二段&lt;b&gt;。"):
        assert words in text


def test_who_may_apply_sees_the_button_while_it_is_open(client):
    direction = make_direction(call=make_call())
    closed = make_direction(call=make_call(applicants_until=timezone.now() - timedelta(seconds=1)))
    assert "申报这一方向" in page(client, "direction", direction.key)
    assert "申报这一方向" not in page(client, "direction", closed.key)
    sign_in(client, make_actor(role=Role.APPLICANT_ADMIN))
    assert "申报这一方向" in page(client, "direction", direction.key)
    sign_in(client, make_actor(role=Role.BUREAU_OFFICER))
    assert "申报这一方向" not in page(client, "direction", direction.key)


def test_drafts_are_not_found_even_by_their_office(client):
    draft = make_call(published=False)
    direction = make_direction(call=draft)
    sign_in(client, make_actor(organisation=draft.issuer))
    for name, key in (("detail", draft.public_id), ("notice", draft.public_id), ("direction", direction.key)):
        assert client.get(reverse(f"calls:{name}", args=[key])).status_code == 404


def test_the_notice_is_shown_as_text(client):
    call = make_call(body=notice_html(["一、方向", "正文<script>x</script>", "甲\t乙"]) + "<script>alert(1)</script>")
    text = page(client, "notice", call.public_id)
    assert "<h2>一、方向</h2>" in text
    assert "正文&lt;script&gt;" in text
    assert "alert(1)" not in text


def test_the_search_finds_directions_of_all_calls(client):
    for title in ("激光雷达", "机器翻译"):
        make_direction(call=make_call(), title=title)
    text = page(client, "directions", q="雷达")
    assert "激光<mark>雷达</mark>" in text
    assert "机器翻译" not in text
    assert "没有找到这样的方向" in page(client, "directions", q="无人机")


def test_query_counts_do_not_grow(client):
    call = make_call()
    make_rule(call=call)
    direction = make_direction(call=call)
    urls = [
        reverse("calls:list"),
        reverse("calls:list") + "?q=智能&stage=open",
        reverse("calls:directions"),
        reverse("calls:directions") + "?q=传感&sort=amount&stage=open",
        reverse("calls:detail", args=[call.public_id]),
        reverse("calls:direction", args=[direction.key]),
    ]
    before = [queries(client, url) for url in urls]
    for n in range(29):
        make_direction(
            call=call, category=Category.objects.create(track=call.tracks.get(), order=n + 1, title=f"类{n}")
        )
        make_rule(call=call, direction=direction if n % 2 else None)
        make_direction(call=make_call())
    assert [queries(client, url) for url in urls] == before


def test_a_search_of_calls_shows_where_it_hit(client):
    call = make_call(title="人工智能榜单")
    for n in range(4):
        make_direction(call=call, title=f"大模型训练平台{n}", task="面向行业的大模型训练。")
    make_direction(call=call, title="智能传感器")
    page = client.get(reverse("calls:list"), {"q": "大模型"}).content.decode()
    assert page.count("<mark>大模型</mark>训练平台") == 3
    assert "面向行业的<mark>大模型</mark>训练" in page
    assert "查看全部 4 个相符的方向" in page
    assert "智能传感器" not in page
    assert "<mark>榜单</mark>" in client.get(reverse("calls:list"), {"q": "榜单"}).content.decode()
    assert "<mark>" not in client.get(reverse("calls:list")).content.decode()
