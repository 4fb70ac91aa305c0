"""承担单位出资不低于 N 万元 (seed 004 资助强度), or at least a share of the public money applied for."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models.direction import FundingSource
from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unknown, unmet
from calls.rule_kinds.money import wan

PUBLIC_MONEY = (FundingSource.GRANT, FundingSource.MUNICIPAL, FundingSource.DISTRICT)


@rule_kind
class OwnFundingMin(RuleKind):
    code = "own_funding_min"
    label = gettext_lazy("承担单位出资下限")
    section_key = "budget"

    class Form(RuleForm):
        amount = forms.DecimalField(
            label=gettext_lazy("至少（万元）"),
            min_value=Decimal("0.01"),
            max_digits=14,
            decimal_places=2,
            required=False,
        )
        ratio_percent = forms.DecimalField(
            label=gettext_lazy("至少为申请财政资助的（%）"),
            min_value=Decimal("0.01"),
            max_value=1000,
            max_digits=8,
            decimal_places=2,
            required=False,
            help_text=gettext_lazy("金额和比例只填一项。1:1 写 100。"),
        )

        def clean(self) -> dict:
            data = super().clean()
            if not self.errors and (data.get("amount") is None) == (data.get("ratio_percent") is None):
                self.add_error("amount", _("金额和比例请填且只填一项。"))
            return data

    def describe(self, parameters: Mapping) -> str:
        if "amount" in parameters:
            return _("承担单位出资不低于 %(amount)s") % {"amount": wan(parameters["amount"])}
        return _("承担单位出资不低于申请财政资助的 %(ratio_percent)s%%") % parameters

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        own = facts.funding.get(FundingSource.OWN)
        if own is None:
            return unknown(_("没有填写承担单位出资金额。"), self.section_key)
        least = self._least(parameters, facts)
        if least is None:
            return unknown(_("没有填写申请的财政资助金额，无法计算出资比例。"), self.section_key)
        words = {"own": wan(own), "least": wan(least)}
        if own >= least:
            return met(_("承担单位出资 %(own)s，下限 %(least)s。") % words)
        return unmet(_("承担单位出资 %(own)s，低于下限 %(least)s。") % words, self.section_key)

    @staticmethod
    def _least(parameters: Mapping, facts: Facts) -> Decimal | None:
        if "amount" in parameters:
            return Decimal(parameters["amount"])
        asked = [facts.funding[source] for source in PUBLIC_MONEY if source in facts.funding]
        return sum(asked) * Decimal(parameters["ratio_percent"]) / 100 if asked else None
