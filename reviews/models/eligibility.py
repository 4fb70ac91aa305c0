from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import NOTHING, ScopedModel


class CheckState(models.TextChoices):
    OPEN = "open", _("待审查")
    PASSED = "passed", _("通过")
    FAILED = "failed", _("不通过")


class EligibilityCheck(ScopedModel):
    """形式审查 of one application as received: per rule a result, then the officer's conclusion with reason."""

    application = models.OneToOneField("applications.Application", models.PROTECT, related_name="eligibility_check")
    version = models.ForeignKey("applications.ApplicationVersion", models.PROTECT, related_name="+")
    state = models.CharField(_("结论"), max_length=10, choices=CheckState, default=CheckState.OPEN)
    results = models.JSONField(default=list)
    reason = models.TextField(_("理由"), blank=True)
    checked_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("形式审查")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", checked_at__isnull=True, checked_by__isnull=True)
                | Q(state__in=["passed", "failed"], checked_at__isnull=False, checked_by__isnull=False),
                name="concluded_check_has_date_and_officer",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(reason=""), name="failed_check_has_reason"),
        ]

    def __str__(self) -> str:
        return str(_("形式审查"))

    @classmethod
    def visible_q(cls, actor) -> Q:
        if actor.is_issuing or actor.is_auditor:
            return Q(application__call__issuer=actor.organisation_id)
        return NOTHING


class Correction(models.Model):
    """补正: what the issuer wants supplied, by its own date."""

    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="corrections")
    comment = models.TextField(_("补正要求"))
    until = models.DateTimeField(_("补正截止"))
    asked_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("补正")
        constraints = [models.CheckConstraint(condition=~Q(comment=""), name="correction_has_comment")]
