"""Forms of a 更正公告: its words, a direction as it shall stand, the words of its deadlines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.forms.directions import DirectionForm
from calls.models import CallCorrection, Deadline, DeadlineChange


class CorrectionForm(forms.Form):
    title = forms.CharField(label=_("公告标题"), max_length=200, help_text=_("如：关于更正方向3考核指标的公告"))
    reason = forms.CharField(
        label=_("更正原因"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("将公开显示")
    )
    text = forms.CharField(
        label=_("公告正文"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("改动之处由系统逐项列出，这里不必重复"),
    )

    @classmethod
    def initial_of(cls, correction: CallCorrection) -> dict[str, Any]:
        return {name: getattr(correction, name) for name in cls.base_fields}


class CorrectedDirectionForm(DirectionForm):
    """A direction without its category, which is not corrected."""

    category = None


class DeadlineWordsForm(forms.Form):
    """The words of one deadline; its time is moved by an 延期 only."""

    printed = forms.CharField(label=_("原文"), max_length=200, required=False)
    receiver = forms.CharField(label=_("报送对象"), max_length=120, required=False)
    copies = forms.IntegerField(label=_("纸质份数"), min_value=1, max_value=99, required=False)

    def __init__(self, *args: Any, deadline: Deadline, change: DeadlineChange | None = None, **kwargs: Any) -> None:
        self.deadline = deadline
        source = change or deadline
        initial = {name: getattr(source, name) for name in ("printed", "receiver", "copies")}
        super().__init__(*args, initial=initial, prefix=deadline.kind, **kwargs)
