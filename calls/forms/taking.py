"""What of an earlier call goes into a new one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.arranging import Block
from calls.forms.arranging import block_name
from calls.forms.basics import CallForm
from calls.models import Call, Direction
from calls.numbering import direction_numbered
from calls.services.taking import Takes, offered, title_of
from portal.accounts.models import Organisation


class TakeForm(CallForm):
    """Title, year and region of the new call, its directions by their keys, and the other parts."""

    directions = forms.MultipleChoiceField(
        label=gettext_lazy("任务方向（含内容、指标、资助强度）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("其他内容"), choices=Takes, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: Any = None, *, source: Call, blocks: list[Block], organisation: Organisation, derived: bool
    ) -> None:
        self._known = {str(direction.key): direction for block in blocks for direction in block.directions}
        super().__init__(data, organisation=organisation)
        year = source.year if derived else self.initial["year"]
        self.initial |= {
            "title": title_of(source=source, year=year),
            "year": year,
            "directions": list(self._known),
            "parts": offered(source=source, derived=derived),
        }
        self.fields["directions"].choices = [
            (block_name(block) or _("全部方向"), [(str(d.key), direction_numbered(d, d.newest[0])) for d in members])
            for block in blocks
            if (members := block.directions)
        ]
        if not self._known:
            del self.fields["directions"]

    def chosen(self) -> list[Direction]:
        """In the order of the earlier call."""
        keys = set(self.cleaned_data.get("directions", []))
        return [direction for key, direction in self._known.items() if key in keys]

    def values(self) -> dict[str, Any]:
        """What `call_take` takes."""
        kept = {name: self.cleaned_data[name] for name in ("title", "year", "region", "parts")}
        return kept | {"directions": self.chosen()}
