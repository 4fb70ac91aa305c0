"""指标对照: what the applications of one direction commit to, side by side (look/5). For the issuer only: commitments
are not public (seed 003 附2 注1)."""

from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from applications.comparing import Standing, compare
from applications.models import Application, IndicatorCommitment
from applications.numbers import show_target
from applications.selectors.reading import requirement_shown
from calls.models import Call, Direction, IndicatorVersion
from portal.accounts.actor import Actor

_LESS_IS_BETTER = frozenset({"<=", "<"})
_MORE_IS_BETTER = frozenset({">=", ">"})


@dataclass(slots=True)
class Cell:
    """One commitment as shown; ``text`` is empty where nothing was filled in. ``best`` and ``short`` mark it."""

    text: str = ""
    value: Decimal | None = None
    short: bool = False
    best: bool = False


@dataclass(slots=True)
class Row:
    """One indicator: the requirement as printed, a cell per application, and the median of the numbers."""

    name: str
    unit: str
    requirement: str
    cells: list[Cell] = field(default_factory=list)
    median: str = ""

    @property
    def differs(self) -> bool:
        return len({cell.text for cell in self.cells}) > 1


def compared_applications(*, actor: Actor, call: Call, direction: Direction) -> list[Application]:
    return list(
        Application.objects.visible_to(actor)
        .filter(call=call, direction=direction)
        .exclude(state="withdrawn")
        .select_related("organisation", "submitted_version")
        .order_by("organisation__name_pinyin", "pk")
    )


def _cell(indicator: IndicatorVersion, row: IndicatorCommitment | None) -> Cell:
    if row is None or (row.target_value is None and not row.target_text):
        return Cell()
    if row.target_value is None:
        return Cell(text=row.target_text)
    standing = compare(
        comparator=indicator.comparator,
        value=indicator.value,
        value_max=indicator.value_max,
        target_comparator=row.target_comparator,
        target=row.target_value,
        target_max=row.target_value_max,
    ).standing
    return Cell(
        text=show_target(row.target_comparator, row.target_value, row.target_value_max),
        value=row.target_value,
        short=standing == Standing.BELOW,
    )


def _mark(row: Row, comparator: str) -> None:
    values = [cell.value for cell in row.cells if cell.value is not None]
    if not values:
        return
    row.median = show_target("", Decimal(median(values)), None).strip()
    if comparator not in _LESS_IS_BETTER | _MORE_IS_BETTER or len(set(values)) < 2:
        return
    best = min(values) if comparator in _LESS_IS_BETTER else max(values)
    for cell in row.cells:
        cell.best = cell.value == best and not cell.short


def comparison_table(*, direction: Direction, applications: list[Application]) -> list[Row]:
    """One row per indicator of the direction's published version, in its order."""
    indicators = list(direction.published.indicators.select_related("indicator").order_by("order"))
    given = {
        (one.version_id, one.indicator_version.indicator_id): one
        for one in IndicatorCommitment.objects.filter(
            version__in=[application.submitted_version_id for application in applications],
            indicator_version__isnull=False,
        ).select_related("indicator_version")
    }
    rows = []
    for indicator in indicators:
        row = Row(
            name=indicator.subject,
            unit=indicator.unit,
            requirement="" if indicator.qualitative else requirement_shown(indicator),
        )
        row.cells = [
            _cell(indicator, given.get((application.submitted_version_id, indicator.indicator_id)))
            for application in applications
        ]
        _mark(row, indicator.comparator)
        rows.append(row)
    return rows
