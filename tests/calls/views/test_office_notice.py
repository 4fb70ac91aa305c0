import pytest
from django.urls import reverse

from tests.factories import make_actor, make_call
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

RICH = "<h3>一、条件</h3><ul><li><p>信用良好。</p></li></ul>"


@pytest.fixture
def call():
    return make_call(published=False, body=RICH)


@pytest.fixture
def officer(client, call):
    return sign_in(client, make_actor(organisation=call.issuer))


def save(officer, call, **values):
    data = {"title": call.title, "year": 2026, "region": call.region_id, "body": "一、条件\n信用良好。"}
    answer = officer.post(reverse("calls:office_basics", args=[call.public_id]), data | values)
    call.refresh_from_db()
    return answer


def test_what_the_editor_sends_is_kept_and_sanitised(officer, call):
    sent = '<h3>二、时间</h3><p style="x" onclick="y">见<strong>附件</strong></p><script>alert(1)</script>'
    assert save(officer, call, body_html=sent).status_code == 302
    assert call.body == "<h3>二、时间</h3><p>见<strong>附件</strong></p>"


def test_lines_that_were_not_changed_keep_lists_and_headings(officer, call):
    save(officer, call)
    assert call.body == RICH
    save(officer, call, body="一、条件\n其他。")
    assert call.body == "<h3>一、条件</h3>\n<p>其他。</p>"
    save(officer, call, body_html="<p></p>")
    assert call.body == ""


def test_a_page_with_errors_keeps_what_was_written(officer, call):
    answer = save(officer, call, title="", body_html="<p>新写的</p><script>x</script>")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "&lt;p&gt;新写的&lt;/p&gt;</template>" in text
    assert "<script>x" not in text
    assert call.body == RICH


def test_the_public_page_shows_headings_lists_and_tables(client):
    table = "<table><tbody><tr><th>序号</th></tr><tr><td>1</td></tr></tbody></table>"
    call = make_call(body=f"{RICH}{table}<script>alert(1)</script>")
    page = client.get(reverse("calls:notice", args=[call.public_id])).content.decode()
    assert "<h2>一、条件</h2><ul><li>" in page
    assert "<th>序号</th>" in page
    assert "alert(1)" not in page
    assert "没有录入通知正文" in client.get(reverse("calls:notice", args=[make_call().public_id])).content.decode()
