import pytest
from django.urls import reverse
from django.utils import timezone

from calls.models import Call, Direction
from portal.scoping import system_scope
from tests.factories import make_actor, make_call, make_direction
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"calls:office_{name}", args=args)


@pytest.fixture
def source():
    call = make_call(title="2025年省级揭榜挂帅", year=2025)
    for title in ("甲", "乙"):
        make_direction(call=call, title=title)
    return call


@pytest.fixture
def office():
    return make_actor()


@pytest.fixture
def officer(client, office):
    return sign_in(client, office)


def test_choosing_shows_own_calls_and_published_ones(officer, office, source):
    own = make_call(issuer=office.organisation, published=False, title="本单位的草稿")
    hidden = make_call(published=False, title="别家的草稿")
    page = officer.get(url("take_choose")).content.decode()
    assert url("take", own.public_id) in page
    assert url("derive", own.public_id) not in page
    assert url("derive", source.public_id) in page
    assert "别家的草稿" not in page
    found = officer.get(url("take_choose"), {"q": "省级"}).content.decode()
    assert "本单位的草稿" not in found
    assert officer.get(url("take", hidden.public_id)).status_code == 404
    assert officer.get(url("derive", own.public_id)).status_code == 409


def test_a_city_derives_a_call_and_sees_what_differs(officer, office, source):
    page = officer.get(url("derive", source.public_id))
    form = page.context["form"]
    assert form["parts"].value() == ["form"]
    assert form["title"].value() == source.title
    with system_scope("test"):
        first = Direction.objects.get(call=source, order=1)
    data = {
        "title": "市级转发",
        "year": 2026,
        "region": office.organisation.region_id,
        "directions": [first.key],
        "parts": ["form"],
    }
    overview = officer.post(url("derive", source.public_id), data, follow=True).content.decode()
    assert "承接《2025年省级揭榜挂帅》" in overview
    with system_scope("test"):
        call = Call.objects.get(title="市级转发")
    assert call.parent == source
    compared = officer.get(url("parent", call.public_id)).content.decode()
    assert "没有承接" in compared
    assert "与上级一致" in compared
    assert "由本单位设置" in compared


def test_an_incomplete_form_is_shown_again(officer, source):
    answer = officer.post(url("take", source.public_id), {"title": "", "year": "x", "directions": ["nothing"]})
    assert answer.status_code == 422
    year = timezone.localdate().year
    assert officer.get(url("take", source.public_id)).context["form"]["title"].value() == f"{year}年省级揭榜挂帅"


def test_a_call_without_parent_says_so(officer, office):
    call = make_call(issuer=office.organisation, published=False)
    assert "没有上级通知" in officer.get(url("parent", call.public_id)).content.decode()
