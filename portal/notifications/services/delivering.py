"""Sending one message by mail."""

import hashlib
import re
import smtplib
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.notifications.models import Message
from portal.notifications.models.message import Delivery, DeliveryState


def message_id(key: str) -> str:
    """RFC 5322 Message-ID of the message with this key, the same however often it is sent."""
    readable = re.sub(r"[^A-Za-z0-9]+", ".", key).strip(".")[:60] or "message"
    host = urlsplit(settings.PORTAL_URL).hostname or "portal.invalid"
    return f"<{readable}.{hashlib.sha256(key.encode()).hexdigest()[:16]}@{host}>"


def mail_of(delivery: Delivery) -> EmailMessage:
    message: Message = delivery.message
    parts = [message.body.strip()]
    if message.link:
        parts.append(_("前往办理：%(url)s") % {"url": urljoin(settings.PORTAL_URL, message.link)})
    parts.append(
        _("本邮件由揭榜挂帅申报平台发给“%(membership)s”的%(name)s，请勿直接回复。全部消息：%(url)s")
        % {
            "membership": message.membership,
            "name": message.membership.user.name,
            "url": urljoin(settings.PORTAL_URL, "/messages/"),
        }
    )
    return EmailMessage(
        subject=f"【揭榜挂帅】{message.subject}",
        body="\n\n".join(parts) + "\n",
        to=[delivery.address],
        headers={"Message-ID": message_id(message.key), "Auto-Submitted": "auto-generated"},
    )


def delivery_send(*, delivery_id: int) -> None:
    """Send what was not sent; an address that the server refuses for good is FAILED, not tried again."""
    delivery = (
        Delivery.objects.select_related("message__membership__user", "message__membership__organisation")
        .select_for_update(of=("self",))
        .get(pk=delivery_id)
    )
    if delivery.state != DeliveryState.WAITING:
        return
    try:
        mail_of(delivery).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code = max((code for code, _reason in refusal.recipients.values()), default=0)
        if code < 500:
            raise
        delivery.state, delivery.error = DeliveryState.FAILED, f"邮件服务器拒收（{code}）"
        delivery.save(update_fields=["state", "error"])
        return
    delivery.state, delivery.sent_at, delivery.error = DeliveryState.SENT, timezone.now(), ""
    delivery.save(update_fields=["state", "sent_at", "error"])


def delivery_fail(*, delivery_id: int, error: str) -> None:
    """The mail could not be sent in all attempts; the message stays in the inbox."""
    Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING).update(
        state=DeliveryState.FAILED, error=error[:2000]
    )
