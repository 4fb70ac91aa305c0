from datetime import UTC, datetime
from decimal import Decimal

import pytest

from calls import hooks
from calls.models import Direction, FundingTerm, IndicatorVersion, RuleVersion
from calls.models.call import DeadlineKind
from calls.services.creating import call_create_from_import
from calls.services.importing import import_start
from portal.accounts.roles import Role
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from tests.calls.documents import imported, seed, upload
from tests.factories import make_actor, make_organisation, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    office = make_organisation(name="四川省经济和信息化厅", is_issuer=True)
    return make_actor(organisation=office)


def rules_of(call):
    return {(v.kind, str(v.parameters), v.strength) for v in RuleVersion.objects.filter(rule__call=call)}


def test_seed_003_becomes_a_call(officer):
    call = call_create_from_import(call_import=imported(seed("003"), actor=officer), actor=officer)
    assert not call.is_published
    assert (call.doc_no, call.year, call.region.name) == ("川经信软信函〔2021〕790号", 2021, "四川省")
    assert "报送条件" in call.body
    assert [c.title for c in call.tracks.get().categories.all()] == ["核心基础", "智能产品", "公共支撑", "其他"]
    with system_scope("test"):
        directions = list(Direction.objects.filter(call=call).order_by("order"))
    assert [d.order for d in directions] == list(range(1, 19))
    sensor = directions[2].versions.get()
    assert (sensor.title, [p.heading for p in sensor.parts.all()]) == ("智能传感器", ["揭榜任务", "预期目标"])
    assert "声学传感器信噪比达到" in sensor.parts.get(heading="预期目标").text
    first = sensor.indicators.first()
    assert (first.comparator, first.value, first.unit) == (">=", Decimal(70), "dB")
    assert directions[17].versions.get().without_indicators
    at = dict(call.deadlines.values_list("kind", "at"))
    assert at == {
        DeadlineKind.APPLICANT: datetime(2021, 11, 15, 16, tzinfo=UTC),
        DeadlineKind.APPLICANT_PAPER: datetime(2021, 11, 15, 16, tzinfo=UTC),
        DeadlineKind.RECOMMENDER: datetime(2021, 11, 19, 9, tzinfo=UTC),
    }
    assert {
        ("max_applications_per_applicant", "{'limit': 3}", "must"),
        ("one_recommender", "{}", "must"),
        ("not_former_winner", "{}", "must"),
        ("registered_in_region", "{'region': '510000', 'region_name': '四川省'}", "must"),
        ("legal_person", "{}", "must"),
        ("target_meets_requirement", "{}", "encouraged"),
    } <= rules_of(call)
    limit = RuleVersion.objects.get(rule__call=call, kind="text_limit", parameters__limit=6000)
    assert (limit.strength, limit.parameters["section_title"]) == ("principle", "揭榜任务书")


def test_seed_000_has_money_and_terms(officer):
    call = call_create_from_import(call_import=imported(seed("000"), actor=officer), actor=officer)
    with system_scope("test"):
        assert Direction.objects.filter(call=call).count() == 11
    first = FundingTerm.objects.filter(version__direction__call=call).first()
    assert (first.comparator, first.amount) == ("<=", Decimal(2000))
    rules = RuleVersion.objects.filter(rule__call=call)
    assert rules.filter(kind="grant_cap").count() == 11
    assert rules.get(kind="duration_max").parameters == {"months": 36}


def test_every_indicator_of_every_seed_fits_its_columns(officer):
    for number in ("001", "002", "004"):
        call = call_create_from_import(call_import=imported(seed(number), actor=officer), actor=officer)
        assert IndicatorVersion.objects.filter(direction_version__direction__call=call).count() > 50
    with system_scope("test"):
        assert call.tracks.count() == 1


def test_four_tracks_of_one_notice(officer):
    zhengzhou = make_region(code="410100", name="郑州市")
    row = imported(seed("002"), actor=officer)
    call = call_create_from_import(call_import=row, actor=officer)
    assert [t.title for t in call.tracks.all()] == ["元宇宙", "人形机器人", "脑机接口", "通用人工智能"]
    assert call.region == zhengzhou
    row.refresh_from_db()
    assert call.doubts.filter(code="issuer_differs", reason__contains="郑州市工业和信息化局").exists()


def test_sections_and_evidence_get_the_forms_keys(officer, monkeypatch):
    monkeypatch.setattr(hooks, "text_sections", [lambda call: [("task_book", "揭榜任务书")]])
    monkeypatch.setattr(hooks, "evidence_kinds", [lambda call: [("revenue", "揭榜单位上一财年主营业务收入证明材料")]])
    call = call_create_from_import(call_import=imported(seed("003"), actor=officer), actor=officer)
    found = RuleVersion.objects.filter(rule__call=call)
    assert found.filter(kind="text_limit", parameters__section="task_book", parameters__limit=6000).exists()
    assert found.filter(kind="evidence_required", parameters__evidence="revenue").exists()


def test_asked_twice_it_is_one_call(officer):
    row = imported(seed("000"), actor=officer)
    assert call_create_from_import(call_import=row, actor=officer) == call_create_from_import(
        call_import=row, actor=officer
    )


def test_not_before_it_is_read_and_not_for_others(officer):
    with pytest.raises(StateConflict):
        call_create_from_import(call_import=import_start(uploads=[upload(b"x")], actor=officer), actor=officer)
    row = imported(seed("000"), actor=officer)
    for actor in (make_actor(), make_actor(role=Role.AUDITOR, organisation=officer.organisation)):
        with pytest.raises(NotAllowed):
            call_create_from_import(call_import=row, actor=actor)
