"""Filters of the lists, from the address. What is not understood is left out, never an error."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.stages import OFFICE_STAGES, SHOWN_STAGES, Stage

_STAGES = {stage.code: stage for stage in Stage}


#: Least amounts to choose from, in 万元.
AMOUNTS = (50, 100, 200, 500, 1000, 2000, 5000)
SORTS = [("", _("最新发布")), ("deadline", _("最近截止")), ("amount", _("金额最高"))]


class CallFilter(forms.Form):
    """Of the office's list."""

    q = forms.CharField(label=_("标题或文号"), max_length=100, required=False)
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    stage = forms.TypedChoiceField(label=_("阶段"), required=False, coerce=lambda code: _STAGES[code], empty_value=None)

    stages = (*OFFICE_STAGES, *SHOWN_STAGES)

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        self.fields["stage"].choices = [("", _("全部阶段")), *[(stage.code, stage.label) for stage in self.stages]]
        self.fields["year"].choices = [("", _("全部年度")), *[(year, year) for year in years]]

    def chosen(self) -> dict[str, Any]:
        """What was understood, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def is_set(self) -> bool:
        """Whether something is left out; the order is no filter."""
        return bool(self.chosen().keys() - {"sort"})


class PublicFilter(CallFilter):
    """Of the public list of calls and of 方向检索, which take the same."""

    q = forms.CharField(label=_("在标题、方向、任务、指标中查找"), max_length=100, required=False)
    stage = forms.TypedChoiceField(label=_("阶段"), required=False, coerce=lambda code: _STAGES[code], empty_value=None)
    region = forms.ChoiceField(label=_("适用地区"), required=False)
    issuer = forms.TypedChoiceField(label=_("发榜单位"), required=False, coerce=int, empty_value=None)
    track = forms.ChoiceField(label=_("领域"), required=False)
    amount = forms.TypedChoiceField(
        label=_("资助金额"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("不限")), *[(n, _("%(n)s 万元以上") % {"n": n}) for n in AMOUNTS]],
    )
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=SORTS)

    stages = SHOWN_STAGES
    field_order = ("q", "stage", "region", "issuer", "year", "track", "amount", "sort")

    def __init__(
        self,
        data: Any,
        *,
        years: list[int],
        regions: list[tuple[str, str]],
        issuers: list[tuple[int, str]],
        tracks: list[str],
    ) -> None:
        super().__init__(data, years=years)
        self.fields["region"].choices = [("", _("全部地区")), *regions]
        self.fields["issuer"].choices = [("", _("全部单位")), *issuers]
        self.fields["track"].choices = [("", _("全部领域")), *[(title, title) for title in tracks]]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-control" if name == "q" else "form-select"
