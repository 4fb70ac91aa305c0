import pytest

from calls.models import RuleVersion
from calls.rule_kinds.base import all_kinds
from tests.calls.views.office import text_of, url
from tests.factories import make_direction, make_region

pytestmark = pytest.mark.django_db


def test_rules_are_chosen_filled_changed_and_withdrawn(officer, call):
    direction = make_direction(call=call)
    assert all(str(k.label) in text_of(officer.get(url("rule_kinds", call.public_id))) for k in all_kinds())
    add = url("rule_new", call.public_id, "max_applications_per_applicant")
    clause = {"strength": "must", "clause_text": "不超过3个项目。", "scope": str(direction.key)}
    assert "limit" in text_of(officer.post(add, clause), 422)
    text_of(officer.post(add, {**clause, "limit": "3"}, follow=True))
    version = RuleVersion.objects.get()
    assert (version.parameters, version.direction) == ({"limit": 3}, direction)
    edit = url("rule", call.public_id, version.rule.key)
    assert 'value="3"' in text_of(officer.get(edit))
    text_of(officer.post(edit, {**clause, "limit": "2", "scope": "", "strength": "principle"}, follow=True))
    version.refresh_from_db()
    assert (version.parameters, version.direction, version.strength) == ({"limit": 2}, None, "principle")
    assert officer.get(url("rule_new", call.public_id, "moon")).status_code == 404
    text_of(officer.post(url("rule_remove", call.public_id, version.rule.key), follow=True))
    assert not RuleVersion.objects.exists()


@pytest.mark.parametrize("kind", [kind.code for kind in all_kinds()])
def test_each_kind_has_a_page(officer, call, kind):
    make_region()
    assert "条款原文" in text_of(officer.get(url("rule_new", call.public_id, kind)))
