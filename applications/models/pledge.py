from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Pledge(models.Model):
    """揭榜任务承诺书 of one version: who agreed to its words, for whom."""

    version = models.OneToOneField("applications.ApplicationVersion", models.CASCADE, related_name="pledge")
    agreed = models.BooleanField(_("已阅读并承诺"), default=False)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=60, blank=True)
    agreed_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("承诺书")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed=False) | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="pledge_agreed_by_and_at",
            ),
        ]
