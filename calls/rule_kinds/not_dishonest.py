"""未列入失信名单: shown by an uploaded 信用报告, which a person reads."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, rule_kind, unknown, unmet


@rule_kind
class NotDishonest(RuleKind):
    code = "not_dishonest"
    label = gettext_lazy("未列入失信名单")
    section_key = "evidence"

    class Form(RuleForm):
        evidence = forms.CharField(
            label=gettext_lazy("以哪类证明材料为据"),
            max_length=40,
            required=False,
            help_text=gettext_lazy("表单中这一类别的键；留空表示由审核人员自行查询。"),
        )
        evidence_title = forms.CharField(label=gettext_lazy("类别名称"), max_length=100, required=False)

        def __init__(self, *args: Any, call: Any = None, **kwargs: Any) -> None:
            super().__init__(*args, call=call, **kwargs)
            self.offer("evidence", "evidence_title", "evidence_kinds")

    def describe(self, parameters: Mapping) -> str:
        if parameters.get("evidence_title"):
            return _("未列入失信名单（以%(evidence_title)s为据）") % parameters
        return _("未列入失信名单")

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        """A file alone proves nothing: with it the rule is 无法判断 for a person, without it 不符合."""
        evidence = parameters.get("evidence")
        if not evidence:
            return unknown(_("由审核人员在信用平台查询。"))
        words = {"title": parameters.get("evidence_title") or evidence}
        if facts.evidence.get(evidence, 0) == 0:
            return unmet(_("没有上传%(title)s。") % words, self.section_key)
        return unknown(_("已上传%(title)s，由审核人员核对。") % words, self.section_key)
