from datetime import timedelta

import pytest
from django.utils import timezone

from calls.models import Call
from tests.calls.views.office import text_of, url
from tests.factories import make_call, make_direction, make_rule

pytestmark = pytest.mark.django_db


def test_an_empty_call_is_made_and_leads_to_its_overview(officer, call):
    region = call.region
    answer = officer.post(url("new"), {"title": "2026年榜单", "year": 2026, "region": region.pk}, follow=True)
    assert "基本信息" in text_of(answer)
    assert Call._base_manager.filter(title="2026年榜单", issuer=call.issuer).exists()
    assert "请选择" in text_of(officer.post(url("new"), {"title": ""}), 422)


def test_a_call_like_an_earlier_one_is_made_with_a_warning_that_leads_to_it(officer, call):
    Call._base_manager.filter(pk=call.pk).update(doc_no="川经信〔2026〕1号")
    make_call(title=call.title)  # another office's is its own affair
    basics = {"title": call.title, "year": 2026, "region": call.region_id}
    answer = officer.post(url("new"), basics, follow=True)
    assert [twin.pk for twin in answer.context["overview"].twins] == [call.pk]
    assert "核对是否重复创建" in text_of(answer)
    assert f'<a href="{url("call", call.public_id)}">' in text_of(answer)
    made = answer.context["call"]
    basics |= {"title": "另一份", "doc_no": "川经信〔2026〕1号"}
    assert "核对是否重复创建" in text_of(officer.post(url("basics", made.public_id), basics, follow=True))
    basics |= {"doc_no": ""}
    assert "核对是否重复创建" not in text_of(officer.post(url("basics", made.public_id), basics, follow=True))


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
    assert "至少要有一个" in text_of(officer.get(page))
    assert officer.post(page, {"confirmed": "1"}).status_code == 409


def test_a_past_deadline_shows_in_the_checklist(officer, call):
    make_direction(call=call)
    call.deadlines.filter(kind="applicant").update(at=timezone.now() - timedelta(days=1))
    assert "申报截止时间已经过去" in text_of(officer.get(url("publish", call.public_id)))
    assert "待完善" in text_of(officer.get(url("call", call.public_id)))


def test_a_line_of_the_checklist_says_its_state(officer, call):
    """“成文日期已填写” beside 请留意 read as both filled and not."""
    page = text_of(officer.get(url("publish", call.public_id)))
    for words in ("文号未填写", "成文日期未填写", "通知正文未录入", "标题已填写"):
        assert words in page, words
    assert "成文日期已填写" not in page
    Call._base_manager.filter(pk=call.pk).update(signed_on="2021-10-08")
    assert "成文日期已填写" in text_of(officer.get(url("publish", call.public_id)))
