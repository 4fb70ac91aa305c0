"""Filters of the lists in this room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.notifications.selectors.tasks import LABELS


class InboxFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), ("unread", _("未读"))], initial=""
    )
    kind = forms.ChoiceField(label=_("类型"), required=False)

    def __init__(self, *args, kinds: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("全部")), *kinds]


class TaskFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("未完成")), *((state, label) for state, (label, _tone) in LABELS.items())],
    )
