"""对照原文核对: the original beside what was read of it, one section and one direction at a time."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from calls.models import (
    Call,
    CallImport,
    CallImportFile,
    Deadline,
    Direction,
    DirectionVersion,
    Doubt,
    IndicatorVersion,
    RuleVersion,
)
from calls.numbering import direction_numbered
from calls.original import Heading, Mark, Section, paragraphs_of, section_at, sections_of
from calls.selectors.doubts import doubts_of
from calls.selectors.rules import rules_for_writing
from calls.source_spans import Span, fact_span, span_of
from portal.accounts.actor import Actor


class Node(NamedTuple):
    """A direction in the structure: ``track`` and ``category`` are titles where they change, else empty."""

    direction: Direction
    version: DirectionVersion
    track: str
    category: str
    indicators: int
    doubts: int


class Fact(NamedTuple):
    """A line of the notice's own part: ``target`` is its row's id, ``url`` the page on which it is changed."""

    label: str
    value: str
    target: str
    url: str
    span: Span | None


@dataclass
class Opened:
    """The direction that is shown in full."""

    direction: Direction
    version: DirectionVersion
    following: DirectionVersion | None
    categories: list[str]


@dataclass
class Review:
    """Everything on the page; ``opened`` None: the notice's own part is."""

    call: Call
    files: list[CallImportFile]
    sections: list[Section]
    section: Section | None
    doubts: list[Doubt]
    current: Doubt | None
    nodes: list[Node]
    opened: Opened | None
    facts: list[Fact]

    @property
    def open_doubts(self) -> list[Doubt]:
        return [one for one in self.doubts if one.settled_at is None and not one.note]

    @property
    def notes(self) -> list[Doubt]:
        return [one for one in self.doubts if one.note]

    @property
    def settled(self) -> list[Doubt]:
        return [one for one in self.doubts if one.settled_at is not None]

    @property
    def before(self) -> Section | None:
        return self._beside(-1)

    @property
    def after(self) -> Section | None:
        return self._beside(1)

    def _beside(self, step: int) -> Section | None:
        at = self.section.index + step if self.section else -1
        return self.sections[at] if 0 <= at < len(self.sections) else None


def versions_for_writing(call: Call) -> list[DirectionVersion]:
    """The newest version of each direction of the call, in the order of the list; not what an unpublished 更正公告
    says."""
    versions = DirectionVersion.objects.filter(direction__call=call)
    newest = versions.exclude(correction__isnull=False, published_at__isnull=True).order_by("direction_id", "-number")
    found = newest.distinct("direction_id").select_related("direction__track", "direction__category")
    return sorted(found, key=lambda version: (version.direction.track.order, version.direction.order))


def review_of(
    *, call: Call, actor: Actor, direction: UUID | None = None, doubt: int | None = None, section: int | None = None
) -> Review | None:
    """The page as asked for: a doubt opens its direction and its section, a direction its own; nothing asked for, the
    first open doubt. None when there is no such direction or doubt."""
    versions = versions_for_writing(call)
    doubts = list(doubts_of(call=call))
    current = next((one for one in doubts if one.pk == doubt), None)
    if doubt is not None and current is None:
        return None
    if direction is None and doubt is None and section is None:
        current = next((one for one in doubts if one.settled_at is None and not one.note), None)
    if current and direction is None:
        direction = current.direction.key if current.direction else None
    version = next((one for one in versions if one.direction.key == direction), None)
    if direction is not None and version is None:
        return None
    read = CallImport.objects.visible_to(actor).filter(call=call).first()
    facts = _facts(call, read)
    sections = _sections(read, versions)
    found = Review(
        call=call,
        files=list(read.files.select_related("link__blob")) if read else [],
        sections=sections,
        section=_section(sections, section, current, version),
        doubts=doubts,
        current=current,
        nodes=_nodes(call, versions, doubts),
        opened=_opened(version, versions),
        facts=facts,
    )
    if read and found.section:
        marks = _marks(read, found, versions)
        places, files = read.result.get("places", []), read.result.get("files", [])
        found.section.paragraphs = paragraphs_of(read.text, found.section, marks, places=places, files=files)
    return found


def _sections(read: CallImport | None, versions: list[DirectionVersion]) -> list[Section]:
    if read is None:
        return []
    headings = [
        Heading(one.source_start, one.source_end, one.direction.key, direction_numbered(one.direction, one))
        for one in versions
        if one.source_start is not None and one.source_end is not None
    ]
    return sections_of(read.text, headings, front=_("通知"))


def _section(
    sections: list[Section], asked: int | None, doubt: Doubt | None, version: DirectionVersion | None
) -> Section | None:
    if not sections:
        return None
    if asked is not None:
        return sections[min(asked, len(sections) - 1)]
    if doubt and doubt.source_start is not None:
        return section_at(sections, doubt.source_start)
    if version and version.source_start is not None:
        return next((one for one in sections if one.direction == version.direction.key), sections[0])
    return sections[0]


