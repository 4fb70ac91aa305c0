from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class ExternalNumberForm(forms.Form):
    """As the other system prints it: letters, figures and their marks."""

    number = forms.CharField(
        label=_("外部系统编号"),
        max_length=60,
        validators=[RegexValidator(r"^[\w\-./（）()〔〕\[\] ]+$", _("编号只含文字、数字和连接符。"))],
        help_text=_("该系统登记后给出的编号，照抄"),
    )
