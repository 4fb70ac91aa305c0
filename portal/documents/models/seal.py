from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """公章 of an organisation, as drawn; a new drawing is a new version, an old one is never changed."""

    append_only = True

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="seals")
    version = models.PositiveSmallIntegerField()
    text = models.CharField(_("章面文字"), max_length=120)
    is_demo = models.BooleanField(_("演示印章"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["organisation", "-version"]
        verbose_name = _("公章")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="seal_version_once"),
            models.CheckConstraint(condition=Q(version__gt=0), name="seal_version_counts_from_1"),
        ]