def _nodes(call: Call, versions: list[DirectionVersion], doubts: list[Doubt]) -> list[Node]:
    rows = IndicatorVersion.objects.filter(direction_version__in=[one.pk for one in versions]).order_by()
    indicators = dict(rows.values_list("direction_version").annotate(n=Count("pk")))
    found, before = [], ("", "")
    for version in versions:
        direction = version.direction
        here = (direction.track.title, direction.category.title if direction.category else "")
        found.append(
            Node(
                direction,
                version,
                here[0] if here[0] != before[0] else "",
                here[1] if here != before else "",
                indicators.get(version.pk, 0),
                sum(one.direction_id == direction.pk and one.settled_at is None and not one.note for one in doubts),
            )
        )
        before = here
    return found


def _opened(version: DirectionVersion | None, versions: list[DirectionVersion]) -> Opened | None:
    if version is None:
        return None
    behind = versions[versions.index(version) + 1 :]
    following = next((one for one in behind if one.direction.track_id == version.direction.track_id), None)
    whole = (
        DirectionVersion.objects.select_related("direction__call", "direction__track", "direction__category")
        .prefetch_related("parts", "indicators__indicator", "funding_terms")
        .get(pk=version.pk)
    )
    categories = [one.title for one in whole.direction.track.categories.all()]
    return Opened(whole.direction, whole, following, categories)


def _facts(call: Call, read: CallImport | None) -> list[Fact]:
    text = read.text if read else ""
    result: dict[str, Any] = read.result if read else {}

    def url(name: str) -> str:
        return reverse(f"calls:office_{name}", args=[call.public_id])

    signed = f"{call.signed_on:%Y-%m-%d}" if call.signed_on else ""
    basics = [
        ("title", _("标题"), call.title),
        ("doc_no", _("文号"), call.doc_no),
        ("issuer", _("发榜单位"), call.issuer.name),
        ("region", _("适用地区"), call.region.name),
        ("recipients", _("主送机关"), call.recipients),
        ("signed_on", _("成文日期"), signed),
    ]
    found = [
        Fact(label, value, f"fact-{name}", url("basics"), fact_span(text, result.get(name) or value))
        for name, label, value in basics
    ]
    found += [_deadline_fact(one, text, url("deadlines")) for one in call.deadlines.all()]
    return found + [_rule_fact(one, text, url) for one in rules_for_writing(call=call)]


def _deadline_fact(row: Deadline, text: str, url: str) -> Fact:
    return Fact(str(row.get_kind_display()), row.printed, f"deadline-{row.pk}", url, span_of(text, row.printed))


def _rule_fact(row: RuleVersion, text: str, url: Any) -> Fact:
    return Fact(_("报送条件"), row.clause_text, f"rule-{row.rule_id}", url("rules"), span_of(text, row.clause_text))


def doubt_target(doubt: Doubt) -> str:
    """The id of the row that a doubt is about; empty: of the whole."""
    if doubt.indicator:
        return f"i-{doubt.indicator.key}"
    if doubt.direction:
        return f"d-{doubt.direction.key}"
    if doubt.deadline_id:
        return f"deadline-{doubt.deadline_id}"
    if doubt.rule_id:
        return f"rule-{doubt.rule_id}"
    return f"fact-{doubt.fact}" if doubt.fact else ""


def _marks(read: CallImport, review: Review, versions: list[DirectionVersion]) -> list[Mark]:
    """What is marked in the section shown: later kinds lie over earlier ones in look, all are told to the reader."""
    begin, end = review.section.start, review.section.end
    found = [Mark(*one.span, f"k-{one.target.split('-')[0]}", one.target) for one in review.facts if one.span]
    for version in versions:
        if version.source_start is not None and begin <= version.source_start < end:
            line = read.text.find("\n", version.source_start)
            found.append(Mark(version.source_start, max(line, 0) or end, "k-direction", f"d-{version.direction.key}"))
    found += _funding_marks(read, versions, begin, end)
    rows = IndicatorVersion.objects.filter(
        direction_version__in=[one.pk for one in versions], source_start__lt=end, source_end__gt=begin
    ).select_related("indicator")
    found += [Mark(row.source_start, row.source_end, "k-indicator", f"i-{row.indicator.key}") for row in rows]
    for doubt in review.doubts:
        if doubt.source_start is not None and doubt.settled_at is None:
            kind = "k-current k-doubt" if doubt == review.current else "k-doubt"
            target = doubt_target(doubt) or f"doubt-{doubt.pk}"
            found.append(Mark(doubt.source_start, doubt.source_end, kind, target))
    return found


def _funding_marks(read: CallImport, versions: list[DirectionVersion], begin: int, end: int) -> list[Mark]:
    """The stretches of 资助强度 as read, each under the direction in whose span it now stands."""
    found = []
    for direction in read.result["directions"]:
        for part in direction["parts"]:
            if part["kind"] != "funding" or not begin <= part["start"] < end:
                continue
            holder = next(
                (v for v in versions if v.source_end and v.source_start <= part["start"] < v.source_end), None
            )
            if holder:
                found.append(Mark(part["start"], part["end"], "k-funding", f"f-{holder.direction.key}"))
    return found
