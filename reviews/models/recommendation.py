import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import NOTHING, ScopedModel


class ListState(models.TextChoices):
    DRAFT = "draft", _("排序中")
    SENT = "sent", _("已报送")


class RecommendationList(ScopedModel):
    """推荐表: one per call and recommender, one ranking. ``revision`` is the order's version: who saves an order
    names the one they saw, so that two officers never overwrite each other silently.

    Sending freezes the row and what the paper says: ``canonical`` is its JSON (RFC 8785, `reviews.documents`) with
    title, names and rows as they were then, ``sha256`` its digest. Triggers refuse any change afterwards.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="recommendation_lists")
    recommender = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ListState, default=ListState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    revised_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    revised_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    sent_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    canonical = models.TextField(blank=True, default="")
    sha256 = models.CharField(_("摘要（SHA-256）"), max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("推荐表")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "recommender"], name="one_list_a_recommender"),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at__isnull=True, sent_by__isnull=True)
                | Q(state="sent", sent_at__isnull=False, sent_by__isnull=False),
                name="sent_list_has_date_and_officer",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", canonical="", sha256="")
                | Q(state="sent") & ~Q(canonical="") & ~Q(sha256=""),
                name="sent_list_keeps_what_it_says",
            ),
        ]

    def __str__(self) -> str:
        return str(_("推荐表"))

    @classmethod
    def visible_q(cls, actor) -> Q:
        if actor.is_bureau:
            return Q(recommender=actor.organisation_id)
        if actor.is_issuing or actor.is_auditor:
            return Q(call__issuer=actor.organisation_id, sent_at__isnull=False)
        return NOTHING


class Recommendation(models.Model):
    """One row of 推荐表: the frozen version recommended, its rank (1 is first) and 推荐理由."""

    list = models.ForeignKey(RecommendationList, models.PROTECT, related_name="recommendations")
    application = models.OneToOneField("applications.Application", models.PROTECT, related_name="recommendation")
    version = models.ForeignKey("applications.ApplicationVersion", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("序号"))
    reason = models.TextField(_("推荐理由"))
    recommended_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["rank"]
        verbose_name = _("推荐")
        constraints = [
            models.UniqueConstraint(
                fields=["list", "rank"], name="rank_once_a_list", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(rank__gt=0), name="rank_counts_from_1"),
            models.CheckConstraint(condition=~Q(reason=""), name="recommendation_has_reason"),
        ]


class ReturnNote(models.Model):
    """退回意见: what the recommender wants mended in which version, and until when."""

    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="return_notes")
    version = models.ForeignKey("applications.ApplicationVersion", models.PROTECT, related_name="+")
    comment = models.TextField(_("退回意见"))
    until = models.DateTimeField(_("答复截止"))
    returned_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("退回意见")
        constraints = [models.CheckConstraint(condition=~Q(comment=""), name="return_has_comment")]
