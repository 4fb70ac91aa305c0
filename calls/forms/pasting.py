"""Pasted indicators: the text, what was understood of it, and which rows are to be made."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.forms.directions import IndicatorForm
from calls.importing.pasted import MAX_ROWS, Pasted, read_pasted

MAX_TEXT = 100_000


class PasteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("粘贴的表格或文字"),
        max_length=MAX_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "从 Excel 或 Word 表格中选中后直接粘贴：指标、要求、单位、条件各一列，有无表头均可；也可以粘贴成段的文字"
        ),
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("请粘贴表格或文字。"))
        return text


class PastedRow(NamedTuple):
    """One row of the preview: its index, what it was read from, the values that fit, and what is wrong with it."""

    index: int
    pasted: Pasted
    values: dict[str, Any]
    errors: list[str]
    taken: bool


def pasted_rows(text: str, taken: Sequence[str] | None = None) -> list[PastedRow]:
    """``taken``: the indices that were left ticked; None: all without errors."""
    rows = []
    for index, pasted in enumerate(read_pasted(text)):
        form = IndicatorForm({**pasted.values, "text": pasted.values.get("text") or pasted.source})
        errors = [pasted.error] if pasted.error else _errors(form)
        values = {} if errors else form.cleaned_data
        ticked = not errors if taken is None else str(index) in taken
        rows.append(PastedRow(index, pasted, values, errors, ticked))
    return rows


def _errors(form: IndicatorForm) -> list[str]:
    labels = {name: field.label for name, field in form.fields.items()}
    return [
        f"{labels[name]}：{error}" if name in labels else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


def too_many(rows: Sequence[PastedRow]) -> bool:
    """Whether the text may have had more than one page shows."""
    return len(rows) >= MAX_ROWS
