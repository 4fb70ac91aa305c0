import pytest
from django.urls import reverse

from applications.documents import application_form_context
from applications.services.external import external_number_set
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.workflow import NotAllowed, StateConflict
from reviews import exports
from tests.applications.helpers import complete, make_world, submit
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


@pytest.fixture
def filed(db):
    """A complete draft of a call that is filed in another system too, and its world."""
    world = make_world(external_system_name="国家申报系统", external_system_url="https://demo.example/")
    return world, complete(world)


def test_it_is_asked_for_among_the_sections_checked_and_printed(client, filed):
    world, application = filed
    sign_in(client, world.admin)
    args = [application.public_id]
    draft = client.get(reverse("applications:detail", args=args))
    task = next(task for task in draft.context["tasks"] if task.key == "external")
    assert (task.label, task.url) == ("未填写", reverse("applications:external", args=args))
    check = reverse("applications:check", args=args)
    assert "外部系统编号：" in client.get(check).content.decode()
    external_number_set(application=application, number="WL-2026-0007", actor=world.editor)
    assert "WL-2026-0007" in client.get(check).content.decode()
    submission = submit(application, world.admin)
    receipt = client.get(reverse("applications:receipt", args=[*args, 1])).content.decode()
    assert "WL-2026-0007" in receipt
    assert application_form_context(submission)["external_number"] == "WL-2026-0007"
    # What is recorded after submission changes no paper that was ordered with it.
    external_number_set(application=application, number="WL-2026-0008", actor=world.editor)
    assert application_form_context(submission)["external_number"] == "WL-2026-0007"


def test_the_bureaus_list_shows_it(client, filed):
    world, application = filed
    external_number_set(application=application, number="WL-2026-0007", actor=world.editor)
    submit(application, world.admin)
    sign_in(client, world.officer)
    page = client.get(reverse("reviews:bureau_list"), {"call": world.call.public_id}).content.decode()
    assert "WL-2026-0007" in page
    mine = client.get(reverse("reviews:bureau_application", args=[application.public_id])).content.decode()
    assert "WL-2026-0007" in mine
    assert "外部系统编号" in [column.header for column in exports.OFFICE]
