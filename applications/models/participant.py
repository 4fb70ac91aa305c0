from django.db import models
from django.utils.translation import gettext_lazy as _


class Participant(models.Model):
    """参与单位/联合体成员 of one version; seed 003 asks for a name only."""

    version = models.ForeignKey("applications.ApplicationVersion", models.CASCADE, related_name="participants")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("单位名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    task = models.CharField(_("承担任务"), max_length=300, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="participant_order_once")]
