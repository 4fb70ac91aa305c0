import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calls.models import Direction, Doubt, IndicatorVersion
from calls.services.creating import call_create_from_import
from calls.services.publishing import call_publish
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.scoping import system_scope
from tests.calls.documents import imported, seed
from tests.calls.services.test_indicators import NOTICE
from tests.factories import make_actor, make_call, make_deadline, make_direction, make_organisation, make_rule
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def actor():
    return make_actor(organisation=make_organisation(name="示例省工业和信息化厅", is_issuer=True))


@pytest.fixture
def officer(client, actor):
    return sign_in(client, actor)


def made(actor, content=None):
    content = content or NOTICE.encode()
    return call_create_from_import(call_import=imported(content, actor=actor), actor=actor)


@pytest.fixture
def call(actor):
    return made(actor)


@pytest.fixture
def directions(call):
    with system_scope("test"):
        return list(Direction.objects.filter(call=call).order_by("order"))


def url(name, call, *args):
    return reverse(f"calls:office_review{name}", args=[call.public_id, *args])


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def row_of(direction, order=1):
    found = IndicatorVersion.objects.select_related("indicator")
    return found.get(direction_version__direction=direction, order=order)


def form_for(row, **changes):
    values = {"subject": row.subject, "comparator": row.comparator, "value": f"{row.value:f}", "unit": row.unit}
    return values | {"revision": row.revision} | changes


def test_the_first_doubt_is_open_with_its_direction_and_its_stretch(officer, call, directions):
    shown = text_of(officer.get(url("", call)))
    assert "还有 1 处疑点待核对" in shown
    doubt = call.doubts.get(note=False)
    key = row_of(directions[0], 2).indicator.key
    assert re.search(rf'id="doubt-{doubt.pk}" aria-current="true"', shown)
    assert f'<li class="row in-doubt" id="i-{key}"' in shown
    marked = re.search(r'<span class="hit ([^"]*)" data-for="([^"]*)">灵敏度≥30mV/Pa</span>', shown)
    assert marked.group(1) == "k-indicator k-current k-doubt"
    assert f"i-{key}" in marked.group(2)
    assert 'data-line="7"' in shown
    assert "原文：（一） 智能传感器" in shown


def test_one_direction_is_open_at_a_time_and_htmx_gets_the_working_part_alone(officer, call, directions):
    shown = officer.get(url("", call), {"direction": directions[1].key}, headers=HTMX)
    part = text_of(shown)
    assert part.lstrip().startswith('<div id="work"')
    assert "响应时间" in part
    assert "声学传感器信噪比" not in part
    assert shown["HX-Replace-Url"].endswith(f"?direction={directions[1].key}")
    back = {**HTMX, "HX-History-Restore-Request": "true"}
    assert "<html" in text_of(officer.get(url("", call), {"direction": directions[1].key}, headers=back))


def test_a_direction_without_indicators_opens_too(officer, call, directions):
    IndicatorVersion.objects.filter(direction_version__direction=directions[0]).delete()
    assert directions[0].versions.get().title in text_of(officer.get(url("", call), {"direction": directions[0].key}))


def test_what_is_not_there_is_not_found(officer, call):
    other = make_direction(call=make_call(published=False))
    for query in ({"direction": other.key}, {"doubt": "99999"}, {"direction": "x"}, {"doubt": "²"}, {"edit": "x"}):
        assert officer.get(url("", call), query).status_code == 404, query
    assert "通知" in text_of(officer.get(url("", call), {"section": "99"}))


def test_a_doubt_is_accepted_and_the_next_one_shown(officer, call):
    doubt = call.doubts.get(note=False)
    answer = officer.post(url("_doubt", call, doubt.pk), headers=HTMX)
    assert "疑点都已核对" in text_of(answer)
    assert re.search(r"已保存 <span data-saved-at>\d\d:\d\d:\d\d", answer.content.decode())
    doubt.refresh_from_db()
    assert doubt.outcome == "accepted"
    again = officer.post(url("_doubt", call, doubt.pk))
    assert again.status_code == 302
    assert "已核对 1 处" in text_of(officer.get(again["Location"]))
    assert "已接受" in text_of(officer.get(url("", call), {"doubt": doubt.pk}))


