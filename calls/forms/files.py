"""Uploading an attachment of a call."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AttachmentForm(forms.Form):
    file = forms.FileField(
        label=_("附件"), allow_empty_file=True, error_messages={"required": _("请选择要上传的文件。")}
    )
    not_secret = forms.BooleanField(
        label=_("已完成保密审查，文件不涉及国家秘密、工作秘密"),
        error_messages={"required": _("请先完成保密审查，并在这里确认。")},
    )
