import pytest
from django.urls import reverse

from portal.accounts.actor import Actor
from portal.accounts.models import Membership, Organisation
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.roles import Role
from portal.accounts.services.organisations import (
    CreditCodeTaken,
    organisation_activate,
    organisation_change,
    organisation_refuse,
    organisation_register,
    organisation_suspend,
)
from portal.audit.models import AuditEntry
from portal.notifications.models import Message
from portal.workflow import NotAllowed, StateConflict
from tests.accounts.codes import credit_code
from tests.factories import make_membership, make_organisation, make_region, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def chengdu():
    return make_region(code="510100", name="成都市", parent=make_region())


def register(number=1, user=None, region=None, **fields):
    return organisation_register(
        user=user or make_user(),
        name="示例智芯科技（成都）有限公司",
        credit_code=credit_code(number),
        region=region or chengdu(),
        **fields,
    )


def bureau(region=None):
    office = make_organisation(is_recommender=True, region=region or chengdu())
    membership = make_membership(role=Role.BUREAU_OFFICER, organisation=office)
    return Actor(membership.user, membership)


def posted(region, number=1, **changes):
    return {
        "name": "示例智芯科技（成都）有限公司",
        "credit_code": credit_code(number),
        "region": region.pk,
        "ownership": "private",
        "address": "示例路1号",
        "legal_representative": "示例法人",
        "contact_name": "示例联系人",
        "contact_phone": "028-00000000",
    } | changes


def test_who_registers_becomes_administrator_of_a_pending_organisation():
    membership = register()
    assert membership.role == Role.APPLICANT_ADMIN
    assert membership.organisation.state == OrganisationState.PENDING
    assert membership.organisation.name_pinyin.startswith("shi4 li4")
    assert AuditEntry._base_manager.filter(action="organisation_register", user=membership.user).count() == 1


def test_one_organisation_per_code_in_the_service():
    register()
    with pytest.raises(CreditCodeTaken):
        register(user=make_user())
    assert Organisation._base_manager.filter(credit_code=credit_code()).count() == 1


def test_the_second_person_is_told_what_to_do_but_not_who(client):
    first = register()
    person = make_user()
    client.force_login(person)
    answer = client.post(reverse("accounts:register"), posted(chengdu(), name="另一家单位有限公司"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请联系本单位的单位管理员" in page
    assert first.organisation.name not in page
    assert first.user.name not in page.replace(person.name, "")
    assert 'value="另一家单位有限公司"' in page  # what was typed stays
    assert not Membership.objects.filter(user=person).exists()


def test_registering_in_the_browser_acts_for_the_new_organisation(client):
    person = make_user()
    client.force_login(person)
    answer = client.post(reverse("accounts:register"), posted(chengdu()), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("accounts:organisation")
    assert "待激活" in answer.content.decode()
    assert answer.context["request"].actor.role == Role.APPLICANT_ADMIN


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("credit_code", "91510100MA0000001X", "统一社会信用代码不正确"),
        ("region", "", "请选择所在地区"),
        ("name", "", "请填写单位名称"),
        ("contact_phone", "abc", "固定电话"),
        ("region", "999999", "请选择"),
    ],
)
def test_bad_input_is_told_beside_its_field(client, field, value, words):
    client.force_login(make_user())
    answer = client.post(reverse("accounts:register"), posted(chengdu()) | {field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert words in answer.content.decode()
    assert "请先改正下列问题" in answer.content.decode()


def test_the_bureau_of_the_region_activates_and_the_admins_are_told():
    membership = register(region=make_region(code="510104", name="锦江区", parent=chengdu()))
    officer = bureau()
    organisation_activate(actor=officer, organisation=membership.organisation)
    membership.organisation.refresh_from_db()
    assert membership.organisation.state == OrganisationState.ACTIVE
    assert membership.organisation.activated_by == officer.membership
    message = Message._base_manager.get(membership=membership)
    assert message.subject == "单位注册已激活"
    entry = AuditEntry._base_manager.get(action="transition", object_id=str(membership.organisation_id))
    assert (entry.data["to"], entry.membership) == ("active", officer.membership)


def test_the_province_s_auditor_reads_of_the_activation():
    province = make_organisation(is_issuer=True, region=make_region())
    membership = register()
    organisation_activate(actor=bureau(), organisation=membership.organisation)
    assert AuditEntry._base_manager.get(action="transition").issuer_id == province.pk


def test_a_refusal_carries_its_reason_and_may_be_answered():
    membership = register()
    own = Actor(membership.user, membership)
    organisation_refuse(actor=bureau(), organisation=membership.organisation, reason="名称与营业执照不一致")
    assert "名称与营业执照不一致" in Message._base_manager.get(membership=membership).body
    organisation_change(actor=own, organisation=membership.organisation, address="示例路2号")
    membership.organisation.refresh_from_db()
    assert (membership.organisation.state, membership.organisation.address) == (OrganisationState.PENDING, "示例路2号")


def test_an_active_organisation_can_be_suspended_and_activated_again():
    membership, officer = register(), bureau()
    organisation_activate(actor=officer, organisation=membership.organisation)
    organisation_suspend(actor=officer, organisation=membership.organisation, reason="资料不实")
    organisation_activate(actor=officer, organisation=membership.organisation)
    membership.organisation.refresh_from_db()
    assert membership.organisation.state == OrganisationState.ACTIVE
    assert Message._base_manager.filter(membership=membership).count() == 3


def test_a_reason_is_needed():
    with pytest.raises(StateConflict, match="请写明退回注册的原因"):
        organisation_refuse(actor=bureau(), organisation=register().organisation, reason=" ")


def test_the_bureau_of_another_region_may_not_activate():
    mianyang = make_region(code="510700", name="绵阳市", parent=make_region())
    with pytest.raises(NotAllowed, match="不在本地区"):
        organisation_activate(actor=bureau(mianyang), organisation=register().organisation)


def test_an_applicant_may_not_activate_itself():
    membership = register()
    with pytest.raises(NotAllowed):
        organisation_activate(actor=Actor(membership.user, membership), organisation=membership.organisation)


def test_only_its_administrator_changes_an_organisation():
    membership = register()
    editor = make_membership(role=Role.APPLICANT_EDITOR, organisation=membership.organisation)
    with pytest.raises(NotAllowed):
        organisation_change(actor=Actor(editor.user, editor), organisation=membership.organisation, address="示例路3号")


def test_the_registered_name_is_not_the_organisation_s_to_change():
    membership = register()
    with pytest.raises(ValueError, match="name"):
        organisation_change(
            actor=Actor(membership.user, membership), organisation=membership.organisation, name="别的名称"
        )


def test_extra_fields_in_the_post_change_nothing(client):
    membership = register()
    sign_in(client, Actor(membership.user, membership))
    data = posted(chengdu()) | {"state": "active", "name": "别的名称", "is_issuer": "on"}
    assert client.post(reverse("accounts:organisation_change"), data).status_code == 302
    membership.organisation.refresh_from_db()
    assert membership.organisation.state == OrganisationState.PENDING
    assert membership.organisation.name == "示例智芯科技（成都）有限公司"
    assert not membership.organisation.is_issuer
