"""只能通过 1 个推荐单位推荐，不接受无推荐单位的申报主体 (seed 003 二(二))."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleKind, met, rule_kind, unmet


@rule_kind
class OneRecommender(RuleKind):
    code = "one_recommender"
    label = gettext_lazy("须有且只有一家推荐单位")
    section_key = "profile"

    def describe(self, parameters: Mapping) -> str:
        return _("通过且只通过一家推荐单位推荐")

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        if facts.recommender_count == 1:
            return met(_("已选定一家推荐单位。"))
        if facts.recommender_count == 0:
            return unmet(_("没有推荐单位，请选定一家。"), self.section_key)
        return unmet(
            _("本单位在本榜单中通过 %(count)s 家推荐单位申报，只能通过一家。") % {"count": facts.recommender_count},
            self.section_key,
        )
