from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from calls.models import Extension
from tests.factories import make_call, make_direction, make_membership, make_organisation, make_region

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MIDNIGHT = datetime(2027, 3, 1, 16, 0, tzinfo=UTC)  # 24:00 of 1 March in Shanghai
FIVE = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _outside(settings):
    settings.PORTAL_URL = "https://portal.example"


def entries(client, **params):
    answer = client.get(reverse("calls:feed"), params)
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314  (our own)


def events(client, name="calendar", *args, **params):
    answer = client.get(reverse(f"calls:{name}", args=args), params)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_feed_names_published_calls_by_their_addresses(client):
    call = make_call(title="甲榜<&>\x0b", doc_no="示例〔2026〕1号")
    make_call(title="草稿", published=False)
    [entry] = entries(client)
    assert entry.findtext(f"{ATOM}title") == "甲榜<&>"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{call.public_id}"
    assert entry.find(f"{ATOM}link").get("href") == f"https://portal.example/calls/{call.public_id}/"
    assert "示例〔2026〕1号" in entry.findtext(f"{ATOM}summary")


def test_feeds_by_region_and_track(client):
    city = make_region(code="510100", name="成都市", parent=make_region())
    make_call(title="市榜", region=city).tracks.update(title="元宇宙")
    make_call(title="省榜")
    assert len(entries(client)) == 2
    for params in ({"region": "510100"}, {"track": "元宇宙"}):
        assert [one.findtext(f"{ATOM}title") for one in entries(client, **params)] == ["市榜"]
        assert {str(one["summary"])[-2:] for one in events(client, **params)} == {"市榜"}


def test_deadlines_stand_on_their_day_or_at_their_instant(client):
    call = make_call(title="甲榜", applicants_until=MIDNIGHT, recommenders_until=FIVE)
    call.deadlines.filter(kind="recommender").update(precision="hour")
    day, instant = events(client, "call_calendar", call.public_id)
    assert day["dtstart"].dt == date(2027, 3, 1)
    assert instant["dtstart"].dt == FIVE
    assert str(day["summary"]) == "申报单位网上填报截止：甲榜"
    assert str(day["uid"]) == f"{call.public_id}-applicant@portal.example"
    assert "24:00" in str(day["description"])
    assert day.walk("VALARM")[0]["trigger"].dt == timedelta(days=-1)
    assert client.get(reverse("calls:call_calendar", args=[make_call(published=False).public_id])).status_code == 404


def test_an_extension_for_all_moves_the_event_and_renews_the_feed_and_one_for_a_single_office_does_not(client):
    call = make_call(applicants_until=MIDNIGHT, recommenders_until=FIVE)
    addresses = [reverse("calls:feed"), reverse("calls:calendar"), reverse("calls:data_json", args=["calls"])]
    first = [client.get(address) for address in addresses]

    def asked_again(header, name):
        return [client.get(a, headers={header: old[name]}).status_code for a, old in zip(addresses, first, strict=True)]

    assert asked_again("If-None-Match", "ETag") == [304] * 3
    assert asked_again("If-Modified-Since", "Last-Modified") == [304] * 3
    granted = {"deadline": call.deadlines.get(kind="applicant"), "reason": "停电", "granted_by": make_membership()}
    Extension.objects.create(**granted, until=MIDNIGHT + timedelta(days=3), organisation=make_organisation())
    assert asked_again("If-None-Match", "ETag") == [304] * 3
    Extension.objects.create(
        **granted, until=MIDNIGHT + timedelta(days=1), granted_at=timezone.now() + timedelta(seconds=2)
    )
    assert asked_again("If-None-Match", "ETag") == [200] * 3
    assert asked_again("If-Modified-Since", "Last-Modified") == [200] * 3
    assert events(client)[0]["dtstart"].dt == date(2027, 3, 2)


def test_pages_are_revalidated_by_their_content(client):
    call = make_call()
    direction = make_direction(call=call)
    for address in (
        reverse("calls:list"),
        reverse("calls:directions"),
        reverse("calls:detail", args=[call.public_id]),
        reverse("calls:direction", args=[direction.key]),
        reverse("calls:print", args=[call.public_id]),
        reverse("calls:data"),
    ):
        first = client.get(address)
        assert "Cookie" in first["Vary"]
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    make_direction(call=call, title="新方向")
    assert client.get(reverse("calls:detail", args=[call.public_id]), headers={"If-None-Match": "x"}).status_code == 200


def test_as_many_queries_for_30_calls_as_for_1(client):
    make_call()
    addresses = [reverse("calls:feed"), reverse("calls:calendar")]

    def counted():
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        return counts

    before = counted()
    for _n in range(29):
        make_call()
    assert counted() == before
