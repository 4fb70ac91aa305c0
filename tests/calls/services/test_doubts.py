import pytest

from calls.models import Direction, Doubt, IndicatorVersion, Rule
from calls.selectors.checklist import checklist_of
from calls.selectors.doubts import open_doubts
from calls.selectors.imports import doubts_read, import_summary
from calls.selectors.overview import overview_of
from calls.services.creating import call_create_from_import
from calls.services.directions import (
    direction_delete,
    direction_update,
    indicator_add,
    indicator_delete,
    indicator_update,
)
from calls.services.doubts import doubt_accept
from calls.services.publishing import call_publish
from calls.services.rules import rule_change, rule_withdraw
from calls.services.writing import call_update, deadline_clear, deadline_set
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from tests.calls.documents import imported, seed
from tests.factories import make_actor, make_call, make_direction, make_organisation, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_actor(organisation=make_organisation(name="郑州市工业和信息化局", is_issuer=True))


def made(officer, number="002"):
    row = imported(seed(number), actor=officer)
    return row, call_create_from_import(call_import=row, actor=officer)


def a_doubt(call, **target):
    order = call.doubts.count() + 1
    return Doubt.objects.create(call=call, order=order, where="某处", reason="请核对", **target)


def test_doubts_of_a_reading_become_rows_that_point_to_what_was_made(officer):
    row, call = made(officer)
    doubts = {doubt.code: doubt for doubt in call.doubts.all()}
    sense = doubts["comparator_sense"]
    with system_scope("test"):
        version = IndicatorVersion.objects.get(indicator=sense.indicator)
        assert sense.direction == sense.indicator.direction
    assert (sense.source_start, sense.source_end) == (version.source_start, version.source_end)
    assert row.text[sense.source_start : sense.source_end] == version.text
    assert doubts["hour_missing"].deadline.printed
    assert doubts["paper_first"].note
    assert doubts["printed_before_signed"].fact == "printed_on"
    row.refresh_from_db()
    assert {one["code"] for one in row.result["doubts"]} == {
        "comparator_sense", "hour_missing", "paper_first", "printed_before_signed", "category_names"
    }  # fmt: skip


def test_a_direction_without_indicators_is_in_doubt_until_one_is_written(officer):
    _row, call = made(officer, "003")
    doubt = call.doubts.get(code="no_indicators")
    assert doubt.direction.versions.get().without_indicators
    direction_update(direction=doubt.direction, actor=officer, title="其他方向")
    doubt.refresh_from_db()
    assert doubt.outcome == ""
    indicator_add(direction=doubt.direction, actor=officer, subject="达到国际先进水平", qualitative=True)
    doubt.refresh_from_db()
    assert (doubt.outcome, doubt.settled_by) == ("changed", officer.membership)


def test_one_count_for_every_page(officer):
    row = imported(seed("002"), actor=officer)
    before = len([doubt for doubt in doubts_read(row) if not doubt["note"]])
    assert len(import_summary(row).doubts) == before
    call = call_create_from_import(call_import=row, actor=officer)
    row.refresh_from_db()
    for n in range(before, before - 2, -1):
        assert open_doubts(call=call).count() == n
        assert len(import_summary(row).doubts) == n
        assert len(overview_of(call=call, actor=officer).doubts) == n
        assert any(f"还有 {n} 处" in item.text for item in checklist_of(call=call) if not item.ok)
        doubt_accept(doubt=open_doubts(call=call).first(), actor=officer)


def test_an_indicator_the_reader_is_not_sure_of_is_a_doubt(officer):
    row = imported(seed("002"), actor=officer)
    first = row.result["directions"][0]["indicators"][0]
    first |= {"confidence": 0.5, "reason": "单位不常见，请核对。"}
    [doubt] = [one for one in doubts_read(row) if one["code"] == "unsure"]
    assert doubt["reason"] == "单位不常见，请核对。"
    assert (doubt["start"], doubt["end"]) == (first["start"], first["end"])


