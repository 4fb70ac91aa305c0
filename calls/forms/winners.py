"""The list of 前期揭榜优胜项目 as an office hands it in: an XLSX table, or lines pasted out of one."""

import re
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.services.rules import Winner
from portal.documents.reading_sheets import MAX_BYTES, SheetRefused, sheet_rows

MAX_WINNERS = 5000
COLUMNS = ("单位名称", "揭榜产品", "年度")
_HEADS = (
    ("organisation_name", re.compile(r"(?:揭榜|申报|承担|牵头)?(?:单位|企业|主体)(?:名称)?")),
    ("product_name", re.compile(r"(?:揭榜|申报|项目)?(?:产品|项目|成果)(?:名称)?")),
    ("year", re.compile(r"年度|年份|入选年度|立项年度")),
)
ADD, REPLACE = "add", "replace"


class BadRow(NamedTuple):
    """A row that cannot be taken: its number as the table shows it, its words, and why."""

    number: int
    words: str
    reason: str


class WinnersForm(forms.Form):
    """Exactly one of file and lines. Afterwards ``winners``; ``bad_rows`` when some cannot be taken: then none is."""

    file = forms.FileField(
        label=gettext_lazy("名单表格（.xlsx）"),
        required=False,
        help_text=gettext_lazy("第一张工作表，列为单位名称、揭榜产品、年度；可先下载模板"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    lines = forms.CharField(
        label=gettext_lazy("或粘贴名单"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("每行一项：单位名称、揭榜产品、年度（可不写），用 Tab 或逗号分开；可以从表格中直接粘贴"),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("导入方式"),
        choices=[(ADD, gettext_lazy("追加，已在名单中的不重复添加")), (REPLACE, gettext_lazy("替换原有名单"))],
        initial=ADD,
        widget=forms.RadioSelect,
    )

    bad_rows: list[BadRow] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        file: UploadedFile | None = data["file"]
        if bool(file) == bool(data["lines"].strip()):
            self.add_error("file", _("请选择表格，或粘贴名单，二者选一。"))
            return data
        field = "file" if file else "lines"
        try:
            rows = sheet_rows(file, max_rows=MAX_WINNERS + 1) if file else _pasted(data["lines"])
        except SheetRefused as refused:
            self.add_error(field, str(refused))
            return data
        data["winners"], self.bad_rows = _winners(rows)
        if self.bad_rows:
            words = _("有 %(n)s 行不能导入，原因逐行列在表中；改正后请重新导入。")
            self.add_error(field, words % {"n": len(self.bad_rows)})
        elif not data["winners"]:
            self.add_error(field, _("名单里没有内容。"))
        elif len(data["winners"]) > MAX_WINNERS:
            self.add_error(field, _("最多 %(n)s 项。") % {"n": MAX_WINNERS})
        return data


Rows = list[tuple[int, list[str]]]


def _pasted(lines: str) -> Rows:
    cut = [(number, re.split(r"\t|，|,", line)) for number, line in enumerate(lines.splitlines(), start=1)]
    return [(number, [cell.strip() for cell in cells]) for number, cells in cut if any(cell.strip() for cell in cells)]


def _winners(rows: Rows) -> tuple[list[Winner], list[BadRow]]:
    """Columns by their heads where the first row has them, else in the template's order."""
    places = {name: place for place, (name, _pattern) in enumerate(_HEADS)}
    # A title may stand above the heads.
    for index, (_number, cells) in enumerate(rows[:3]):
        told = {name: place for name, pattern in _HEADS for place, cell in enumerate(cells) if pattern.fullmatch(cell)}
        if {"organisation_name", "product_name"} <= told.keys():
            rows, places = rows[index + 1 :], told
            break
    found, bad = [], []
    for number, cells in rows:
        given = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        reason = _reason(given)
        if reason:
            bad.append(BadRow(number, "　".join(filter(None, cells))[:120], reason))
        else:
            found.append(Winner(given["organisation_name"], given["product_name"], _year(given.get("year", ""))))
    return found, bad


def _reason(given: dict[str, str]) -> str:
    if not given["organisation_name"] or not given["product_name"]:
        return _("没有写全单位名称和揭榜产品。")
    if len(given["organisation_name"]) > 120 or len(given["product_name"]) > 200:
        return _("名称太长：单位名称不超过 120 字，产品不超过 200 字。")
    if given.get("year") and _year(given["year"]) is None:
        return _("年度“%(year)s”看不懂，请写四位数字，如 2021。") % {"year": given["year"][:20]}
    return ""


def _year(cell: str) -> int | None:
    digits = re.match(r"(?:19|20)\d{2}(?!\d)", cell)
    return int(digits[0]) if digits else None


__all__ = ["COLUMNS", "MAX_BYTES", "MAX_WINNERS", "BadRow", "WinnersForm"]
