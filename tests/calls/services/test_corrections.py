from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from calls.models import CallCorrection, DeadlineChange, Direction, DirectionSearch, DirectionVersion, RuleVersion
from calls.selectors.differences import difference_of
from calls.selectors.directions import directions_for_writing
from calls.selectors.rules import rules_in_force
from calls.services.correcting import (
    deadline_words_correct,
    direction_correct,
    direction_leave,
    indicator_correct,
    indicator_strike,
    rule_correct,
    rule_leave,
)
from calls.services.correction_publishing import (
    correction_approve,
    correction_publish,
    correction_request,
    correction_send_back,
)
from calls.services.corrections import correction_drop, correction_start, correction_update
from calls.services.directions import Money, PartText
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.notifications.models import Message
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor, make_application, make_call, make_direction, make_membership, make_rule

pytestmark = pytest.mark.django_db
INDICATOR = {"subject": "声学传感器信噪比", "comparator": ">=", "value": Decimal(80), "unit": "dB"}


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def direction(call):
    return make_direction(call=call)


@pytest.fixture
def officer(call):
    return make_actor(organisation=call.issuer)


@pytest.fixture
def correction(call, officer):
    return correction_start(call=call, title="更正方向1", reason="原文印误", actor=officer)


def indicator_of(direction):
    return direction.published.indicators.get().indicator


def shown(correction):
    return [
        (change.title, change.what, [(f.label, f.old, f.new) for f in change.fields])
        for change in difference_of(correction).changes
    ]


def told(kind="call_correction"):
    return set(Message._base_manager.filter(kind=kind).values_list("membership", flat=True))


def test_an_indicator_gets_a_new_version_of_its_key(direction, correction, officer):
    before, key = direction.published, indicator_of(direction)
    values = INDICATOR | {"text": "声学传感器信噪比≥80dB（新的）"}
    indicator_correct(correction=correction, direction=direction, indicator=key, actor=officer, **values)
    direction.refresh_from_db()
    assert direction.published == before
    assert shown(correction) == [
        (
            "方向 1. 智能传感器",
            "更正",
            [
                (
                    "指标 声学传感器信噪比",
                    "声学传感器信噪比 ≥ 70 dB",
                    "声学传感器信噪比 ≥ 80 dB（原文：声学传感器信噪比≥80dB（新的））",
                )
            ],
        )
    ]
    correction_publish(correction=correction, actor=officer)
    direction.refresh_from_db()
    assert correction.number == 1
    assert direction.published.number == 2
    assert direction.published.correction == correction
    assert direction.published.indicators.get().indicator == key
    assert "新的" in DirectionSearch.objects.get(direction=direction).text
    assert shown(correction)[0][2][0][1] == "声学传感器信噪比 ≥ 70 dB"
    entry = AuditEntry.objects.visible_to(make_actor(role=Role.AUDITOR, organisation=officer.organisation)).get(
        action="correction_publish"
    )
    assert entry.comment == "原文印误"
    assert entry.data["directions"] == 1


def test_texts_money_and_indicators_added_and_struck(direction, correction, officer):
    key = indicator_of(direction)
    indicator_correct(
        correction=correction, direction=direction, actor=officer, subject="体积", qualitative=True, text="体积小"
    )
    indicator_strike(correction=correction, direction=direction, indicator=key, actor=officer)
    direction_correct(
        correction=correction,
        direction=direction,
        actor=officer,
        parts=[PartText("task", "揭榜任务", "研发新型智能传感器。")],
        funding=[Money("grant", "<=", Decimal(500))],
        title="智能传感器件",
        duration_months=24,
        duration_comparator="<=",
    )
    (change,) = difference_of(correction).changes
    assert [(f.label, f.old, f.new) for f in change.fields] == [
        ("方向名称", "智能传感器", "智能传感器件"),
        ("实施期限", "", "≤ 24 个月"),
        ("资助强度", "", "财政资助 ≤ 500 万元"),
        ("揭榜任务", "研发智能传感器。", "研发新型智能传感器。"),
        ("指标 声学传感器信噪比", "声学传感器信噪比 ≥ 70 dB", ""),
        ("指标 体积", "", "体积 定性（原文：体积小）"),
    ]
    assert [(p.kind, p.text) for p in change.fields[3].pieces] == [
        ("same", "研发"),
        ("new", "新型"),
        ("same", "智能传感器。"),
    ]
    correction_publish(correction=correction, actor=officer)
    assert key.versions.count() == 1


