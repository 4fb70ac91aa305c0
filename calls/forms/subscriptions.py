"""Subscribing to new calls by mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.search import words
from portal.accounts.models import Region


class SubscriptionForm(forms.Form):
    email = forms.EmailField(
        label=_("邮箱"),
        max_length=254,
        error_messages={
            "required": _("请填写接收邮件的邮箱。"),
            "invalid": _("请填写正确的邮箱，例如 name@example.com。"),
        },
    )
    region = forms.ModelChoiceField(
        label=_("地区"),
        queryset=Region.objects.order_by("path"),
        required=False,
        to_field_name="code",
        empty_label=_("不限地区"),
        help_text=_("包括适用于该地区的上级、本级和下级榜单。"),
    )
    theme = forms.CharField(
        label=_("主题词"),
        max_length=60,
        required=False,
        help_text=_("例如“智能传感器”；榜单标题或某一个方向里有全部词时通知。几个词之间用空格分开。"),
    )

    def clean_theme(self) -> str:
        typed = " ".join(self.cleaned_data["theme"].split())
        if typed and not words(typed):
            raise forms.ValidationError(_("主题词须含文字或数字。"))
        return typed

    def clean(self) -> dict:
        data = super().clean()
        if "theme" in data and "region" in data and not data["theme"] and not data["region"]:
            self.add_error("region", _("请选择地区，或填写主题词，至少一项。"))
        return data
