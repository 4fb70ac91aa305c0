"""Filters of the lists, from the address. What is not understood is left out, never an error."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.stages import OFFICE_STAGES, PUBLIC_STAGES, Stage

_STAGES = {stage.code: stage for stage in Stage}


class CallFilter(forms.Form):
    q = forms.CharField(label=_("在标题、方向、指标中查找"), max_length=100, required=False)
    region = forms.ChoiceField(label=_("适用地区"), required=False)
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    stage = forms.TypedChoiceField(label=_("阶段"), required=False, coerce=lambda code: _STAGES[code], empty_value=None)

    def __init__(
        self, data: Any, *, years: list[int], regions: list[tuple[str, str]] | None = None, drafts: bool = False
    ) -> None:
        super().__init__(data)
        stages = [*OFFICE_STAGES, *PUBLIC_STAGES] if drafts else PUBLIC_STAGES
        self.fields["stage"].choices = [("", _("全部阶段")), *[(stage.code, stage.label) for stage in stages]]
        self.fields["year"].choices = [("", _("全部年度")), *[(year, year) for year in years]]
        if regions is None:
            del self.fields["region"]
        else:
            self.fields["region"].choices = [("", _("全部地区")), *regions]

    def chosen(self) -> dict[str, Any]:
        """What was understood, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def is_set(self) -> bool:
        return bool(self.chosen())
