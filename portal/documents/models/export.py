import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import NOTHING, ScopedModel


class ExportState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("导出中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("导出失败")


class Export(ScopedModel):
    """One table somebody asked for: which, with which filter, how far it is. Read by who asked, and only so long
    as that membership lasts (the list itself is read through ``visible_to`` of that actor)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    title = models.CharField(_("导出内容"), max_length=200)
    filters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.QUEUED)
    done_rows = models.PositiveIntegerField(default=0)
    total_rows = models.PositiveIntegerField(null=True, blank=True)
    error = models.TextField(blank=True)
    file = models.ForeignKey("documents.FileLink", models.PROTECT, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("导出")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ExportState.DONE) | Q(file__isnull=False, finished_at__isnull=False),
                name="done_export_has_file",
            ),
        ]

    @classmethod
    def visible_q(cls, actor) -> Q:
        return Q(requested_by=actor.membership) if actor.membership else NOTHING
