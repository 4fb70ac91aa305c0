"""What pages about calls share: ``{% load calls %}``."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from calls.models import Call, Deadline, Direction, DirectionVersion, IndicatorVersion, RuleVersion
from calls.naming import call_mark, call_name
from calls.notice import notice_shown
from calls.numbering import direction_name, direction_number, direction_numbered
from calls.printed_deadlines import printed_agrees
from calls.printed_numbers import plain_number, requirement
from calls.rule_kinds.base import Result, all_kinds, kind_of
from calls.selectors.deadlines import deadline_of
from calls.selectors.deriving import comparison_of
from calls.selectors.stages import shown_stage
from portal.accounts.actor import Actor
from portal.templatetags.portal import state_tag

register = template.Library()
register.filter(plain_number)
register.filter(requirement)
register.filter(notice_shown)

_KNOWN = frozenset(kind.code for kind in all_kinds())


@register.filter
def rule_sentence(version: RuleVersion) -> str:
    """The rule with its parameters in one sentence."""
    return kind_of(version.kind).describe(version.parameters) if version.kind in _KNOWN else version.kind


@register.simple_tag
def stage_tag(call: Call) -> SafeString:
    """The stage the call is in now, as a word and a shape (read `with_later_stage`, also what follows 已截止)."""
    stage = shown_stage(call, timezone.now())
    return state_tag(str(stage.label), stage.tone)


@register.filter
def typed_requirement(values: dict[str, Any]) -> str:
    """As `requirement`, of the cleaned data of an `IndicatorForm`: nothing of it is stored yet."""
    return requirement(IndicatorVersion(**values))


@register.filter
def group_label(group: str) -> str:
    """The reader's groups in the documents' words; an officer's own as typed."""
    if group.startswith("any"):
        return _("一种或多种")
    return _("或") if group.startswith("or") else group


_TONES = {Result.MET: "ok", Result.UNMET: "bad", Result.UNKNOWN: "none"}


@register.simple_tag
def result_tag(result: str, words: str) -> SafeString:
    """符合, 不符合 or 无法判断 as a word and a shape."""
    return state_tag(str(words), _TONES[Result(result)])


@register.inclusion_tag("calls/public/_parent.html")
def parent_line(call: Call, actor: Actor) -> dict[str, Any]:
    """上级通知 of a derived call and what it does differently; nothing for any other call."""
    return {"comparison": comparison_of(call=call, actor=actor) if call.parent_id else None}


@register.filter
def having(rows: Iterable, name: str) -> bool:
    """Whether one of the rows has something under ``name``: for a column that is left out when all are empty."""
    return any(getattr(row, name) for row in rows)


@register.simple_tag
def absolute_url(name: str, *arguments: object) -> str:
    """A page's one address, wherever it was asked for."""
    return urljoin(settings.PORTAL_URL, reverse(name, args=arguments))


@register.filter
def number_in(direction: Direction, version: DirectionVersion) -> str:
    """Its own number, printed or counted within the track."""
    return direction_number(direction, version)


@register.filter
def name_in(direction: Direction, version: DirectionVersion) -> str:
    """Track, number and title."""
    return direction_name(direction, version)


@register.filter
def numbered_in(direction: Direction, version: DirectionVersion) -> str:
    """Number and title."""
    return direction_numbered(direction, version)


@register.filter
def clock(value: datetime) -> str:
    """An instant of today as “14:03:22”; of another day with its date."""
    there = timezone.localtime(value)
    return (
        f"{there:%H:%M:%S}" if there.date() == timezone.localdate() else f"{there.month}月{there.day}日 {there:%H:%M}"
    )


@register.filter
def named_among(call: Call, calls: Iterable[Call]) -> str:
    """Title and what tells the call apart: for selects."""
    return call_name(call, among=calls)


@register.filter
def mark_among(call: Call, calls: Iterable[Call]) -> str:
    """What tells the call apart, where its title stands already: for lists."""
    return call_mark(call, among=calls)


@register.filter
def is_as_printed(deadline: Deadline) -> bool:
    """Whether the document's own words still name this deadline: it may have been moved since."""
    return printed_agrees(deadline.printed, at=deadline.at)


@register.filter
def effective(deadline: Deadline, call: Call):
    """The deadline with the extensions for everyone."""
    return deadline_of(call=call, kind=deadline.kind)
