import pytest
from django.template import Context, Template
from django.urls import reverse

from portal.accounts.actor import Actor
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.phones import mask, token_for
from tests.factories import make_actor, make_membership, make_organisation, make_region
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

REVEAL = reverse("accounts:reveal_phone")
NUMBER = "13800138888"


@pytest.fixture
def organisation():
    region = make_region(code="510100", name="成都市", parent=make_region())
    return make_organisation(is_applicant=True, region=region, contact_phone=NUMBER)


def bureau(region):
    return make_actor(role=Role.BUREAU_OFFICER, organisation=make_organisation(is_recommender=True, region=region))


@pytest.mark.parametrize(
    ("number", "masked"),
    [(NUMBER, "138****8888"), ("028-86261234", "028****1234"), ("86261234", "86****34"), ("12345", "****"), ("", "")],
)
def test_masks(number, masked):
    assert mask(number) == masked


def test_a_page_shows_it_masked(organisation):
    page = Template('{% load portal %}{% phone row "contact_phone" %}').render(Context({"row": organisation}))
    assert "138****8888" in page
    assert NUMBER not in page


def test_revealing_is_written_down(client, organisation):
    officer = bureau(organisation.region)
    sign_in(client, officer)
    token = token_for(organisation, "contact_phone")
    assert NUMBER in client.post(REVEAL, {"token": token}).content.decode()
    part = client.post(REVEAL, {"token": token}, HTTP_HX_REQUEST="true").content.decode()
    assert NUMBER in part
    assert "<html" not in part
    entries = AuditEntry._base_manager.filter(action="phone_reveal", object_id=str(organisation.pk))
    assert [(e.membership, e.address) for e in entries] == [(officer.membership, "127.0.0.1")] * 2
    assert NUMBER not in str(list(entries.values()))


def test_who_may_not_see_the_row_gets_404_and_no_entry(client, organisation):
    sign_in(client, bureau(make_region(code="510700", name="绵阳市", parent=make_region())))
    assert client.post(REVEAL, {"token": token_for(organisation, "contact_phone")}).status_code == 404
    assert not AuditEntry._base_manager.filter(action="phone_reveal").exists()


@pytest.mark.parametrize("token", ["", "x", "WyJhIl0:x:y"])
def test_a_forged_token_gets_404(client, token):
    sign_in(client, make_actor(role=Role.APPLICANT_ADMIN))
    assert client.post(REVEAL, {"token": token}).status_code == 404


def test_only_registered_fields_can_be_revealed(organisation):
    with pytest.raises(ValueError, match="not registered"):
        token_for(organisation, "legal_representative")


def test_a_colleague_s_number_is_for_those_who_see_the_organisation(client, organisation):
    colleague = make_membership(role=Role.APPLICANT_EDITOR, organisation=organisation)
    colleague.user.phone = NUMBER
    colleague.user.save()
    token = token_for(colleague.user, "phone")
    for actor, status in [
        (bureau(organisation.region), 200),
        (Actor(colleague.user, colleague), 200),
        (make_actor(role=Role.ADMINISTRATOR), 200),
        (make_actor(role=Role.APPLICANT_ADMIN), 404),
        (make_actor(role=Role.EXPERT), 404),
    ]:
        sign_in(client, actor)
        assert client.post(REVEAL, {"token": token}).status_code == status


def test_reading_never_reveals(client, organisation):
    sign_in(client, bureau(organisation.region))
    assert client.get(REVEAL).status_code == 405
    page = client.get(reverse("accounts:organisation_detail", args=[organisation.pk])).content.decode()
    assert NUMBER not in page
