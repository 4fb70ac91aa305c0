"""A 更正公告 and what was answered before it: nothing changes silently, in drafts, submissions and their successors."""

import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from applications.models import ApplicationVersion, SectionState
from applications.sections.indicators import answers
from applications.selectors.reading import changes_between
from applications.services.precheck import precheck_run
from applications.services.saving import SectionConflict
from applications.services.submitting import PrecheckFailed, submission_key
from applications.services.versions import application_reopen
from calls.services.correcting import indicator_correct, indicator_strike, rule_correct
from calls.services.correction_publishing import correction_publish
from calls.services.corrections import correction_start
from portal.workflow import StateConflict, advance
from tests.applications.helpers import complete, make_world, save, start, submit
from tests.factories import make_direction
from tests.signing_in import sign_in

LINE = "form-indicators-corrected"


def make_two(world):
    """A second indicator in the direction, before anything is published of it: a new world's direction."""
    world.direction = make_direction(
        call=world.call,
        title="激光雷达",
        indicators=(
            {"subject": "测距精度", "comparator": "<=", "value": 3, "unit": "cm"},
            {"subject": "探测距离", "comparator": ">=", "value": 150, "unit": "m"},
        ),
    )
    return world


@pytest.fixture
def two(world):
    return make_two(world)


def indicators(direction):
    direction.refresh_from_db()
    return list(direction.published.indicators.select_related("indicator"))


def correct(world, *, strike=None, add=None, **values):
    """Publish a correction of the first indicator."""
    row = correction_start(call=world.call, title="更正", reason="印误", actor=world.issuing)
    first = indicators(world.direction)[0]
    if values:
        kept = {"subject": first.subject, "comparator": first.comparator, "unit": first.unit, "text": first.text}
        indicator_correct(
            correction=row,
            direction=world.direction,
            indicator=first.indicator,
            actor=world.issuing,
            **(kept | values),
        )
    if strike:
        indicator_strike(correction=row, direction=world.direction, indicator=strike.indicator, actor=world.issuing)
    if add:
        indicator_correct(correction=row, direction=world.direction, actor=world.issuing, **add)
    correction_publish(correction=row, actor=world.issuing)
    return row


def line_of(application):
    application.refresh_from_db()
    lines = precheck_run(version=application.current, today=timezone.localdate())
    return next((line for line in lines if line.key == LINE), None)


def rows_of(application):
    application.refresh_from_db()
    rows = application.current.commitments.order_by("order")
    return [(c.indicator_version_id, c.name, c.target_value) for c in rows]


def test_a_draft_is_asked_again_and_keeps_what_it_said(two):
    draft = complete(two)
    before = rows_of(draft)
    assert line_of(draft) is None
    correct(two, value=Decimal(2))
    draft.refresh_from_db()
    assert draft.current.direction_version.number == 2
    assert rows_of(draft) == before
    line = line_of(draft)
    assert line.result == "unmet"
    assert line.blocks
    assert "测距精度" in line.explanation
    assert "探测距离" not in line.explanation
    with pytest.raises(PrecheckFailed):
        submit(draft, two.admin)
    new = indicators(two.direction)
    save(draft, "indicators", {f"i{new[0].pk}-target": "1.5", f"i{new[0].pk}-current": "4"}, two.editor)
    assert line_of(draft).result == "met"
    submission = submit(draft, two.admin)
    frozen = {c.indicator_version_id for c in submission.version.commitments.all()}
    assert frozen == {one.pk for one in new}


def test_a_save_of_something_else_keeps_the_old_answer(two):
    draft = complete(two)
    old = indicators(two.direction)[0]
    correct(two, value=Decimal(2))
    new = indicators(two.direction)
    save(draft, "indicators", {f"i{new[1].pk}-target": "200", f"i{new[0].pk}-current": "3.5"}, two.editor)
    assert (old.pk, "测距精度", Decimal(75)) in rows_of(draft)
    assert draft.current.commitments.get(indicator_version=old).current_level == "3.5"
    assert line_of(draft).result == "unmet"
    wrong = save(draft, "indicators", {f"i{new[0].pk}-target": "很小"}, two.editor)
    assert wrong.errors
    assert (old.pk, "测距精度", Decimal(75)) in rows_of(draft)
    save(draft, "indicators", {f"i{new[0].pk}-drop": "on"}, two.editor)
    assert [row[1] for row in rows_of(draft)] == ["探测距离"]
    assert line_of(draft).result == "met"


def test_unchanged_words_need_no_new_answer(two):
    draft = complete(two)
    correct(two, strike=indicators(two.direction)[0])
    draft.refresh_from_db()
    found = answers(draft.current)
    assert not found.stale
    assert [row.name for row in found.gone] == ["测距精度"]
    assert line_of(draft).result == "met"
    submission = submit(draft, two.admin)
    (kept,) = submission.version.commitments.all()
    assert kept.indicator_version == indicators(two.direction)[0]


