from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import EVERYTHING, NOTHING, ScopedModel

#: Experts belong to no office and may be assigned by each of them.
OF_EXPERTS = Q(issuer__isnull=True, action__in=("staff_grant", "staff_end"), data__role="expert")


class AuditEntry(ScopedModel):
    """Who did what to what, when, with what result. The role `app` may only add and read.

    ``issuer`` is the office whose auditor may read the entry (empty: administrators' matters, and the appointment of
    experts, of which every auditor reads).
    """

    append_only = True

    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    action = models.CharField(_("动作"), max_length=60)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("人员"))
    membership = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    issuer = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    comment = models.TextField(_("说明"), blank=True)
    data = models.JSONField(default=dict)
    address = models.GenericIPAddressField(_("来源地址"), null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("审计记录")
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_object"),
            models.Index(fields=["issuer", "-at"], name="audit_issuer"),
        ]

    @classmethod
    def visible_q(cls, actor) -> Q:
        if actor.is_administrator:
            return EVERYTHING
        if actor.is_auditor:
            return Q(issuer=actor.organisation_id) | Q(organisation=actor.organisation_id) | OF_EXPERTS
        return NOTHING


class AuditLink(models.Model):
    """One link of the chain of digests over the audit entries, in the order in which they were sealed.

    A separate row, written by the sweeper: chaining at write time would make every transaction wait for one lock.
    """

    append_only = True

    position = models.BigIntegerField(unique=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="chain_link")
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["position"]
