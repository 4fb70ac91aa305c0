import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """A mail address that wants to hear of new calls: of a region, of a theme, or of both.

    It counts from ``confirmed_at`` on (double opt-in). Who ends it is forgotten: the row is deleted. Only tokens that
    were mailed to the address lead here, so it belongs to no actor.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("邮箱"))
    region = models.ForeignKey(
        "accounts.Region", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("地区")
    )
    theme = models.CharField(_("主题词"), max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("邮件订阅")
        indexes = [
            models.Index(fields=["created_at"], condition=Q(confirmed_at__isnull=True), name="subscription_waits")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "region", "theme"], nulls_distinct=False, name="subscription_once"
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=False) | ~Q(theme=""), name="subscription_has_region_or_theme"
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(str(one) for one in (self.region, self.theme) if one)
