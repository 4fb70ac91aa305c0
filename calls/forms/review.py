"""Forms of the review page: small ones, each for one row, with the revision that was shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.forms.directions import IndicatorForm
from calls.models import DirectionVersion, IndicatorVersion

MAX_STRETCH = 5000


class SeenForm(forms.Form):
    """``revision``: of the row as it was shown."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class RowForm(SeenForm, IndicatorForm):
    """One indicator as a row; number and words of the original stay as they are."""

    number = None
    text = None

    @classmethod
    def initial_of(cls, indicator: IndicatorVersion) -> dict[str, Any]:
        kept = IndicatorForm.initial_of(indicator)
        return {name: value for name, value in kept.items() if name in cls.base_fields} | {
            "revision": indicator.revision
        }

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class HeadForm(SeenForm):
    """Title, number and category of a direction, and whether it has indicators at all."""

    title = forms.CharField(label=_("方向名称"), max_length=200)
    printed_number = forms.CharField(label=_("原文编号"), max_length=20, required=False)
    category = forms.CharField(label=_("类别"), max_length=120, required=False)
    # What was shown is sent along: another officer may have moved the direction to another category meanwhile.
    shown_category = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    without_indicators = forms.BooleanField(label=_("本方向不设指标"), required=False)

    @classmethod
    def initial_of(cls, version: DirectionVersion) -> dict[str, Any]:
        category = version.direction.category.title if version.direction.category else ""
        return {
            "title": version.title,
            "printed_number": version.printed_number,
            "category": category,
            "shown_category": category,
            "without_indicators": version.without_indicators,
            "revision": version.revision,
        }

    def values(self) -> dict[str, Any]:
        kept = {name: value for name, value in self.cleaned_data.items() if name not in ("revision", "shown_category")}
        moved = kept["category"] != self.cleaned_data["shown_category"]
        return kept if moved else kept | {"category": None}


class StretchForm(forms.Form):
    """A stretch of the original, chosen there (``start``: its offset) or pasted."""

    text = forms.CharField(
        label=_("原文中的一段"), max_length=MAX_STRETCH, strip=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    start = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if not text.strip():
            raise forms.ValidationError(_("请先在原文中选中一段，或把文字粘贴到这里。"))
        return text


class CutForm(SeenForm):
    """An indicator's words with one line break: where they are cut."""

    text = forms.CharField(
        label=_("在要分开的地方换行"), max_length=MAX_STRETCH, strip=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_text(self) -> tuple[str, str]:
        first, _break, second = self.cleaned_data["text"].replace("\r\n", "\n").strip().partition("\n")
        if not second.strip():
            raise forms.ValidationError(_("请把光标放在要分开的地方并换行，前后都要有文字。"))
        return first, " ".join(second.split("\n"))


class MergeForm(SeenForm):
    """``following``: the key of the row below, ``following_revision`` as it was shown."""

    following = forms.UUIDField(widget=forms.HiddenInput)
    following_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SplitForm(SeenForm):
    """Before which paragraph a direction is cut, and what the second half is called."""

    point = forms.RegexField(r"^\d+:\d+$", label=_("从哪一段起是另一个方向"))
    title = forms.CharField(
        label=_("新方向名称"), max_length=200, required=False, help_text=_("留空：这一段就是新方向的标题")
    )

    def at(self) -> tuple[int, int]:
        part, _colon, line = self.cleaned_data["point"].partition(":")
        return int(part), int(line)