def test_nothing_is_published_while_a_doubt_is_open():
    call = make_call(published=False, contact_name="处", contact_phone="028-00000000")
    officer = make_actor(organisation=call.issuer)
    make_direction(call=call)
    doubt, _note = a_doubt(call), a_doubt(call, note=True)
    with pytest.raises(StateConflict, match="还有 1 处读取疑点没有核对"):
        call_publish(call=call, actor=officer)
    doubt_accept(doubt=doubt, actor=officer)
    assert call_publish(call=call, actor=officer).is_published
    with pytest.raises(StateConflict):
        doubt_accept(doubt=doubt, actor=officer)


def test_accepting_is_audited_once_and_a_note_needs_none():
    call = make_call(published=False)
    officer = make_actor(organisation=call.issuer)
    doubt, note = a_doubt(call), a_doubt(call, note=True)
    for _again in range(2):
        doubt_accept(doubt=doubt, actor=officer)
    doubt_accept(doubt=note, actor=officer)
    note.refresh_from_db()
    assert note.settled_at is None
    [entry] = AuditEntry._base_manager.filter(action="doubt_settle")
    assert entry.data == {"where": "某处", "reason": "请核对", "outcome": "已接受"}
    assert (entry.object_type, entry.issuer_id) == ("calls.call", call.issuer_id)


def test_others_do_not_settle():
    call = make_call(published=False)
    for actor in (make_actor(), make_actor(role=Role.AUDITOR, organisation=call.issuer)):
        with pytest.raises(NotAllowed):
            doubt_accept(doubt=a_doubt(call), actor=actor)


def outcomes(call):
    return list(call.doubts.values_list("outcome", flat=True))


def test_changing_what_a_doubt_is_about_settles_it():
    call = make_call(published=False)
    officer = make_actor(organisation=call.issuer)
    direction = make_direction(call=call)
    indicator = IndicatorVersion.objects.get()
    deadline = call.deadlines.get(kind="applicant")
    rule = make_rule(call=call)
    a_doubt(call, indicator=indicator.indicator, direction=direction)
    a_doubt(call, deadline=deadline)
    a_doubt(call, rule=rule)
    a_doubt(call, fact="title")
    same = {"at": deadline.at, "precision": deadline.precision}
    indicator_update(indicator=indicator, actor=officer, subject=indicator.subject)
    deadline_set(call=call, kind="applicant", actor=officer, **same)
    rule_change(rule=rule, actor=officer, strength="must")
    call_update(call=call, actor=officer, title=call.title)
    assert outcomes(call) == [""] * 4
    indicator_update(indicator=indicator, actor=officer, unit="dBm")
    deadline_set(call=call, kind="applicant", actor=officer, **{**same, "precision": "minute"})
    rule_change(rule=rule, actor=officer, strength="principle")
    call_update(call=call, actor=officer, title="另一个标题")
    assert outcomes(call) == ["changed"] * 4
    assert AuditEntry._base_manager.filter(action="doubt_settle").count() == 4


def test_taking_out_what_a_doubt_is_about_settles_it():
    call = make_call(published=False)
    officer = make_actor(organisation=call.issuer)
    direction, other = make_direction(call=call), make_direction(call=call)
    first, second = (IndicatorVersion.objects.get(direction_version__direction=one) for one in (direction, other))
    rule, scoped = make_rule(call=call), make_rule(call=call, direction=other)
    a_doubt(call, indicator=first.indicator, direction=direction)
    a_doubt(call, indicator=second.indicator, direction=other)
    a_doubt(call, direction=other)
    a_doubt(call, rule=rule)
    a_doubt(call, rule=scoped)
    a_doubt(call, deadline=call.deadlines.get(kind="applicant"))
    indicator_delete(indicator=first, actor=officer)
    direction_delete(direction=other, actor=officer)
    rule_withdraw(rule=rule, actor=officer)
    deadline_clear(call=call, kind="applicant", actor=officer)
    assert outcomes(call) == ["removed"] * 6
    assert not Rule.objects.exists()
    with system_scope("test"):
        assert list(Direction.objects.filter(call=call)) == [direction]
