"""牵头单位为1家，联合参与单位不超过4家 (seed 002 二(二)): the applicant is the one lead."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unmet


@rule_kind
class MaxParticipants(RuleKind):
    code = "max_participants"
    label = gettext_lazy("一家牵头，参与单位数量上限")
    section_key = "participants"

    class Form(RuleForm):
        limit = forms.IntegerField(label=gettext_lazy("参与单位最多（家，不含牵头单位）"), min_value=0, max_value=50)

    def describe(self, parameters: Mapping) -> str:
        return _("牵头单位 1 家，参与单位不超过 %(limit)s 家") % parameters

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        names = [name.strip() for name in facts.participant_names]
        if facts.organisation_name in names:
            return unmet(_("牵头单位又列在参与单位中，牵头单位只能有一家。"), self.section_key)
        if len(set(names)) != len(names):
            return unmet(_("参与单位有重复。"), self.section_key)
        words = _("参与单位 %(count)s 家，上限 %(limit)s 家。") % {
            "count": facts.participant_count,
            "limit": parameters["limit"],
        }
        if facts.participant_count <= int(parameters["limit"]):
            return met(words)
        return unmet(words, self.section_key)
