from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.pinyin import sort_key
from portal.scoping import EVERYTHING, NOTHING, ScopedModel


class OrganisationState(models.TextChoices):
    PENDING = "pending", _("待激活")
    ACTIVE = "active", _("已激活")
    REFUSED = "refused", _("未通过")
    SUSPENDED = "suspended", _("已停用")


class Ownership(models.TextChoices):
    """单位性质, as printed in 申报表 (seeds 001 and 003)."""

    STATE = "state", _("国有企业")
    PRIVATE = "private", _("民营企业")
    FOREIGN = "foreign", _("外资企业")
    INSTITUTION = "institution", _("事业单位")
    OTHER = "other", _("其他（请注明）")


class Organisation(ScopedModel):
    """单位: issuer, recommender, applicant, or several of these at once."""

    name = models.CharField(_("单位名称"), max_length=120)
    name_pinyin = models.CharField(max_length=400, editable=False)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True)
    region = models.ForeignKey("accounts.Region", models.PROTECT, verbose_name=_("所在地区"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name=_("上级单位")
    )
    is_issuer = models.BooleanField(_("发榜单位"), default=False)
    is_recommender = models.BooleanField(_("推荐单位"), default=False)
    is_applicant = models.BooleanField(_("申报单位"), default=False)
    publishing_needs_approval = models.BooleanField(_("发布榜单须另一名经办人复核"), default=False)
    ownership = models.CharField(_("单位性质"), max_length=12, choices=Ownership, blank=True)
    address = models.CharField(_("单位地址"), max_length=200, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=60, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=OrganisationState, default=OrganisationState.PENDING)
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name_pinyin", "pk"]
        verbose_name = _("单位")
        constraints = [
            models.CheckConstraint(
                condition=~Q(is_applicant=True) | Q(credit_code__isnull=False), name="applicant_has_credit_code"
            ),
            models.CheckConstraint(
                condition=~Q(state=OrganisationState.ACTIVE) | Q(activated_at__isnull=False),
                name="active_organisation_has_date",
            ),
            models.CheckConstraint(
                condition=Q(publishing_needs_approval=False) | Q(is_issuer=True), name="only_issuers_approve"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.name_pinyin = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def is_active(self) -> bool:
        return self.state == OrganisationState.ACTIVE

    @classmethod
    def visible_q(cls, actor) -> Q:
        """Own; a bureau's or issuer's also the organisations of its region and below; administrators all."""
        if actor.is_administrator:
            return EVERYTHING
        if actor.organisation is None:
            return NOTHING
        own = Q(pk=actor.organisation_id)
        if actor.is_bureau or actor.is_issuing or actor.is_auditor:
            return own | Q(region__path__startswith=actor.organisation.region.path)
        return own
