"""Filter of the audit log."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.audit.services.record import action_labels


class AuditFilter(forms.Form):
    """All fields may be empty; ``person`` is part of a name, mail or phone, ``object`` the number of a row."""

    action = forms.ChoiceField(label=_("动作"), required=False)
    person = forms.CharField(label=_("人员（姓名、邮箱或手机）"), required=False, max_length=100)
    object_type = forms.ChoiceField(label=_("对象"), required=False)
    object_id = forms.CharField(label=_("对象编号"), required=False, max_length=40)
    since = forms.DateField(label=_("自"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("至"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, object_types: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        actions = sorted(((code, str(label)) for code, label in action_labels().items()), key=lambda pair: pair[1])
        self.fields["action"].choices = [("", _("全部")), *actions]
        self.fields["object_type"].choices = [("", _("全部")), *object_types]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("since") and cleaned.get("until") and cleaned["since"] > cleaned["until"]:
            raise ValidationError(_("起始日期不能晚于截止日期。"))
        return cleaned

    def filters(self) -> dict[str, str]:
        """What was chosen, as plain texts for the address and for exports; nothing when something is wrong."""
        if not self.is_valid():
            return {}
        return {
            name: value if isinstance(value, str) else value.isoformat()
            for name, value in self.cleaned_data.items()
            if value
        }
