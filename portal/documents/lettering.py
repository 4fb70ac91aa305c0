"""Letters outside WeasyPrint: outlines for seals and watermarks, small embedded fonts for furniture, cut fonts."""

import io
from functools import cache
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Transform
from fontTools.pens.basePen import BasePen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from portal.documents.fonts import ASCENT, DESCENT, face_path

# A thousandth of the em: below what a printer resolves at 16 pt, and a third fewer points than half of it.
CURVE_ERROR = 1.0
# What a cut font says of its age (seconds since 1904): always the same, for the same bytes.
CUT_AT = 3_800_000_000


LETTERS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x391, 0x3CA))))
# What indicators and forms use beside letters; the codec of GB2312 leaves out — and ·.
SIGNS = frozenset(" —·…“”‘’‰≤≥≈±×÷√°℃²³µ㎡㎥Ω□■●○▲△★①②③④⑤⑥⑦⑧⑨⑩–↑↓→←")


@cache
def repertoire(name: str) -> frozenset[str]:
    """The characters of a cut face: `letters` (Latin, Greek), `signs`, or `hanzi` (all of GB2312, letters, signs)."""
    if name == "letters":
        return LETTERS
    if name == "signs":
        return SIGNS
    codes = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return (LETTERS | SIGNS | {code.decode("gb2312", "ignore") for code in codes}) - {""}


def align_metrics(font: TTFont) -> None:
    """Give a font the line metrics that all faces share, in place."""
    units = font["head"].unitsPerEm
    ascent, descent = round(ASCENT * units), round(DESCENT * units)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ascent, -descent, 0
    windows = font["OS/2"]
    windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap = ascent, -descent, 0
    windows.usWinAscent, windows.usWinDescent = ascent, descent


def aligned_font(path: Path) -> bytes:
    """A whole font file with the line metrics that all faces share."""
    # Recalculating its bounds would draw every glyph, for 20 seconds.
    with TTFont(path, lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        align_metrics(font)
        target = io.BytesIO()
        font.save(target)
        return target.getvalue()


def cut_font(*, path: Path, number: int, characters: frozenset[str]) -> bytes:
    """A TrueType font with only these characters out of an OTF, TTF or one member of a TTC.

    Quadratic outlines are smaller in a PDF and quicker to subset than the CFF ones of the originals. The glyphs are
    redrawn into a new font: fontTools' own subsetter would first make a whole CFF font, in four times the time.
    """
    with TTFont(path, fontNumber=number, lazy=True) as font:
        glyph_set, cmap = font.getGlyphSet(), font.getBestCmap()
        names = {ord(character): cmap[ord(character)] for character in characters if ord(character) in cmap}
        order = [".notdef", *sorted(set(names.values()), key=font.getGlyphID)]
        glyphs, metrics = {}, {}
        for name in order:
            pen = TTGlyphPen(None)
            # The two kinds of outlines run in opposite directions.
            quadratic = Cu2QuPen(pen, CURVE_ERROR, reverse_direction="CFF " in font)
            glyph_set[name].draw(DecomposingFilterPen(quadratic, glyph_set))
            glyphs[name] = glyph = pen.glyph()
            glyph.recalcBounds(None)
            metrics[name] = (round(glyph_set[name].width), getattr(glyph, "xMin", 0))
        builder = FontBuilder(font["head"].unitsPerEm)
        weight = font["OS/2"].usWeightClass
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": f"Portal {path.stem}", "styleName": "Regular", "psName": path.stem})
    builder.setupOS2(usWeightClass=weight)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=CUT_AT, modified=CUT_AT)
    align_metrics(builder.font)
    target = io.BytesIO()
    builder.save(target)
    return target.getvalue()


class PathPen(BasePen):
    """Writes glyph outlines as PDF path operators."""

    def __init__(self, glyph_set) -> None:
        super().__init__(glyph_set)
        self.operators: list[str] = []

    def _write(self, operator: str, *points) -> None:
        numbers = " ".join(f"{number:.2f}" for point in points for number in point)
        self.operators.append(f"{numbers} {operator}")

    def _moveTo(self, pt) -> None:  # noqa: N802
        self._write("m", pt)

    def _lineTo(self, pt) -> None:  # noqa: N802
        self._write("l", pt)

    def _curveToOne(self, pt1, pt2, pt3) -> None:  # noqa: N802
        self._write("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")


@cache
def _open_face(key: str):
    path, number = face_path(key)
    font = TTFont(path, fontNumber=number, lazy=True)
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm


def _glyph(character: str, key: str):
    """The glyph of a character, from the fallback face where the asked one has none (rare name characters)."""
    for face in (key, "fallback"):
        glyph_set, cmap, units = _open_face(face)
        if name := cmap.get(ord(character)):
            return glyph_set, glyph_set[name], units
    glyph_set, _, units = _open_face(key)
    return glyph_set, glyph_set[".notdef"], units


def text_width(text: str, *, face: str) -> float:
    """Width of a text set at size 1."""
    return sum(glyph.width / units for _, glyph, units in (_glyph(character, face) for character in text))


def glyph_outline(character: str, *, face: str, transform: Transform) -> tuple[str, float]:
    """Path operators of one character under a transform that takes em units (size 1), and its width in em."""
    glyph_set, glyph, units = _glyph(character, face)
    pen = PathPen(glyph_set)
    glyph.draw(TransformPen(pen, transform.scale(1 / units)))
    return "\n".join(pen.operators), glyph.width / units


def text_outline(text: str, *, face: str, size: float, x: float = 0, y: float = 0) -> str:
    """Path operators of a line of text, its baseline starting at (x, y), in points; to be filled with `f`."""
    paths = []
    for character in text:
        path, width = glyph_outline(character, face=face, transform=Transform().translate(x, y).scale(size))
        paths.append(path)
        x += width * size
    return "\n".join(paths)
