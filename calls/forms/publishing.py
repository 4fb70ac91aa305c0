"""Forms of publishing: at once or at a set time; a second officer's reason for sending it back."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calls.forms.basics import DayInput
from portal.templatetags.portal import SHANGHAI


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class PublishForm(forms.Form):
    """When to publish (Asia/Shanghai); afterwards ``at`` is in ``cleaned_data``, None for at once."""

    day = forms.DateField(label=_("发布日期"), required=False, widget=DayInput, help_text=_("留空表示立即发布"))
    clock = forms.TimeField(label=_("发布时刻"), required=False, widget=ClockInput, help_text=_("北京时间，如 09:00"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        day, clock = data["day"], data["clock"]
        if bool(day) != bool(clock):
            self.add_error("clock" if day else "day", _("定时发布请把日期和时刻都填上；立即发布请都留空。"))
            return data
        data["at"] = datetime.combine(day, clock, SHANGHAI) if day else None
        if data["at"] and data["at"] <= timezone.now():
            self.add_error("day", _("这个时间已经过去，请另选，或都留空立即发布。"))
        return data


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=_("退回原因"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("将通知提交复核的人"),
    )
