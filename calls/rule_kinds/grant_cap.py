"""榜单金额不超过 N 万元 (seed 000); 市级财政经费资助不超过 N 万元，区级… (seed 004 资助强度)."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models.direction import FundingSource
from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unknown, unmet
from calls.rule_kinds.money import wan


@rule_kind
class GrantCap(RuleKind):
    code = "grant_cap"
    label = gettext_lazy("资助金额上限")
    section_key = "budget"

    class Form(RuleForm):
        source = forms.ChoiceField(
            label=gettext_lazy("资金来源"), choices=[c for c in FundingSource.choices if c[0] != FundingSource.OWN]
        )
        amount = forms.DecimalField(
            label=gettext_lazy("最多（万元）"), min_value=Decimal("0.01"), max_digits=14, decimal_places=2
        )

    def describe(self, parameters: Mapping) -> str:
        return _("%(source)s不超过 %(amount)s") % self._words(parameters)

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        asked = facts.funding.get(parameters["source"])
        words = self._words(parameters)
        if asked is None:
            return unknown(_("没有填写申请的%(source)s金额。") % words, self.section_key)
        words["asked"] = wan(asked)
        if asked <= Decimal(parameters["amount"]):
            return met(_("申请%(source)s %(asked)s，上限 %(amount)s。") % words)
        return unmet(_("申请%(source)s %(asked)s，超过上限 %(amount)s。") % words, self.section_key)

    @staticmethod
    def _words(parameters: Mapping) -> dict[str, str]:
        return {"source": str(FundingSource(parameters["source"]).label), "amount": wan(parameters["amount"])}
