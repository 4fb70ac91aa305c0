from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ApplicationVersion(models.Model):
    """All the typed rows of one version. Submitting sets ``frozen_at``; a database trigger then refuses any change
    of the version and of every row that hangs on it. A return opens a clone as the next version."""

    application = models.ForeignKey("applications.Application", models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    form_version = models.ForeignKey("applications.FormVersion", models.PROTECT, related_name="+")
    direction_version = models.ForeignKey("calls.DirectionVersion", models.PROTECT, related_name="+")
    product_name = models.CharField(_("揭榜产品名称"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application", "number"]
        verbose_name = _("申报版本")
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="application_version_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(frozen_at__isnull=True), name="one_open_version_an_application"
            ),
        ]

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class SectionState(models.Model):
    """Who last saved a section and which revision it is: a save names the revision it started from, so that two
    tabs or two people never overwrite each other silently. ``reason`` is asked for where a 原则上 limit is passed."""

    version = models.ForeignKey(ApplicationVersion, models.CASCADE, related_name="section_states")
    section_key = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("超出原则上限度的原因"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "section_key"], name="section_state_once")]
