import pytest

from calls.models import Rule
from calls.services.rules import Winner, former_winners_import, rule_add, rule_change, rule_withdraw
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor, make_call, make_rule

pytestmark = pytest.mark.django_db


def test_a_rule_comes_changes_and_goes():
    call = make_call(published=False)
    actor = make_actor(organisation=call.issuer)
    made = rule_add(
        call=call,
        kind="max_applications_per_applicant",
        parameters={"limit": 3},
        strength="must",
        clause_text="不超过3个项目。",
        actor=actor,
    )
    assert (made.number, made.published_at) == (1, None)
    rule_change(rule=made.rule, actor=actor, parameters={"limit": 2}, strength="principle")
    made.refresh_from_db()
    assert (made.parameters, made.strength) == ({"limit": 2}, "principle")
    rule_withdraw(rule=made.rule, actor=actor)
    assert not Rule.objects.exists()


def test_unknown_kinds_and_published_rules_are_refused():
    call = make_call()
    actor = make_actor(organisation=call.issuer)
    with pytest.raises(StateConflict):
        rule_add(call=call, kind="legal_person", parameters={}, strength="must", clause_text="x", actor=actor)
    with pytest.raises(StateConflict):
        rule_withdraw(rule=make_rule(call=call), actor=actor)
    draft = make_call(published=False, issuer=call.issuer)
    with pytest.raises(KeyError):
        rule_add(call=draft, kind="moon", parameters={}, strength="must", clause_text="x", actor=actor)


def test_former_winners_are_replaced_and_audited_also_after_publication():
    call = make_call()
    actor = make_actor(organisation=call.issuer)
    former_winners_import(call=call, winners=[Winner("甲公司", "产品一", 2019)], actor=actor)
    former_winners_import(call=call, winners=[Winner("乙公司", "产品二")], actor=actor)
    assert [w.organisation_name for w in call.former_winners.all()] == ["乙公司"]
    auditor = make_actor(role=Role.AUDITOR, organisation=call.issuer)
    assert AuditEntry.objects.visible_to(auditor).filter(action="former_winners_import").count() == 2
    with pytest.raises(NotAllowed):
        former_winners_import(call=call, winners=[], actor=auditor)
