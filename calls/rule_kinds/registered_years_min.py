"""注册成立满 N 年."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unknown, unmet


def after_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last one of that month (29 February + 12 = 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@rule_kind
class RegisteredYearsMin(RuleKind):
    code = "registered_years_min"
    label = gettext_lazy("注册年限")
    section_key = "profile"
    of_organisation = True

    class Form(RuleForm):
        years = forms.DecimalField(
            label=gettext_lazy("注册满（年）"),
            min_value=Decimal("0.5"),
            max_value=50,
            decimal_places=1,
            max_digits=3,
            help_text=gettext_lazy("半年写 0.5。"),
        )

    def describe(self, parameters: Mapping) -> str:
        return _("注册满 %(years)s 年") % parameters

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        if facts.registered_on is None:
            return unknown(_("没有填写注册日期，由审核人员核对。"), self.section_key)
        full = after_months(facts.registered_on, int(Decimal(parameters["years"]) * 12))
        words = {"on": facts.registered_on.isoformat(), "years": parameters["years"]}
        if full <= facts.today:
            return met(_("注册于 %(on)s，已满 %(years)s 年。") % words)
        return unmet(_("注册于 %(on)s，未满 %(years)s 年。") % words, self.section_key)
