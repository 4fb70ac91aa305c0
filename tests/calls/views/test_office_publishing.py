from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calls.models import Call
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from tests.factories import make_actor, make_call, make_direction
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    call = make_call(published=False, contact_name="软件处", contact_phone="028-00000000")
    make_direction(call=call)
    return call


@pytest.fixture
def wanted(call):
    Organisation._base_manager.filter(pk=call.issuer_id).update(publishing_needs_approval=True)


def url(call, more=""):
    return reverse(f"calls:office_publish{more}", args=[call.public_id])


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def state(call):
    call.refresh_from_db()
    return call.state


def test_asked_for_approved_by_another(client, call, wanted):
    officer, second = make_actor(organisation=call.issuer), make_actor(organisation=call.issuer)
    sign_in(client, officer)
    assert "提交复核" in text_of(client.get(url(call)))
    assert "确定提交复核吗" in text_of(client.post(url(call), {"day": "", "clock": ""}))
    text_of(client.post(url(call), {"day": "", "clock": "", "confirmed": "1"}, follow=True))
    assert state(call) == "review"
    page = text_of(client.get(url(call)))
    assert "不能自己复核" in page
    assert "复核通过并发布" not in page
    assert "撤回复核" in page
    assert "榜单正在复核，内容不能改" in text_of(client.get(reverse("calls:office_basics", args=[call.public_id])))
    assert "不能自己复核" in text_of(client.post(url(call, "_approve")), 403)
    sign_in(client, second)
    assert "复核通过并发布" in text_of(client.get(url(call)))
    assert "这个字段是必填项" in text_of(client.post(url(call, "_send_back"), {"reason": ""}), 422)
    text_of(client.post(url(call, "_send_back"), {"reason": "第3项指标与原文不符"}, follow=True))
    assert state(call) == "draft"
    assert client.post(url(call, "_send_back"), {"reason": ""}).status_code == 409
    sign_in(client, officer)
    client.post(url(call), {"confirmed": "1"})
    sign_in(client, second)
    assert "榜单已发布" in text_of(client.post(url(call, "_approve"), follow=True))
    assert state(call) == "published"


def test_a_set_time_is_shown_and_can_be_taken_back(client, call):
    sign_in(client, make_actor(organisation=call.issuer))
    day = f"{timezone.localdate() + timedelta(days=2):%Y-%m-%d}"
    assert "请把日期和时刻都填上" in text_of(client.post(url(call), {"day": day, "clock": ""}), 422)
    past = f"{timezone.localdate() - timedelta(days=2):%Y-%m-%d}"
    assert "已经过去" in text_of(client.post(url(call), {"day": past, "clock": "09:00"}), 422)
    assert "09:00 发布吗" in text_of(client.post(url(call), {"day": day, "clock": "09:00"}))
    text_of(client.post(url(call), {"day": day, "clock": "09:00", "confirmed": "1"}, follow=True))
    assert state(call) == "scheduled"
    assert timezone.localtime(call.publish_at).strftime("%H:%M") == "09:00"
    assert "待发布" in text_of(client.get(reverse("calls:office_list") + "?stage=scheduled"))
    assert "取消定时发布" in text_of(client.get(url(call)))
    late = f"{timezone.localdate() + timedelta(days=30):%Y-%m-%d}"
    text_of(client.post(url(call, "_take_back"), follow=True))
    assert state(call) == "draft"
    answer = client.post(url(call), {"day": late, "clock": "09:00", "confirmed": "1"})
    assert "早于申报单位的截止时间" in text_of(answer, 409)
    sign_in(client, make_actor(role=Role.AUDITOR, organisation=call.issuer))
    assert client.post(url(call, "_take_back")).status_code == 403


def test_the_question_stands_above_the_list_and_takes_the_focus(client, call):
    sign_in(client, make_actor(organisation=call.issuer))
    before = text_of(client.get(url(call)))
    assert 'id="confirm"' not in before
    asked = text_of(client.post(url(call)))
    assert asked.index("</h1>") < asked.index('id="confirm"') < asked.index("确认发布") < asked.index('class="tasks"')
    assert 'id="confirm" role="alert" tabindex="-1" autofocus' in asked
    assert "发布榜单" not in asked[asked.index('class="tasks"') :]


def test_an_unfinished_call_is_not_asked_about(client):
    call = make_call(published=False, contact_name="软件处", contact_phone="028-00000000")
    sign_in(client, make_actor(organisation=call.issuer))
    answer = text_of(client.post(url(call)))
    assert 'id="confirm"' not in answer
    assert "还有未完成的项" in answer


def test_an_administrator_sets_whether_approval_is_wanted(client, call):
    sign_in(client, make_actor(role=Role.ADMINISTRATOR))
    address = reverse("accounts:organisation_approval", args=[call.issuer_id])
    assert "须由另一名经办人复核" in text_of(client.post(address, {"wanted": "1"}, follow=True))
    assert Call._base_manager.get(pk=call.pk).issuer.publishing_needs_approval
    client.post(address)
    assert not Call._base_manager.get(pk=call.pk).issuer.publishing_needs_approval
    applicant = Organisation._base_manager.create(name="示例", region=call.region, is_recommender=True)
    assert client.post(reverse("accounts:organisation_approval", args=[applicant.pk])).status_code == 404


def test_the_parts_of_a_published_call_read_so(client, call):
    officer = make_actor(organisation=call.issuer)
    sign_in(client, officer)
    overview = reverse("calls:office_call", args=[call.public_id])
    assert "可补充" in text_of(client.get(overview))
    client.post(url(call), {"confirmed": "1"})
    ours = {"基本信息", "方向与指标", "截止时间", "报送条件", "联系方式"}
    page = client.get(overview)
    states = {section.title: section.state for section in page.context["overview"].sections}
    assert {states[title] for title in ours} == {"已发布"}
    assert not {"待完善", "可补充"} & set(states.values())
    assert "待完善" not in text_of(page)
