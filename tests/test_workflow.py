"""The gate: who may, when, with which words; what it leaves behind; what the database refuses beside it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import RequestFactory

from applications.models import Application, ApplicationState
from portal import workflow
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry, TransitionLog
from portal.errors import GateMiddleware
from portal.notifications.models import OutboxRow
from portal.notifications.services.outbox import outbox_put
from portal.workflow import (
    NotAllowed,
    StateConflict,
    Table,
    Transition,
    advance,
    refuse_unless_possible,
    register_table,
    table_of,
    tables,
)
from tests.factories import make_actor, make_application, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return make_organisation(name="示例市经信局", is_recommender=True)


@pytest.fixture
def officer(bureau):
    return make_actor(role=Role.BUREAU_OFFICER, organisation=bureau)


@pytest.fixture
def application(bureau):
    return make_application(recommender=bureau, state=ApplicationState.SUBMITTED)


def stored(application) -> str:
    return Application._base_manager.get(pk=application.pk).state


def test_a_move_writes_state_log_and_audit(application, officer):
    log = advance(application, "return", actor=officer, comment="  请补充测试报告 ")
    assert application.state == stored(application) == ApplicationState.RETURNED
    assert TransitionLog.objects.get() == log
    assert (log.action, log.from_state, log.to_state) == ("return", "submitted", "returned")
    assert (log.user, log.membership, log.comment) == (officer.user, officer.membership, "请补充测试报告")
    entry = AuditEntry._base_manager.get(action="transition")
    assert entry.issuer_id == application.call.issuer_id
    assert (entry.object_type, entry.object_id) == ("applications.application", str(application.pk))
    assert entry.data == {"action": "退回", "from": "submitted", "to": "returned", "log": log.pk}


def test_a_wrong_state_is_a_conflict_told_in_chinese(application, officer):
    advance(application, "recommend", actor=officer)
    with pytest.raises(StateConflict, match="“已推荐”，不能退回") as conflict:
        advance(application, "return", actor=officer, comment="请补充")
    request = RequestFactory().post("/")
    request.actor, request.user, request.memberships = officer, officer.user, [officer.membership]
    answer = GateMiddleware(lambda request: None).process_exception(request, conflict.value)
    assert answer.status_code == 409
    assert "不能退回" in answer.content.decode()


def test_who_may_not_is_refused_with_the_reason(application):
    stranger = make_actor(role=Role.BUREAU_OFFICER)
    with pytest.raises(NotAllowed, match="只有该申报的推荐单位可以办理"):
        advance(application, "recommend", actor=stranger)
    assert stored(application) == ApplicationState.SUBMITTED
    assert not TransitionLog.objects.exists()


def test_who_may_not_is_told_nothing_of_the_state(application, officer):
    advance(application, "recommend", actor=officer)
    with pytest.raises(NotAllowed, match="只有该申报的推荐单位可以办理"):
        advance(application, "return", actor=make_actor(role=Role.BUREAU_OFFICER), comment="请补充")


def test_a_page_can_ask_beforehand_what_the_gate_would_say(application, officer):
    refuse_unless_possible(application, "return", actor=officer)
    with pytest.raises(NotAllowed):
        refuse_unless_possible(application, "return", actor=make_actor(role=Role.BUREAU_OFFICER))
    advance(application, "recommend", actor=officer)
    with pytest.raises(StateConflict, match="“已推荐”，不能退回"):
        refuse_unless_possible(application, "return", actor=officer)
    issuer = make_actor(role=Role.ISSUING_OFFICER, organisation=application.call.issuer)
    with pytest.raises(StateConflict, match="尚未报送"):
        refuse_unless_possible(application, "receive", actor=issuer)


def test_the_state_is_asked_of_the_database_not_of_the_object_in_hand(application, officer):
    advance(Application._base_manager.get(pk=application.pk), "recommend", actor=officer)
    assert application.state == ApplicationState.SUBMITTED
    with pytest.raises(StateConflict):
        advance(application, "recommend", actor=officer)


def test_what_is_not_possible_now_is_a_conflict(application, officer):
    advance(application, "recommend", actor=officer)
    issuer = make_actor(role=Role.ISSUING_OFFICER, organisation=application.call.issuer)
    with pytest.raises(StateConflict, match="尚未报送"):
        advance(application, "receive", actor=issuer)


@pytest.mark.parametrize("comment", ["", "   ", "\n"])
def test_a_move_that_needs_a_reason_is_refused_without(application, officer, comment):
    with pytest.raises(StateConflict, match="请写明退回的原因"):
        advance(application, "return", actor=officer, comment=comment)


def test_changes_are_written_with_the_state_and_shown_in_the_object(application, officer):
    advance(application, "recommend", actor=officer, changes={"external_number": "川2026-1"})
    assert application.external_number == "川2026-1"
    assert Application._base_manager.get(pk=application.pk).external_number == "川2026-1"


def test_an_effect_that_fails_takes_the_move_back(application, officer, monkeypatch):
    def effect(obj, log):
        outbox_put(task="tests.none", key="effect", payload={})
        raise LookupError

    table = table_of(Application)
    failing = Table(
        table.model,
        tuple(replace(t, effect=effect) if t.action == "recommend" else t for t in table.transitions),
        issuer=table.issuer,
    )
    monkeypatch.setitem(workflow._tables, Application, failing)
    with pytest.raises(LookupError):
        advance(application, "recommend", actor=officer)
    assert stored(application) == ApplicationState.SUBMITTED
    assert not TransitionLog.objects.exists()
    assert not OutboxRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_move_once(application, officer):
    def recommend(_number: int) -> str:
        try:
            advance(Application._base_manager.get(pk=application.pk), "recommend", actor=officer)
        except StateConflict:
            return "conflict"
        finally:
            connections.close_all()
        return "moved"

    with ThreadPoolExecutor(4) as pool:
        results = sorted(pool.map(recommend, range(4)))
    assert results == ["conflict", "conflict", "conflict", "moved"]
    assert TransitionLog.objects.count() == 1


def test_available_lists_what_the_actor_could_do_now(application, officer):
    actions = [t.action for t in table_of(Application).available(actor=officer, obj=application)]
    assert actions == ["return", "recommend", "decline"]
    reader = make_actor(role=Role.APPLICANT_READER, organisation=application.organisation)
    assert table_of(Application).available(actor=reader, obj=application) == []


def test_a_table_holds_each_action_once_and_a_model_one_table():
    twice = Transition("go", frozenset({"a"}), "b", "走")
    with pytest.raises(ValueError, match="twice"):
        Table("x", (twice, twice))
    with pytest.raises(ValueError, match="already"):
        register_table(Application, table_of(Application))


def test_every_table_moves_between_states_that_its_model_has():
    for model, table in workflow._tables.items():
        states = set(dict(model._meta.get_field(table.column).choices))
        for transition in table.transitions:
            assert transition.sources <= states, (table.model, transition.action)
            assert transition.target in states, (table.model, transition.action)
        assert table.model == model._meta.label_lower
    assert len(list(tables())) >= 8


@pytest.mark.parametrize(
    "values",
    [
        {"state": "submitted", "submitted_version": None},
        {"state": "submitted", "number": None},
        {"state": "recommended", "recommender": None},
        {"state": "received", "sent_at": None},
        {"state": "draft"},
    ],
)
def test_a_state_written_past_the_gate_fails_in_the_database(application, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Application._base_manager.filter(pk=application.pk).update(**values)
