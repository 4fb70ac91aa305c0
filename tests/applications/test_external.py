import pytest
from django.urls import reverse

from applications.services.external import external_number_set
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor, make_application, make_call, make_direction
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    call = make_call(external_system_name="国家申报系统", external_system_url="https://demo.example/")
    return make_application(direction=make_direction(call=call))


@pytest.fixture
def editor(application):
    return make_actor(role=Role.APPLICANT_EDITOR, organisation=application.organisation)


def test_the_applicant_records_the_number_and_sees_it(client, application, editor):
    sign_in(client, editor)
    page = reverse("applications:external", args=[application.public_id])
    detail = reverse("applications:detail", args=[application.public_id])
    assert "未填写" in client.get(detail).content.decode()
    assert client.post(page, {"number": "<b>"}).status_code == 422
    assert "WL-2026-0001" in client.post(page, {"number": "WL-2026-0001"}, follow=True).content.decode()
    assert AuditEntry._base_manager.filter(action="external_number_set").count() == 1
    client.post(page, {"number": "WL-2026-0001"})
    assert AuditEntry._base_manager.filter(action="external_number_set").count() == 1


def test_only_for_calls_that_name_another_system(client, editor, application):
    plain = make_application(organisation=application.organisation)
    sign_in(client, editor)
    assert client.get(reverse("applications:external", args=[plain.public_id])).status_code == 404
    with pytest.raises(StateConflict, match="不需要"):
        external_number_set(application=plain, number="1", actor=editor)


def test_others_and_withdrawn_ones_are_refused(application, editor):
    with pytest.raises(NotAllowed):
        external_number_set(application=application, number="1", actor=make_actor(role=Role.APPLICANT_EDITOR))
    reader = make_actor(role=Role.APPLICANT_READER, organisation=application.organisation)
    with pytest.raises(NotAllowed):
        external_number_set(application=application, number="1", actor=reader)
    type(application)._base_manager.filter(pk=application.pk).update(state="withdrawn")
    with pytest.raises(StateConflict, match="撤回"):
        external_number_set(application=application, number="1", actor=editor)
