"""One reason each: closing a file, and opening it again."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _


class _ReasonForm(forms.Form):
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    reason = forms.CharField(label=_("原因"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class QuarantineForm(_ReasonForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label, reason.error_messages["required"] = _("封存的原因"), _("请写明封存的原因。")
        reason.help_text = _("只在审计记录中留存；不要写出涉密内容本身。")


class ReleaseForm(_ReasonForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label, reason.error_messages["required"] = _("解除封存的原因"), _("请写明解除封存的原因。")