def test_a_note_cannot_be_settled(officer, call):
    note = Doubt.objects.create(call=call, order=90, where="截止时间", reason="纸质早于网上", note=True)
    assert officer.post(url("_doubt", call, note.pk)).status_code == 404
    assert "纸质早于网上" in text_of(officer.get(url("", call)))


def test_an_indicator_is_edited_where_it_stands(officer, call, directions):
    row = row_of(directions[0])
    opened = text_of(officer.get(url("", call), {"direction": directions[0].key, "edit": row.indicator.key}))
    assert f'value="{row.subject}"' in opened
    assert 'value="70"' in opened
    answer = officer.post(url("_indicator", call, row.indicator.key), form_for(row, value="72"))
    assert (answer.status_code, answer["Location"].endswith(f"#i-{row.indicator.key}")) == (302, True)
    assert "已保存" in text_of(officer.get(answer["Location"]))
    row.refresh_from_db()
    assert (row.value, row.revision) == (72, 1)
    quiet = officer.post(
        url("_indicator", call, row.indicator.key), form_for(row, unit="dBA"), headers={**HTMX, "X-Autosave": "1"}
    )
    assert text_of(quiet).startswith(f'<div class="row-state" id="state-{row.indicator.key}"')
    assert 'name="revision" value="2"' in quiet.content.decode()
    for changes, words in [({"value": "x"}, "数字"), ({"comparator": ""}, "请选择要求")]:
        wrong = officer.post(url("_indicator", call, row.indicator.key), form_for(row, revision=2, **changes))
        assert words in text_of(wrong, 422)
        assert "请先改正下列问题" in wrong.content.decode()
        part = officer.post(
            url("_indicator", call, row.indicator.key), form_for(row, revision=2, **changes), headers=HTMX
        )
        assert words in text_of(part, 422)
        assert part["HX-Retarget"] == f"#i-{row.indicator.key}"


def test_an_indicator_is_marked_qualitative(officer, call, directions):
    row = row_of(directions[0])
    officer.post(url("_indicator", call, row.indicator.key), form_for(row, qualitative="on"))
    row.refresh_from_db()
    assert (row.qualitative, row.value, row.comparator, row.text) == (True, None, "", "声学传感器信噪比≥70dB")


def test_indicators_are_cut_joined_added_and_taken_out(officer, call, directions):
    first, second = row_of(directions[0], 1), row_of(directions[0], 2)
    following = {"following": second.indicator.key, "following_revision": 0, "revision": 0}
    text_of(officer.post(url("_indicator_merge", call, first.indicator.key), following, follow=True))
    first.refresh_from_db()
    assert first.text == "声学传感器信噪比≥70dB，灵敏度≥30mV/Pa"
    cut = url("_indicator_split", call, first.indicator.key)
    assert "换行" in text_of(officer.post(cut, {"revision": 1, "text": first.text}), 422)
    text = first.text.replace("，", "\r\n")
    text_of(officer.post(cut, {"revision": 1, "text": text}, headers=HTMX))
    assert row_of(directions[0], 2).value == 30
    add = url("_indicator_new", call, directions[0].key)
    assert "请先在原文中选中一段" in text_of(officer.post(add, {"text": " "}), 422)
    text_of(officer.post(add, {"text": "攻克封装工艺", "start": ""}, follow=True))
    # It stands before the goals in the original.
    assert row_of(directions[0], 1).subject == "攻克封装工艺"
    gone = row_of(directions[0], 1)
    text_of(officer.post(url("_indicator_remove", call, gone.indicator.key), {"revision": 0}, follow=True))
    assert row_of(directions[0], 1).subject == "声学传感器信噪比"


