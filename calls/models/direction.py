import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.models.comparator import Comparator
from portal.scoping import ScopedModel


class Track(models.Model):
    """重点方向/领域: one notice may carry several, each numbering its directions anew."""

    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="tracks")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("领域"), max_length=120)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "order"], name="track_order_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title


class Category(models.Model):
    """核心基础 / 重点产品 / …, within a track."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="categories")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("类别"), max_length=120)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "order"], name="category_order_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title


class Direction(ScopedModel):
    """任务方向: the permanent key. What it says stands in its versions; ``published`` is the one in force.

    ``order`` counts through the call, ``place`` within the track, as documents number them (seed 002).
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="directions")
    track = models.ForeignKey(Track, models.CASCADE, related_name="directions")
    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True, related_name="directions")
    order = models.PositiveSmallIntegerField(_("方向序号"))
    place = models.PositiveSmallIntegerField(_("领域内序号"))
    published = models.ForeignKey("calls.DirectionVersion", models.PROTECT, null=True, blank=True, related_name="+")
    #: The direction of another call that this one was taken over from, so that both can be compared.
    taken_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["call", "order"]
        verbose_name = _("任务方向")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "order"], name="direction_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["track", "place"], name="direction_place_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    @classmethod
    def visible_q(cls, actor) -> Q:
        public = Q(call__state="published", published__isnull=False)
        if actor.is_issuing or actor.is_auditor:
            return public | Q(call__issuer=actor.organisation_id)
        return public


class DirectionVersion(models.Model):
    """The words of a direction. A version with ``published_at`` is frozen (database trigger); ``correction`` is the
    更正公告 that it came or comes with."""

    direction = models.ForeignKey(Direction, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    printed_number = models.CharField(_("原文编号"), max_length=20, blank=True)
    title = models.CharField(_("方向名称"), max_length=200)
    supported_count = models.PositiveSmallIntegerField(_("拟支持项数"), null=True, blank=True)
    duration_months = models.PositiveSmallIntegerField(_("实施期限（月）"), null=True, blank=True)
    duration_comparator = models.CharField(max_length=5, choices=Comparator, blank=True)
    without_indicators = models.BooleanField(_("本方向不设指标"), default=False)
    source_start = models.PositiveIntegerField(null=True, blank=True)
    source_end = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(_("改动次数"), default=0, editable=False)
    correction = models.ForeignKey(
        "calls.CallCorrection", models.PROTECT, null=True, blank=True, related_name="direction_versions"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["direction", "number"]
        constraints = [models.UniqueConstraint(fields=["direction", "number"], name="direction_version_once")]

    def __str__(self) -> str:
        return self.title


class PartKind(models.TextChoices):
    TASK = "task", _("揭榜任务")
    NEED = "need", _("需求目标")
    PROBLEM = "problem", _("拟解决问题")
    GOAL = "goal", _("预期目标")
    INDICATORS = "indicators", _("考核指标")
    ORGANISATION = "organisation", _("组织方式")
    CONDITIONS = "conditions", _("申报条件")
    FUNDING = "funding", _("资助强度")
    DURATION = "duration", _("实施期限")
    OTHER = "other", _("其他说明")


class DirectionPart(models.Model):
    """One headed text of a direction version, under the heading as printed."""

    version = models.ForeignKey(DirectionVersion, models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=PartKind)
    heading = models.CharField(_("标题"), max_length=60)
    text = models.TextField(_("内容"))

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="direction_part_order_once")]


class FundingSource(models.TextChoices):
    """Whose money; a bounty is paid by the enterprise that posted the need."""

    GRANT = "grant", _("财政资助")
    MUNICIPAL = "municipal", _("市级财政")
    DISTRICT = "district", _("区级财政")
    OWN = "own", _("承担单位出资")
    BOUNTY = "bounty", _("榜单金额")
    REWARD = "reward", _("奖励")


class FundingTerm(models.Model):
    """资助强度/榜单金额/出资 of a direction version; ``amount`` in 万元."""

    version = models.ForeignKey(DirectionVersion, models.CASCADE, related_name="funding_terms")
    source = models.CharField(max_length=12, choices=FundingSource)
    comparator = models.CharField(max_length=5, choices=Comparator)
    amount = models.DecimalField(_("金额（万元）"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="funding_amount_not_negative")]
