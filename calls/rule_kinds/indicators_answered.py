"""揭榜单位申报指标需包含“揭榜任务和预期目标”中所提及的指标 (seed 003 附2 重点指标填报表注2).

Indicators of one group stand for each other (具备以下一种或多种…, … 或 …): one answered is enough.
"""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleKind, met, rule_kind, unmet

SHOWN = 5


@rule_kind
class IndicatorsAnswered(RuleKind):
    code = "indicators_answered"
    label = gettext_lazy("指标逐条填报")
    section_key = "indicators"

    def describe(self, parameters: Mapping) -> str:
        return _("填报本方向的全部指标（“一种或多种”的至少填报一项）")

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        if not facts.commitments:
            return met(_("本方向不设指标。"))
        groups: dict[str, list] = defaultdict(list)
        missing = []
        for fact in facts.commitments:
            if fact.group:
                groups[fact.group].append(fact)
            elif not fact.answered:
                missing.append(fact.indicator_subject)
        for facts_of_group in groups.values():
            if not any(fact.answered for fact in facts_of_group):
                some = "、".join(fact.indicator_subject for fact in facts_of_group[:SHOWN])
                missing.append(_("“%(some)s”等中的至少一项") % {"some": some})
        if not missing:
            return met(_("本方向的指标都已填报。"))
        words = {"count": len(missing), "some": "；".join(missing[:SHOWN])}
        if len(missing) > SHOWN:
            return unmet(_("还有 %(count)s 项指标没有填报，如：%(some)s。") % words, self.section_key)
        return unmet(_("还有 %(count)s 项指标没有填报：%(some)s。") % words, self.section_key)
