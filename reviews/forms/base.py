"""What forms of this room share: instants typed in Asia/Shanghai, reasons as texts of several lines."""

from django import forms


class PageForm(forms.Form):
    """Rendered field by field with ``as_crispy_field`` (templates/reviews/_fields.html)."""

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
