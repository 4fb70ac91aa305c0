"""Every list of this room asks the database as often for 30 rows as for 1, of whatever its rows are made."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import Category, DirectionPart, Extension, FormerWinner, FundingTerm, Track
from calls.services.importing import import_start
from tests.calls.documents import imported, seed, upload
from tests.factories import (
    make_actor,
    make_call,
    make_direction,
    make_indicator,
    make_organisation,
    make_region,
    make_rule,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
MANY = 30


def url(name, *args):
    return reverse(f"calls:{name}", args=args)


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(captured)


def grown(client, addresses, grow):
    """Queries of each page before and after ``grow``; the first visit of all is not counted, it fills caches."""
    for address in addresses:
        queries(client, address)
    before = {address: queries(client, address) for address in addresses}
    grow()
    return before, {address: queries(client, address) for address in addresses}


@pytest.fixture
def officer():
    return make_actor()


def extend(call, *, officer, kind="applicant", **fields):
    deadline = call.deadlines.get(kind=kind)
    until = deadline.at + timedelta(days=1)
    return Extension.objects.create(deadline=deadline, until=until, reason="停电", granted_by=officer, **fields)


def test_lists_of_calls(client, officer):
    sign_in(client, officer)

    def one_more():
        for published in (True, False):
            call = make_call(created_by=officer.membership, published=published, doc_no="川经信〔2026〕1号")
            make_direction(call=call)
            extend(call, officer=make_actor().membership)
        import_start(uploads=[upload(b"x")], actor=officer)

    one_more()
    addresses = [url("list"), url("office_list"), url("directions"), reverse("reviews:office_applications")]
    before, after = grown(client, addresses, lambda: [one_more() for _n in range(MANY - 1)])
    assert after == before


def test_extensions_and_offices_to_choose_from(client, officer):
    call = make_call(created_by=officer.membership)
    sign_in(client, officer)

    def one_more():
        bureau = make_organisation(is_recommender=True, region=call.region)
        extend(call, officer=make_actor().membership, kind="recommender", organisation=bureau)
        extend(call, officer=make_actor().membership)

    one_more()
    addresses = [url("office_deadlines", call.public_id), url("detail", call.public_id)]
    before, after = grown(client, addresses, lambda: [one_more() for _n in range(MANY - 1)])
    assert after == before


@pytest.mark.parametrize("published", [True, False])
def test_directions_and_rules_over_tracks_and_categories(client, officer, published):
    call = make_call(created_by=officer.membership, published=published)
    sign_in(client, officer)

    def one_more():
        order = call.tracks.count() + 1
        track = Track.objects.create(call=call, order=order, title=f"领域{order}")
        category = Category.objects.create(track=track, order=1, title="核心基础")
        direction = make_direction(call=call, category=category)
        make_rule(call=call, direction=direction)
        make_rule(call=call, track=track)
        FormerWinner.objects.create(call=call, organisation_name="甲公司", product_name=f"产品{order}")
        return direction

    direction = one_more()
    make_rule(call=call, kind="not_former_winner")
    pages = ["call", "directions", "rules", "winners", "publish"]
    addresses = [url(f"office_{name}", call.public_id) for name in pages]
    addresses.append(url("office_direction", call.public_id, direction.key))
    if published:
        addresses += [url("detail", call.public_id), url("directions"), url("direction", direction.key)]
        addresses.append(url("detail", call.public_id) + "?category=核心基础")
    else:
        rule = make_rule(call=call)
        addresses.append(url("office_rule", call.public_id, rule.key))
        addresses.append(url("office_rule_new", call.public_id, "legal_person"))
    before, after = grown(client, addresses, lambda: [one_more() for _n in range(MANY - 1)])
    assert after == before


@pytest.mark.parametrize("published", [True, False])
def test_one_direction_with_all_it_says(client, officer, published):
    call = make_call(created_by=officer.membership, published=published)
    direction = make_direction(call=call, indicators=(), published=False)
    version = direction.versions.get()
    sign_in(client, officer)

    def one_more():
        order = version.indicators.count() + 2
        make_indicator(version=version, order=order, value=order, comparator=">=", unit="dB")
        DirectionPart.objects.create(version=version, order=order, kind="task", heading="揭榜任务", text="任务")
        FundingTerm.objects.create(version=version, source="grant", comparator="<=", amount=order)

    one_more()
    direction.published = version if published else None
    direction.save(update_fields=["published"])
    addresses = [url("office_direction", call.public_id, direction.key)]
    if published:
        addresses.append(url("direction", direction.key))
    before, after = grown(client, addresses, lambda: [one_more() for _n in range(9)])
    assert after == before


def test_a_reading_of_52_directions_as_one_of_18(client, officer):
    sign_in(client, officer)
    # Both regions that the documents name are known: one more question for the rule that asks for registration.
    make_region(), make_region(code="410100", name="郑州市")
    addresses = [url("office_import", imported(seed(number), actor=officer).public_id) for number in ("003", "002")]
    queries(client, addresses[0])
    counts = [queries(client, address) for address in addresses]
    assert counts[0] == counts[1]
