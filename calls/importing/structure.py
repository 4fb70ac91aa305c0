"""What the reader makes of a 榜单 document. Plain data: no model, no database.

Offsets (``start``, ``end``) point into ``ReadCall.text``, the normalised text; ``ReadCall.origin``
maps each of its characters back to the decoded original. Amounts are in 万元, times are naive Asia/Shanghai.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

READER_VERSION = "2"


class ReadError(ValueError):
    """The document cannot be read; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should look at: ``where`` names the item, ``reason`` says why (both Chinese).

    ``code`` names the kind of doubt. ``target`` addresses the item by the indices of `ReadCall`: ``direction:3``,
    ``indicator:3:5``, ``deadline:0``, ``rule:2``, ``track:1``, or a fact's name (``title``, ``signed_on``); "" for
    the whole. ``note``: worth knowing, but nothing to settle before publication.
    """

    where: str
    reason: str
    code: str = ""
    target: str = ""
    start: int = 0
    end: int = 0
    note: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the paragraph from ``start`` (offset in the normalised text) on stands in the original.

    ``file`` indexes ``ReadCall.files``; ``page`` and ``line`` count from 1, ``page`` is None where the format has none.
    """

    start: int
    file: int
    page: int | None
    line: int


@dataclass(frozen=True, slots=True)
class NoticeParagraph:
    """A paragraph of the notice: ``kind`` is heading, text, item or table (cells divided by tabs)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class BasisRead:
    """依据文件: its title and 文号 (empty when not printed)."""

    title: str
    doc_no: str


@dataclass(frozen=True, slots=True)
class ContactRead:
    """联系人 of the office, as printed."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class ExternalSystemRead:
    """The system at another address in which the call is filed."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class DeadlineRead:
    """截止时间: who (applicant, recommender), how (online, paper), when.

    ``at`` is a date for precision day, else a datetime. ``exclusive``: the moment named is itself too late
    (“17:00前”); a day runs until its 24:00. ``copies`` is the number of paper copies due with it.
    """

    audience: str
    medium: str
    at: dt.date | dt.datetime
    precision: str
    exclusive: bool
    printed: str
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class PartRead:
    """A headed text of a direction; ``kind`` as in `parts.KINDS`, ``heading`` as printed."""

    kind: str
    heading: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class IndicatorRead:
    """考核指标: comparator is >=, <=, >, <, = or range; a qualitative one has no comparator and no value.

    ``number`` is the numbered item it stands under, ``group`` joins those of which some suffice
    (``any`` 一种或多种, ``or…`` joined by 或). ``value_norm``/``unit_norm``: 万, 亿 and ×10ⁿ expanded (None when the
    printed scale is plain). ``confidence`` is 0–1; below 0.8 ``reason`` says what a person should look at (Chinese).
    """

    number: str
    subject: str
    comparator: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    condition: str
    group: str
    qualitative: bool
    text: str
    start: int
    end: int
    value_norm: Decimal | None = None
    unit_norm: str = ""
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FundingRead:
    """资助强度/榜单金额/出资: source is grant, municipal, district, own, bounty or reward."""

    source: str
    comparator: str
    amount_wan: Decimal


@dataclass(frozen=True, slots=True)
class DirectionRead:
    """任务方向/项目: ``track`` indexes ``ReadCall.tracks``; ``number`` as printed, empty for an unnumbered one."""

    track: int
    category: str
    number: str
    title: str
    parts: tuple[PartRead, ...]
    indicators: tuple[IndicatorRead, ...]
    funding: tuple[FundingRead, ...]
    supported_count: int | None
    duration_months: int | None
    duration_comparator: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class TrackRead:
    """重点方向/领域: ``directions`` are indices in ``ReadCall.directions``."""

    title: str
    number: str
    categories: tuple[str, ...]
    directions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuleRead:
    """报送条件/申报条件, proposed: kind of `rules`, strength must, principle or encouraged, and the clause.

    ``directions``: indices of the directions it holds for, empty for the whole call.
    """

    kind: str
    params: dict[str, Any]
    strength: str
    clause_text: str
    clause_ref: str
    directions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadCall:
    """A call as the document prints it. Empty strings and None for what it does not say."""

    title: str = ""
    doc_no: str = ""
    issuer: str = ""
    region: str = ""
    recipients: str = ""
    signed_on: dt.date | None = None
    printed_on: dt.date | None = None
    year: int | None = None
    basis: tuple[BasisRead, ...] = ()
    body: tuple[NoticeParagraph, ...] = ()
    external_system: ExternalSystemRead | None = None
    contact: ContactRead | None = None
    deadlines: tuple[DeadlineRead, ...] = ()
    tracks: tuple[TrackRead, ...] = ()
    directions: tuple[DirectionRead, ...] = ()
    rules: tuple[RuleRead, ...] = ()
    form_preset: str = ""
    doubts: tuple[Doubt, ...] = ()
    files: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    text: str = ""
    origin: tuple[int, ...] = field(default=(), repr=False)
    raw: str = field(default="", repr=False)

    def printed(self, start: int, end: int) -> str:
        """The words of the original (line breaks and LaTeX included) behind a span of the normalised text."""
        return self.raw[self.origin[start] : self.origin[end - 1] + 1] if 0 <= start < end else ""
