"""具有独立法人资格 (seed 003 二(一))."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleKind, met, rule_kind, unknown, unmet


@rule_kind
class LegalPerson(RuleKind):
    code = "legal_person"
    label = gettext_lazy("独立法人资格")
    section_key = "profile"
    of_organisation = True

    def describe(self, parameters: Mapping) -> str:
        return _("具有独立法人资格")

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        if facts.is_legal_person is None:
            return unknown(_("没有登记是否为独立法人，由审核人员核对。"))
        if facts.is_legal_person:
            return met(_("单位为独立法人。"))
        return unmet(_("单位不是独立法人。"))
