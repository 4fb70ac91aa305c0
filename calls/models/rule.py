import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Strength(models.TextChoices):
    MUST = "must", _("必须")
    PRINCIPLE = "principle", _("原则上")
    ENCOURAGED = "encouraged", _("鼓励")


class Rule(models.Model):
    """报送条件/申报条件: the permanent key of one rule of a call; ``published`` is the version in force."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="rules")
    published = models.ForeignKey("calls.RuleVersion", models.PROTECT, null=True, blank=True, related_name="+")


class RuleVersion(models.Model):
    """One version of a rule, frozen once published; ``correction`` is the 更正公告 that it came or comes with.

    ``kind`` is out of the closed set in `calls.rule_kinds`; ``parameters`` are validated by that kind's form.
    """

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    kind = models.CharField(_("规则"), max_length=40)
    parameters = models.JSONField(default=dict, blank=True)
    strength = models.CharField(_("强度"), max_length=12, choices=Strength, default=Strength.MUST)
    track = models.ForeignKey("calls.Track", models.PROTECT, null=True, blank=True, related_name="+")
    direction = models.ForeignKey("calls.Direction", models.PROTECT, null=True, blank=True, related_name="+")
    clause_text = models.TextField(_("条款原文"))
    clause_ref = models.CharField(_("条款出处"), max_length=60, blank=True)
    withdrawn = models.BooleanField(_("已取消"), default=False)
    correction = models.ForeignKey(
        "calls.CallCorrection", models.PROTECT, null=True, blank=True, related_name="rule_versions"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["rule", "number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once"),
            models.CheckConstraint(condition=~Q(clause_text=""), name="rule_has_clause"),
        ]


class FormerWinner(models.Model):
    """前期揭榜优胜项目, as imported for one call: compared by organisation and product."""

    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="former_winners")
    organisation_name = models.CharField(_("单位名称"), max_length=120)
    product_name = models.CharField(_("揭榜产品"), max_length=200)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    imported_at = models.DateTimeField(default=timezone.now, editable=False)
