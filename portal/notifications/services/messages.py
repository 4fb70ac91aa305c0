"""Notices to people: a row in the inbox, and a mail on its way through the outbox."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from portal.accounts.actor import Actor
from portal.accounts.models import Membership
from portal.notifications.models import Message
from portal.notifications.models.message import Delivery
from portal.notifications.services.outbox import Order, outbox_put_all

MAIL_TASK = "portal.notifications.tasks.deliver_mail"

_kinds: dict[str, str] = {}


def register_message_kinds(**labels: str) -> None:
    """Name a room's kinds of messages for the inbox's filter, e.g. ``register_message_kinds(returned=_("退回"))``."""
    _kinds.update(labels)


def message_kind_label(kind: str) -> str:
    return str(_kinds.get(kind, "通知"))


def messages_send(
    *, key_prefix: str, memberships: Iterable[Membership], kind: str, subject: str, body: str, link: str = ""
) -> list[Message]:
    """One notice to each of several people in a role, in the caller's transaction; returns the new ones.

    Each has the key ``{key_prefix}:{membership id}`` and is sent once. ``body`` is plain text; ``link`` a path of the
    portal ("/applications/…"), made absolute in the mail.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a message belongs to the transaction of what it tells of")
    if link and not link.startswith("/"):
        raise ValueError("a message links to a path of the portal")
    receivers = {f"{key_prefix}:{m.pk}": m for m in memberships if m.is_current}
    there = set(Message._base_manager.filter(key__in=receivers).values_list("key", flat=True))
    Message._base_manager.bulk_create(
        [
            Message(key=key, membership=membership, kind=kind, subject=subject[:200], body=body, link=link)
            for key, membership in receivers.items()
            if key not in there
        ],
        ignore_conflicts=True,
    )
    # Who sent the same at the same moment and committed first has left its deliveries.
    made = list(
        Message._base_manager.filter(key__in=receivers.keys() - there, deliveries=None)
        .select_related("membership__user")
        .order_by("pk")
    )
    deliveries = [
        Delivery(message=message, channel="mail", address=message.membership.user.email)
        for message in made
        if message.membership.user.email and message.membership.user.is_active
    ]
    Delivery.objects.bulk_create(deliveries)
    outbox_put_all(task=MAIL_TASK, orders=[Order(f"mail:{d.message.key}", {"delivery_id": d.pk}) for d in deliveries])
    return made


@transaction.atomic
def messages_mark_read(*, actor: Actor, message_ids: Iterable[int] | None = None) -> int:
    """Mark the actor's unread messages (all, or those named) as read; returns how many were unread."""
    unread = Message.objects.visible_to(actor).filter(read_at=None)
    if message_ids is not None:
        unread = unread.filter(pk__in=list(message_ids))
    return unread.update(read_at=timezone.now())
