"""The portal's own lists ask the database as often for 30 rows as for 1 (those of a room stand in its tests)."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.models import FormVersion
from portal.accounts.roles import Role
from portal.accounts.services.invitations import invitation_create
from portal.documents.models import Document, Export
from portal.documents.models.document import DocumentState
from portal.documents.services.exports import export_order
from portal.notifications.models import OutboxRow
from tests.demo.conftest import demo  # noqa: F401 (the demo's settings, for its mailbox)
from tests.factories import (
    make_actor,
    make_call,
    make_form_version,
    make_membership,
    make_organisation,
    make_region,
    make_user,
)
from tests.reviews.helpers import make_world, recommended, sent
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
MANY = 30


def counted(client, actor, *addresses: str) -> list[int]:
    if actor:
        sign_in(client, actor)
    counts = []
    for address in addresses:
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    return counts


def same(client, stage) -> None:
    few = counted(client, *stage(1))
    assert counted(client, *stage(MANY)) == few


def organisations(count):
    """Of every kind, each in a city of its own."""
    province = make_region()
    for number in range(count):
        region = make_region(code=f"51{number + 1:02d}00", name=f"示例市{number}", parent=province)
        for kind in ("is_applicant", "is_recommender", "is_issuer"):
            make_organisation(region=region, **{kind: True})
    pages = ("organisation_list", "grant", "office")
    return make_actor(role=Role.ADMINISTRATOR), *(reverse(f"accounts:{name}") for name in pages)


def people(count):
    """Users, staff memberships, and one user with many memberships."""
    user = make_user()
    for _number in range(count):
        make_membership(role=Role.BUREAU_OFFICER, user=user)
        make_membership(role=Role.EXPERT)
    pages = [reverse("accounts:user_list"), reverse("accounts:membership_list")]
    return make_actor(role=Role.ADMINISTRATOR), *pages, reverse("accounts:user_detail", args=[user.pk])


def identities(count):
    """One person who may act in many names."""
    actor = make_actor(role=Role.BUREAU_OFFICER)
    for _number in range(count - 1):
        make_membership(role=Role.BUREAU_OFFICER, user=actor.user)
    return actor, reverse("accounts:me")


def invitations(count):
    admin = make_actor(role=Role.APPLICANT_ADMIN)
    for _number in range(count):
        invitation_create(organisation=admin.organisation, role=Role.APPLICANT_EDITOR, actor=admin)
    return admin, reverse("accounts:organisation")


def exports(count):
    world = make_world()
    recommended(world)
    for _number in range(count):
        export_order(kind="bureau_applications", filters={}, actor=world.bureau)
    assert Export.objects.visible_to(world.bureau).count() == count
    return world.bureau, reverse("documents:export_list")


def tasks(count):
    OutboxRow.objects.bulk_create(
        OutboxRow(key=f"render:{number}:{count}", task="portal.documents.tasks.render_document")
        for number in range(count)
    )
    return make_actor(role=Role.ADMINISTRATOR), reverse("notifications:task_list")


def forms(count):
    """The office's page of a form, in a call with as many versions of it."""
    officer = make_actor(role=Role.ISSUING_OFFICER)
    call = make_call(created_by=officer.membership)
    first = make_form_version(call=call)
    FormVersion.objects.bulk_create(
        FormVersion(call=call, number=number, preset=first.preset, schema=first.schema, published_at=timezone.now())
        for number in range(2, count + 1)
    )
    return officer, reverse("applications:office_form", args=[call.public_id])


def papers(count):
    """An overview with as many papers, failed, of which one may try each again."""
    world = make_world()
    sent(world, count=count)
    Document._base_manager.update(state=DocumentState.FAILED, error="没有盖章位置", attempts=1)
    return world.issuer, reverse("reviews:office_overview")


@pytest.mark.parametrize("stage", [organisations, people, identities, invitations, exports, tasks, forms, papers])
def test_as_many_queries_for_30_rows_as_for_1(client, stage):
    same(client, stage)


def test_the_demos_mailbox_and_accounts_ask_as_often_for_30_as_for_1(client, demo):  # noqa: F811
    demo.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    def stage(count):
        for number in range(count):
            mail.EmailMessage(f"第 {number} 封", "正文", "no-reply@portal.example", ["zhixin@demo.example"]).send()
        return None, "/demo/mail/", "/demo/"

    same(client, stage)
