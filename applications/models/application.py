import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import NOTHING, ScopedModel


class ApplicationState(models.TextChoices):
    """One state; what it is called depends on who asks (`applications.labels`)."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已提交")
    RETURNED = "returned", _("已退回")
    RECOMMENDED = "recommended", _("已推荐")
    DECLINED = "declined", _("不予推荐")
    RECEIVED = "received", _("已接收")
    CORRECTION = "correction", _("待补正")
    ACCEPTED = "accepted", _("形式审查通过")
    INELIGIBLE = "ineligible", _("形式审查不通过")
    IN_REVIEW = "in_review", _("评审中")
    REVIEWED = "reviewed", _("评审完成")
    WITHDRAWN = "withdrawn", _("已撤回")


#: The applicant may write in these.
OPEN_STATES = frozenset({ApplicationState.DRAFT, ApplicationState.RETURNED, ApplicationState.CORRECTION})
#: With the issuer once the recommender's list was sent.
WITH_ISSUER_STATES = frozenset(
    {
        ApplicationState.RECEIVED,
        ApplicationState.CORRECTION,
        ApplicationState.ACCEPTED,
        ApplicationState.INELIGIBLE,
        ApplicationState.IN_REVIEW,
        ApplicationState.REVIEWED,
    }
)


class Application(ScopedModel):
    """申报: one organisation's answer to one direction. ``state`` moves only through the gate.

    ``current`` is the version being written or last written; ``submitted_version`` the frozen one that others read.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="applications")
    direction = models.ForeignKey("calls.Direction", models.PROTECT, related_name="applications")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="applications")
    recommender = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("推荐单位")
    )
    state = models.CharField(_("状态"), max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT)
    number = models.CharField(_("申报编号"), max_length=40, null=True, blank=True, unique=True)
    current = models.ForeignKey(
        "applications.ApplicationVersion", models.PROTECT, null=True, related_name="+", db_index=False
    )
    submitted_version = models.ForeignKey(
        "applications.ApplicationVersion", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    external_number = models.CharField(_("外部系统编号"), max_length=60, blank=True)
    sent_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    created_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("申报")
        indexes = [
            models.Index(fields=["call", "state"], name="application_call_state"),
            models.Index(fields=["recommender", "state"], name="application_recommender"),
            models.Index(fields=["organisation", "call"], name="application_of_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(
                    submitted_at__isnull=False,
                    submitted_version__isnull=False,
                    number__isnull=False,
                    recommender__isnull=False,
                ),
                name="submitted_application_has_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(submitted_at__isnull=True, submitted_version__isnull=True),
                name="draft_application_was_not_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(WITH_ISSUER_STATES)) | Q(sent_at__isnull=False),
                name="issuer_reads_only_what_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("申报草稿"))

    @classmethod
    def visible_q(cls, actor) -> Q:
        """Applicant: its own. Bureau: handed in to it. Issuer and its auditor: sent by the recommender.
        Expert: assigned and no conflict declared."""
        if actor.is_applicant:
            return Q(organisation=actor.organisation_id)
        if actor.is_bureau:
            return Q(recommender=actor.organisation_id, submitted_at__isnull=False)
        if actor.is_issuing or actor.is_auditor:
            return Q(call__issuer=actor.organisation_id, sent_at__isnull=False)
        if actor.is_expert:
            return Q(
                pk__in=cls._base_manager.filter(
                    assignments__expert=actor.user_id, assignments__state__in=["accepted", "scored"]
                ).values("pk")
            )
        return NOTHING
