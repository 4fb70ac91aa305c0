"""The inbox and the administrators' page of background tasks."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.notifications.models import Message, OutboxRow
from portal.notifications.models.outbox import OutboxState
from portal.notifications.services.messages import messages_send
from tests.factories import make_actor
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(client):
    actor = make_actor(role=Role.APPLICANT_EDITOR)
    sign_in(client, actor)
    return actor


def send(actor, *keys: str, kind: str = "returned") -> list[Message]:
    with transaction.atomic():
        return [
            messages_send(
                key_prefix=key, memberships=[actor.membership], kind=kind, subject=f"标题 {key}", body=f"正文 {key}"
            )[0]
            for key in keys
        ]


def test_the_inbox_lists_what_is_mine_newest_first_with_filters(actor, client):
    first, _ = send(actor, "k1", "k2")
    send(make_actor(role=Role.APPLICANT_EDITOR), "k3")
    Message._base_manager.filter(pk=first.pk).update(read_at=timezone.now(), kind="reminder")
    page = client.get("/messages/").content.decode()
    assert page.index("标题 k2") < page.index("标题 k1")
    assert "标题 k3" not in page
    unread = client.get("/messages/", {"state": "unread"}).content.decode()
    assert "标题 k2" in unread
    assert "标题 k1" not in unread
    reminders = client.get("/messages/", {"kind": "reminder"}).content.decode()
    assert "标题 k1" in reminders
    assert "标题 k2" not in reminders
    assert "没有符合条件的消息" in client.get("/messages/", {"kind": "reminder", "state": "unread"}).content.decode()
    assert client.get("/messages/", {"kind": "keine", "state": "?", "page": "x"}).status_code == 200


def test_looking_changes_nothing_and_a_post_marks_one_as_read(actor, client):
    one, other = send(actor, "k1", "k2")
    assert "正文 k1" in client.get(f"/messages/{one.pk}/").content.decode()
    assert Message.objects.visible_to(actor).filter(read_at=None).count() == 2
    assert client.post(f"/messages/{one.pk}/read/").status_code == 302
    assert client.post(f"/messages/{one.pk}/read/", headers={"HX-Request": "true"}).status_code == 204
    assert list(Message.objects.visible_to(actor).filter(read_at=None)) == [other]


def test_all_are_marked_as_read_but_not_those_of_others(actor, client):
    send(actor, "k1", "k2")
    stranger = make_actor(role=Role.APPLICANT_EDITOR)
    send(stranger, "k3")
    assert client.post("/messages/read/").status_code == 302
    assert not Message.objects.visible_to(actor).filter(read_at=None).exists()
    assert Message.objects.visible_to(stranger).filter(read_at=None).count() == 1


def test_a_message_of_somebody_else_is_not_there(actor, client):
    (other,) = send(make_actor(role=Role.APPLICANT_EDITOR), "k1")
    assert client.get(f"/messages/{other.pk}/").status_code == 404
    assert client.post(f"/messages/{other.pk}/read/").status_code == 404
    assert Message._base_manager.get(pk=other.pk).read_at is None


def test_one_and_thirty_rows_take_the_same_queries(actor, client):
    counts = []
    for keys in (["k0"], [f"k{n}" for n in range(1, 30)]):
        send(actor, *keys)
        with CaptureQueriesContext(connection) as queries:
            client.get("/messages/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_administrators_see_dead_tasks_and_retry_them(client):
    sign_in(client, make_actor(role=Role.ADMINISTRATOR))
    row = OutboxRow.objects.create(
        key="render:1", task="portal.documents.tasks.render_document", state=OutboxState.DEAD, last_error="模板有误"
    )
    page = client.get("/messages/tasks/?state=dead").content.decode()
    assert "模板有误" in page
    assert client.post(f"/messages/tasks/{row.pk}/retry/").status_code == 302
    row.refresh_from_db()
    assert row.state == OutboxState.WAITING
    assert AuditEntry._base_manager.filter(action="outbox_retry", object_id=str(row.pk)).exists()
    assert client.post(f"/messages/tasks/{row.pk}/retry/").status_code == 409


def test_nobody_else_sees_the_tasks(actor, client):
    assert client.get("/messages/tasks/").status_code == 403