def test_a_direction_is_renamed_cut_joined_and_taken_out(officer, call, directions):
    first, second = directions
    head = {"title": "智能传感器件", "printed_number": "1", "category": "核心基础", "shown_category": "", "revision": 0}
    text_of(officer.post(url("_direction", call, first.key), head, follow=True))
    version = first.versions.get()
    first.refresh_from_db()
    assert (version.title, version.printed_number, first.category.title) == ("智能传感器件", "1", "核心基础")
    assert "方向名称" in text_of(officer.post(url("_direction", call, first.key), head | {"title": ""}), 422)
    following = {"following": second.key, "following_revision": 0, "revision": 1}
    text_of(officer.post(url("_direction_merge", call, first.key), following, follow=True))
    with system_scope("test"):
        assert Direction.objects.filter(call=call).count() == 1
    page = officer.get(url("", call), {"direction": first.key})
    point = next(one for one in page.context["points"] if one.words.startswith("（二）智能终端"))
    text_of(officer.post(url("_direction_split", call, first.key), {"point": point.code, "revision": 2}, follow=True))
    with system_scope("test"):
        again = Direction.objects.get(call=call, order=2)
    assert again.versions.get().title == "智能终端"
    text_of(officer.post(url("_direction_remove", call, again.key), {"revision": 0}, follow=True))
    with system_scope("test"):
        assert list(Direction.objects.filter(call=call)) == [first]


def test_the_original_is_downloaded_and_that_is_audited(officer, call, actor):
    [link] = re.findall(r'href="(/files/[0-9a-f-]+|[^"]*files/[^"]+)"', text_of(officer.get(url("", call))))
    answer = officer.get(link)
    assert b"".join(answer.streaming_content) == NOTICE.encode()
    entry = AuditEntry._base_manager.get(action="file_download")
    assert (entry.user, entry.issuer_id) == (actor.user, call.issuer_id)


def test_a_call_without_a_document_is_checked_too(officer, actor):
    call = make_call(published=False, created_by=actor.membership)
    make_rule(call=call)
    direction = make_direction(call=call)
    assert "没有原文可以对照" in text_of(officer.get(url("", call), {"direction": direction.key}))


def test_a_published_call_is_only_looked_at(officer, actor):
    call = make_call(published=False, created_by=actor.membership, contact_name="处", contact_phone="028-00000000")
    direction = make_direction(call=call)
    row = row_of(direction)
    call_publish(call=call, actor=actor)
    assert "确认删除" not in text_of(officer.get(url("", call), {"direction": direction.key}))
    assert officer.post(url("_indicator", call, row.indicator.key), form_for(row)).status_code == 409
    assert officer.post(url("_direction_remove", call, direction.key), {"revision": 0}).status_code == 409


def test_the_auditor_reads_and_others_find_nothing(client, call, directions):
    sign_in(client, make_actor(role=Role.AUDITOR, organisation=call.issuer))
    shown = text_of(client.get(url("", call)))
    assert "接受</" not in shown
    assert client.post(url("_doubt", call, call.doubts.first().pk)).status_code == 403
    sign_in(client, make_actor())
    assert client.get(url("", call)).status_code == 404
    row = row_of(directions[0])
    assert client.post(url("_indicator", call, row.indicator.key), form_for(row)).status_code == 404


def test_ids_of_another_call_do_not_open_its_rows(officer, call, actor):
    direction = make_direction(call=make_call(published=False, created_by=actor.membership))
    row = row_of(direction)
    assert officer.post(url("_indicator", call, row.indicator.key), form_for(row)).status_code == 404
    assert officer.post(url("_direction", call, direction.key), {"title": "x"}).status_code == 404
    assert officer.post(url("_indicator_new", call, direction.key), {"text": "x"}).status_code == 404


def test_the_largest_notice_takes_as_many_queries_as_a_small_one(officer, call, actor, directions):
    large = made(actor, seed("002"))
    make_rule(call=call)
    make_deadline(call=call, at=timezone.now())

    def count(one, direction):
        with CaptureQueriesContext(connection) as captured:
            text_of(officer.get(url("", one), {"direction": direction.key}, headers=HTMX))
        return len(captured)

    with system_scope("test"):
        big = Direction.objects.filter(call=large).order_by("order")[4]
    few = count(call, directions[0])
    assert count(large, big) == few
    assert few < 40
