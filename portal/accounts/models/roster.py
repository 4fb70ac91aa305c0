import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RosterImport(models.Model):
    """A workbook of regions, offices and officers, as read; carried out once, when an administrator confirms it.

    ``sheets`` maps a sheet's name to its rows ([line, texts]).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("文件名"), max_length=255)
    sheets = models.JSONField()
    uploaded_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("单位与人员导入")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_at__isnull=True, applied_by__isnull=True)
                | models.Q(applied_at__isnull=False, applied_by__isnull=False),
                name="applied_roster_has_date_and_person",
            )
        ]

    def __str__(self) -> str:
        return self.name
