"""What all rules have beside their kind's own parameters."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Direction, RuleVersion, Track
from calls.models.rule import Strength
from calls.numbering import direction_name

WHOLE = ""


class ClauseForm(forms.Form):
    """Strength, what the rule holds for, and the words of its clause."""

    strength = forms.ChoiceField(
        label=gettext_lazy("强度"),
        choices=Strength,
        widget=forms.RadioSelect,
        initial=Strength.MUST,
        help_text=gettext_lazy("必须：不符合不能提交；原则上：须说明原因；鼓励：只作提示"),
    )
    scope = forms.ChoiceField(label=gettext_lazy("适用范围"), required=False)
    clause_text = forms.CharField(
        label=gettext_lazy("条款原文"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("预检不符合时，申报单位会看到这段话"),
    )
    clause_ref = forms.CharField(
        label=gettext_lazy("条款出处"), max_length=60, required=False, help_text=gettext_lazy("如：二、(二)")
    )

    def __init__(self, *args: Any, tracks: list[Track], directions: list[Direction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found: dict[str, tuple[Track | None, Direction | None]] = {WHOLE: (None, None)}
        choices: list[tuple[str, str]] = [(WHOLE, _("整个榜单"))]
        for track in tracks if len(tracks) > 1 else []:
            self._found[f"track-{track.pk}"] = (track, None)
            choices.append((f"track-{track.pk}", _("领域：%(title)s") % {"title": track.title}))
        for direction in directions:
            self._found[str(direction.key)] = (None, direction)
            name = direction_name(direction, direction.newest[0])
            choices.append((str(direction.key), _("方向 %(name)s") % {"name": name}))
        self.fields["scope"].choices = choices

    @classmethod
    def initial_of(cls, version: RuleVersion) -> dict[str, Any]:
        scope = WHOLE
        if version.track_id:
            scope = f"track-{version.track_id}"
        elif version.direction_id:
            scope = str(version.direction.key)
        kept = {name: getattr(version, name) for name in ("strength", "clause_text", "clause_ref")}
        return kept | {"scope": scope}

    def values(self) -> dict[str, Any]:
        """What `rule_add` and `rule_change` take."""
        track, direction = self._found[self.cleaned_data["scope"]]
        kept = {name: self.cleaned_data[name] for name in ("strength", "clause_text", "clause_ref")}
        return kept | {"track": track, "direction": direction}
