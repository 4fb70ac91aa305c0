from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.organisation import Ownership


class Profile(models.Model):
    """单位情况 of one version: the fields of 申报表 that 工信部2021 and 河南2023 share, one column each.

    Amounts in 万元 of the last fiscal year. Everything may be empty while drafting; the pre-check says what is
    missing.
    """

    version = models.OneToOneField("applications.ApplicationVersion", models.CASCADE, related_name="profile")
    unit_name = models.CharField(_("单位名称"), max_length=120, blank=True)
    credit_code = models.CharField(_("组织机构代码/三证合一码"), max_length=18, blank=True)
    leader_name = models.CharField(_("揭榜负责人姓名"), max_length=60, blank=True)
    leader_title = models.CharField(_("揭榜负责人职务职称"), max_length=60, blank=True)
    leader_email = models.CharField(_("揭榜负责人邮箱"), max_length=254, blank=True)
    leader_phone = models.CharField(_("揭榜负责人手机"), max_length=20, blank=True)
    contact_name = models.CharField(_("申报联系人姓名"), max_length=60, blank=True)
    contact_phone = models.CharField(_("申报联系人手机"), max_length=20, blank=True)
    contact_email = models.CharField(_("申报联系人邮箱"), max_length=254, blank=True)
    contact_fax = models.CharField(_("申报联系人传真"), max_length=40, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=60, blank=True)
    registered_capital = models.DecimalField(
        _("注册资本（万元）"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    address = models.CharField(_("单位地址"), max_length=200, blank=True)
    ownership = models.CharField(_("单位性质"), max_length=12, choices=Ownership, blank=True)
    ownership_other = models.CharField(_("其他单位性质"), max_length=60, blank=True)
    is_listed = models.BooleanField(_("是否上市公司"), null=True, blank=True)
    revenue = models.DecimalField(_("整体业务收入（万元）"), max_digits=16, decimal_places=2, null=True, blank=True)
    rd_spending = models.DecimalField(_("研发投入（万元）"), max_digits=16, decimal_places=2, null=True, blank=True)
    ai_revenue = models.DecimalField(
        _("其中与人工智能业相关的业务收入（万元）"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    staff_count = models.PositiveIntegerField(_("单位人数"), null=True, blank=True)
    rd_staff_count = models.PositiveIntegerField(_("研发人员人数"), null=True, blank=True)
    introduction = models.TextField(_("揭榜单位简介"), blank=True)
    product_overview = models.TextField(_("揭榜产品概述"), blank=True)

    class Meta:
        verbose_name = _("单位情况")
        constraints = [
            models.CheckConstraint(
                condition=Q(revenue__isnull=True) | Q(revenue__gte=0), name="profile_revenue_not_negative"
            ),
        ]


class Answer(models.Model):
    """Answer to a field that an officer added to the form: typed, one row a field, under its permanent key."""

    version = models.ForeignKey("applications.ApplicationVersion", models.CASCADE, related_name="answers")
    field_key = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    number = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    date = models.DateField(null=True, blank=True)
    flag = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "field_key"], name="answer_once")]
