"""Forms of 领域, 类别 and the order of directions: one field for each that stands on the page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.arranging import Block
from calls.models import Category, Direction, Track


def block_name(block: Block) -> str:
    """“元宇宙 · 核心基础”, for selects and headings; "" for the only block of a call without either."""
    return " · ".join(filter(None, [block.track.title, block.category.title if block.category else ""]))


class ArrangeForm(forms.Form):
    """A number for each direction of a call (``place-<key>``), and where the ticked ones go."""

    to = forms.ChoiceField(label=_("移到"), required=False)

    def __init__(self, data: Any = None, *, blocks: list[Block]) -> None:
        super().__init__(data)
        self.directions = [direction for block in blocks for direction in block.directions]
        targets: dict[str, str] = {}
        for block in blocks:
            if block.category:
                targets[block.code] = block_name(block)
            bare = Block(block.track, None)
            targets[bare.code] = (block_name(bare) + _("（不分类别）")) if block.category else block_name(bare)
        self.several = len(targets) > 1
        self.fields["to"].choices = [("", _("请选择领域或类别")), *targets.items()]
        for direction in self.directions:
            label = _("“%(title)s”的序号") % {"title": direction.newest[0].title}
            self.fields[f"place-{direction.key}"] = forms.IntegerField(
                label=label,
                min_value=1,
                max_value=999,
                required=False,
                initial=direction.place,
                widget=forms.NumberInput(attrs={"class": "rank", "inputmode": "numeric", "aria-label": label}),
            )

    def field_of(self, direction: Direction) -> forms.BoundField:
        return self[f"place-{direction.key}"]

    def numbers(self) -> list[tuple[Direction, int]]:
        """Directions that got another number, the smallest first."""
        asked = [(one, self.cleaned_data[f"place-{one.key}"]) for one in self.directions]
        return sorted(((one, n) for one, n in asked if n and n != one.place), key=lambda pair: pair[1])

    def ticked(self, keys: list[str]) -> list[Direction]:
        return [direction for direction in self.directions if str(direction.key) in keys]


def heading_code(heading: Track | Category) -> str:
    return f"{'track' if isinstance(heading, Track) else 'category'}-{heading.pk}"


class HeadingsForm(forms.Form):
    """Titles of all tracks and categories, and empty fields for new ones (``track-new``, ``category-new-<track>``)."""

    def __init__(self, data: Any = None, *, tracks: list[Track]) -> None:
        super().__init__(data)
        self.tracks = tracks
        for track in tracks:
            self._title(heading_code(track), _("领域名称"), track.title, required=len(tracks) > 1)
            for category in track.categories.all():
                self._title(heading_code(category), _("类别名称"), category.title, required=True)
            self._title(f"category-new-{track.pk}", _("添加类别"), "", required=False)
        self._title("track-new", _("添加领域"), "", required=False)

    def _title(self, name: str, label: str, initial: str, *, required: bool) -> None:
        self.fields[name] = forms.CharField(label=label, max_length=120, required=required, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Titles of one level differ; a second track needs a title for the first one too."""
        data = super().clean()
        names = [heading_code(track) for track in self.tracks]
        self._unlike([*names, "track-new"])
        for track in self.tracks:
            mine = [heading_code(category) for category in track.categories.all()]
            self._unlike([*mine, f"category-new-{track.pk}"])
        if data.get("track-new") and len(names) == 1 and not data.get(names[0]):
            self.add_error(names[0], _("有两个以上领域时，每个领域都要有名称。"))
        return data

    def _unlike(self, names: list[str]) -> None:
        seen: set[str] = set()
        for name in names:
            title = self.cleaned_data.get(name, "")
            if title and title in seen:
                self.add_error(name, _("已经有“%(title)s”了。") % {"title": title})
            seen.add(title)

    @property
    def new_track(self) -> forms.BoundField:
        return self["track-new"]

    def rows(self) -> list[dict[str, Any]]:
        """For the page: each track with its field, its categories with theirs, and the field for a new one."""
        return [
            {
                "track": track,
                "code": heading_code(track),
                "field": self[heading_code(track)],
                "categories": [
                    {"category": category, "code": heading_code(category), "field": self[heading_code(category)]}
                    for category in track.categories.all()
                ],
                "new": self[f"category-new-{track.pk}"],
            }
            for track in self.tracks
        ]
