import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.models.comparator import Comparator


class Indicator(models.Model):
    """考核指标: the permanent key; a commitment points to the version that it answers."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    direction = models.ForeignKey("calls.Direction", models.CASCADE, related_name="indicators")


class IndicatorVersion(models.Model):
    """One indicator in one version of its direction, frozen with it.

    Quantitative: subject, comparator, value (and value_max for a range), unit as printed. Qualitative: text alone.
    ``source_start``/``source_end`` are offsets in the normalised text of the import.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="versions")
    direction_version = models.ForeignKey("calls.DirectionVersion", models.CASCADE, related_name="indicators")
    order = models.PositiveSmallIntegerField()
    number = models.CharField(_("序号"), max_length=20, blank=True)
    subject = models.CharField(_("指标"), max_length=200)
    qualitative = models.BooleanField(_("定性"), default=False)
    comparator = models.CharField(_("要求"), max_length=5, choices=Comparator, blank=True)
    value = models.DecimalField(_("数值"), max_digits=24, decimal_places=8, null=True, blank=True)
    value_max = models.DecimalField(_("上限"), max_digits=24, decimal_places=8, null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=40, blank=True)
    condition = models.CharField(_("条件"), max_length=300, blank=True)
    group = models.CharField(_("分组"), max_length=60, blank=True)
    text = models.TextField(_("原文"))
    source_start = models.PositiveIntegerField(null=True, blank=True)
    source_end = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(_("改动次数"), default=0, editable=False)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["direction_version", "order"],
                name="indicator_order_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["direction_version", "indicator"], name="indicator_once_a_version"),
            models.CheckConstraint(
                condition=Q(qualitative=True, value__isnull=True, comparator="")
                | (Q(qualitative=False, value__isnull=False) & ~Q(comparator="")),
                name="indicator_number_or_text",
            ),
            models.CheckConstraint(
                condition=Q(comparator="range", value_max__isnull=False)
                | (~Q(comparator="range") & Q(value_max__isnull=True)),
                name="indicator_range_has_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
