"""企业牵头 (seed 004 申报条件); 相关企业、高校、科研院所等 (seed 003 二(一))."""

import re
from collections.abc import Mapping

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unknown, unmet
from portal.accounts.models.organisation import Ownership

ENTERPRISES = frozenset({Ownership.STATE, Ownership.PRIVATE, Ownership.FOREIGN})


class LeadKind(TextChoices):
    ENTERPRISE = "enterprise", gettext_lazy("企业")
    UNIVERSITY = "university", gettext_lazy("高校")
    INSTITUTE = "institute", gettext_lazy("科研院所")
    HOSPITAL = "hospital", gettext_lazy("医疗机构")
    INSTITUTION = "institution", gettext_lazy("事业单位")


#: What a name tells of an organisation that is no enterprise.
NAMES = {
    LeadKind.UNIVERSITY: re.compile(r"大学|学院|学校"),
    LeadKind.INSTITUTE: re.compile(r"研究院|研究所|科学院|实验室|研究中心"),
    LeadKind.HOSPITAL: re.compile(r"医院|卫生"),
}


@rule_kind
class LeadOrganisationKind(RuleKind):
    code = "lead_organisation_kind"
    label = gettext_lazy("牵头单位类型")
    section_key = "profile"
    of_organisation = True

    class Form(RuleForm):
        kinds = forms.MultipleChoiceField(
            label=gettext_lazy("可以牵头的单位"), choices=LeadKind, widget=forms.CheckboxSelectMultiple
        )

    def describe(self, parameters: Mapping) -> str:
        return _("由%(kinds)s牵头") % {"kinds": self._words(parameters)}

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        """By 单位性质; for 事业单位 and others the name helps, and what it does not tell is for a person."""
        allowed, words = set(parameters["kinds"]), self._words(parameters)
        if facts.ownership in ENTERPRISES:
            if LeadKind.ENTERPRISE in allowed:
                return met(_("牵头单位为企业。"))
            return unmet(_("牵头单位为企业，本榜单要求由%(kinds)s牵头。") % {"kinds": words}, self.section_key)
        if not facts.ownership:
            return unknown(_("没有填写单位性质。"), self.section_key)
        if facts.ownership == Ownership.INSTITUTION and LeadKind.INSTITUTION in allowed:
            return met(_("牵头单位为事业单位。"))
        told = {kind for kind, name in NAMES.items() if name.search(facts.organisation_name)}
        if told & allowed:
            return met(_("牵头单位属于%(kinds)s。") % {"kinds": words})
        if facts.ownership == Ownership.INSTITUTION and allowed == {LeadKind.ENTERPRISE}:
            return unmet(_("牵头单位为事业单位，本榜单要求由企业牵头。"), self.section_key)
        return unknown(_("从单位性质看不出是否属于%(kinds)s，由审核人员核对。") % {"kinds": words}, self.section_key)

    @staticmethod
    def _words(parameters: Mapping) -> str:
        return "、".join(str(LeadKind(kind).label) for kind in parameters["kinds"])
