import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.documents.access import document_q
from portal.scoping import ScopedModel


class DocumentState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RENDERING = "rendering", _("生成中")
    DONE = "done", _("已生成")
    FAILED = "failed", _("生成失败")


class Stage(models.TextChoices):
    RENDERED = "rendered", _("未盖章")
    STAMPED = "stamped", _("已盖章")
    SIGNED = "signed", _("已签名")
    SCANNED = "scanned", _("扫描件")


class Document(ScopedModel):
    """One paper (申报书, 承诺书, 推荐表, …) about one frozen subject.

    What it is made of (``input_digest``: subject, template, font set, seal versions) is fixed when it is ordered, so
    ordering the same paper twice gives the same row; template and fonts that changed before it was made are put in
    place of the ordered ones. ``verify_code`` is where its QR code leads to.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    title = models.CharField(_("文书"), max_length=200)
    input_digest = models.CharField(max_length=64)
    input = models.JSONField()
    verify_code = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    missing_glyphs = models.CharField(_("没有字形的字符"), max_length=200, blank=True)
    requested_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("文书")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "input_digest"], name="document_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.DONE) | Q(finished_at__isnull=False), name="done_document_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.FAILED) | ~Q(error=""), name="failed_document_has_error"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_q(cls, actor) -> Q:
        return document_q(actor)


class Artefact(models.Model):
    """One form of a document, immutable: rendered → stamped → signed, and the scan that came back."""

    append_only = True

    document = models.ForeignKey(Document, models.PROTECT, related_name="artefacts")
    sequence = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=10, choices=Stage)
    blob = models.ForeignKey("documents.Blob", models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField(_("页数"))
    made_with = models.CharField(_("排版程序与字体"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["document", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["document", "sequence"], name="artefact_order"),
            models.UniqueConstraint(
                fields=["document", "stage"], condition=~Q(stage="scanned"), name="artefact_stage_once"
            ),
        ]
