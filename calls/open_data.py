"""Open data: three tables of what is published, each an ordered list of columns. docs/open-data.md documents them.

Identifiers are stable: a call's ``id`` and a direction's and an indicator's ``key`` never change; numbers are decimal
strings as printed; times are ISO 8601 in Asia/Shanghai; money is in 万元.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calls.feeds import absolute
from calls.models import Call, Direction, IndicatorVersion
from calls.models.call import DeadlineKind
from calls.models.comparator import Comparator
from calls.numbering import direction_number
from calls.selectors.calls import with_direction_count
from calls.selectors.changes import with_changed_at
from calls.selectors.deadlines import deadline_of
from calls.selectors.directions import published_directions, with_texts
from portal.accounts.actor import VISITOR
from portal.templatetags.portal import SHANGHAI

SCHEMA = "1"
#: Comparators by name: a cell that begins with “=” would be a formula.
_COMPARATORS = {
    "": "",
    Comparator.GE: "ge",
    Comparator.LE: "le",
    Comparator.GT: "gt",
    Comparator.LT: "lt",
    Comparator.EQ: "eq",
    Comparator.RANGE: "range",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """``kind``: text, number, integer, boolean, date, time, url or list (of objects)."""

    name: str
    kind: str
    meaning: Any
    of: Callable[[Any], Any]


@dataclass(frozen=True)
class Table:
    name: str
    title: Any
    columns: tuple[Column, ...]
    rows: Callable[[QuerySet[Call]], QuerySet]


def _time(value: datetime | None) -> str | None:
    return value.astimezone(SHANGHAI).isoformat() if value else None


def _number(value: Decimal | None) -> str | None:
    if value is None:
        return None
    printed = f"{value:f}"
    return printed.rstrip("0").rstrip(".") if "." in printed else printed


def _until(kind: str) -> Callable[[Call], str | None]:
    return lambda call: _time(deadline_of(call=call, kind=kind))


def _calls(calls: QuerySet[Call]) -> QuerySet[Call]:
    return with_changed_at(with_direction_count(calls))


def _directions(calls: QuerySet[Call]) -> QuerySet[Direction]:
    found = published_directions(actor=VISITOR).filter(call__in=calls.order_by().values("pk"))
    return with_texts(found.select_related("published", "category", "track", "call")).order_by(
        "-call__published_at", "-call", "track__order", "order"
    )


def _indicators(calls: QuerySet[Call]) -> QuerySet[IndicatorVersion]:
    directions = published_directions(actor=VISITOR).filter(call__in=calls.order_by().values("pk"))
    found = IndicatorVersion.objects.filter(direction_version__in=directions.values("published"))
    return found.select_related("indicator", "direction_version__direction__call").order_by(
        "-direction_version__direction__call__published_at",
        "-direction_version__direction__call",
        "direction_version__direction__track__order",
        "direction_version__direction__order",
        "order",
    )


CALLS = Table(
    "calls",
    _("榜单"),
    (
        Column("id", "text", _("榜单的固定标识（UUID）"), lambda c: str(c.public_id)),
        Column("url", "url", _("公开页地址"), lambda c: absolute("calls:detail", c.public_id)),
        Column("title", "text", _("标题"), lambda c: c.title),
        Column("doc_no", "text", _("文号"), lambda c: c.doc_no),
        Column("issuer", "text", _("发榜单位"), lambda c: c.issuer.name),
        Column("region_code", "text", _("适用地区的区划代码（GB/T 2260；功能区为平台代码）"), lambda c: c.region.code),
        Column("region", "text", _("适用地区"), lambda c: c.region.name),
        Column("year", "integer", _("年度"), lambda c: c.year),
        Column("signed_on", "date", _("成文日期"), lambda c: c.signed_on.isoformat() if c.signed_on else None),
        Column("published_at", "time", _("发布时间"), lambda c: _time(c.published_at)),
        Column("changed_at", "time", _("最近一次发布、更正或延期的时间"), lambda c: _time(c.changed_at)),
        Column(
            "applicants_until", "time", _("申报单位网上填报截止，从这一刻起不再接受"), _until(DeadlineKind.APPLICANT)
        ),
        Column("paper_until", "time", _("申报单位纸质材料截止"), _until(DeadlineKind.APPLICANT_PAPER)),
        Column("recommenders_until", "time", _("推荐单位报送截止"), _until(DeadlineKind.RECOMMENDER)),
        Column("directions", "integer", _("任务方向个数"), lambda c: c.direction_count),
    ),
    _calls,
)
DIRECTIONS = Table(
    "directions",
    _("任务方向"),
    (
        Column("key", "text", _("方向的固定标识（UUID），更正后不变"), lambda d: str(d.key)),
        Column("url", "url", _("公开页地址"), lambda d: absolute("calls:direction", d.key)),
        Column("call_id", "text", _("所属榜单的 id"), lambda d: str(d.call.public_id)),
        Column("track", "text", _("领域"), lambda d: d.track.title),
        Column("category", "text", _("类别"), lambda d: d.category.title if d.category else ""),
        Column("number", "text", _("领域内编号，按原文"), lambda d: direction_number(d, d.published)),
        Column("version", "integer", _("版本，更正一次加一"), lambda d: d.published.number),
        Column("title", "text", _("方向名称"), lambda d: d.published.title),
        Column("supported_count", "integer", _("拟支持项数"), lambda d: d.published.supported_count),
        Column(
            "duration_comparator",
            "text",
            _("实施期限的比较符"),
            lambda d: _COMPARATORS[d.published.duration_comparator],
        ),
        Column("duration_months", "integer", _("实施期限（月）"), lambda d: d.published.duration_months),
        Column(
            "funding",
            "list",
            _(
                "资金：source（grant 财政资助、municipal 市级、district 区级、own 自筹、bounty 榜单金额、"
                "reward 奖励）、comparator、amount（万元）"
            ),
            lambda d: [
                {"source": one.source, "comparator": _COMPARATORS[one.comparator], "amount": _number(one.amount)}
                for one in d.published.funding_terms.all()
            ],
        ),
        Column(
            "parts",
            "list",
            _(
                "原文各段：kind（task 揭榜任务、need 需求目标、problem 拟解决问题、goal 预期目标、"
                "indicators 考核指标等）、heading、text"
            ),
            lambda d: [{"kind": one.kind, "heading": one.heading, "text": one.text} for one in d.published.parts.all()],
        ),
    ),
    _directions,
)
INDICATORS = Table(
    "indicators",
    _("考核指标"),
    (
        Column("key", "text", _("指标的固定标识（UUID），更正后不变"), lambda i: str(i.indicator.key)),
        Column("direction_key", "text", _("所属方向的 key"), lambda i: str(i.direction_version.direction.key)),
        Column("call_id", "text", _("所属榜单的 id"), lambda i: str(i.direction_version.direction.call.public_id)),
        Column("version", "integer", _("方向的版本"), lambda i: i.direction_version.number),
        Column("order", "integer", _("方向内的次序"), lambda i: i.order),
        Column("number", "text", _("原文编号"), lambda i: i.number),
        Column("subject", "text", _("指标名称"), lambda i: i.subject),
        Column("qualitative", "boolean", _("定性指标，没有数值"), lambda i: i.qualitative),
        Column(
            "comparator",
            "text",
            _("要求：ge ≥、le ≤、gt >、lt <、eq =、range 区间"),
            lambda i: _COMPARATORS[i.comparator],
        ),
        Column("value", "number", _("数值；区间的下限"), lambda i: _number(i.value)),
        Column("value_max", "number", _("区间的上限"), lambda i: _number(i.value_max)),
        Column("unit", "text", _("单位，按原文"), lambda i: i.unit),
        Column("condition", "text", _("条件"), lambda i: i.condition),
        Column("group", "text", _("分组：同组的指标按原文任选"), lambda i: i.group),
        Column("text", "text", _("原文"), lambda i: i.text),
    ),
    _indicators,
)
TABLES = {table.name: table for table in (CALLS, DIRECTIONS, INDICATORS)}


def row_object(table: Table, row: Any) -> dict[str, Any]:
    return {column.name: column.of(row) for column in table.columns}


def _cell(value: Any) -> str:
    """As CSV holds it: lists as JSON, a text that a spreadsheet would take for a formula behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Line:
    """What `csv.writer` writes into: hands each line on."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Table, rows: Iterable[Any]) -> Iterator[str]:
    """UTF-8 with its mark, so that spreadsheets read Chinese; the first line names the columns."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([column.name for column in table.columns])
    for row in rows:
        yield writer.writerow([_cell(column.of(row)) for column in table.columns])
