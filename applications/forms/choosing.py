"""Choosing a direction, a recommender, a preset; withdrawing."""

from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models.form import Preset


class _Form(forms.Form):
    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class StartForm(_Form):
    """``key`` comes with the page: the same page sent twice starts one draft."""

    direction = forms.ChoiceField(
        label=_("任务方向"), widget=forms.RadioSelect, error_messages={"required": _("请选择一个任务方向。")}
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, choices: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["direction"].choices = choices


class RecommenderForm(_Form):
    recommender = forms.TypedChoiceField(
        label=_("推荐单位"),
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": _("请选择一家推荐单位。")},
    )

    def __init__(self, *args, choices: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommender"].choices = choices


class WithdrawForm(_Form):
    reason = forms.CharField(
        label=_("撤回原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明撤回的原因。")},
    )


class SubmitForm(_Form):
    key = forms.UUIDField(widget=forms.HiddenInput)


class PresetForm(_Form):
    preset = forms.ChoiceField(label=_("表单模板"), choices=Preset.choices, widget=forms.RadioSelect)


class EvidenceForm(_Form):
    """``complete`` stands last on the page: a request that was cut short comes without it."""

    kind = forms.CharField(max_length=40)
    file = forms.FileField(required=False, allow_empty_file=True)
    not_secret = forms.BooleanField(required=False)
    complete = forms.CharField(required=False)
