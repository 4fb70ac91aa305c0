import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Preset(models.TextChoices):
    MIIT_2021 = "miit2021", _("工信部2021")
    HENAN_2023 = "henan2023", _("河南2023")
    MAJOR_PROJECT = "major_project", _("重大专项")


class FormVersion(models.Model):
    """The form of a call: an ordered list of sections in ``schema`` (see `applications.form_schema`).

    Taken from a preset and adjusted; frozen once published (database trigger). Every section and field keeps its
    permanent key through all versions; ``track`` is set when tracks of one call have forms of their own.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="form_versions")
    track = models.ForeignKey("calls.Track", models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField(_("版本"))
    preset = models.CharField(_("模板"), max_length=20, choices=Preset)
    schema = models.JSONField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["call", "number"]
        verbose_name = _("申报表单")
        constraints = [
            models.UniqueConstraint(fields=["call", "track", "number"], nulls_distinct=False, name="form_version_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="form_version_counts_from_1"),
        ]
