"""Letters outside WeasyPrint: outlines for seals and watermarks, small embedded fonts for furniture, cut fonts."""

import io
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.misc.transform import Transform
from fontTools.pens.basePen import BasePen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from portal.documents.fonts import ASCENT, DESCENT, face_path

# A thousandth of the em: below what a printer resolves at 16 pt, and a third fewer points than half of it.
CURVE_ERROR = 1.0


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
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        align_metrics(font)
        target = io.BytesIO()
        font.save(target)
        return target.getvalue()


def cut_font(*, path: Path, number: int, characters: frozenset[str]) -> bytes:
    """A TrueType font with only these characters out of an OTF, TTF or one member of a TTC.

    Quadratic outlines are smaller in a PDF and quicker to subset than the CFF ones of the originals.
    """
    options = subset.Options(
        hinting=False,
        desubroutinize=True,
        notdef_outline=True,
        glyph_names=False,
        layout_features=[],
        name_IDs=[1, 2, 3, 4, 6],
        name_languages=[0x409],
        recalc_timestamp=False,
        drop_tables=["VORG", "vhea", "vmtx", "BASE", "DSIG", "GSUB", "GPOS", "GDEF", "FFTM"],
    )
    with TTFont(path, fontNumber=number, lazy=True, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[ord(character) for character in characters])
        subsetter.subset(font)
        if "CFF " in font:
            _to_quadratic(font)
        align_metrics(font)
        target = io.BytesIO()
        font.save(target, reorderTables=True)
        return target.getvalue()


def _to_quadratic(font: TTFont) -> None:
    """Replace the CFF outlines of a font by TrueType ones, in place."""
    glyph_set, order = font.getGlyphSet(), font.getGlyphOrder()
    glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyph_set[name].draw(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True))
        glyf.glyphs[name] = pen.glyph()
    del font["CFF "]
    font["loca"], font["glyf"] = newTable("loca"), glyf
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for field in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxComponentDepth",
    ):
        setattr(maxp, field, 0)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\000\001\000\000"


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
