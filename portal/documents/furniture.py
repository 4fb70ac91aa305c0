"""What stands on every page of a printed document besides its text: number, digest, QR, page number, watermarks.

Stamped on instead of laid out with the text: a tenth of the time, and the text's pages stay free of it. The QR code
leads to the verification page, where the digest of what was submitted can be compared.
"""

import math
from dataclasses import dataclass

import pikepdf
import segno
from fontTools.misc.transform import Transform
from pikepdf import Name

from portal.documents.embedding import LETTERS, EmbeddedFace
from portal.documents.lettering import glyph_outline, text_width
from portal.documents.stamping import MILLIMETRE, Stamp, draw, form, page_size, resource

# Words that furniture may use: the embedded face holds only these beside letters and digits.
WORDS = "申报推荐表编号内容摘要扫码核验本页第共：，。（）·未提交草稿"
QR_SIZE = 16 * MILLIMETRE
BASE = 12 * MILLIMETRE


@dataclass(frozen=True)
class Furniture:
    """What every page says. `number` and `digest` as printed (digest shortened and grouped); "" for a draft.

    `number_label` is 申报编号 or 推荐表编号.
    """

    number: str = ""
    number_label: str = "申报编号"
    digest: str = ""
    verify_url: str = ""
    left: float = 28 * MILLIMETRE
    right: float = 26 * MILLIMETRE


def qr_form(document: pikepdf.Pdf, url: str, *, size: float) -> pikepdf.Object:
    """A QR code as vector squares, `size` points wide with its lower left corner at (0, 0)."""
    rows = list(segno.make(url, error="m", micro=False).matrix)
    module = size / len(rows)
    squares = []
    for row, modules in enumerate(rows):
        start = None
        # Neighbouring dark modules become one rectangle: no hairlines between them, and a third of the operators.
        for column, dark in enumerate((*modules, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                x, y = start * module, size - (row + 1) * module
                squares.append(f"{x:.3f} {y:.3f} {(column - start) * module:.3f} {module:.3f} re")
                start = None
    return form(document, "0 g\n" + "\n".join(squares) + " f", box=(0, 0, size, size))


class Line:
    """Operators of short texts at the foot of one page, each run in the face of its script."""

    def __init__(self, page: pikepdf.Page, words: EmbeddedFace, letters: EmbeddedFace) -> None:
        self.faces = {False: (words, words.name_on(page)), True: (letters, letters.name_on(page))}
        self.operators: list[str] = []

    def width(self, runs: tuple[str, ...], *, size: float) -> float:
        """Width in points of runs that are either all ASCII or all Chinese."""
        return sum(self.faces[run.isascii()][0].width(run) for run in runs) * size

    def write(self, runs: tuple[str, ...], *, size: float, x: float, y: float) -> None:
        """Set runs one after another, the first starting at (x, y)."""
        for run in runs:
            face, name = self.faces[run.isascii()]
            self.operators.append(f"BT {name} {size} Tf {x:.2f} {y:.2f} Td <{face.codes(run)}> Tj ET")
            x += face.width(run) * size


def furniture(content: Furniture) -> Stamp:
    """Stamp number, digest, QR and 第 x 页 共 y 页 at the foot of every page."""
    labelled = ((f"{content.number_label}：", content.number), ("内容摘要：", content.digest))
    lines = [pair for pair in labelled if pair[1]]
    # Who has no scanner types the code, in groups of four.
    typed = content.verify_url.rpartition("/")[2]
    told = ("扫码核验本页内容，核验码：", " ".join(typed[at : at + 4] for at in range(0, len(typed), 4)))

    def stamp(document: pikepdf.Pdf) -> None:
        words = EmbeddedFace(document, "fang", frozenset(WORDS))
        letters = EmbeddedFace(document, "latin", LETTERS)
        code = qr_form(document, content.verify_url, size=QR_SIZE) if content.verify_url else None
        top = BASE + QR_SIZE - 9
        total = len(document.pages)
        for number, page in enumerate(document.pages, 1):
            line, x = Line(page, words, letters), content.left
            if code is not None:
                line.operators.append(f"q 1 0 0 1 {x:.2f} {BASE:.2f} cm {resource(page, code, Name.XObject)} Do Q")
                x += QR_SIZE + 2.5 * MILLIMETRE
                line.write(told, size=7.5, x=x, y=BASE + 1.5)
            for row, pair in enumerate(lines):
                line.write(pair, size=9, x=x, y=top - 14 * row)
            paging = ("第", f" {number} ", "页", " ", "共", f" {total} ", "页")
            right = page_size(page)[0] - content.right
            line.write(paging, size=10.5, x=right - line.width(paging, size=10.5), y=top)
            draw(page, "0 g\n" + "\n".join(line.operators))

    return stamp


def watermark(text: str, *, size: float = 60.0, grey: float = 0.5, opacity: float = 0.18, rows: int = 1) -> Stamp:
    """Stamp a text across every page, as outlines: 草稿, or (smaller, in several rows) who reads this copy."""

    def stamp(document: pikepdf.Pdf) -> None:
        length = text_width(text, face="hei") * size
        angle = Transform().rotate(math.radians(40))
        paths, x = [], -length / 2
        for character in text:
            path, advance = glyph_outline(character, face="hei", transform=angle.translate(x, -size / 3).scale(size))
            paths.append(path)
            x += advance * size
        reach = length / 2 + size
        drawing = form(document, f"{grey} g\n" + "\n".join(paths) + " f", box=(-reach, -reach, reach, reach))
        faint = document.make_indirect(pikepdf.Dictionary(Type=Name.ExtGState, ca=opacity))
        for page in document.pages:
            width, height = page_size(page)
            names = resource(page, faint, Name.ExtGState), resource(page, drawing, Name.XObject)
            marks = [
                f"q 1 0 0 1 {width / 2:.2f} {height * (row + 0.5) / rows:.2f} cm {names[1]} Do Q" for row in range(rows)
            ]
            draw(page, f"{names[0]} gs\n" + "\n".join(marks), artifact="/Pagination /Subtype /Watermark")

    return stamp
