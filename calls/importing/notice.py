"""The notice itself: its paragraphs, and its sentences with the number of the clause they stand in (二、（二）)."""

import re
from dataclasses import dataclass

from calls.importing.numbering import numbered
from calls.importing.outline import Zone, plain
from calls.importing.paragraphs import Document
from calls.importing.structure import DirectionRead, NoticeParagraph

SENTENCE = re.compile(r"[^。；;！\n]+[。；;！]?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``ref`` is the clause (二、(二)), ``paragraph`` the whole paragraph it belongs to."""

    text: str
    ref: str
    paragraph: str


def front_paragraphs(document: Document, zones: tuple[Zone, ...], directions: tuple[DirectionRead, ...]) -> list[str]:
    """The notice up to its first annex, its list of attachments and signature included, without directions in it."""
    taken = {
        index
        for direction in directions
        for index in range(document.index_at(direction.start), document.index_at(direction.end - 1) + 1)
    }
    texts: list[str] = []
    for zone in zones:
        if zone.kind not in {"notice", "list"} or (zone.kind == "list" and not texts):
            break
        texts += [plain(document.paragraphs[i]) for i in range(zone.first, zone.last) if i not in taken]
    return texts


def body(texts: list[str]) -> tuple[NoticeParagraph, ...]:
    return tuple(NoticeParagraph(_kind(text), text) for text in texts if text)


def _kind(text: str) -> str:
    if "\t" in text:
        return "table"
    number = numbered(text)
    if number.style and len(number.rest) <= 40 and not re.search(r"[。；，]", number.rest):
        return "heading"
    return "item" if number.style else "text"


def sentences(texts: list[str]) -> list[Sentence]:
    made: list[Sentence] = []
    upper = ref = ""
    for text in texts:
        number = numbered(text)
        if number.style in {"cn_dun", "chapter"}:
            upper = ref = number.printed
        elif number.style in {"cn_paren", "num_dot", "num_paren"} or number.style.startswith("item"):
            ref = upper + number.printed
        made += (
            Sentence(match[0].strip(), ref, text) for match in SENTENCE.finditer(text, number.width) if match[0].strip()
        )
    return made
