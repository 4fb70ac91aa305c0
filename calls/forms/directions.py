"""Forms of a direction and its indicators."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from calls.models import Call, DirectionVersion, IndicatorVersion, Track
from calls.models.comparator import Comparator
from calls.models.direction import FundingSource, PartKind
from calls.services.directions import INDICATOR_FIELDS

MAX_PARTS = 30
MAX_MONEY = 10


class NewDirectionForm(forms.Form):
    title = forms.CharField(label=_("方向名称"), max_length=200)
    category = forms.CharField(
        label=_("类别"), max_length=120, required=False, help_text=_("如：核心基础；没有类别的留空")
    )
    track = forms.ModelChoiceField(Track.objects.none(), label=_("领域"), required=False, empty_label=None)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tracks = call.tracks.all()
        if len(tracks) > 1:
            self.fields["track"].queryset = tracks
        else:
            del self.fields["track"]


class DirectionForm(forms.Form):
    """What stands beside the texts: title, number, category, term."""

    title = forms.CharField(label=_("方向名称"), max_length=200)
    printed_number = forms.CharField(label=_("原文编号"), max_length=20, required=False)
    category = forms.CharField(label=_("类别"), max_length=120, required=False)
    supported_count = forms.IntegerField(
        label=_("拟支持（项）"), min_value=1, max_value=999, required=False, help_text=_("原文没有写的留空")
    )
    duration_comparator = forms.ChoiceField(
        label=_("实施期限"),
        required=False,
        choices=[("", _("未规定")), (Comparator.LE, _("不超过")), (Comparator.EQ, _("为"))],
    )
    duration_months = forms.IntegerField(label=_("实施期限（月）"), min_value=1, max_value=240, required=False)
    without_indicators = forms.BooleanField(label=_("本方向不设指标"), required=False)

    @classmethod
    def initial_of(cls, version: DirectionVersion) -> dict[str, Any]:
        kept = {name: getattr(version, name) for name in cls.base_fields if name != "category"}
        category = version.direction.category
        return kept | {"category": category.title if category else ""}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and bool(data["duration_comparator"]) != bool(data["duration_months"]):
            self.add_error("duration_months", _("实施期限请写全，或选“未规定”并清空月数。"))
        return data


class RowForm(forms.Form):
    """A row of a formset. One that was offered empty stays out as long as none of ``telling`` was typed: the
    selects beside them always send something."""

    telling: tuple[str, ...] = ()

    def has_changed(self) -> bool:
        if self.empty_permitted:
            return bool(set(self.telling) & set(self.changed_data))
        return super().has_changed()


class PartForm(RowForm):
    """One headed text of a direction."""

    telling = ("heading", "text")

    kind = forms.ChoiceField(label=_("内容种类"), choices=PartKind)
    heading = forms.CharField(label=_("原文标题"), max_length=60, required=False)
    text = forms.CharField(label=_("内容"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 6}))


class MoneyForm(RowForm):
    """One line of 资助强度, in 万元."""

    telling = ("amount",)

    source = forms.ChoiceField(label=_("来源"), choices=FundingSource)
    comparator = forms.ChoiceField(
        label=_("限度"), choices=[(Comparator.LE, _("不超过")), (Comparator.GE, _("不低于")), (Comparator.EQ, _("为"))]
    )
    amount = forms.DecimalField(label=_("金额（万元）"), min_value=Decimal("0.01"), max_digits=14, decimal_places=2)


class RowsFormSet(forms.BaseFormSet):
    """Rows that count: not those left empty, not those that are to go."""

    def filled(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data and form not in self.deleted_forms]


PartFormSet = formset_factory(
    PartForm, RowsFormSet, extra=1, can_delete=True, max_num=MAX_PARTS, validate_max=True, absolute_max=MAX_PARTS + 5
)
MoneyFormSet = formset_factory(
    MoneyForm, RowsFormSet, extra=1, can_delete=True, max_num=MAX_MONEY, validate_max=True, absolute_max=MAX_MONEY + 5
)


class IndicatorForm(forms.Form):
    """One indicator: a comparator with its value, or words alone."""

    subject = forms.CharField(label=_("指标"), max_length=200, help_text=_("如：声学传感器信噪比"))
    qualitative = forms.BooleanField(label=_("定性指标（没有数值要求）"), required=False)
    comparator = forms.ChoiceField(label=_("要求"), required=False, choices=[("", _("请选择")), *Comparator.choices])
    value = forms.DecimalField(label=_("数值"), max_digits=24, decimal_places=8, required=False)
    value_max = forms.DecimalField(
        label=_("上限"), max_digits=24, decimal_places=8, required=False, help_text=_("只有“～”（范围）才填")
    )
    unit = forms.CharField(label=_("单位"), max_length=40, required=False, help_text=_("按原文写，如 dB、TOPS、%"))
    condition = forms.CharField(
        label=_("条件"), max_length=300, required=False, help_text=_("在什么条件下，如 FOV 30°")
    )
    group = forms.CharField(
        label=_("分组"), max_length=60, required=False, help_text=_("同一组的满足其一即可；留空表示须逐条填报")
    )
    number = forms.CharField(label=_("原文序号"), max_length=20, required=False)
    text = forms.CharField(label=_("原文"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}), required=False)

    @classmethod
    def initial_of(cls, indicator: IndicatorVersion) -> dict[str, Any]:
        return {name: _plain(getattr(indicator, name)) for name in INDICATOR_FIELDS}

    def clean(self) -> dict[str, Any]:
        """The same shape that the database's constraints ask for."""
        data = super().clean()
        if self.errors:
            return data
        if data["qualitative"]:
            for name, empty in {"comparator": "", "value": None, "value_max": None, "unit": ""}.items():
                data[name] = empty
            return data
        if not data["comparator"]:
            self.add_error("comparator", _("请选择要求，或标为定性指标。"))
        if data["value"] is None:
            self.add_error("value", _("请填写数值，或标为定性指标。"))
        if data.get("comparator") == Comparator.RANGE:
            if data["value_max"] is None:
                self.add_error("value_max", _("范围请写上限。"))
            elif data.get("value") is not None and data["value_max"] < data["value"]:
                self.add_error("value_max", _("上限不能小于数值。"))
        else:
            data["value_max"] = None
        return data


def _plain(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
