import pytest

from calls.models import Track
from calls.selectors.rules import rules_for_writing, rules_in_force, rules_of_everything
from tests.factories import make_call, make_direction, make_rule

pytestmark = pytest.mark.django_db


def test_a_direction_has_the_rules_of_call_track_and_itself():
    call = make_call()
    first, other = make_direction(call=call), make_direction(call=call)
    elsewhere = Track.objects.create(call=call, order=2, title="元宇宙")
    whole = make_rule(call=call, strength="encouraged")
    tracked = make_rule(call=call, track=first.track)
    own = make_rule(call=call, direction=first, strength="principle")
    make_rule(call=call, direction=other)
    make_rule(call=call, track=elsewhere)
    make_rule(call=make_call())
    make_rule(call=call, published=False)
    assert [v.rule for v in rules_in_force(call=call, direction=first)] == [tracked, own, whole]
    assert [v.rule for v in rules_in_force(call=call)] == [whole]
    assert len(rules_of_everything(call=call)) == 5


def test_officers_see_the_newest_version_of_each():
    call = make_call(published=False)
    rule = make_rule(call=call)
    rule.versions.create(number=2, kind="legal_person", clause_text="x")
    assert [v.number for v in rules_for_writing(call=call)] == [2]
