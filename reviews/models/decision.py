import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import NOTHING, ScopedModel


class Outcome(models.TextChoices):
    SHORTLISTED = "shortlisted", _("入围")
    NOT_SHORTLISTED = "not_shortlisted", _("未入围")


class DecisionState(models.TextChoices):
    PROPOSED = "proposed", _("拟定")
    ANNOUNCED = "announced", _("公示中")
    FINAL = "final", _("已确定")


class PublicNotice(ScopedModel):
    """公示: what the issuer announces to all. Private until ``published_at``."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="public_notices")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"), blank=True)
    objections_until = models.DateTimeField(_("异议截止"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("公示")
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="notice_number_once")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_q(cls, actor) -> Q:
        published = Q(published_at__isnull=False)
        if actor.is_issuing or actor.is_auditor:
            return published | Q(call__issuer=actor.organisation_id)
        return published


class Decision(ScopedModel):
    """拟入围/入围/未入围. Private to the issuer until announced; apart from the application's state. An objection
    may lead to a new, numbered decision that ``supersedes`` this one."""

    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(_("决定序号"))
    outcome = models.CharField(_("结果"), max_length=20, choices=Outcome)
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.PROPOSED)
    reason = models.TextField(_("理由"), blank=True)
    notice = models.ForeignKey(PublicNotice, models.PROTECT, null=True, blank=True, related_name="decisions")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    decided_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    announced_at = models.DateTimeField(null=True, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application", "number"]
        verbose_name = _("决定")
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(state="proposed", announced_at__isnull=True)
                | (~Q(state="proposed") & Q(announced_at__isnull=False, notice__isnull=False)),
                name="announced_decision_has_notice",
            ),
            models.CheckConstraint(
                condition=~Q(state="final") | Q(final_at__isnull=False), name="final_decision_has_date"
            ),
        ]

    def __str__(self) -> str:
        return str(_("评审结果"))

    @classmethod
    def visible_q(cls, actor) -> Q:
        announced = Q(announced_at__isnull=False)
        if actor.is_issuing or actor.is_auditor:
            return Q(application__call__issuer=actor.organisation_id)
        if actor.is_applicant:
            return announced & Q(application__organisation=actor.organisation_id)
        if actor.is_bureau:
            return announced & Q(application__recommender=actor.organisation_id)
        return NOTHING


class Reserve(ScopedModel):
    """储备: a list of its own beside the decisions; a shortlisted application may stand on it as well (seed 003)."""

    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="reserve")
    application = models.OneToOneField("applications.Application", models.PROTECT, related_name="reserve")
    added_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("储备")

    @classmethod
    def visible_q(cls, actor) -> Q:
        if actor.is_issuing or actor.is_auditor:
            return Q(call__issuer=actor.organisation_id)
        if actor.is_applicant:
            return Q(announced_at__isnull=False, application__organisation=actor.organisation_id)
        return NOTHING


class ObjectionState(models.TextChoices):
    OPEN = "open", _("待处理")
    UPHELD = "upheld", _("成立")
    DISMISSED = "dismissed", _("不成立")


class Objection(ScopedModel):
    """异议 against an announced decision, raised in the objector's name within the notice's term."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="objections")
    raised_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    grounds = models.TextField(_("异议理由"))
    state = models.CharField(max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    answer = models.TextField(_("处理意见"), blank=True)
    answered_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("异议")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="answered_objection_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return str(_("异议"))

    @classmethod
    def visible_q(cls, actor) -> Q:
        if actor.is_issuing or actor.is_auditor:
            return Q(decision__application__call__issuer=actor.organisation_id)
        return Q(raised_by=actor.membership) if actor.membership else NOTHING
