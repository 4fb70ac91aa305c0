"""Real threads on PostgreSQL: what is counted, numbered or submitted at the same instant stays right."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from applications.models import Application, ApplicationState, Submission
from applications.services.drafts import application_start
from applications.services.submitting import (
    PrecheckFailed,
    application_submit,
    application_withdraw,
    submission_key,
)
from applications.services.versions import application_reopen
from portal.documents.models import Document
from portal.scoping import system_scope
from portal.workflow import StateConflict, advance
from tests.applications.helpers import agree, complete, make_world, save, submit
from tests.factories import make_rule

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works: Callable[[], object]) -> list[object]:
    """Run all at the same instant, each on a connection of its own; results or exceptions in their order."""
    barrier = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(30)
            results[place] = work()
        except Exception as error:  # noqa: BLE001  told to the test
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results


def submitting(application: Application, actor, key=None) -> Callable[[], object]:
    key = key or submission_key(application.current)
    row = Application._base_manager.get(pk=application.pk)
    return lambda: application_submit(application=row, key=key, arrived_at=timezone.now(), actor=actor)


def test_thirty_at_once_of_three_allowed():
    world = make_world()
    make_rule(call=world.call)
    applications = [complete(world) for _number in range(30)]
    results = together(*[submitting(a, world.admin) for a in applications])
    assert sum(isinstance(r, Submission) for r in results) == 3
    assert sum(isinstance(r, PrecheckFailed) for r in results) == 27
    with system_scope("test"):
        assert Application.objects.filter(state=ApplicationState.SUBMITTED).count() == 3
        numbers = list(Application.objects.filter(number__isnull=False).values_list("number", flat=True))
    assert len({number.split("-")[2] for number in numbers}) == 3
    assert Submission.objects.count() == 3


def test_one_key_thirty_times_is_one_receipt():
    world = make_world()
    application = complete(world)
    key = submission_key(application.current)
    results = together(*[submitting(application, world.admin, key) for _number in range(30)])
    assert {getattr(r, "pk", r) for r in results} == {Submission.objects.get().pk}
    with system_scope("test"):
        assert Document.objects.count() == 2


def test_two_organisations_get_numbers_of_their_own():
    world = make_world()
    applications = [complete(world) for _number in range(6)]
    results = together(*[submitting(a, world.admin) for a in applications])
    assert len({r.number for r in results}) == 6


def test_submit_against_withdraw():
    world = make_world()
    for _round in range(5):
        application = complete(world)
        row = Application._base_manager.get(pk=application.pk)
        handed_in, withdrawn = together(
            submitting(application, world.admin),
            lambda row=row: application_withdraw(application=row, reason="不再申报", actor=world.admin),
        )
        application.refresh_from_db()
        assert not isinstance(withdrawn, Exception)
        assert application.state == ApplicationState.WITHDRAWN
        assert isinstance(handed_in, Submission | StateConflict)
        assert application.submissions.count() == isinstance(handed_in, Submission)


def test_submit_against_save_freezes_either_before_or_after():
    world = make_world()
    for _round in range(5):
        application = complete(world)
        handed_in, saved = together(
            submitting(application, world.admin),
            lambda application=application: save(
                Application._base_manager.get(pk=application.pk), "product", {"product_name": "改名"}, world.editor
            ),
        )
        application.refresh_from_db()
        application.current.refresh_from_db()
        if isinstance(handed_in, Submission):
            assert isinstance(saved, StateConflict)
            assert application.current.product_name == "车规级固态激光雷达"
        else:
            assert isinstance(handed_in, StateConflict)
            assert application.current.product_name == "改名"


def test_resubmit_against_a_second_return():
    world = make_world()
    application = complete(world)
    submit(application, world.admin)
    advance(application, "return", actor=world.officer, comment="请补充。")
    application_reopen(application=application)
    agree(application, world.admin)
    application.refresh_from_db()
    row = Application._base_manager.get(pk=application.pk)

    def back() -> object:
        return advance(row, "return", actor=world.officer, comment="再补充。")

    handed_in, _returned = together(submitting(application, world.admin), back)
    assert isinstance(handed_in, Submission)
    assert Submission.objects.count() == 2


def test_one_click_ten_times_is_one_draft():
    world = make_world()
    key = uuid4()

    def click() -> object:
        return application_start(direction=world.direction, key=key, arrived_at=timezone.now(), actor=world.editor)

    assert len({r.pk for r in together(*[click] * 10)}) == 1
    with system_scope("test"):
        assert Application.objects.count() == 1


def test_two_people_save_the_same_section():
    world = make_world()
    application = complete(world)
    revision = application.current.section_states.get(section_key="product").revision

    def write(name: str, actor) -> Callable[[], object]:
        row = Application._base_manager.get(pk=application.pk)
        return lambda: save(row, "product", {"product_name": name}, actor, revision=revision)

    results = together(write("甲", world.admin), write("乙", world.editor))
    assert sorted(type(r).__name__ for r in results) == ["Saved", "SectionConflict"]
    application.current.refresh_from_db()
    assert application.current.product_name in ("甲", "乙")