def test_a_new_indicator_is_asked_for(two):
    draft = complete(two)
    correct(two, add={"subject": "功耗", "comparator": "<=", "value": Decimal(10), "unit": "W"})
    lines = precheck_run(version=ApplicationVersion.objects.get(pk=draft.current_id), today=timezone.localdate())
    assert any(line.blocks and "功耗" in line.explanation for line in lines)


def test_what_was_submitted_stays_as_it_was_and_its_successor_is_asked(two):
    application = complete(two)
    submission = submit(application, two.admin)
    before = rows_of(application)
    canonical = submission.canonical
    correct(two, value=Decimal(2))
    application.refresh_from_db()
    submission.refresh_from_db()
    assert (rows_of(application), submission.canonical) == (before, canonical)
    assert application.current.direction_version.number == 1
    first = application.current
    advance(application, "return", actor=two.officer, comment="请补充")
    application_reopen(application=application)
    assert line_of(application).result == "unmet"
    changes = changes_between(old=first, new=application.current)
    assert [(c.label.split()[0], c.old, c.new) for c in changes] == [("测距精度", "≥ 75", "")]


def test_a_page_opened_before_is_not_saved_over_the_correction(two):
    draft = complete(two)
    section = SectionState.objects.get(version=draft.current, section_key="indicators")
    key = submission_key(draft.current)
    correct(two, value=Decimal(2))
    with pytest.raises(SectionConflict) as conflict:
        save(draft, "indicators", {}, two.editor, revision=section.revision)
    assert conflict.value.who == ""
    draft.refresh_from_db()
    assert submission_key(draft.current) != key
    with pytest.raises(StateConflict):
        submit(draft, two.admin, key=key)


def test_the_page_shows_old_and_new_beside_the_row(client, two):
    draft = complete(two)
    old = indicators(two.direction)[0]
    correct(two, value=Decimal(2))
    sign_in(client, two.editor)
    url = reverse("applications:section", args=[draft.public_id, "indicators"])
    page = client.get(url).content.decode()
    assert "更正公告第 1 号更改了本方向的指标" in page
    assert "<del>测距精度 ≤ 3 cm</del>" in page
    assert "<ins>测距精度 ≤ 2 cm</ins>" in page
    assert "≥ 75" in page
    tasks = client.get(reverse("applications:detail", args=[draft.public_id])).content.decode()
    assert "更正公告" in tasks
    stale = client.post(url, {"revision": 1, f"i{old.pk}-target": "2.5", f"i{old.pk}-current": "5"})
    assert stale.status_code == 409
    again = stale.content.decode()
    assert "更正公告改变了这一部分的要求" in again
    assert 'value="2.5"' in again


def test_a_draft_made_at_that_moment_follows_with_its_next_save(two):
    draft = start(two)
    behind = two.direction.published_id
    correct(two, value=Decimal(2))
    ApplicationVersion.objects.filter(pk=draft.current_id).update(direction_version=behind)
    save(draft, "participants", {"none": "on"}, two.editor)
    draft.refresh_from_db()
    assert draft.current.direction_version == indicators(two.direction)[0].direction_version


def test_rules_hold_from_the_publication_on(two):
    draft = complete(two)
    row = correction_start(call=two.call, title="条件", reason="漏印", actor=two.issuing)
    rule_correct(
        correction=row,
        kind="max_applications_per_applicant",
        parameters={"limit": 0},
        strength="must",
        clause_text="本次不受理。",
        actor=two.issuing,
    )
    correction_publish(correction=row, actor=two.issuing)
    lines = precheck_run(version=ApplicationVersion.objects.get(pk=draft.current_id), today=timezone.localdate())
    assert any(line.blocks and line.clause_text == "本次不受理。" for line in lines)


@pytest.mark.django_db(transaction=True)
def test_a_submission_at_the_same_moment_finds_the_new_words():
    """The correction holds the direction: the submission waits for it, and is then asked again."""
    two = make_two(make_world())
    draft = complete(two)
    outcome, waiting = [], threading.Event()

    def hand_in():
        waiting.set()
        try:
            submit(draft, two.admin)
            outcome.append("submitted")
        except StateConflict as conflict:
            outcome.append(type(conflict).__name__)
        finally:
            connection.close()

    with transaction.atomic():
        correct(two, value=Decimal(2))
        other = threading.Thread(target=hand_in)
        other.start()
        waiting.wait()
    other.join()
    assert outcome in (["StateConflict"], ["PrecheckFailed"])
    assert not ApplicationVersion.objects.filter(frozen_at__isnull=False).exists()
