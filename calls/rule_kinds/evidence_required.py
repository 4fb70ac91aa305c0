"""需提供证明材料 (seed 003 附2: 五类证明材料), also asked for by a single field of the form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unmet


@rule_kind
class EvidenceRequired(RuleKind):
    code = "evidence_required"
    label = gettext_lazy("须提供某类证明材料")
    section_key = "evidence"

    class Form(RuleForm):
        evidence = forms.CharField(
            label=gettext_lazy("证明材料类别"), max_length=40, help_text=gettext_lazy("表单中这一类别的键。")
        )
        evidence_title = forms.CharField(label=gettext_lazy("类别名称"), max_length=100)
        minimum = forms.IntegerField(label=gettext_lazy("至少（份）"), min_value=1, max_value=20, initial=1)

        def __init__(self, *args: Any, call: Any = None, **kwargs: Any) -> None:
            super().__init__(*args, call=call, **kwargs)
            self.offer("evidence", "evidence_title", "evidence_kinds")

    def describe(self, parameters: Mapping) -> str:
        if int(parameters["minimum"]) == 1:
            return _("须提供%(evidence_title)s") % parameters
        return _("须提供%(evidence_title)s（至少 %(minimum)s 份）") % parameters

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        count, minimum = facts.evidence.get(parameters["evidence"], 0), int(parameters["minimum"])
        words = {"title": parameters["evidence_title"], "count": count, "minimum": minimum}
        if count >= minimum:
            return met(_("%(title)s：已上传 %(count)s 份。") % words)
        return unmet(_("%(title)s：已上传 %(count)s 份，至少 %(minimum)s 份。") % words, self.section_key)
