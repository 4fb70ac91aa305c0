"""实施期限不超过 3 年 (seed 000), 实施周期 (seed 004)."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unknown, unmet


@rule_kind
class DurationMax(RuleKind):
    code = "duration_max"
    label = gettext_lazy("实施期限上限")
    section_key = "product"

    class Form(RuleForm):
        months = forms.IntegerField(label=gettext_lazy("最长（月）"), min_value=1, max_value=240)

    def describe(self, parameters: Mapping) -> str:
        return _("实施期限不超过 %(length)s") % {"length": self._length(parameters["months"])}

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        if facts.duration_months is None:
            return unknown(_("没有填写实施期限。"), self.section_key)
        words = {"length": self._length(facts.duration_months), "limit": self._length(parameters["months"])}
        if facts.duration_months <= int(parameters["months"]):
            return met(_("实施期限 %(length)s，上限 %(limit)s。") % words)
        return unmet(_("实施期限 %(length)s，超过上限 %(limit)s。") % words, self.section_key)

    @staticmethod
    def _length(months: int | str) -> str:
        years, rest = divmod(int(months), 12)
        return _("%(years)s 年") % {"years": years} if not rest else _("%(months)s 个月") % {"months": months}
