"""The pre-check: every rule of form and call, with strength, clause and the place to mend it."""

import pytest
from django.utils import timezone

from applications.selectors.facts import facts_gather
from applications.selectors.forms import schema_of
from applications.selectors.loading import version_loaded
from applications.services.precheck import precheck_run
from applications.services.saving import reason_save
from calls.models import FormerWinner
from tests.applications.helpers import complete, save, start, submit
from tests.factories import make_direction, make_rule


def run(application) -> dict:
    lines = precheck_run(version=application.current, today=timezone.localdate())
    return {line.key: line for line in lines}


def by_title(application, words: str):
    lines = precheck_run(version=application.current, today=timezone.localdate())
    return next(line for line in lines if words in line.title)


def test_an_empty_draft_names_what_is_missing(world):
    lines = run(start(world))
    profile = lines["form-profile-complete"]
    assert (profile.result, profile.blocks, profile.clause_ref) == ("unmet", True, "附2“揭榜单位申报表”")
    assert "揭榜负责人姓名" in profile.explanation
    assert "第 1 类" in lines["form-evidence-complete"].explanation
    assert lines["form-indicators-answered"].blocks


def test_a_complete_one_has_nothing_that_blocks(world):
    assert not [line for line in run(complete(world)).values() if line.blocks]


@pytest.mark.parametrize(("count", "result"), [(500, "met"), (501, "unmet")])
def test_hard_limits(world, count, result):
    application = start(world)
    save(application, "profile", {"introduction": "字" * count}, world.editor)
    line = run(application)["form-profile-limit-profile.introduction"]
    assert (line.result, line.blocks) == (result, result == "unmet")


def test_a_principle_stops_blocking_with_a_reason(world):
    application = start(world)
    save(application, "task_plan", {"part-brief": "字" * 6001}, world.editor)
    key = "form-task_plan-limit-task_plan"
    assert run(application)[key].blocks
    reason_save(application=application, key="task_plan", reason="多个子系统", actor=world.editor)
    line = run(application)[key]
    assert (line.result, line.blocks, line.reason) == ("unmet", False, "多个子系统")


def test_the_rule_of_the_call_goes_before_that_of_the_form(world):
    make_rule(
        call=world.call,
        kind="text_limit",
        strength="must",
        parameters={"section": "task_plan", "section_title": "揭榜任务书", "limit": 6000},
        clause_text="任务书不超过6000字。",
    )
    lines = run(start(world))
    assert "form-task_plan-limit-task_plan" not in lines
    assert sum("揭榜任务书不超过" in line.title for line in lines.values()) == 1


def test_rules_lead_to_where_they_are_mended(world):
    make_rule(call=world.call, kind="one_recommender", clause_text="不接受无推荐单位的申报主体。")
    application = start(world)
    application.recommender = None
    application.save(update_fields=["recommender"])
    line = by_title(application, "推荐单位推荐")
    assert (line.result, line.section_key, line.clause_text) == ("unmet", "recommender", "不接受无推荐单位的申报主体。")


def test_a_rule_without_a_section_takes_its_reason_by_its_own_key(world):
    make_rule(call=world.call, strength="principle", parameters={"limit": 1})
    submit(complete(world), world.admin)
    application = complete(world)
    line = by_title(application, "不超过 1 项")
    assert line.blocks
    assert line.reason_key.startswith("rule-")
    reason_save(application=application, key=line.reason_key, reason="两个独立产品", actor=world.editor)
    assert not by_title(application, "不超过 1 项").blocks


def test_encouragement_and_doubt_do_not_block(world):
    make_rule(call=world.call, kind="target_meets_requirement", strength="encouraged", clause_text="鼓励超过。")
    make_rule(call=world.call, kind="not_former_winner", clause_text="不得重复申报。")
    application = complete(world)
    (indicator,) = application.current.direction_version.indicators.all()
    save(application, "indicators", {f"i{indicator.pk}-target": "60", f"i{indicator.pk}-current": "1"}, world.editor)
    FormerWinner.objects.create(
        call=world.call, organisation_name=world.organisation.name, product_name="车规级固态激光雷达系统"
    )
    below, doubtful = by_title(application, "达到或超过"), by_title(application, "前期揭榜优胜")
    assert (below.result, below.blocks) == ("unmet", False)
    assert (doubtful.result, doubtful.blocks) == ("unknown", False)


def test_rules_of_another_direction_do_not_hold(world):
    other = make_direction(call=world.call)
    make_rule(call=world.call, parameters={"limit": 1}, direction=other)
    assert not any(key.startswith("rule-") for key in run(start(world)))


def test_facts(world):
    submit(complete(world), world.admin)
    application = complete(world)
    save(application, "participants", {"p0-name": "示例大学"}, world.editor)
    version = version_loaded(application.current)
    facts = facts_gather(version=version, schema=schema_of(version.form_version), today=timezone.localdate())
    assert (facts.other_applications, facts.recommender_count) == (1, 1)
    assert facts.participant_names == ("示例大学",)
    assert facts.evidence == dict.fromkeys(["revenue", "rd_spending", "capability", "honours", "performance"], 1)
    assert facts.texts["product.product_overview"] == 12
    assert facts.texts["task_plan"] == sum(v for k, v in facts.texts.items() if k.startswith("task_plan."))
    assert facts.region_path == "510000/510100/"
    assert facts.is_legal_person
    assert (facts.commitments[0].target_comparator, facts.commitments[0].target_value) == (">=", 75)
