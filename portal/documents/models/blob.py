import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.documents.access import file_q
from portal.scoping import ScopedModel


class ScanState(models.TextChoices):
    UNSCANNED = "unscanned", _("未查毒")
    CLEAN = "clean", _("已查毒")
    INFECTED = "infected", _("有病毒")


class Blob(models.Model):
    """Stored bytes, once per SHA-256. Knowing a digest gives no right: access is decided on the FileLink."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField(_("字节数"))
    media_type = models.CharField(max_length=100)
    scan_state = models.CharField(max_length=10, choices=ScanState, default=ScanState.UNSCANNED)
    storage_name = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="blob_not_empty")]


class FileLink(ScopedModel):
    """One use of a blob: whose it is (``owner_type``/``owner_id``), what for, and the name it is printed with.

    Who may read it is decided by the rule that the owning room registered for ``purpose``
    (`portal.documents.access.register_purpose`). A quarantined link is closed to every reader at once (涉密),
    and with it every other link to the same blob.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=30)
    owner_type = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    name = models.CharField(_("文件名"), max_length=255)
    created_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    quarantined_at = models.DateTimeField(_("封存时间"), null=True, blank=True)
    quarantined_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    quarantine_reason = models.TextField(_("封存原因"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("文件")
        indexes = [models.Index(fields=["owner_type", "owner_id", "purpose"], name="filelink_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(quarantined_at__isnull=True, quarantined_by__isnull=True)
                | (Q(quarantined_at__isnull=False, quarantined_by__isnull=False) & ~Q(quarantine_reason="")),
                name="quarantine_by_at_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_q(cls, actor) -> Q:
        return file_q(actor)

    @property
    def size(self) -> int:
        return self.blob.size

    @property
    def quarantined(self) -> bool:
        return self.quarantined_at is not None
