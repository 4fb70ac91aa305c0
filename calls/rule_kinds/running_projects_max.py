"""限项：在研项目不超过 N 项."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unknown, unmet


@rule_kind
class RunningProjectsMax(RuleKind):
    code = "running_projects_max"
    label = gettext_lazy("在研项目数量上限（限项）")
    section_key = "profile"
    of_organisation = True

    class Form(RuleForm):
        limit = forms.IntegerField(label=gettext_lazy("在研项目最多（项）"), min_value=0, max_value=99)

    def describe(self, parameters: Mapping) -> str:
        return _("在研项目不超过 %(limit)s 项") % parameters

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        if facts.running_projects is None:
            return unknown(_("没有填写在研项目数量，由审核人员核对。"), self.section_key)
        words = _("在研项目 %(count)s 项，上限 %(limit)s 项。") % {
            "count": facts.running_projects,
            "limit": parameters["limit"],
        }
        if facts.running_projects <= int(parameters["limit"]):
            return met(words)
        return unmet(words, self.section_key)
