"""Asking and answering."""

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.models import Direction
from calls.numbering import direction_name
from calls.personal_data import no_personal_data

LONGEST = 1000
_PUBLIC_HINT = _("问题答复后会公开，不显示提问人。请不要写手机号、身份证号、邮箱，也不要写涉密或本单位的技术秘密。")


class QuestionForm(forms.Form):
    direction = forms.ModelChoiceField(
        label=_("针对哪个方向"),
        queryset=Direction.objects.none(),
        required=False,
        to_field_name="key",
        empty_label=_("整个榜单"),
    )
    text = forms.CharField(
        label=_("问题"),
        max_length=LONGEST,
        help_text=_PUBLIC_HINT,
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[no_personal_data],
        error_messages={"required": _("请填写要问的问题。")},
    )

    def __init__(self, *args, directions, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["direction"]
        field.queryset = directions
        field.label_from_instance = lambda row: direction_name(row, row.published)


class AnswerForm(forms.Form):
    private = forms.TypedChoiceField(
        label=_("怎样答复"),
        choices=[
            ("", _("公开答复：所有人可见，不显示提问人")),
            ("1", _("单独答复：只有提问人可见（与榜单无关，或者涉及个案）")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    shown_text = forms.CharField(
        label=_("公开的问题"),
        max_length=LONGEST,
        required=False,
        help_text=_("可以删去能认出单位或个人的内容；单独答复的不公开。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text = forms.CharField(
        label=_("答复"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("请填写答复。")},
    )

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("private") and "shown_text" in self.fields:
            shown = data.get("shown_text", "").strip()
            try:
                no_personal_data(shown)
            except forms.ValidationError as error:
                self.add_error("shown_text", error)
            if not shown:
                self.add_error("shown_text", _("公开答复的，请保留公开的问题。"))
        return data


class FurtherAnswerForm(AnswerForm):
    """What is added to a public answer."""

    private = shown_text = None


class QuestionFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("open", _("待答复")), ("closed", _("已答复"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    call = forms.UUIDField(required=False, widget=forms.HiddenInput)
