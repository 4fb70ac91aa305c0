"""Saving sections: typed, in part when something cannot be read, never over somebody else's text."""

from decimal import Decimal

import pytest
from django.utils import timezone

from applications import sections
from applications.models import Answer, SectionState
from applications.selectors.forms import schema_of
from applications.services.saving import SectionConflict, reason_save
from applications.services.submitting import application_withdraw
from portal.accounts.roles import Role
from portal.workflow import NotAllowed, StateConflict
from tests.applications.helpers import PROFILE, actor_of, complete, make_world, save, start, submit
from tests.factories import make_direction, make_organisation


def test_fields_become_typed_columns(world):
    application = start(world)
    saved = save(application, "profile", PROFILE, world.editor)
    assert saved.errors == {}
    profile = application.current.profile
    profile.refresh_from_db()
    assert (profile.revenue, profile.staff_count, profile.is_listed) == (Decimal("12000.50"), 300, False)
    assert profile.ownership == "private"


def test_what_is_read_back_is_saved_again_unchanged(world):
    application = complete(world)
    for section in schema_of(application.current.form_version).sections:
        if section.kind == "evidence":
            continue
        handler = sections.handler_of(section.kind)
        application.current.refresh_from_db()
        raw = handler.read(section, application.current)
        assert handler.parse(section, application.current, raw).errors == {}
        save(application, section.key, raw, world.editor)
        again = type(application.current).objects.get(pk=application.current_id)
        assert handler.read(section, again) == raw, section.key


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("revenue", "1,2,3", "请填写数字"),
        ("revenue", "-5", "不能小于 0"),
        ("revenue", "1" * 20, "请填写数字"),
        ("staff_count", "300.5", "请填写数字"),
        ("leader_email", "没有", "邮箱"),
        ("leader_phone", "028-1234", "手机"),
        ("credit_code", "91110000600037341X", "校验位"),
        ("ownership", "nonsense", "选择"),
        ("address", "长" * 201, "200"),
    ],
)
def test_one_bad_input_leaves_the_rest_saved(world, key, typed, words):
    application = start(world)
    saved = save(application, "profile", PROFILE | {key: typed}, world.editor)
    assert list(saved.errors) == [key]
    assert words in saved.errors[key]
    application.current.profile.refresh_from_db()
    assert application.current.profile.leader_name == "示例负责人"


def test_too_much_text_is_kept_whole(world):
    application = start(world)
    saved = save(application, "profile", {"introduction": "字" * 700}, world.editor)
    assert saved.errors == {}
    application.current.profile.refresh_from_db()
    assert application.current.profile.introduction == "字" * 700


def test_a_field_that_was_not_sent_keeps_what_stands_there(world):
    application = start(world)
    save(application, "profile", PROFILE, world.editor)
    save(application, "profile", {"address": "新地址"}, world.editor)
    application.current.profile.refresh_from_db()
    assert application.current.profile.leader_name == "示例负责人"


def test_an_older_revision_is_a_conflict_with_both_texts(world):
    application = start(world)
    save(application, "task_plan", {"part-brief": "同事写的"}, world.admin)
    with pytest.raises(SectionConflict) as conflict:
        save(application, "task_plan", {"part-brief": "我写的"}, world.editor, revision=0)
    (difference,) = conflict.value.differences
    assert (difference.label, difference.theirs, difference.mine) == ("一、揭榜任务简要介绍", "同事写的", "我写的")
    assert conflict.value.who == world.admin.user.name
    assert conflict.value.when <= timezone.now()
    assert conflict.value.revision == 1


def test_the_same_text_from_two_tabs_is_no_conflict(world):
    application = start(world)
    save(application, "task_plan", {"part-brief": "一样\n的"}, world.admin)
    again = save(application, "task_plan", {"part-brief": "一样\r\n的"}, world.editor, revision=0)
    assert again.revision == 1


def test_targets_are_comparators_with_values(world):
    application = start(world)
    (indicator,) = application.current.direction_version.indicators.all()
    name = f"i{indicator.pk}"
    data = {
        f"{name}-target": "75",
        f"{name}-current": "60",
        "own0-name": "MTBF",
        "own0-target": "8000 h",
        "own0-unit": "h",
    }
    assert save(application, "indicators", data, world.editor).errors == {}
    own_row, row = application.current.commitments.order_by("-order")
    assert (row.target_comparator, row.target_value, row.unit) == (">=", 75, "dB")
    assert (own_row.name, own_row.target_comparator, own_row.target_value) == ("MTBF", "=", 8000)


