from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How a doubt was settled: what was read stands, it was put right, or it was taken out."""

    ACCEPTED = "accepted", _("已接受")
    CHANGED = "changed", _("已改正")
    REMOVED = "removed", _("已删除")


class Doubt(models.Model):
    """读取疑点: something in a call made of a document that a person must look at before it is published.

    It concerns at most one row (track, direction, indicator, deadline, rule) or one fact of the notice by its name;
    ``where`` and ``reason`` are Chinese. ``source_start``/``source_end`` are offsets in the import's text. A ``note``
    is worth knowing and needs no settling.
    """

    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="doubts")
    order = models.PositiveSmallIntegerField()
    track = models.ForeignKey("calls.Track", models.SET_NULL, null=True, blank=True, related_name="doubts")
    direction = models.ForeignKey("calls.Direction", models.SET_NULL, null=True, blank=True, related_name="doubts")
    indicator = models.ForeignKey("calls.Indicator", models.SET_NULL, null=True, blank=True, related_name="doubts")
    deadline = models.ForeignKey("calls.Deadline", models.SET_NULL, null=True, blank=True, related_name="doubts")
    rule = models.ForeignKey("calls.Rule", models.SET_NULL, null=True, blank=True, related_name="doubts")
    fact = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40, blank=True)
    where = models.TextField(_("所在"))
    reason = models.TextField(_("疑点"))
    source_start = models.PositiveIntegerField(null=True, blank=True)
    source_end = models.PositiveIntegerField(null=True, blank=True)
    note = models.BooleanField(_("仅提示"), default=False)
    outcome = models.CharField(_("处理"), max_length=10, choices=Outcome, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order"]
        verbose_name = _("读取疑点")
        constraints = [
            models.UniqueConstraint(fields=["call", "order"], name="doubt_order_once"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="settled_doubt_has_outcome_date_and_officer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.where}：{self.reason}"
