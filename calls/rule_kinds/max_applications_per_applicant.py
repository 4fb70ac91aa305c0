"""每个申报主体申报不超过 N 个项目 (seed 003 二(二))."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unmet


@rule_kind
class MaxApplicationsPerApplicant(RuleKind):
    code = "max_applications_per_applicant"
    label = gettext_lazy("每个单位申报数量上限")

    class Form(RuleForm):
        limit = forms.IntegerField(label=gettext_lazy("最多申报（项）"), min_value=1, max_value=99)

    def describe(self, parameters: Mapping) -> str:
        return _("每个单位申报不超过 %(limit)s 项") % parameters

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        """The application at hand counts beside ``other_applications``."""
        total = facts.other_applications + 1
        words = _("连同本项，本单位在本榜单申报 %(total)s 项，上限 %(limit)s 项。") % {
            "total": total,
            "limit": parameters["limit"],
        }
        return met(words) if total <= int(parameters["limit"]) else unmet(words)
