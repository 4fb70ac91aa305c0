"""What forms of this room share: crispy layout without a form tag, and instants typed in Asia/Shanghai."""

from crispy_forms.helper import FormHelper
from django import forms


class PageForm(forms.Form):
    """Rendered by ``{% crispy form %}`` inside the page's own form tag."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def refuse(self, reason: str) -> None:
        """Show the gate's reason on top of the form."""
        self.add_error(None, reason)


class InstantField(forms.DateTimeField):
    """A minute, typed in Asia/Shanghai by the browser's own picker."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}))
        super().__init__(**kwargs)


def reason_field(label: str, *, help_text: str = "", required: bool = True, rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
