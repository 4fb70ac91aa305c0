"""任务书原则上不超过 6000 字 (seed 003 附2 揭榜任务书注), 不超过 500 字 / 1000 字 (附2 申报表)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unknown, unmet


@rule_kind
class TextLimit(RuleKind):
    code = "text_limit"
    label = gettext_lazy("字数上限")

    class Form(RuleForm):
        section = forms.CharField(
            label=gettext_lazy("限制哪一部分"), max_length=81, help_text=gettext_lazy("表单中这一部分的键。")
        )
        section_title = forms.CharField(label=gettext_lazy("这一部分的名称"), max_length=60)
        limit = forms.IntegerField(label=gettext_lazy("最多（字）"), min_value=1, max_value=100_000)

        def __init__(self, *args: Any, call: Any = None, **kwargs: Any) -> None:
            super().__init__(*args, call=call, **kwargs)
            self.offer("section", "section_title", "text_sections")

    def describe(self, parameters: Mapping) -> str:
        return _("%(section_title)s不超过 %(limit)s 字") % parameters

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        """字数 as Word counts it for Chinese text; the applications room counts."""
        section = parameters["section"]
        count = facts.texts.get(section)
        place = section.split(".")[0]
        words = {"title": parameters["section_title"], "count": count, "limit": parameters["limit"]}
        if count is None:
            return unknown(_("表单中没有“%(title)s”这一部分。") % words)
        if count <= int(parameters["limit"]):
            return met(_("%(title)s %(count)s 字，上限 %(limit)s 字。") % words)
        return unmet(_("%(title)s %(count)s 字，超过 %(limit)s 字。") % words, place)
