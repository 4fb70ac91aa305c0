"""市区联动：区级财政资金由所在区落实 (seed 004 其他说明): the district says so, not the applicant."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleKind, met, rule_kind, unknown, unmet


@rule_kind
class DistrictFundingConfirmed(RuleKind):
    code = "district_funding_confirmed"
    label = gettext_lazy("区级资金由所在区确认")

    def describe(self, parameters: Mapping) -> str:
        return _("区级财政资金由所在区县确认落实")

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        if facts.district_funding_confirmed is None:
            return unknown(_("所在区县尚未确认区级财政资金，由推荐单位核对。"))
        if facts.district_funding_confirmed:
            return met(_("所在区县已确认区级财政资金。"))
        return unmet(_("所在区县不予确认区级财政资金。"))
