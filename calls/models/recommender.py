from django.db import models
from django.utils.translation import gettext_lazy as _

from calls.models.call import DeadlineKind


class RecommenderScope(models.TextChoices):
    """Whom a recommender of a call may recommend.

    ``REGION``: the applicants of its region, 省属企业 among them (属地, seed 002 四（一）); a region or 功能区 with a
    recommender of its own is taken out of the one above it. The others are open beside it.
    """

    REGION = "region", _("本地区的申报单位")
    PROVINCIAL = "provincial", _("省属企业（不按属地）")
    MEMBERS = "members", _("协会、联盟的会员单位")
    CENTRAL = "central", _("央企集团的所属企业")


class CallRecommender(models.Model):
    """推荐单位 of a call: whom it recommends, and what it sends to whom, with a copy to whom, by which deadline.

    航空港区 and 济源示范区 (seeds 001, 002) are rows like others: straight to the province, with a copy to the city.
    """

    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="recommender_rows")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("推荐单位")
    )
    scope = models.CharField(_("推荐范围"), max_length=12, choices=RecommenderScope, default=RecommenderScope.REGION)
    materials = models.CharField(_("报送材料"), max_length=200, blank=True)
    receiver = models.CharField(_("报送至"), max_length=120, blank=True)
    copy_to = models.CharField(_("抄送"), max_length=120, blank=True)
    deadline_kind = models.CharField(
        _("截止时间"), max_length=20, choices=DeadlineKind, default=DeadlineKind.RECOMMENDER
    )
    copies = models.PositiveSmallIntegerField(_("纸质份数"), null=True, blank=True)

    class Meta:
        ordering = ["organisation__region__path", "organisation__name_pinyin", "pk"]
        verbose_name = _("榜单的推荐单位")
        constraints = [models.UniqueConstraint(fields=["call", "organisation"], name="recommender_once_a_call")]

    def __str__(self) -> str:
        return str(self.organisation)
