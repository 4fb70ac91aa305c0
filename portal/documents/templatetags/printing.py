"""Filters for printed documents."""

import re

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

WORD_JOINER = "\u2060"
# A sign of comparison belongs to the name before it: no line begins with the ≥ of 准确率≥95%.
COMPARATOR = re.compile(r"(?<=\S)([≥≤＞＜><±])")
# Where the documents themselves break the titles of their covers: 2023年未来产业创新任务 / 揭榜单位申报材料.
TITLE_BREAK = re.compile(r"(?=揭榜单位|“揭榜挂帅”)")


def print_text(text: str) -> str:
    """Plain text with the invisible characters that keep comparators on the line of what they compare."""
    return COMPARATOR.sub(WORD_JOINER + r"\1", text)


@register.filter
def paragraphs(text: str | None) -> SafeString:
    """Typed text as printed paragraphs, one a line, empty lines dropped; everything in it is escaped."""
    lines = (line.strip() for line in (text or "").splitlines())
    return format_html_join("\n", "<p>{}</p>", ((print_text(line),) for line in lines if line))


@register.filter
def cell(value) -> SafeString:
    """A value in a table cell: an em dash for nothing, line breaks kept."""
    if value is None or value == "":
        return SafeString("—")
    lines = (conditional_escape(print_text(line)) for line in str(value).splitlines())
    return SafeString("<br>".join(lines))


@register.filter
def phrases(title: str) -> SafeString:
    """The title of a cover in phrases that stay whole on their line: it goes on before 揭榜单位, not inside 揭榜."""
    parts = (part for part in TITLE_BREAK.split(title) if part)
    return format_html_join("", '<span class="phrase">{}</span>', ((part,) for part in parts))


@register.inclusion_tag("documents/tick.html")
def tick(chosen, label="") -> dict:
    """A box of a printed form, ticked or empty, and its label."""
    return {"chosen": bool(chosen), "label": label}
