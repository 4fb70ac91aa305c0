"""Who reads of what is done about people and organisations, and the address that stands in every entry."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portal.accounts.actor import Actor
from portal.accounts.roles import Role
from portal.accounts.services.invitations import invitation_accept, invitation_create, invitation_revoke
from portal.accounts.services.memberships import membership_change_role, membership_end, staff_end, staff_grant
from portal.accounts.services.organisations import organisation_change
from portal.audit.models import AuditEntry
from portal.audit.selectors.entries import audit_entries
from portal.client_address import ClientAddressMiddleware, current_address
from tests.factories import make_actor, make_membership, make_organisation, make_region, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return make_region(code="510000", name="四川省")


@pytest.fixture
def auditor(province):
    issuer = make_organisation(name="示例省工信厅", region=province, is_issuer=True)
    return make_actor(role=Role.AUDITOR, organisation=issuer)


@pytest.fixture
def elsewhere():
    """The auditor of another province."""
    issuer = make_organisation(region=make_region(code="410000", name="河南省"), is_issuer=True)
    return make_actor(role=Role.AUDITOR, organisation=issuer)


@pytest.fixture
def city(province):
    return make_region(code="510100", name="成都市", parent=province)


def read_by(actor) -> list[str]:
    return [entry.action for entry in audit_entries(actor=actor, filters={}).order_by("pk")]


def test_the_auditor_over_an_applicant_reads_of_its_people(auditor, elsewhere, city):
    admin = make_actor(role=Role.APPLICANT_ADMIN, organisation=make_organisation(is_applicant=True, region=city))
    _first, token = invitation_create(actor=admin, organisation=admin.organisation, role=Role.APPLICANT_EDITOR)
    joined = invitation_accept(user=make_user(), token=token)
    second, _token = invitation_create(actor=admin, organisation=admin.organisation, role=Role.APPLICANT_READER)
    invitation_revoke(actor=admin, invitation=second)
    keeper = membership_change_role(actor=admin, membership=joined, role=Role.SEAL_KEEPER)
    membership_end(actor=admin, membership=keeper)
    organisation_change(actor=admin, organisation=admin.organisation, address="示例路 1 号")
    assert read_by(auditor) == [
        "invitation_create",
        "invitation_accept",
        "invitation_create",
        "invitation_revoke",
        "membership_change_role",
        "membership_end",
        "organisation_change",
    ]
    assert read_by(elsewhere) == []


def test_the_auditor_over_a_bureau_reads_of_its_officers(auditor, elsewhere, city):
    administrator = make_actor(role=Role.ADMINISTRATOR)
    bureau = make_organisation(name="成都市经济和信息化局", region=city, is_recommender=True)
    officer = staff_grant(actor=administrator, user=make_user(), role=Role.BUREAU_OFFICER, organisation=bureau)
    staff_end(actor=administrator, membership=officer)
    assert read_by(auditor) == ["staff_grant", "staff_end"]
    assert read_by(elsewhere) == []


def test_an_issuer_among_others_of_its_region_keeps_its_own(auditor, province):
    """Two issuers of one region: each one's auditor reads of its own officers."""
    other = make_organisation(name="示例省科技厅", region=province, is_issuer=True)
    staff_grant(
        actor=make_actor(role=Role.ADMINISTRATOR), user=make_user(), role=Role.ISSUING_OFFICER, organisation=other
    )
    assert read_by(auditor) == []
    assert read_by(make_actor(role=Role.AUDITOR, organisation=other)) == ["staff_grant"]


def test_every_auditor_reads_of_experts_and_none_of_administrators(auditor, elsewhere):
    administrator = make_actor(role=Role.ADMINISTRATOR)
    expert = staff_grant(actor=administrator, user=make_user(), role=Role.EXPERT)
    staff_end(actor=administrator, membership=expert)
    staff_grant(actor=administrator, user=make_user(), role=Role.ADMINISTRATOR)
    assert read_by(auditor) == read_by(elsewhere) == ["staff_grant", "staff_end"]
    assert len(read_by(administrator)) == 3


def test_a_transition_keeps_the_address_it_came_from(client, city):
    bureau = make_organisation(is_recommender=True, region=city)
    officer = make_actor(role=Role.BUREAU_OFFICER, organisation=bureau)
    organisation = make_organisation(is_applicant=True, region=city, state="pending", activated_at=None)
    sign_in(client, officer)
    client.post(reverse("accounts:organisation_activate", args=[organisation.pk]), REMOTE_ADDR="203.0.113.7")
    assert AuditEntry._base_manager.get(action="transition").address == "203.0.113.7"


def test_an_export_keeps_the_address_the_proxy_told(client, auditor, settings):
    settings.CLIENT_IP_HEADER = "X-Real-IP"
    sign_in(client, auditor)
    client.post("/audit/export/", {}, headers={"X-Real-IP": "2001:db8::7"}, REMOTE_ADDR="10.0.0.2")
    assert AuditEntry._base_manager.get(action="export_order").address == "2001:db8::7"


def test_what_no_request_does_has_no_address():
    membership = make_membership(role=Role.APPLICANT_ADMIN)
    actor = Actor(membership.user, membership)
    invitation_create(actor=actor, organisation=actor.organisation, role=Role.APPLICANT_EDITOR)
    assert AuditEntry._base_manager.get(action="invitation_create").address is None


@pytest.mark.parametrize(
    ("given", "kept"), [("192.0.2.1", "192.0.2.1"), ("", None), ("fe80::1%eth0", "fe80::1"), ("unix:", None)]
)
def test_the_address_is_one_that_the_log_can_hold_and_ends_with_the_request(given, kept):
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(current_address())
        return HttpResponse()

    request = HttpRequest()
    request.META["REMOTE_ADDR"] = given
    ClientAddressMiddleware(view)(request)
    assert seen == [kept]
    assert current_address() is None
