"""申报主体为四川省…的企业 (seed 003 二(一)); 在郑州市注册 (seed 002)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleForm, RuleKind, met, rule_kind, unknown, unmet
from portal.accounts.models import Region


@rule_kind
class RegisteredInRegion(RuleKind):
    code = "registered_in_region"
    label = gettext_lazy("注册地区")
    section_key = "profile"
    of_organisation = True

    class Form(RuleForm):
        region = forms.ModelChoiceField(
            Region.objects.all(),
            to_field_name="code",
            label=gettext_lazy("在此地区内注册"),
            empty_label=gettext_lazy("请选择"),
        )

        def parameters(self) -> dict[str, Any]:
            """Code and name: the sentence is told without looking the region up again."""
            region = self.cleaned_data["region"]
            return {"region": region.code, "region_name": region.name}

    def describe(self, parameters: Mapping) -> str:
        return _("在%(region_name)s内注册") % parameters

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        """``region_path`` is the chain of codes from the root: everything below the region is inside it."""
        name = {"region": parameters["region_name"]}
        codes = facts.region_path.strip("/").split("/")
        if codes == [""]:
            return unknown(_("没有登记注册地区，无法判断是否在%(region)s内。") % name)
        if parameters["region"] in codes:
            return met(_("单位注册地在%(region)s内。") % name)
        return unmet(_("单位注册地不在%(region)s内。") % name)
