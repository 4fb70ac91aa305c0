"""What is put on a finished PDF: opened once, stamped in order, saved with the same bytes for the same input."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pikepdf
from pikepdf import Name

MILLIMETRE = 72 / 25.4

#: Draws on an open PDF; made by furniture.furniture, furniture.watermark, seals.SealPress.
Stamp = Callable[[pikepdf.Pdf], None]


class AnchorMissing(LookupError):
    """A document has no anchor of this name: its template forgot the place of a seal."""


@dataclass(frozen=True)
class Anchor:
    """A place on a page: number from 0, and the point in PDF points from the page's lower left corner."""

    page: int
    x: float
    y: float


def stamped(pdf: bytes, stamps: Iterable[Stamp]) -> bytes:
    """A PDF with all stamps on it, in order. What lies under them is not rewritten."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            # The page's own drawing may leave its coordinates turned; stamps start from the plain ones.
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q")
        for stamp in stamps:
            stamp(document)
        target = io.BytesIO()
        document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return target.getvalue()


def anchors(document: pikepdf.Pdf) -> dict[str, Anchor]:
    """Every element with an id in the HTML, by that id."""
    if Name.Names not in document.Root or Name.Dests not in document.Root.Names:
        return {}
    numbers = {page.objgen: number for number, page in enumerate(document.pages)}
    return {
        str(name): Anchor(numbers[place[0].objgen], float(place[2]), float(place[3]))
        for name, place in pikepdf.NameTree(document.Root.Names.Dests).items()
    }


def anchor(document: pikepdf.Pdf, name: str) -> Anchor:
    """The place of one id. Raises AnchorMissing."""
    try:
        return anchors(document)[name]
    except KeyError:
        raise AnchorMissing(name) from None


def page_size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height of a page in points."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return right - left, top - bottom


def form(document: pikepdf.Pdf, operators: str, *, box: tuple[float, float, float, float], resources=None):
    """A Form XObject: a drawing kept once in the file and shown wherever it is named."""
    stream = document.make_stream(operators.encode("ascii"))
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = pikepdf.Array([round(edge, 2) for edge in box])
    stream.Resources = resources or pikepdf.Dictionary()
    return stream


def resource(page: pikepdf.Page, drawing: pikepdf.Object, kind: Name) -> str:
    """The name of an indirect object among a page's resources; the same for the same document (pikepdf draws lots)."""
    name = Name(f"/Portal{drawing.objgen[0]}")
    return str(page.add_resource(drawing, kind, name, replace_existing=True))


def draw(page: pikepdf.Page, operators: str, *, artifact: str = "/Pagination") -> None:
    """Draw on top of a page, as an artifact: readers for the blind pass over it, extraction of text does not."""
    page.contents_add(f"/Artifact <</Type {artifact}>> BDC q\n{operators}\nQ EMC".encode("ascii"))
