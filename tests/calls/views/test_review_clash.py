"""Two officers on one call: whoever comes second is told what the first one did, and loses nothing."""

import pytest
from django.test import Client

from calls.models import Edit
from tests.calls.views.test_review import HTMX, actor, call, directions, form_for, row_of, text_of, url  # noqa: F401
from tests.factories import make_membership
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
from portal.accounts.actor import Actor  # noqa: E402


@pytest.fixture
def first(actor):  # noqa: F811
    return sign_in(Client(), actor)


@pytest.fixture
def second(actor):  # noqa: F811
    membership = make_membership(organisation=actor.organisation)
    membership.user.name = "乙经办"
    membership.user.save()
    return sign_in(Client(), Actor(user=membership.user, membership=membership))


def test_a_stale_row_shows_both_texts_and_who_changed_what(first, second, call, directions):  # noqa: F811
    row = row_of(directions[0])
    save = url("_indicator", call, row.indicator.key)
    shown = form_for(row)
    assert second.post(save, shown | {"value": "75", "condition": "在 25℃"}, headers=HTMX).status_code == 200
    answer = first.post(save, shown | {"value": "72", "unit": "dBA"}, headers=HTMX)
    words = text_of(answer, 409)
    assert answer["HX-Retarget"] == f"#i-{row.indicator.key}"
    assert "乙经办 于" in words
    assert "修改了这一项，您的修改还没有保存" in words
    rows = {one.label: one[1:] for one in answer.context["row"].about.rows}
    assert rows == {
        "数值": ("70", "75", "72", False),
        "单位": ("dB", "dB", "dBA", False),
        "条件": ("", "在 25℃", "", True),
    }
    row.refresh_from_db()
    assert (row.value, row.unit, row.revision) == (75, "dB", 1)
    # The form holds what was typed, and the other's where nothing was.
    form = answer.context["row"].form
    assert (form["value"].value(), form["unit"].value(), form["condition"].value()) == ("72", "dBA", "在 25℃")
    assert form["revision"].value() == 1
    kept = {field.name: field.value() for field in form if field.value() not in (None, False)}
    assert first.post(save, kept, headers=HTMX).status_code == 200
    row.refresh_from_db()
    assert (row.value, row.unit, row.condition, row.revision) == (72, "dBA", "在 25℃", 2)
    assert [edit.edited_by.user.name for edit in Edit.objects.all()] == ["乙经办", "示例人员"]


def test_without_scripts_the_page_says_the_same(first, second, call, directions):  # noqa: F811
    row = row_of(directions[0])
    save = url("_indicator", call, row.indicator.key)
    second.post(save, form_for(row, value="75"))
    words = text_of(first.post(save, form_for(row, value="72")), 409)
    assert "<html" in words
    assert "对方改为" in words
    assert 'value="72"' in words


def test_the_same_change_twice_is_said_to_be_the_same(first, second, call, directions):  # noqa: F811
    row = row_of(directions[0])
    save = url("_indicator", call, row.indicator.key)
    second.post(save, form_for(row, value="75"))
    assert "两人改成了一样的内容" in text_of(first.post(save, form_for(row, value="75")), 409)


def test_what_the_other_took_out_is_said_to_be_gone(first, second, call, directions):  # noqa: F811
    row = row_of(directions[0])
    second.post(url("_indicator_remove", call, row.indicator.key), {"revision": 0})
    for name in ("_indicator", "_indicator_remove", "_indicator_split", "_indicator_merge"):
        for headers in (HTMX, {}):
            answer = first.post(url(name, call, row.indicator.key), form_for(row), headers=headers)
            words = text_of(answer, 409)
            assert "删除了这一项" in words
            assert row.text in words


def test_steps_on_a_row_that_changed_are_not_taken(first, second, call, directions):  # noqa: F811
    row, below = row_of(directions[0], 1), row_of(directions[0], 2)
    second.post(url("_indicator", call, below.indicator.key), form_for(below, value="31"))
    following = {"revision": 0, "following": below.indicator.key, "following_revision": 0}
    joined = first.post(url("_indicator_merge", call, row.indicator.key), following, headers=HTMX)
    assert "没有合并" in text_of(joined, 409)
    assert "乙经办" in joined.content.decode()
    second.post(url("_indicator", call, row.indicator.key), form_for(row, value="71"))
    cut = {"revision": 0, "text": "声学传感器信噪比\n≥70dB"}
    assert "没有拆分" in text_of(first.post(url("_indicator_split", call, row.indicator.key), cut), 409)
    gone = first.post(url("_indicator_remove", call, row.indicator.key), {"revision": 0}, headers=HTMX)
    assert "没有删除" in text_of(gone, 409)
    assert row_of(directions[0], 1).value == 71


def head(direction, **changes):
    version = direction.versions.get()
    values = {"title": version.title, "printed_number": version.printed_number, "category": "", "shown_category": ""}
    return values | {"revision": 0} | changes


def test_a_stale_direction_shows_both_titles(first, second, call, directions):  # noqa: F811
    save = url("_direction", call, directions[0].key)
    second.post(save, head(directions[0], title="传感器", category="核心基础"))
    answer = first.post(save, head(directions[0], title="智能传感"), headers=HTMX)
    assert "乙经办" in text_of(answer, 409)
    rows = {one.label: one[1:] for one in answer.context["about_head"].rows}
    assert rows["方向名称"] == ("智能传感器", "传感器", "智能传感", False)
    assert rows["类别"] == ("", "核心基础", "", True)
    again = {name: answer.context["head"][name].value() for name in ("title", "category", "shown_category", "revision")}
    assert again == {"title": "智能传感", "category": "核心基础", "shown_category": "核心基础", "revision": 1}
    text_of(first.post(save, again, headers=HTMX))
    version = directions[0].versions.get()
    directions[0].refresh_from_db()
    assert (version.title, directions[0].category.title) == ("智能传感", "核心基础")


def test_steps_on_a_direction_that_changed_or_went_are_not_taken(first, second, call, directions):  # noqa: F811
    one, two = directions
    second.post(url("_direction", call, one.key), head(one, title="传感器"))
    stale = {"revision": 0, "point": "1:0", "following": two.key, "following_revision": 0}
    for name, words in (("merge", "没有合并"), ("split", "没有拆分"), ("remove", "没有删除")):
        answer = first.post(url(f"_direction_{name}", call, one.key), stale, headers=HTMX)
        assert words in text_of(answer, 409), name
        assert "乙经办" in answer.content.decode()
    second.post(url("_direction_remove", call, one.key), {"revision": 1})
    for name in ("", "_merge", "_split", "_remove"):
        words = text_of(first.post(url(f"_direction{name}", call, one.key), stale | {"title": "x"}), 409)
        assert "删除了这一项" in words


def test_different_rows_and_directions_never_clash(first, second, call, directions):  # noqa: F811
    rows = [row_of(directions[0], 1), row_of(directions[0], 2), row_of(directions[1], 1)]
    for client, row in zip((first, second, first), rows, strict=True):
        save = url("_indicator", call, row.indicator.key)
        assert client.post(save, form_for(row, unit="x"), headers=HTMX).status_code == 200
    for client, direction in ((first, directions[0]), (second, directions[1])):
        answer = client.post(url("_direction", call, direction.key), head(direction, title="新"), headers=HTMX)
        assert answer.status_code == 200
    text_of(second.post(url("_direction_remove", call, directions[1].key), {"revision": 1}, headers=HTMX))
    save = url("_indicator", call, rows[0].indicator.key)
    assert first.post(save, form_for(rows[0], revision=1, unit="y"), headers=HTMX).status_code == 200