def test_rules_are_changed_added_and_withdrawn(call, direction, correction, officer):
    limit, legal = make_rule(call=call), make_rule(call=call, kind="legal_person", clause_text="独立法人。")
    rule_correct(correction=correction, rule=limit, parameters={"limit": 2}, actor=officer)
    rule_correct(correction=correction, rule=legal, withdrawn=True, actor=officer)
    new = rule_correct(
        correction=correction,
        kind="max_participants",
        parameters={"limit": 5},
        strength="must",
        clause_text="联合体不超过5家。",
        actor=officer,
    )
    assert [r.kind for r in rules_in_force(call=call)] == ["max_applications_per_applicant", "legal_person"]
    assert [what for _title, what, _fields in shown(correction)] == ["更正", "取消", "新增"]
    correction_publish(correction=correction, actor=officer)
    assert {(r.kind, r.parameters["limit"]) for r in rules_in_force(call=call)} == {
        ("max_applications_per_applicant", 2),
        ("max_participants", 5),
    }
    new.refresh_from_db()
    assert new.published_at
    assert [what for _title, what, _fields in shown(correction)] == ["更正", "取消", "新增"]


def test_words_of_a_deadline_are_corrected_never_its_time(call, correction, officer):
    deadline = call.deadlines.get(kind="recommender")
    at = deadline.at
    deadline_words_correct(
        correction=correction, deadline=deadline, printed="", receiver="软件处", copies=4, actor=officer
    )
    deadline.refresh_from_db()
    assert deadline.copies is None
    correction_publish(correction=correction, actor=officer)
    deadline.refresh_from_db()
    assert (deadline.at, deadline.receiver, deadline.copies) == (at, "软件处", 4)
    assert shown(correction) == [
        ("截止时间“推荐单位报送”", "更正", [("报送对象", "", "软件处"), ("纸质份数", "", "4 份")])
    ]


