import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import CallCorrection
from calls.services.correction_publishing import correction_publish
from calls.services.corrections import correction_start
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from tests.factories import make_actor, make_call, make_direction, make_rule
from tests.matrix.pages import form_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def direction(call):
    return make_direction(call=call)


@pytest.fixture
def officer(client, call):
    return sign_in(client, make_actor(organisation=call.issuer))


@pytest.fixture
def correction(call, officer):
    officer.post(url("corrections", call)[:-1] + "/new/", {"title": "更正方向1", "reason": "印误", "text": "说明。"})
    return CallCorrection._base_manager.get()


def url(name, call, *args):
    return reverse(f"calls:office_{name}", args=[call.public_id, *args])


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def sent(client, address, **changes):
    """The page's own form sent with some values changed."""
    values = form_of(text_of(client.get(address)), page=address, action=address)
    return client.post(address, values | changes, follow=True)


def test_an_officer_corrects_looks_and_publishes(officer, client, call, direction, correction):
    one = correction.public_id
    assert "更正公告" in text_of(officer.get(url("call", call)))
    assert "起草中" in text_of(officer.get(url("corrections", call)))
    key = direction.published.indicators.get().indicator.key
    page = text_of(sent(officer, url("correction_indicator", call, one, direction.key, key), value="80"))
    assert "更正方向 1. 智能传感器" in page
    page = text_of(sent(officer, url("correction_direction", call, one, direction.key), title="智能传感器件"))
    assert "<del>智能传感器</del>" in page
    assert "<ins>声学传感器信噪比 ≥ 80 dB</ins>" in page
    assert "声学传感器信噪比 ≥ 80" not in text_of(client.get(reverse("calls:direction", args=[direction.key])))
    text_of(officer.post(url("correction_act", call, one, "publish"), follow=True))
    client.logout()
    public = text_of(client.get(reverse("calls:detail", args=[call.public_id])))
    assert "第 1 号" in public
    assert "<del>智能传感器</del>" in public
    full = text_of(client.get(reverse("calls:correction", args=[call.public_id, 1])))
    assert "印误" in full
    assert "说明。" in full
    changed = text_of(client.get(reverse("calls:direction", args=[direction.key])))
    assert "已由第 1 号更正公告更正" in changed
    assert "智能传感器件" in changed
    assert client.get(reverse("calls:correction", args=[call.public_id, 2])).status_code == 404


def test_rules_and_words_of_deadlines(officer, call, direction, correction):
    rule, one = make_rule(call=call), correction.public_id
    page = text_of(sent(officer, url("correction_rule", call, one, rule.key), limit="2"))
    assert "更正" in page
    text_of(officer.get(url("correction_rule_kinds", call, one)))
    new = url("correction_rule_new", call, one, "max_participants")
    assert officer.post(new, {"limit": "", "clause_text": "", "strength": "must"}).status_code == 422
    page = text_of(officer.post(new, {"limit": "5", "clause_text": "不超过5家。", "strength": "must"}, follow=True))
    assert "新增" in page
    made = correction.rule_versions.exclude(rule=rule).get().rule
    for key, act, there in ((rule.key, "withdraw", 2), (rule.key, "undo", 1), (made.key, "withdraw", 0)):
        text_of(officer.post(url("correction_rule_act", call, one, key, act), follow=True))
        assert correction.rule_versions.count() == there
    assert officer.post(url("correction_rule_act", call, one, rule.key, "nothing")).status_code == 404
    address = url("correction_deadlines", call, one)
    assert "请" in text_of(officer.post(address, {"applicant-copies": "0", "recommender-copies": ""}), 422)
    page = text_of(sent(officer, address, **{"recommender-receiver": "软件处"}))
    assert "<ins>软件处</ins>" in page
    page = text_of(sent(officer, address, **{"recommender-receiver": ""}))
    assert "软件处" not in page


def test_taken_back_pieces_and_the_whole(officer, call, direction, correction):
    one = correction.public_id
    key = direction.published.indicators.get().indicator.key
    text_of(officer.post(url("correction_indicator_remove", call, one, direction.key, key), follow=True))
    assert "没有指标" in text_of(officer.get(url("correction", call, one)))
    assert officer.post(url("correction_act", call, one, "publish")).status_code == 409
    text_of(officer.post(url("correction_direction_undo", call, one, direction.key), follow=True))
    assert "没有改动方向" in text_of(officer.get(url("correction", call, one)))
    assert "添加指标" in text_of(officer.get(url("correction_indicator_new", call, one, direction.key)))
    text_of(sent(officer, url("correction_words", call, one), title="改过的标题"))
    text_of(officer.post(url("correction_act", call, one, "drop"), follow=True))
    assert not CallCorrection._base_manager.exists()


def test_the_office_alone_and_only_while_it_is_drafted(officer, client, call, direction, correction):
    one = correction.public_id
    Organisation._base_manager.filter(pk=call.issuer_id).update(publishing_needs_approval=True)
    assert "提交复核" in text_of(officer.get(url("correction", call, one)))
    text_of(officer.post(url("correction_act", call, one, "request"), follow=True))
    assert officer.get(url("correction_words", call, one)).status_code == 409
    assert "不能自己复核" in text_of(officer.get(url("correction", call, one)))
    assert officer.post(url("correction_act", call, one, "approve")).status_code == 403
    sign_in(client, make_actor(organisation=call.issuer))
    assert "必填" in text_of(client.post(url("correction_send_back", call, one), {"reason": ""}), 422)
    text_of(client.post(url("correction_send_back", call, one), {"reason": "说清楚"}, follow=True))
    sign_in(client, make_actor(role=Role.AUDITOR, organisation=call.issuer))
    assert "更正方向1" in text_of(client.get(url("correction", call, one)))
    assert client.get(url("correction_words", call, one)).status_code == 403
    sign_in(client, make_actor())
    assert client.get(url("correction", call, one)).status_code == 404
    client.logout()
    assert client.get(reverse("calls:correction", args=[call.public_id, 1])).status_code == 404
    draft = make_call(published=False, created_by=call.created_by)
    sign_in(client, make_actor(organisation=call.issuer))
    assert client.get(url("correction_new", draft)).status_code == 409


def test_the_list_asks_as_often_for_many_as_for_one(officer, call):
    actor = make_actor(organisation=call.issuer)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            text_of(officer.get(url("corrections", call)))
        return len(asked)

    def add():
        row = correction_start(call=call, title="说明", reason="x", text="y", actor=actor)
        correction_publish(correction=row, actor=actor)

    add()
    queries()
    once = queries()
    for _n in range(6):
        add()
    assert queries() == once
