"""Messages: once a key, mail with the key as Message-ID, one transaction with what they tell of."""

import smtplib

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from portal.notifications.models import Message, OutboxRow
from portal.notifications.models.message import Delivery, DeliveryState
from portal.notifications.models.outbox import OutboxState
from portal.notifications.services.delivering import delivery_fail, message_id
from portal.notifications.services.messages import messages_send
from tests.factories import make_membership
from tests.outbox import run_outbox

pytestmark = pytest.mark.django_db


def send(membership, key="returned:1", **fields) -> Message | None:
    """The one new message, or None."""
    fields = {"kind": "returned", "subject": "申报被退回", "body": "请补充材料。", "link": "/applications/1/"} | fields
    with transaction.atomic():
        return next(iter(messages_send(key_prefix=key, memberships=[membership], **fields)), None)


def test_a_key_is_sent_once():
    membership = make_membership()
    assert send(membership)
    assert send(membership, subject="另一个标题") is None
    run_outbox()
    assert [message.subject for message in mail.outbox] == ["【揭榜挂帅】申报被退回"]
    assert Message._base_manager.count() == Delivery.objects.count() == 1


def test_the_mail_is_plain_text_with_absolute_links_and_the_key_as_its_id(settings):
    settings.PORTAL_URL = "https://portal.example.org"
    membership = make_membership()
    send(membership)
    run_outbox()
    (sent,) = mail.outbox
    assert sent.to == [membership.user.email]
    assert sent.extra_headers["Message-ID"] == message_id(f"returned:1:{membership.pk}")
    assert sent.extra_headers["Message-ID"].endswith("@portal.example.org>")
    assert "https://portal.example.org/applications/1/" in sent.body
    assert "https://portal.example.org/messages/" in sent.body
    assert str(membership) in sent.body
    delivery = Delivery.objects.get()
    assert (delivery.state, bool(delivery.sent_at)) == (DeliveryState.SENT, True)


def test_ids_differ_by_key_and_are_plain_ascii():
    ids = {message_id(key) for key in ("a:1", "a.1", "截止提醒:1", "截止提醒:2", "x" * 300)}
    assert len(ids) == 5
    assert all(i.isascii() and len(i) < 200 and " " not in i for i in ids)


def test_several_get_one_each_in_few_queries(django_assert_max_num_queries):
    memberships = [make_membership() for _ in range(30)]
    memberships[0].ended_at = timezone.now()
    notice = {"key_prefix": "notice:1", "memberships": memberships, "kind": "notice", "subject": "公示", "body": "公示"}
    with transaction.atomic(), django_assert_max_num_queries(8):
        made = messages_send(**notice)
    assert {message.membership for message in made} == set(memberships[1:]), "who has left is not told"
    with transaction.atomic():
        again = messages_send(
            key_prefix="notice:1", memberships=memberships, kind="notice", subject="公示", body="公示"
        )
    assert again == []


def test_a_person_without_mail_has_the_inbox_only():
    membership = make_membership()
    membership.user.email, membership.user.phone = None, "13800000000"
    membership.user.save()
    assert send(membership)
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_tells_nobody():
    membership = make_membership()
    notice = {"key_prefix": "x", "memberships": [membership], "kind": "x", "subject": "x", "body": "x"}
    with pytest.raises(RuntimeError):
        messages_send(**notice)
    with transaction.atomic():
        messages_send(**notice)
        transaction.set_rollback(True)
    assert not Message._base_manager.exists()
    assert not OutboxRow.objects.exists()


def test_links_lead_into_the_portal_only():
    with pytest.raises(ValueError, match="path"):
        send(make_membership(), link="https://elsewhere.example/")


class Refusing:
    """A mail backend that answers as a mail server would."""

    code = 550

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"a@demo.example": (self.code, b"no")})


class Busy(Refusing):
    code = 451


def test_an_address_refused_for_good_fails_and_is_not_tried_again(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    send(make_membership())
    run_outbox()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (DeliveryState.FAILED, "邮件服务器拒收（550）")
    assert OutboxRow.objects.get().state == OutboxState.DONE


def test_a_busy_mail_server_is_tried_again_and_given_up_at_last(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Busy"
    send(make_membership())
    run_outbox()
    assert OutboxRow.objects.get().state == OutboxState.WAITING
    assert Delivery.objects.get().state == DeliveryState.WAITING
    delivery_fail(delivery_id=Delivery.objects.get().pk, error="451")
    assert Delivery.objects.get().state == DeliveryState.FAILED