def test_a_target_that_is_no_number_keeps_the_one_before(world):
    application = start(world)
    (indicator,) = application.current.direction_version.indicators.all()
    name = f"i{indicator.pk}"
    save(application, "indicators", {f"{name}-target": "75"}, world.editor)
    saved = save(application, "indicators", {f"{name}-target": "很高", f"{name}-current": "60"}, world.editor)
    assert "请填写数字，例如 ≥ 70" in saved.errors[f"{name}-target"]
    row = application.current.commitments.get()
    assert (row.target_value, row.current_level) == (75, "60")


def test_words_answer_a_qualitative_indicator(world):
    direction = make_direction(call=world.call, indicators=({"subject": "性能达到国际先进水平"},))
    application = start(world, direction=direction)
    (indicator,) = application.current.direction_version.indicators.all()
    assert save(application, "indicators", {f"i{indicator.pk}-target": "300"}, world.editor).errors == {}
    assert application.current.commitments.get().target_text == "300"


def test_participants_come_and_go(world):
    application = start(world)
    save(application, "participants", {"p0-name": "示例大学", "p2-name": "示例研究所", "p2-task": "测试"}, world.editor)
    assert [p.name for p in application.current.participants.all()] == ["示例大学", "示例研究所"]
    save(application, "participants", {"none": "on"}, world.editor)
    assert not application.current.participants.exists()
    assert Answer.objects.get(field_key="participants_none").flag


def test_the_pledge_says_who_agreed(world):
    application = start(world)
    save(application, "pledge", {"agreed": "on"}, world.editor)
    pledge = application.current.pledge
    pledge.refresh_from_db()
    assert pledge.agreed_by == world.editor.membership
    save(application, "pledge", {"contact_name": "示例"}, world.admin)
    pledge.refresh_from_db()
    assert (pledge.agreed, pledge.agreed_by, pledge.agreed_at) == (False, None, None)


def test_control_characters_do_no_harm(world):
    application = start(world)
    save(application, "task_plan", {"part-brief": "前\x00后"}, world.editor)
    assert application.current.narratives.get().body["brief"] == "前后"


def test_only_filers_of_the_organisation_write(world):
    application = start(world)
    strangers = [
        actor_of(Role.APPLICANT_READER, world.organisation),
        actor_of(Role.APPLICANT_EDITOR, make_organisation(is_applicant=True)),
        world.officer,
    ]
    for actor in strangers:
        with pytest.raises(NotAllowed):
            save(application, "product", {"product_name": "x"}, actor)


def test_nothing_is_written_after_submission_or_withdrawal(world):
    submitted, withdrawn = complete(world), start(world)
    submit(submitted, world.admin)
    application_withdraw(application=withdrawn, reason="不再申报", actor=world.admin)
    for application in (submitted, withdrawn):
        with pytest.raises(StateConflict):
            save(application, "product", {"product_name": "x"}, world.editor)
        with pytest.raises(StateConflict):
            reason_save(application=application, key="rule-1", reason="x", actor=world.editor)


def test_unknown_sections_are_refused(world):
    application = start(world)
    with pytest.raises(KeyError):
        save(application, "nothing", {}, world.editor)
    assert not SectionState.objects.exists()


def test_major_project_amounts_are_answers(db):
    from applications.services.forms import form_choose, form_publish
    from tests.factories import make_call

    world = make_world()
    call = make_call(created_by=world.issuing.membership, published=False)
    form_choose(call=call, preset="major_project", actor=world.issuing)
    form_publish(call=call, actor=world.issuing)
    type(call)._base_manager.filter(pk=call.pk).update(
        state="published", published_at=timezone.now(), published_by=world.issuing.membership
    )
    call.refresh_from_db()
    application = start(world, direction=make_direction(call=call))
    saved = save(application, "budget", {"funding_own": "1 000.50", "funding_municipal": "五百"}, world.editor)
    assert list(saved.errors) == ["funding_municipal"]
    assert Answer.objects.get(field_key="funding_own").number == Decimal("1000.50")
