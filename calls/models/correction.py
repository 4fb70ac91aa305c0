import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import ScopedModel


class CorrectionState(models.TextChoices):
    DRAFT = "draft", _("起草中")
    REVIEW = "review", _("待复核")
    PUBLISHED = "published", _("已发布")


class CallCorrection(ScopedModel):
    """更正公告 of a published call. What it changes are new versions of the permanent keys (directions with their
    indicators, rules) and `DeadlineChange` rows; all of it is frozen with its publication, which gives the number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField(_("公告序号"), null=True, blank=True)
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("公告正文"), blank=True)
    reason = models.TextField(_("更正原因"))
    state = models.CharField(_("状态"), max_length=10, choices=CorrectionState, default=CorrectionState.DRAFT)
    created_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    requested_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["call", "number", "pk"]
        verbose_name = _("更正公告")
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="correction_number_once"),
            models.UniqueConstraint(
                fields=["call"], condition=Q(published_at__isnull=True), name="one_open_correction_a_call"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=CorrectionState.PUBLISHED,
                    number__isnull=False,
                    published_at__isnull=False,
                    published_by__isnull=False,
                )
                | (
                    ~Q(state=CorrectionState.PUBLISHED)
                    & Q(number__isnull=True, published_at__isnull=True, published_by__isnull=True)
                ),
                name="published_correction_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.REVIEW) | Q(requested_by__isnull=False),
                name="correction_in_review_was_requested",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("requested_by")),
                name="nobody_approves_the_own_correction",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.state == CorrectionState.PUBLISHED

    @classmethod
    def visible_q(cls, actor) -> Q:
        """Published ones are public like their call; drafts belong to the issuer's officers and auditors."""
        published = Q(state=CorrectionState.PUBLISHED)
        if actor.is_issuing or actor.is_auditor:
            return published | Q(call__issuer=actor.organisation_id)
        return published


class DeadlineChange(models.Model):
    """What a correction writes into the words of a deadline, and what stood there. The time itself is only ever moved
    by an `Extension`."""

    correction = models.ForeignKey(CallCorrection, models.CASCADE, related_name="deadline_changes")
    deadline = models.ForeignKey("calls.Deadline", models.PROTECT, related_name="changes")
    printed = models.CharField(_("原文"), max_length=200, blank=True)
    receiver = models.CharField(_("报送对象"), max_length=120, blank=True)
    copies = models.PositiveSmallIntegerField(_("纸质份数"), null=True, blank=True)
    was_printed = models.CharField(max_length=200, blank=True)
    was_receiver = models.CharField(max_length=120, blank=True)
    was_copies = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["deadline"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "deadline"], name="deadline_changed_once_a_correction")
        ]
