"""Presets say what the documents print; a form is chosen, frozen with its call, and never changes."""

import json

import pytest
from django.db import DatabaseError, transaction

from applications.form_schema import NARRATIVE, Schema, SchemaInvalid, Section, schema_check, schema_from
from applications.models import FormVersion
from applications.models.form import Preset
from applications.presets import preset_schema
from applications.selectors.forms import form_in_force, preset_suggested, schema_of
from applications.services.forms import basis_title, form_choose, form_publish
from calls import hooks
from calls.models import DirectionPart
from portal.workflow import NotAllowed, StateConflict
from tests.applications.helpers import actor_of, make_world
from tests.factories import make_call, make_direction, make_organisation


@pytest.mark.parametrize("preset", Preset.values)
def test_a_preset_survives_json(preset):
    schema = preset_schema(preset=preset, year=2021)
    schema_check(schema)
    assert schema_from(json.loads(json.dumps(schema.as_json()))) == schema


def test_miit_2021_asks_for_what_seed_003_prints():
    schema = preset_schema(preset="miit2021", year=2021)
    fields = {f.key: f for _section, f in schema.all_fields()}
    assert fields["introduction"].limit.count == 500
    assert fields["introduction"].limit.must
    assert fields["product_overview"].limit.count == 1000
    assert [fields[k].unit for k in ("registered_capital", "revenue", "rd_spending", "ai_revenue")] == ["万元"] * 4
    assert fields["ai_revenue"].label == "其中与人工智能业相关的业务收入"
    plan = schema.section("task_plan")
    assert (plan.limit.count, plan.limit.must) == (6000, False)
    assert [p.heading for p in plan.parts if p.level == 1] == [
        "一、揭榜任务简要介绍",
        "二、揭榜单位现有基础及相关进展",
        "三、重点攻关目标及计划",
        "四、其他相关事项说明",
    ]
    assert "（一）2023 年预期目标" in [p.heading for p in plan.parts]
    assert len(schema.section("evidence").evidence) == 5
    assert schema.section("indicators").year == 2023
    assert "力求在 2023 年取得实质进展" in "".join(schema.section("pledge").text)


def test_henan_2023_has_its_own_outline_and_no_indicator_table():
    schema = preset_schema(preset="henan2023", year=2023)
    assert not schema.has("indicators")
    assert schema.section("product").title == "揭榜任务基本信息"
    assert schema.section("task_plan").limit.count == 5000
    assert "（三）任务价值及效益等" in [p.heading for p in schema.section("task_plan").parts]
    assert "通用人工智能" in schema.section("profile").field("ai_revenue").label


def test_a_schema_with_double_keys_is_refused():
    section = Section("a", NARRATIVE, "甲")
    with pytest.raises(SchemaInvalid):
        schema_check(Schema("x", (section, section)))


def test_the_pledge_names_the_notice_of_the_call(db):
    world = make_world(published=False)
    call = make_call(
        created_by=world.issuing.membership,
        published=False,
        basis=["《关于组织开展揭榜挂帅申报工作的通知》（〔2021〕231号）"],
    )
    assert basis_title(call) == "关于组织开展揭榜挂帅申报工作的通知"
    form = form_choose(call=call, preset="miit2021", actor=world.issuing)
    assert schema_of(form).section("pledge").text[0].startswith("根据《关于组织开展揭榜挂帅申报工作的通知》要求")


def test_choosing_again_replaces_the_draft_until_it_is_published(db):
    world = make_world(published=False)
    call = make_call(created_by=world.issuing.membership, published=False)
    form_choose(call=call, preset="miit2021", actor=world.issuing)
    form_choose(call=call, preset="henan2023", actor=world.issuing)
    assert FormVersion.objects.filter(call=call).count() == 1
    published = form_publish(call=call, actor=world.issuing)
    assert form_in_force(call=call) == published == form_publish(call=call, actor=world.issuing)
    with pytest.raises(DatabaseError), transaction.atomic():
        FormVersion.objects.filter(pk=published.pk).update(preset="miit2021")


def test_only_officers_of_the_issuer_choose_and_only_before_publication(world):
    with pytest.raises(StateConflict):
        form_choose(call=world.call, preset="henan2023", actor=world.issuing)
    stranger = actor_of("issuing_officer", make_organisation(is_issuer=True))
    with pytest.raises(NotAllowed):
        form_choose(call=world.call, preset="henan2023", actor=stranger)


def test_major_project_is_suggested_for_calls_that_print_needs(world):
    assert preset_suggested(call=world.call) == Preset.MIIT_2021
    direction = make_direction(call=world.call, published=False)
    version = direction.versions.get()
    DirectionPart.objects.create(version=version, order=2, kind="need", heading="需求目标", text="…")
    assert preset_suggested(call=world.call) == Preset.MAJOR_PROJECT


def test_the_call_room_is_told_of_sections_and_evidence(world):
    sections = dict(hooks.choices(hooks.text_sections, world.call))
    assert sections["task_plan"] == "揭榜任务书"
    assert sections["profile.introduction"] == "揭榜单位简介"
    assert "revenue" in dict(hooks.choices(hooks.evidence_kinds, world.call))
    assert any("工信部2021" in item.text for provider in hooks.checklist for item in provider(world.call))
