import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import NOTHING, ScopedModel


class Expert(models.Model):
    """What the portal knows of an expert besides the account: the employer, for finding conflicts."""

    user = models.OneToOneField("accounts.User", models.PROTECT, related_name="expert")
    employer = models.CharField(_("工作单位"), max_length=120, blank=True)
    employer_code = models.CharField(_("工作单位统一社会信用代码"), max_length=18, blank=True)
    fields = models.CharField(_("专业领域"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("评审专家")


class RoundState(models.TextChoices):
    DRAFT = "draft", _("筹备中")
    OPEN = "open", _("评审中")
    CLOSED = "closed", _("已结束")


class ReviewRound(ScopedModel):
    """评审: one round of scoring by the same criteria. Weights of its criteria add up to 100."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="review_rounds")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("评审轮次"), max_length=60)
    due_at = models.DateTimeField(_("评分截止"))
    experts_per_application = models.PositiveSmallIntegerField(_("每项专家数"), default=2)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.DRAFT)
    created_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["call", "number"]
        verbose_name = _("评审轮次")
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="round_number_once")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_q(cls, actor) -> Q:
        if actor.is_issuing or actor.is_auditor:
            return Q(call__issuer=actor.organisation_id)
        return NOTHING


class RoundExtension(models.Model):
    """延长评分截止: more time for all experts of a round, by an officer with a reason; never less, never taken back."""

    append_only = True

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="extensions")
    before = models.DateTimeField(_("原评分截止"))
    until = models.DateTimeField(_("延至"))
    reason = models.TextField(_("原因"))
    granted_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("延长评分截止")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="round_extension_has_reason"),
            models.CheckConstraint(condition=Q(until__gt=models.F("before")), name="round_extension_adds_time"),
        ]


class Criterion(models.Model):
    """评分指标: weight in percent, score from 0 to ``maximum``."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("评分指标"), max_length=60)
    guidance = models.CharField(_("评分说明"), max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(_("权重（%）"))
    maximum = models.PositiveSmallIntegerField(_("满分"), default=100)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "order"], name="criterion_order_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="criterion_weight_in_percent"),
        ]


class AssignmentState(models.TextChoices):
    INVITED = "invited", _("待声明")
    ACCEPTED = "accepted", _("评审中")
    RECUSED = "recused", _("已回避")
    SCORED = "scored", _("已评分")


class Assignment(ScopedModel):
    """指派: one expert, one frozen version. Nothing of it is read before the expert has declared no conflict."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="assignments")
    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="assignments")
    version = models.ForeignKey("applications.ApplicationVersion", models.PROTECT, related_name="+")
    expert = models.ForeignKey("accounts.User", models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=10, choices=AssignmentState, default=AssignmentState.INVITED)
    assigned_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now, editable=False)
    declared_at = models.DateTimeField(null=True, blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("评审任务")
        constraints = [
            models.UniqueConstraint(fields=["round", "application", "expert"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(state="invited") | Q(declared_at__isnull=False), name="declared_assignment_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state="scored") | Q(scored_at__isnull=False), name="scored_assignment_has_date"
            ),
        ]

    def __str__(self) -> str:
        return str(_("评审任务"))

    @classmethod
    def visible_q(cls, actor) -> Q:
        """Expert: own, once the round was opened, and not of what was withdrawn. Issuer and its auditor: of their
        calls."""
        if actor.is_expert:
            opened = Q(expert=actor.user_id, round__state__in=[RoundState.OPEN, RoundState.CLOSED])
            return opened & ~Q(application__state="withdrawn")
        if actor.is_issuing or actor.is_auditor:
            return Q(round__call__issuer=actor.organisation_id)
        return NOTHING


class Recusal(models.Model):
    """回避: the conflict an expert declared (or an officer found), with its reason."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="recusal")
    reason = models.TextField(_("回避原因"))
    declared_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("回避")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="recusal_has_reason")]


class Scorecard(models.Model):
    """评分: one expert's scores and comment. ``total`` (0–100) is the weighted sum, set when handed in."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="scorecard")
    comment = models.TextField(_("评审意见"), blank=True)
    total = models.DecimalField(_("总分"), max_digits=5, decimal_places=2, null=True, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("评分")
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True) | (Q(total__isnull=False) & ~Q(comment="")),
                name="handed_in_scorecard_is_complete",
            ),
        ]


class Score(models.Model):
    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.DecimalField(_("得分"), max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="score_not_negative"),
        ]
