from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.models.comparator import Comparator


class IndicatorCommitment(models.Model):
    """One row of 重点指标填报表. Not public (“指标不对外公开，仅用于专家和评测机构评价参考”, seed 003 附2 注1).

    ``indicator_version`` is empty for the applicant's own indicators. The target is a comparator with a value, or
    words (``target_text``) for a qualitative indicator.
    """

    version = models.ForeignKey("applications.ApplicationVersion", models.CASCADE, related_name="commitments")
    indicator_version = models.ForeignKey(
        "calls.IndicatorVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("参考指标"), max_length=200)
    current_level = models.CharField(_("本单位当前水平"), max_length=200, blank=True)
    target_comparator = models.CharField(max_length=5, choices=Comparator, blank=True)
    target_value = models.DecimalField(_("目标"), max_digits=24, decimal_places=8, null=True, blank=True)
    target_value_max = models.DecimalField(max_digits=24, decimal_places=8, null=True, blank=True)
    target_text = models.CharField(_("目标（定性）"), max_length=300, blank=True)
    unit = models.CharField(_("单位"), max_length=40, blank=True)
    measurement = models.CharField(_("基准衡量场景或含义"), max_length=300, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="commitment_order_once"),
            models.UniqueConstraint(
                fields=["version", "indicator_version"],
                condition=Q(indicator_version__isnull=False),
                name="commitment_once_an_indicator",
            ),
            models.CheckConstraint(
                condition=Q(target_value__isnull=True) | ~Q(target_comparator=""), name="target_value_has_comparator"
            ),
        ]
