from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import NOTHING, ScopedModel


class Message(ScopedModel):
    """One notice to one person in one role, shown in the portal's inbox (消息). ``key`` keeps it single."""

    key = models.CharField(max_length=200, unique=True)
    membership = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=40)
    subject = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"))
    link = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("消息")
        indexes = [models.Index(fields=["membership", "-created_at"], name="message_inbox")]

    @classmethod
    def visible_q(cls, actor) -> Q:
        return Q(membership=actor.membership) if actor.membership else NOTHING


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")


class Delivery(models.Model):
    """A message on its way through one channel. Mail is at least once and carries the message's key."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=[("mail", _("邮件"))])
    address = models.CharField(max_length=254)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once"),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENT) | Q(sent_at__isnull=False), name="sent_delivery_has_date"
            ),
        ]
