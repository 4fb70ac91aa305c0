"""项目负责人年龄不超过 N 周岁, or born on or after a day."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unknown, unmet


def age_on(birth: date, today: date) -> int:
    """Full years: one is 60周岁 on the birthday itself."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


@rule_kind
class LeaderAgeMax(RuleKind):
    code = "leader_age_max"
    label = gettext_lazy("负责人年龄上限")
    section_key = "profile"

    class Form(RuleForm):
        limit = forms.IntegerField(label=gettext_lazy("不超过（周岁）"), min_value=18, max_value=100, required=False)
        born_from = forms.DateField(
            label=gettext_lazy("或在此日（含）以后出生"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            help_text=gettext_lazy("周岁和出生日期只填一项。"),
        )

        def clean(self) -> dict:
            data = super().clean()
            if not self.errors and (data.get("limit") is None) == (data.get("born_from") is None):
                self.add_error("limit", _("周岁和出生日期请填且只填一项。"))
            return data

    def describe(self, parameters: Mapping) -> str:
        if "limit" in parameters:
            return _("负责人年龄不超过 %(limit)s 周岁") % parameters
        return _("负责人在 %(born_from)s（含）以后出生") % parameters

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        birth = facts.leader_birth_date
        if birth is None:
            return unknown(_("没有填写负责人出生日期，由审核人员核对。"), self.section_key)
        if "limit" in parameters:
            age = age_on(birth, facts.today)
            good, words = age <= int(parameters["limit"]), _("负责人 %(age)s 周岁。") % {"age": age}
        else:
            good, words = (
                birth >= date.fromisoformat(parameters["born_from"]),
                _("负责人生于 %(birth)s。") % {"birth": birth.isoformat()},
            )
        return met(words) if good else unmet(words, self.section_key)
