from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from stdnum.cn import uscc

from calls.models import Extension, IndicatorVersion
from portal.accounts.roles import Role
from tests.calls.views.office import text_of, url
from tests.factories import make_actor, make_call, make_direction, make_organisation, make_rule
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def test_a_published_call_is_read_only_but_time_can_be_added(officer):
    actor = make_actor()
    call = make_call(created_by=actor.membership)
    direction, rule = make_direction(call=call), make_rule(call=call)
    sign_in(officer, actor)
    for name, args in [
        ("basics", []),
        ("contact", []),
        ("deadlines", []),
        ("directions", []),
        ("direction", [direction.key]),
        ("direction_remove", [direction.key]),
        ("indicator_new", [direction.key]),
        ("rule", [rule.key]),
        ("rule_remove", [rule.key]),
        ("rule_new", ["legal_person"]),
    ]:
        assert officer.post(url(name, call.public_id, *args), {}).status_code == 409, name
    code = "91510100MA6DCP7K1"
    applicant = make_organisation(is_applicant=True, credit_code=code + uscc.calc_check_digit(code))
    deadline = call.deadlines.get(kind="applicant")
    day = (deadline.at + timedelta(days=3)).date().isoformat()
    data = {"deadline": deadline.pk, "day": day, "reason": "停电"}
    page = url("extension", call.public_id)
    assert "代码" in text_of(officer.post(page, data | {"credit_code": "123"}), 422)
    assert "晚于" in text_of(officer.post(page, data | {"day": "2020-01-01"}), 422)
    text_of(officer.post(page, data | {"credit_code": applicant.credit_code}, follow=True))
    assert Extension.objects.get().organisation == applicant
    assert applicant.name in text_of(officer.get(url("deadlines", call.public_id)))


READ = ["call", "basics", "contact", "deadlines", "directions", "rules", "winners", "publish"]


def test_the_auditor_reads_and_changes_nothing(client, call):
    direction = make_direction(call=call)
    sign_in(client, make_actor(role=Role.AUDITOR, organisation=call.issuer))
    assert call.title in text_of(client.get(url("list")))
    for name in READ:
        text_of(client.get(url(name, call.public_id)))
        if name not in {"call", "rules"}:
            assert client.post(url(name, call.public_id), {"title": "x"}).status_code == 403, name
    text_of(client.get(url("direction", call.public_id, direction.key)))
    assert client.post(url("direction_remove", call.public_id, direction.key)).status_code == 403
    assert client.get(url("new")).status_code == 403


def test_another_offices_calls_are_not_found(client, call):
    sign_in(client, make_actor())
    public = make_call()
    for one in (call, public):
        for name in READ:
            assert client.get(url(name, one.public_id)).status_code == 404
        assert client.post(url("basics", one.public_id), {"title": "别人的"}).status_code == 404


def test_ids_of_another_call_do_not_open_its_rows(officer, call):
    """Parent and child ids both count."""
    foreign = make_call(published=False)
    direction, rule = make_direction(call=foreign), make_rule(call=foreign)
    indicator = IndicatorVersion.objects.get(direction_version__direction=direction)
    mine = make_direction(call=call)
    for name, args in [
        ("direction", [direction.key]),
        ("rule", [rule.key]),
        ("indicator", [mine.key, indicator.indicator.key]),
    ]:
        assert officer.get(url(name, call.public_id, *args)).status_code == 404


def test_query_counts_do_not_grow(officer, call):
    def count(address):
        with CaptureQueriesContext(connection) as captured:
            text_of(officer.get(address))
        return len(captured)

    direction = make_direction(call=call)
    make_rule(call=call, direction=direction)
    addresses = [url("list"), *[url(name, call.public_id) for name in READ]]
    addresses += [url("direction", call.public_id, direction.key), url("rule_new", call.public_id, "legal_person")]
    before = [count(address) for address in addresses]
    for _n in range(29):
        make_call(created_by=call.created_by, published=False)
        make_rule(call=call, direction=make_direction(call=call))
    assert [count(address) for address in addresses] == before