def test_what_is_published_refuses_every_change(call, direction, correction, officer):
    deadline = call.deadlines.get(kind="recommender")
    deadline_words_correct(
        correction=correction, deadline=deadline, printed="改", receiver="", copies=None, actor=officer
    )
    indicator_correct(
        correction=correction, direction=direction, indicator=indicator_of(direction), actor=officer, **INDICATOR
    )
    correction_publish(correction=correction, actor=officer)
    for change in (
        lambda: CallCorrection._base_manager.update(title="改"),
        lambda: CallCorrection._base_manager.all().delete(),
        lambda: DeadlineChange.objects.update(printed="改了"),
        lambda: DeadlineChange.objects.all().delete(),
        lambda: DirectionVersion.objects.filter(number=2).update(title="改"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(StateConflict):
        correction_update(correction=correction, title="x", reason="x", text="", actor=officer)


def test_one_at_a_time_with_running_numbers(call, direction, correction, officer):
    with pytest.raises(StateConflict, match="已有一份"):
        correction_start(call=call, title="又一份", reason="x", actor=officer)
    with pytest.raises(StateConflict, match="没有正文"):
        correction_publish(correction=correction, actor=officer)
    correction_update(correction=correction, title="说明", reason="解释", text="补充说明。", actor=officer)
    correction_publish(correction=correction, actor=officer)
    second = correction_start(call=call, title="第二份", reason="x", text="y", actor=officer)
    correction_publish(correction=second, actor=officer)
    assert second.number == 2
    with pytest.raises(StateConflict, match="直接修改"):
        correction_start(
            call=make_call(published=False, created_by=call.created_by), title="x", reason="x", actor=officer
        )
    for stranger in (make_actor(), make_actor(role=Role.AUDITOR, organisation=call.issuer)):
        with pytest.raises(NotAllowed):
            correction_start(call=call, title="x", reason="x", actor=stranger)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallCorrection._base_manager.create(
            call=call, title="x", reason="x", state="published", created_by=officer.membership
        )


def test_dropping_leaves_nothing_and_the_office_sees_what_is_published(call, direction, correction, officer):
    indicator_correct(correction=correction, direction=direction, actor=officer, **INDICATOR)
    rule_correct(
        correction=correction, kind="legal_person", parameters={}, strength="must", clause_text="x", actor=officer
    )
    assert directions_for_writing(call=call, actor=officer).get().newest[0] == direction.published
    correction_drop(correction=correction, actor=officer)
    assert direction.versions.count() == 1
    assert direction.indicators.count() == 1
    assert not call.rules.exists()
    assert not CallCorrection._base_manager.exists()


def test_what_was_left_as_it_is_gets_no_new_version(call, direction, correction, officer):
    other = make_direction(call=call, title="智能网联汽车")
    rule = make_rule(call=call)
    for one in (direction, other):
        indicator_correct(correction=correction, direction=one, indicator=indicator_of(one), actor=officer, **INDICATOR)
    direction_leave(correction=correction, direction=other, actor=officer)
    third = make_direction(call=call, title="第三")
    before = third.published.indicators.get()
    direction_correct(
        correction=correction,
        direction=third,
        actor=officer,
        parts=[PartText("task", "揭榜任务", "研发智能传感器。")],
        funding=[],
        title="第三",
    )
    rule_correct(correction=correction, rule=rule, parameters={"limit": 1}, actor=officer)
    rule_leave(correction=correction, rule=rule, actor=officer)
    correction_publish(correction=correction, actor=officer)
    with system_scope("test"):
        versions = {d.title: d.published.number for d in _named()}
    assert versions == {"智能传感器": 2, "智能网联汽车": 1, "第三": 1}
    assert before.direction_version == third.published
    assert RuleVersion.objects.count() == 1


def _named():
    for direction in Direction.objects.select_related("published"):
        direction.title = direction.published.title
        yield direction


def test_those_affected_are_told_and_no_others(call, direction, correction, officer):
    other = make_direction(call=call, title="智能网联汽车")
    mine, theirs = make_application(direction=direction), make_application(direction=other)
    withdrawn = make_application(direction=direction, state="withdrawn")
    bureau = make_membership(
        role=Role.BUREAU_OFFICER,
        organisation=Organisation._base_manager.create(
            name="示例局", region=call.region, is_recommender=True, state="active", activated_at=call.published_at
        ),
    )
    indicator_correct(
        correction=correction, direction=direction, indicator=indicator_of(direction), actor=officer, **INDICATOR
    )
    correction_publish(correction=correction, actor=officer)
    assert told() == {mine.created_by_id, bureau.pk}
    assert withdrawn.created_by_id not in told()
    body = Message._base_manager.get(membership=mine.created_by).body
    assert "按新的要求重新填写" in body
    assert "方向 1. 智能传感器：更正" in body
    for_all = correction_start(call=call, title="条件", reason="x", actor=officer)
    rule_correct(
        correction=for_all, kind="legal_person", parameters={}, strength="must", clause_text="x", actor=officer
    )
    correction_publish(correction=for_all, actor=officer)
    assert theirs.created_by_id in told()


def test_a_second_officer_approves_where_the_office_wants_it(call, correction, officer):
    Organisation._base_manager.filter(pk=call.issuer_id).update(publishing_needs_approval=True)
    call.issuer.refresh_from_db()
    correction = CallCorrection._base_manager.get()
    second = make_actor(organisation=call.issuer)
    correction_update(correction=correction, title="说明", reason="解释", text="补充说明。", actor=officer)
    correction.refresh_from_db()
    with pytest.raises(StateConflict, match="复核"):
        correction_publish(correction=correction, actor=officer)
    correction_request(correction=correction, actor=officer)
    assert told("call_publishing") == {second.membership.pk, call.created_by_id}
    with pytest.raises(NotAllowed, match="不能自己复核"):
        correction_approve(correction=correction, actor=officer)
    correction_send_back(correction=correction, reason="说清楚", actor=second)
    correction_request(correction=correction, actor=officer)
    correction_approve(correction=correction, actor=second)
    assert correction.is_published
    assert correction.number == 1
