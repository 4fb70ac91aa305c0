"""Lines of the normalised text → paragraphs: joins lines that a page or a narrow column broke, drops page numbers."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from calls.importing.indicators.units import LATIN
from calls.importing.numbering import ITEMS, PART_LABELS, name_label, numbered, part_opening
from calls.importing.text import MappedText, join

PAGE_NUMBER = re.compile(
    r"^(?:[—–-]+\s?\d{1,4}\s?[—–-]+|第\s?\d{1,4}\s?页(?:[，,/\s]*共\s?\d{1,4}\s?页)?|\d{1,4}\s?/\s?\d{1,4})$"
)
RULE_LINE = re.compile(r"^[\s\-=_*:—\t|]+$")
ANNEX_LINE = re.compile(r"^附件?\s?(?:[\d一二三四五六七八九十]{1,3}(?:[-—–]\d{1,2})?)?[：:]?$")
# A line that opens something new, whatever stood before it.
OPENING = re.compile(
    r"^(?:附件?\s?[\d一二三四五六七八九十]{0,3}(?:[-—–]\d{1,2})?\s?[：:]|[□☐☑]|注\s?[：:]|(?:示例|联系人|联系电话|电子邮箱|联系方式)\S{0,6}[：:]"
    r"|[\u4e00-\u9fff]{2,14}[〔\[](?:19|20)\d{2}[〕\]]第?\s?\d{1,5}\s?号$|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$|序号|[\u4e00-\u9fff]{2,8}(?:[（(][^（）()]{1,10}[）)])?[：:]$)"
)
HEAD_ROW = re.compile(r"^(?:序\s?号|编\s?号|项目名称|榜单名称|需求名称)\t")
ROW_NUMBER = re.compile(r"^\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})[.、．]?\t")
#: A known heading with its colon, or 榜单二：, within a line.
INLINE = re.compile(
    rf"({'|'.join(sorted((label for label in PART_LABELS if len(label) > 3), key=len, reverse=True))})[：:]"
)
INLINE_ITEM = re.compile(rf"(?<=[。！；])[ \t]*(?=(?:{ITEMS})\s?(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[：:])")
SENTENCE_END = "。！？!?：:"
MARKS = re.compile(r"[，。；：]")
CHUNK = re.compile(r"[^\u3400-\u9fff\s，。；、：（）“”]*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``text`` = document.text[start:end]; ``lines``: how many printed lines it was mended from."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """The normalised text (one paragraph a line) with its map to the original, and its paragraphs in order."""

    text: str
    origin: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]

    def index_at(self, offset: int) -> int:
        """Index of the paragraph in which an offset lies."""
        return min(bisect_left(self.paragraphs, offset + 1, key=lambda p: p.end), len(self.paragraphs) - 1)


def width(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F or c in "“”‘’…—" else 1 for c in text)


def column_width(lines: list[str]) -> int:
    """Width of a narrow printed column (in half-widths), or 0 when lines are whole paragraphs."""
    widths = sorted(width(line) for line in lines if "\t" not in line)
    if len(widths) < 8:
        return 0
    wide = widths[int(len(widths) * 0.95) - 1]
    if not 36 <= wide <= 110 or sum(w > wide * 1.25 for w in widths) > 0.02 * len(widths):
        return 0
    full = sum(0.88 * wide <= w <= 1.1 * wide for w in widths)
    return wide if full >= 0.25 * len(widths) else 0


def opens_new(line: str) -> bool:
    return bool(
        "\t" in line
        or ANNEX_LINE.match(line)
        or OPENING.match(line)
        or numbered(line).style
        or part_opening(line)
        or name_label(line)
    )


def continues(previous: str, line: str, column: int) -> bool:
    """Whether ``line`` goes on with the sentence of ``previous``."""
    if (
        not previous
        or "\t" in previous
        or ANNEX_LINE.match(previous)
        or previous[-1] in SENTENCE_END
        or opens_new(line)
    ):
        return False
    unfinished = previous[-1] in "，、,（(《“" or line[0] in "，、。；）)》”" or _open_bracket(previous)
    if column:
        # Latin words, numbers and marks are not broken: they go to the next line whole and leave a gap.
        reach = width(previous) + width(CHUNK.match(line)[0][:24])
        return reach >= 0.84 * column or (unfinished and reach >= 0.5 * column)
    # Whole paragraphs: only a sentence cut by a page goes on; a heading has no sentence marks.
    return unfinished or (previous[-1] not in "；;”）)" and len(previous) > 12 and bool(MARKS.search(previous)))


def _open_bracket(text: str) -> bool:
    return len(re.findall(r"[（(《]", text)) > len(re.findall(r"[）)》]", text))


def bare_page_numbers(lines: list[str]) -> set[int]:
    """Indices of lines that are nothing but 1, 2, 3 … in order: page numbers without dashes."""
    found = [(index, int(line)) for index, line in enumerate(lines) if re.fullmatch(r"\d{1,3}", line.strip())]
    run: list[tuple[int, int]] = []
    best: list[tuple[int, int]] = []
    for index, number in found:
        if run and number == run[-1][1] + 1:
            run.append((index, number))
        elif number in {1, 2} or not run:
            run = [(index, number)]
        best = max(best, run, key=len)
    # Two lines further apart than a table's cells or a list's numbers would be.
    apart = len(best) > 1 and best[1][0] - best[0][0] > 10
    return {index for index, _number in best} if apart else set()


def mended_rows(lines: list[MappedText]) -> list[MappedText]:
    """Rows of a table whose cells were broken over several lines, put together by the number of cells in its head."""
    made: list[MappedText] = []
    wanted = 0
    open_row: list[MappedText] = []
    for place, line in enumerate(lines):
        tabs = line.text.count("\t")
        if open_row:
            open_row.append(line)
            total = sum(piece.text.count("\t") for piece in open_row)
            if total < wanted and len(open_row) < 60 and not ANNEX_LINE.match(line.text):
                continue
            made += [join(open_row)] if total == wanted else open_row
            open_row = []
        elif HEAD_ROW.match(line.text) and tabs >= 2:
            wanted = tabs
            made.append(line)
        elif (
            wanted
            and 0 < tabs < wanted
            and ROW_NUMBER.match(line.text)
            and _goes_on_as_row(lines[place + 1 :], wanted - tabs)
        ):
            open_row = [line]
        else:
            made.append(line)
    return made + open_row


def _goes_on_as_row(lines: list[MappedText], missing: int) -> bool:
    """Whether the missing cells come before the next numbered row."""
    for line in lines[:60]:
        if "\t" not in line.text:
            continue
        missing -= line.text.count("\t")
        if missing <= 0 or ROW_NUMBER.match(line.text):
            break
    return missing == 0


def unfolded(normalised: MappedText) -> MappedText:
    """A web page copied into a few long lines: a line break before each heading that stands in mid-line."""
    text = normalised.text
    if not any(len(INLINE.findall(line)) > 1 for line in text.split("\n")):
        return normalised
    labels = sorted(filter(lambda label: _heads(text, label), {match[1] for match in INLINE.finditer(text)}), key=len)
    if not labels:
        return normalised

    def break_before(match: re.Match[str]) -> str:
        line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
        return "\n" if numbered(line).rest.strip("【[ \t") else match[0]

    found = re.compile(rf"[ \t]*(?=[【\[]?(?:{'|'.join(reversed(labels))})[】\]]?[：:])")
    return normalised.sub(found, break_before).sub(INLINE_ITEM, "\n")


def _heads(text: str, label: str) -> bool:
    """Comes more than once, and not as the end of one longer heading (主要|技术指标)."""
    before = [text[match.start() - 1 : match.start()] for match in re.finditer(rf"{label}[：:]", text)]
    return len(before) > 1 and not (len(set(before)) == 1 and re.match(r"[\u4e00-\u9fff]", before[0]))


def document(normalised: MappedText) -> Document:
    normalised = unfolded(normalised)
    lines: list[MappedText] = []
    at = 0
    printed = normalised.text.split("\n")
    bare = bare_page_numbers(printed)
    for index, line in enumerate(printed):
        mapped = normalised.slice(at, at + len(line))
        at += len(line) + 1
        if line.strip() and index not in bare and not PAGE_NUMBER.match(line) and not RULE_LINE.match(line):
            lines.append(mapped)
    lines = mended_rows(lines)
    column = column_width([line.text for line in lines])
    groups: list[list[MappedText]] = []
    for line in lines:
        if groups and continues(groups[-1][-1].text, line.text, column) and groups[-1][-1].text != line.text:
            groups[-1].append(line)
        else:
            groups.append([line])
    return _assemble([_glue(group) for group in groups])


def between(above: str, below: str) -> str:
    """What a joined line break stands for: a space between Latin words, nothing within a number or a unit."""
    left, right = re.search(r"[A-Za-z]+$", above), re.match(r"[A-Za-z]+", below)
    return " " if left and right and left[0] + right[0] not in LATIN else ""


def _glue(group: list[MappedText]) -> MappedText:
    pieces: list[MappedText] = []
    for line in group:
        if pieces and between(pieces[-1].text, line.text):
            pieces.append(MappedText(" ", line.origin[:1]))
        pieces.append(line)
    return join(pieces)


def _assemble(made: list[MappedText]) -> Document:
    pieces: list[MappedText] = []
    paragraphs: list[Paragraph] = []
    at = 0
    for index, paragraph in enumerate(made):
        if index:
            pieces.append(MappedText("\n", made[index - 1].origin[-1:]))
            at += 1
        paragraphs.append(Paragraph(at, at + len(paragraph.text), paragraph.text))
        pieces.append(paragraph)
        at += len(paragraph.text)
    whole = join(pieces)
    return Document(whole.text, whole.origin, tuple(paragraphs))
