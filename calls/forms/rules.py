"""What all rules have beside their kind's own parameters; and the list of former winners."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Call, Direction, RuleVersion, Track
from calls.models.rule import Strength
from calls.numbering import direction_name
from calls.services.rules import Winner

MAX_WINNERS = 5000
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


class WinnersForm(forms.Form):
    """Pasted out of a table: 单位名称, 揭榜产品 and, if there is one, 年度, one project a line."""

    lines = forms.CharField(
        label=gettext_lazy("前期揭榜优胜项目"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("每行一项：单位名称、揭榜产品、年度（可不写），用 Tab 或逗号分开；可以从表格中直接粘贴"),
    )

    @staticmethod
    def initial_of(call: Call) -> dict[str, str]:
        rows = call.former_winners.order_by("pk")
        lines = ["\t".join(filter(None, [w.organisation_name, w.product_name, str(w.year or "")])) for w in rows]
        return {"lines": "\n".join(lines)}

    def clean_lines(self) -> list[Winner]:
        found: list[Winner] = []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            cells = [cell.strip() for cell in re.split(r"\t|，|,", line)]
            if len(cells) < 2 or not cells[0] or not cells[1]:
                raise forms.ValidationError(_("第 %(n)s 行没有写全单位名称和揭榜产品。") % {"n": number})
            if len(cells[0]) > 120 or len(cells[1]) > 200:
                raise forms.ValidationError(_("第 %(n)s 行的名称太长。") % {"n": number})
            found.append(Winner(cells[0], cells[1], _year(cells[2] if len(cells) > 2 else "")))
        if len(found) > MAX_WINNERS:
            raise forms.ValidationError(_("最多 %(n)s 项。") % {"n": MAX_WINNERS})
        return found


def _year(cell: str) -> int | None:
    digits = re.match(r"(?:19|20)\d{2}", cell)
    return int(digits[0]) if digits else None
