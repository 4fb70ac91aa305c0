"""Pages of the expert: declaration and scores."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.forms.base import PageForm, reason_field


class DeclareForm(PageForm):
    conflict = forms.ChoiceField(
        label=_("声明"),
        choices=[
            ("no", _("本人与上述单位没有利益冲突，将独立、客观评审，并对评审内容保密")),
            ("yes", _("本人存在利益冲突或其他应当回避的情形，申请回避")),
        ],
        widget=forms.RadioSelect,
    )
    reason = reason_field(_("回避原因"), help_text=_("申请回避时必填。"), required=False, rows=3)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("conflict") == "yes" and not data.get("reason", "").strip():
            self.add_error("reason", _("请写明回避原因。"))
        return data


class ScoreForm(PageForm):
    """One score per criterion (``score-<id>``) and the comment. ``complete`` asks for all of it, as handing in does;
    saving takes what is there."""

    comment = reason_field(_("评审意见"), help_text=_("交评分时必填；只供发榜单位参考，不对外公开。"), required=False)

    def __init__(self, *args, rows: list[dict], complete: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.scored, self.complete = rows, complete
        for row in rows:
            criterion = row["criterion"]
            self.fields[f"score-{criterion.pk}"] = forms.DecimalField(
                label=criterion.name,
                min_value=Decimal(0),
                max_value=criterion.maximum,
                decimal_places=2,
                max_digits=5,
                required=False,
                initial=row["value"],
                widget=forms.NumberInput(
                    attrs={
                        "class": "score form-control",
                        "inputmode": "decimal",
                        "step": "0.01",
                        "data-weight": criterion.weight,
                        "data-maximum": criterion.maximum,
                    }
                ),
            )

    def clean(self) -> dict:
        data = super().clean()
        if not self.complete:
            return data
        for row in self.scored:
            name = f"score-{row['criterion'].pk}"
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, _("请打分。"))
        if not data.get("comment", "").strip():
            self.add_error("comment", _("请写明评审意见。"))
        return data

    def rows(self) -> list[dict]:
        return [row | {"field": self[f"score-{row['criterion'].pk}"]} for row in self.scored]

    def scores(self) -> dict[int, Decimal | None]:
        return {row["criterion"].pk: self.cleaned_data[f"score-{row['criterion'].pk}"] for row in self.scored}
