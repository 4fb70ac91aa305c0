from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EditAction(models.TextChoices):
    CHANGE = "change", _("修改")
    SPLIT = "split", _("拆分")
    MERGE = "merge", _("合并")
    REMOVE = "remove", _("删除")


class Edit(models.Model):
    """改动: what one officer changed in a direction of a draft, or in one of its indicators.

    Rows are named by their permanent keys, since they may be gone. ``revision`` is the row's own after the change;
    ``before`` and ``after`` hold the changed fields alone, numbers as strings.
    """

    append_only = True

    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="edits")
    direction = models.UUIDField()
    indicator = models.UUIDField(null=True, blank=True)
    action = models.CharField(max_length=10, choices=EditAction)
    revision = models.PositiveIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    edited_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("改动")
        indexes = [models.Index(fields=["call", "direction", "indicator"], name="edits_of_a_row")]
