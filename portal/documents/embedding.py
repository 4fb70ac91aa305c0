"""A small embedded font for text that is stamped onto a PDF, so that it can be searched and copied."""

import io
from functools import cache

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from portal.documents.fonts import ASCENT, DESCENT, face_path
from portal.documents.lettering import cut_font
from portal.documents.stamping import resource

LETTERS = frozenset(map(chr, range(0x20, 0x7F)))


@cache
def _cut(key: str, characters: frozenset[str]) -> tuple[bytes, dict[str, tuple[int, float]]]:
    """Font file with only these characters, and for each its glyph number and its width in thousandths of the em."""
    path, number = face_path(key)
    data = cut_font(path=path, number=number, characters=characters)
    with TTFont(io.BytesIO(data)) as font:
        units, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return data, {
            chr(code): (font.getGlyphID(name), round(widths[name][0] * 1000 / units, 2))
            for code, name in font.getBestCmap().items()
        }


class EmbeddedFace:
    """A face inside one document: gives its resource name on a page, and a text's codes and width.

    `characters` is all it can show; the same set is cut only once in a process.
    """

    def __init__(self, document: pikepdf.Pdf, key: str, characters: frozenset[str]) -> None:
        self.document, self.key = document, key
        self.data, self.glyphs = _cut(key, characters)
        self._font = None

    def codes(self, text: str) -> str:
        """The hexadecimal codes of a text, for the Tj operator."""
        return "".join(f"{self.glyphs[character][0]:04x}" for character in text)

    def width(self, text: str) -> float:
        """Width of a text set at size 1."""
        return sum(self.glyphs[character][1] for character in text) / 1000

    def name_on(self, page: pikepdf.Page) -> str:
        """The name of the font among a page's resources; the font is written when it is first asked for."""
        if self._font is None:
            self._font = self._written()
        return resource(page, self._font, Name.Font)

    def _written(self) -> pikepdf.Object:
        document = self.document
        file = document.make_stream(self.data)
        file.Length1 = len(self.data)
        # Six letters and a plus mark a font that is only a part of one.
        base = Name(f"/PORTAL+{self.key.title()}")
        ascent, descent = round(ASCENT * 1000), round(DESCENT * 1000)
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=base,
            Flags=4,
            FontBBox=Array([0, -descent, 1000, ascent]),
            ItalicAngle=0,
            Ascent=ascent,
            Descent=-descent,
            CapHeight=ascent,
            StemV=80,
            FontFile2=file,
        )
        widths = Array()
        for glyph, width in sorted(self.glyphs.values()):
            widths.extend([glyph, Array([width])])
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=base,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=document.make_indirect(descriptor),
            W=widths,
            DW=1000,
            CIDToGIDMap=Name.Identity,
        )
        return document.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=base,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([document.make_indirect(descendant)]),
                ToUnicode=document.make_stream(self._to_unicode()),
            )
        )

    def _to_unicode(self) -> bytes:
        """The map that lets a reader copy text: glyph number → character."""
        rows = [f"<{glyph:04x}> <{ord(character):04x}>" for character, (glyph, _) in sorted(self.glyphs.items())]
        blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
        return "\n".join(
            [
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
                "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
                "1 begincodespacerange <0000> <ffff> endcodespacerange",
                *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
                "endcmap CMapName currentdict /CMap defineresource pop end end",
            ]
        ).encode("ascii")
