"""The words around the first hit of a query, with every hit marked."""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from calls.search import normalised, words

#: Characters of an excerpt, and how many of them stand before the first hit.
LENGTH = 90
BEFORE = 24


class Piece(NamedTuple):
    text: str
    hit: bool = False


def _plain(text: str) -> tuple[str, list[int]]:
    """As `calls.search.normalised`, with the place in ``text`` of every character."""
    characters, places = [], []
    for place, character in enumerate(text):
        for plain in unicodedata.normalize("NFKC", character).lower():
            if not plain.isspace():
                characters.append(plain)
                places.append(place)
    return "".join(characters), places


def _hits(text: str, typed: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words stand in ``text``: (start, end), in order, none over another."""
    quick = normalised(text)
    typed = [word for word in typed if word in quick]
    if not typed:
        return []
    plain, places = _plain(text)
    found = []
    for word in typed:
        at = plain.find(word)
        while at >= 0:
            found.append((places[at], places[at + len(word) - 1] + 1))
            at = plain.find(word, at + len(word))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, query: str) -> list[Piece]:
    """All of ``text`` with the words of the query marked."""
    return _pieces(text, _hits(text, words(query)))


def _pieces(text: str, hits: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for start, end in hits:
        pieces += [Piece(text[at:start]), Piece(text[start:end], True)]
        at = end
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text]


def excerpt(texts: Iterable[str], query: str) -> list[Piece]:
    """Of the first text that holds a word of the query, `LENGTH` characters; else how the first text begins."""
    typed = words(query)
    flat = [" ".join(text.split()) for text in texts]
    for text in flat if typed else ():
        hits = _hits(text, typed)
        if hits:
            start = max(0, hits[0][0] - BEFORE)
            return _cut(text, start, [hit for hit in hits if hit[0] < start + LENGTH])
    return _cut(flat[0], 0, []) if flat else []


def _cut(text: str, start: int, hits: list[tuple[int, int]]) -> list[Piece]:
    end = max([start + LENGTH, *(hit[1] for hit in hits)])
    inside = _pieces(text[start:end], [(a - start, b - start) for a, b in hits])
    return [*([Piece("…")] if start else []), *inside, *([Piece("…")] if end < len(text) else [])]
