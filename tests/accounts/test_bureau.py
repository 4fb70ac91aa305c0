import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.actor import Actor
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.roles import Role
from portal.accounts.selectors.organisations import organisations_shown
from tests.factories import make_actor, make_membership, make_organisation, make_region
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

LIST = reverse("accounts:organisation_list")


@pytest.fixture
def chengdu():
    return make_region(code="510100", name="成都市", parent=make_region())


@pytest.fixture
def officer(chengdu):
    return make_actor(
        role=Role.BUREAU_OFFICER, organisation=make_organisation(name="成都市局", is_recommender=True, region=chengdu)
    )


def applicant(region, **fields):
    return make_organisation(is_applicant=True, region=region, state=OrganisationState.PENDING, **fields)


def test_a_bureau_sees_the_applicants_of_its_region_and_below(client, officer, chengdu):
    inside = applicant(chengdu, name="市属单位")
    below = applicant(make_region(code="510104", name="锦江区", level="county", parent=chengdu), name="区属单位")
    outside = applicant(make_region(code="510700", name="绵阳市", parent=make_region()), name="绵阳单位")
    sign_in(client, officer)
    page = client.get(LIST).content.decode()
    assert inside.name in page
    assert below.name in page
    assert outside.name not in page
    assert officer.organisation.name not in page.partition("<main")[2]
    for action in ("detail", "activate", "refuse", "suspend"):
        ask = client.get if action == "detail" else client.post
        assert ask(reverse(f"accounts:organisation_{action}", args=[outside.pk])).status_code == 404


def test_activating_in_the_browser(client, officer, chengdu):
    organisation = applicant(chengdu)
    sign_in(client, officer)
    page = client.get(reverse("accounts:organisation_detail", args=[organisation.pk])).content.decode()
    assert page.count("btn primary") == 1
    client.post(reverse("accounts:organisation_activate", args=[organisation.pk]))
    organisation.refresh_from_db()
    assert organisation.state == OrganisationState.ACTIVE
    again = client.post(reverse("accounts:organisation_activate", args=[organisation.pk]))
    assert again.status_code == 409
    assert "不能激活" in again.content.decode()


def test_refusing_needs_a_reason_and_keeps_the_page(client, officer, chengdu):
    organisation = applicant(chengdu)
    sign_in(client, officer)
    address = reverse("accounts:organisation_refuse", args=[organisation.pk])
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert "请填写原因" in refused.content.decode()
    client.post(address, {"reason": "资料不全"})
    organisation.refresh_from_db()
    assert organisation.state == OrganisationState.REFUSED
    assert "资料不全" in client.get(reverse("accounts:organisation_detail", args=[organisation.pk])).content.decode()


def test_filters_and_order(officer, chengdu):
    for name, state in [("中电示例", "pending"), ("阿尔法示例", "pending"), ("北辰示例", "active")]:
        make_organisation(name=name, is_applicant=True, region=chengdu, state=state)

    def names(**filters):
        return [o.name for o in organisations_shown(actor=officer, **filters)]

    assert names() == ["阿尔法示例", "北辰示例", "中电示例"]
    assert names(sort="-name") == ["中电示例", "北辰示例", "阿尔法示例"]
    assert names(state="active") == ["北辰示例"]
    assert names(name="阿尔法") == ["阿尔法示例"]
    assert names(state="nonsense", sort="nonsense") == names()


def test_the_empty_list_says_what_comes(client, officer):
    sign_in(client, officer)
    assert "还没有单位注册" in client.get(LIST).content.decode()
    assert "没有符合条件的单位" in client.get(LIST, {"name": "zzz"}).content.decode()


def test_pages_keep_the_filters(client, officer, chengdu):
    for _ in range(31):
        applicant(chengdu)
    sign_in(client, officer)
    page = client.get(LIST, {"state": "pending", "page": "2"}).content.decode()
    assert "state=pending&amp;page=1" in page
    assert "共 31 条" in page
    assert client.get(LIST, {"page": "nonsense"}).status_code == 200


@pytest.mark.parametrize("name", ["organisation_list", "user_list", "membership_list"])
def test_lists_ask_as_often_for_one_row_as_for_thirty(client, officer, chengdu, name):
    sign_in(client, officer if name == "organisation_list" else make_actor(role=Role.ADMINISTRATOR))
    address = reverse(f"accounts:{name}")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def add(number):
        for _ in range(number):
            make_membership(role=Role.APPLICANT_ADMIN, organisation=applicant(chengdu))
            make_membership(role=Role.BUREAU_OFFICER, organisation=officer.organisation)

    add(1)
    client.get(address)
    one = queries()
    add(28)
    assert queries() == one


def test_the_detail_asks_as_often_for_one_member_as_for_thirty(client, officer, chengdu):
    organisation = applicant(chengdu)
    make_membership(role=Role.APPLICANT_ADMIN, organisation=organisation)
    sign_in(client, officer)
    address = reverse("accounts:organisation_detail", args=[organisation.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(29):
        make_membership(role=Role.APPLICANT_EDITOR, organisation=organisation)
    with CaptureQueriesContext(connection) as thirty:
        client.get(address)
    assert len(one) == len(thirty)


@pytest.mark.parametrize("role", [Role.APPLICANT_ADMIN, Role.ISSUING_OFFICER, Role.EXPERT, Role.AUDITOR])
def test_the_list_is_for_bureaus_and_administrators(client, role):
    sign_in(client, make_actor(role=role))
    assert client.get(LIST).status_code == 403


def test_administrators_decide_nothing_about_applicants(client, chengdu):
    organisation = applicant(chengdu)
    sign_in(client, make_actor(role=Role.ADMINISTRATOR))
    page = client.get(reverse("accounts:organisation_detail", args=[organisation.pk])).content.decode()
    assert reverse("accounts:organisation_activate", args=[organisation.pk]) not in page
    assert client.post(reverse("accounts:organisation_activate", args=[organisation.pk])).status_code == 403


def test_a_person_of_the_bureau_in_another_role_decides_nothing(client, officer, chengdu):
    organisation = applicant(chengdu)
    other = make_membership(role=Role.APPLICANT_ADMIN, user=officer.user)
    sign_in(client, Actor(officer.user, other))
    assert client.post(reverse("accounts:organisation_activate", args=[organisation.pk])).status_code == 403
