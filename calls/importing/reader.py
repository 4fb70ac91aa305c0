"""All stages together: bytes and name of a document in, a ReadCall out."""

from collections.abc import Sequence

from calls.importing import doubts as doubt
from calls.importing.deadlines import date_doubts, read_deadlines, year_hint
from calls.importing.directions import CATEGORY_TAIL, RawDirection, read_directions
from calls.importing.facts import (
    basis,
    call_issuer,
    call_title,
    contact,
    doc_no,
    external_system,
    printed_on,
    recipients,
    signed_on,
    year_of,
)  # fmt: skip
from calls.importing.forms import form_preset, form_rules, form_texts
from calls.importing.funding import duration, funding_terms, said_for_all, supported_count
from calls.importing.indicators.collect import collect
from calls.importing.notice import body, front_paragraphs, sentences
from calls.importing.outline import Zone, plain, zones
from calls.importing.paragraphs import Document, document
from calls.importing.regions import region_in
from calls.importing.rules import direction_rules, notice_rules, with_region
from calls.importing.source import Progress, Source, joined
from calls.importing.structure import DirectionRead, Doubt, Place, ReadCall, ReadError, TrackRead
from calls.importing.text import normalise


def read_call(content: bytes, name: str = "") -> ReadCall:
    """Read a 榜单 document. Raises ReadError when the bytes are no readable text; a poor document gives doubts."""
    return read_files([(content, name)])


def read_files(files: Sequence[tuple[bytes, str]], progress: Progress = lambda _words: None) -> ReadCall:
    """Read one notice out of several files (通知 and its 附件), each as (bytes, name). Raises ReadError.

    ``progress`` is told, in Chinese, how far the reading is.
    """
    source = joined(files, progress)
    progress("正在识别任务方向和考核指标")
    paper = document(normalise(source.text))
    if not paper.paragraphs:
        raise ReadError("文件里没有文字，可能是扫描图片，请先识别为文字。")
    parts = zones(paper)
    tracks, directions, forms, preambles = _tracks(paper, parts)
    front = front_paragraphs(paper, parts, directions)
    notice_sentences = sentences(front)
    tail = [plain(p) for p in paper.paragraphs[-4:]] + front[-6:]
    title = call_title(front, parts[0].title or (tracks[0][0] if tracks else ""))
    issuer, number = call_issuer(front, tail, title), doc_no(front)
    signed, printed = signed_on(front), printed_on(tail)
    year = year_of(title, number, signed, printed, paper.text)
    region, inferred = region_in(issuer, title, paper.text)
    deadlines, deadline_doubts = read_deadlines(notice_sentences, year_hint(front, year))
    made_tracks = tuple(track for _, track in tracks)
    papers = form_texts(paper, parts)
    return ReadCall(
        title=title, doc_no=number, issuer=issuer, region=region, recipients=recipients(front), signed_on=signed,
        printed_on=printed, year=year, basis=basis(front), body=body(front), external_system=external_system(front),
        contact=contact(front), deadlines=tuple(deadlines), tracks=made_tracks, directions=directions,
        rules=(
            *with_region(notice_rules([*notice_sentences, *sentences(preambles)]), region),
            *direction_rules(directions), *form_rules(papers),
        ),
        form_preset=form_preset(papers, any(d.funding for d in directions)),
        doubts=(
            *deadline_doubts, *date_doubts(signed, printed), *_call_doubts(title, directions, region, inferred),
            *doubt.category_doubts(front, made_tracks), *doubt.count_doubts(forms, made_tracks),
            *doubt.indicator_doubts(directions),
        ),
        files=source.names, places=_places(paper, source), text=paper.text, origin=paper.origin, raw=source.text,
    )  # fmt: skip


def _places(paper: Document, source: Source) -> tuple[Place, ...]:
    return tuple(Place(p.start, *source.place(paper.origin[p.start])) for p in paper.paragraphs)


def _tracks(
    paper: Document, parts: tuple[Zone, ...]
) -> tuple[list[tuple[str, TrackRead]], tuple[DirectionRead, ...], list[tuple[int, str]], list[str]]:
    """Tracks with the full titles of their annexes, all directions, the forms' texts by track, and the lines of the
    annexes that stand before their directions."""
    tracks: list[tuple[str, TrackRead]] = []
    directions: list[DirectionRead] = []
    forms: list[tuple[int, str]] = []
    preambles: list[str] = []
    for zone in parts:
        if zone.kind == "form":
            forms += ((len(tracks) - 1, plain(paper.paragraphs[i])) for i in range(zone.first, zone.last))
        found, preamble = read_directions(paper, zone) if zone.kind != "form" else ([], "")
        # “附件：榜单” may stand right above the 榜单 itself; one thing read there is a form's line.
        if len(found) < (2 if zone.kind == "list" else 1):
            continue
        first = len(directions)
        for_all = said_for_all(preamble)
        preambles += preamble.split("\n") if zone.kind == "guide" else []
        directions += (_direction(paper, raw, len(tracks), for_all) for raw in found)
        categories = tuple(dict.fromkeys(raw.category for raw in found if raw.category))
        short = CATEGORY_TAIL.sub("", zone.title) or zone.title
        tracks.append((zone.title, TrackRead(short, zone.number, categories, tuple(range(first, len(directions))))))
    return tracks, tuple(directions), forms, preambles


def _direction(
    paper: Document, raw: RawDirection, track: int, for_all: tuple[tuple[int | None, str], int | None]
) -> DirectionRead:
    parts = raw.parts(paper)
    (months, comparator), count = duration(parts), supported_count(parts)
    if months is None:
        months, comparator = for_all[0]
    return DirectionRead(
        track=track, category=raw.category, number=raw.number, title=raw.title, parts=parts, indicators=collect(parts),
        funding=funding_terms(parts), supported_count=for_all[1] if count is None else count, duration_months=months,
        duration_comparator=comparator, start=raw.start, end=raw.end,
    )  # fmt: skip


def _call_doubts(title: str, directions: tuple[DirectionRead, ...], region: str, inferred: bool) -> list[Doubt]:
    made = []
    if not title:
        made.append(Doubt("标题", "没有读出标题，请填写。", "title_missing", "title"))
    if not directions:
        made.append(Doubt("任务方向", "没有读出任务方向，请检查文件是否包含榜单附件。", "no_directions"))
    if inferred:
        reason = f"原文没有写明地区，由“川内”一类的说法推断为{region}。"
        made.append(Doubt("适用地区", reason, "region_inferred", "region"))
    return made
