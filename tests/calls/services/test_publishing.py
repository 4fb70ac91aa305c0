from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from calls import hooks
from calls.hooks import ChecklistItem
from calls.models import Call, Direction, DirectionPart, DirectionVersion, FundingTerm, IndicatorVersion, RuleVersion
from calls.selectors.checklist import checklist_of
from calls.services.publishing import call_publish
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry, TransitionLog
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor, make_call, make_deadline, make_direction, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_call(published=False, contact_name="软件处", contact_phone="028-00000000")


@pytest.fixture
def officer(call):
    return make_actor(organisation=call.issuer)


def missing(call):
    return [item.text for item in checklist_of(call=call) if item.required and not item.ok]


def test_publishing_freezes_points_and_audits(call, officer):
    make_direction(call=call, title="智能传感器", task="研发激光雷达。")
    make_rule(call=call)
    published = call_publish(call=call, actor=officer)
    assert published.is_published
    assert published.published_by == officer.membership
    with system_scope("test"):
        version = Direction.objects.get(call=call).published
        entry = AuditEntry.objects.get(action="call_publish")
    assert version.published_at == published.published_at
    assert {"激光", "雷", "信噪"} <= set(version.direction.searched.grams)
    assert call.rules.get().published.published_at
    assert entry.data == {"title": call.title, "directions": 1, "rules": 1}
    assert TransitionLog.objects.get(object_type="calls.call").to_state == "published"


def test_what_is_published_refuses_every_change(call, officer):
    direction = make_direction(call=call)
    version = direction.versions.get()
    FundingTerm.objects.create(version=version, source="grant", comparator="<=", amount=5)
    make_rule(call=call)
    call_publish(call=call, actor=officer)
    changes = [
        lambda: DirectionVersion.objects.filter(pk=version.pk).update(title="改"),
        lambda: DirectionPart.objects.filter(version=version).update(text="改"),
        lambda: IndicatorVersion.objects.filter(direction_version=version).update(value=1),
        lambda: FundingTerm.objects.filter(version=version).update(amount=1),
        lambda: RuleVersion.objects.update(strength="encouraged"),
        lambda: DirectionPart.objects.create(version=version, order=9, kind="task", heading="x", text="x"),
    ]
    for model, rows in [
        (DirectionVersion, {"pk": version.pk}),
        (DirectionPart, {"version": version}),
        (IndicatorVersion, {"direction_version": version}),
        (RuleVersion, {}),
    ]:
        changes.append(lambda model=model, rows=rows: model.objects.filter(**rows)._raw_delete("default"))
    for change in changes:
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            change()


def test_the_checklist_names_what_is_missing(call, officer):
    assert any("方向" in text for text in missing(call))
    direction = make_direction(call=call, title="空方向", indicators=())
    direction.versions.get().parts.all().delete()
    assert [t for t in missing(call) if "空方向" in t] == [
        "没有内容的方向：空方向",
        "没有指标、也没有标明不设指标的方向：空方向",
    ]
    direction.versions.update(without_indicators=True)
    DirectionPart.objects.create(version=direction.versions.get(), order=1, kind="task", heading="任务", text="x")
    call.deadlines.all().delete()
    Call._base_manager.filter(pk=call.pk).update(contact_name="")
    call.refresh_from_db()
    assert len(missing(call)) == 3
    with pytest.raises(StateConflict, match="截止时间"):
        call_publish(call=call, actor=officer)
    make_deadline(call=call, at=timezone.now() - timedelta(days=1))
    make_deadline(call=call, kind="recommender", at=timezone.now() - timedelta(days=2))
    assert {"申报截止时间已经过去", "推荐单位的截止时间早于申报单位"} <= set(missing(call))


def test_other_rooms_add_items_and_work(call, officer, monkeypatch):
    make_direction(call=call)
    ran = []
    monkeypatch.setattr(hooks, "before_publish", [lambda row, actor: ran.append((row.pk, actor))])
    monkeypatch.setattr(hooks, "checklist", [lambda row: [ChecklistItem(False, "申报表单已选定")]])
    with pytest.raises(StateConflict, match="申报表单"):
        call_publish(call=call, actor=officer)
    monkeypatch.setattr(hooks, "checklist", [lambda row: [ChecklistItem(False, "只是提醒", required=False)]])
    call_publish(call=call, actor=officer)
    assert ran == [(call.pk, officer)]


def test_a_failing_room_leaves_a_draft(call, officer, monkeypatch):
    make_direction(call=call)

    def refuse(row, actor):
        raise StateConflict("表单不完整")

    monkeypatch.setattr(hooks, "before_publish", [refuse])
    with pytest.raises(StateConflict), transaction.atomic():
        call_publish(call=call, actor=officer)
    call.refresh_from_db()
    assert not call.is_published
    assert not DirectionVersion.objects.filter(published_at__isnull=False).exists()


def test_published_once_and_only_by_the_office(call, officer):
    make_direction(call=call)
    for actor in (make_actor(), make_actor(role=Role.AUDITOR, organisation=call.issuer)):
        with pytest.raises(NotAllowed):
            call_publish(call=call, actor=actor)
    call_publish(call=call, actor=officer)
    with pytest.raises(StateConflict):
        call_publish(call=call, actor=officer)


def test_rules_get_the_keys_of_the_form_that_was_fixed(call, officer, monkeypatch):
    make_direction(call=call)
    monkeypatch.setattr(hooks, "text_sections", [lambda row: [("task_book", "揭榜任务书")]])
    monkeypatch.setattr(hooks, "evidence_kinds", [lambda row: [("rd", "研发投入证明材料")]])
    limit = {"section": "揭榜任务书", "section_title": "揭榜任务书", "limit": 6000}
    elsewhere = {"section": "别处", "section_title": "别处", "limit": 5}
    proof = {"evidence": "rd", "evidence_title": "研发投入证明材料", "minimum": 1}
    for kind, parameters in (("text_limit", limit), ("text_limit", elsewhere), ("evidence_required", proof)):
        make_rule(call=call, kind=kind, parameters=parameters)
    call_publish(call=call, actor=officer)
    found = [v.parameters for v in RuleVersion.objects.order_by("pk")]
    assert found == [limit | {"section": "task_book"}, elsewhere, proof]
