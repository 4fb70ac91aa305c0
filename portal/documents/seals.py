"""公章 and 骑缝章, drawn as vectors: one Form XObject a seal and document, shown wherever the seal stands.

A round seal after 国发〔1999〕25号: the organisation's name on an arc above a star. Demo seals say 演示专用 and are
worth nothing; order of work is render → stamp → sign, and nothing is rewritten after signing.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import pikepdf
from fontTools.misc.transform import Transform
from pikepdf import Dictionary, Name

from portal.documents.lettering import glyph_outline, text_outline, text_width
from portal.documents.stamping import MILLIMETRE, Stamp, anchor, draw, form, page_size, resource

RED = "0.82 0.07 0.11"
# More slices than this are too thin to be told apart: a longer document gets its seam in several seals.
SEAM_PAGES = 15
# A Bézier curve over a quarter of a circle.
QUARTER = 4 / 3 * (math.sqrt(2) - 1)


@dataclass(frozen=True)
class SealArt:
    """What a seal shows: the organisation's full name, its diameter in mm, and whether it is a demo seal."""

    name: str
    demo: bool = False
    diameter: float = 42.0

    @property
    def radius(self) -> float:
        """Half the diameter, in points."""
        return self.diameter * MILLIMETRE / 2


def _circle(radius: float) -> str:
    """The path of a circle around (0, 0)."""
    r, k = radius, radius * QUARTER
    return (
        f"{r:.2f} 0 m {r:.2f} {k:.2f} {k:.2f} {r:.2f} 0 {r:.2f} c {-k:.2f} {r:.2f} {-r:.2f} {k:.2f} {-r:.2f} 0 c "
        f"{-r:.2f} {-k:.2f} {-k:.2f} {-r:.2f} 0 {-r:.2f} c {k:.2f} {-r:.2f} {r:.2f} {-k:.2f} {r:.2f} 0 c h"
    )


def _star(radius: float, *, y: float = 0.0) -> str:
    """The path of a five-pointed star, one point up."""
    # The inner corners of a regular star lie where its long edges cross.
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(54))
    points = []
    for corner in range(10):
        angle = math.radians(90 + 36 * corner)
        reach = inner if corner % 2 else radius
        points.append(f"{reach * math.cos(angle):.2f} {y + reach * math.sin(angle):.2f}")
    return f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:]) + " h"


def _arc_text(text: str, *, radius: float, height: float) -> str:
    """Characters standing on the inside of a circle, evenly from lower left over the top to lower right."""
    # Short names keep together at the top; long ones take up to 260° and are narrowed to fit.
    step = min(math.radians(260) / max(len(text) - 1, 1), 1.35 * height / (radius - height / 2))
    narrow = min(1.0, step * (radius - height) / (height * 0.98))
    start = math.pi / 2 + step * (len(text) - 1) / 2
    paths = []
    for number, character in enumerate(text):
        angle = start - step * number
        place = (
            Transform()
            .rotate(angle - math.pi / 2)
            .translate(-narrow * height / 2, radius - height * 0.88)
            .scale(narrow * height, height)
        )
        paths.append(glyph_outline(character, face="song", transform=place)[0])
    return "\n".join(paths)


def seal_form(document: pikepdf.Pdf, art: SealArt) -> pikepdf.Object:
    """The drawing of a seal around (0, 0), kept once in a document."""
    r = art.radius
    ring = r * 0.055
    height = r * (0.30 if len(art.name) <= 14 else 0.26 if len(art.name) <= 20 else 0.22)
    operators = [
        f"{RED} rg {RED} RG {ring:.2f} w",
        _circle(r - ring / 2) + " S",
        _star(r * 0.32, y=r * 0.02) + " f",
        _arc_text(art.name, radius=r - ring - r * 0.07, height=height) + " f",
    ]
    if art.demo:
        size = r * 0.21
        width = text_width("演示专用", face="song") * size
        operators.append(text_outline("演示专用", face="song", size=size, x=-width / 2, y=-r * 0.62) + " f")
    return form(document, "\n".join(operators), box=(-r, -r, r, r))


def seam_groups(pages: int) -> list[range]:
    """Pages that share one seam seal: runs of at most SEAM_PAGES, as even as they come; none for a single page."""
    if pages < 2:
        return []
    count = math.ceil(pages / SEAM_PAGES)
    edges = [round(pages * part / count) for part in range(count + 1)]
    return [range(start, end) for start, end in pairwise(edges)]


class SealPress:
    """A seal ready to be stamped: its drawing is made once in each document, however often it stands there."""

    def __init__(self, art: SealArt) -> None:
        self.art = art
        self._drawn: tuple[pikepdf.Pdf, pikepdf.Object, pikepdf.Object] | None = None

    def at(self, anchor_name: str) -> Stamp:
        """Stamp the seal with its centre on an anchor of the document. Raises AnchorMissing when it is stamped."""

        def stamp(document: pikepdf.Pdf) -> None:
            place, radius = anchor(document, anchor_name), self.art.radius
            page = document.pages[place.page]
            width, height = page_size(page)
            # Near an edge the seal moves inward: half a seal proves nothing.
            x = min(max(place.x, radius + 6), width - radius - 6)
            y = min(max(place.y, radius + 6), height - radius - 6)
            self._press(document, page, x=x, y=y)

        return stamp

    def seam(self) -> Stamp:
        """Stamp a 骑缝章: each page has its slice at the right edge; fanned out, the pages show the whole seal."""

        def stamp(document: pikepdf.Pdf) -> None:
            for group in seam_groups(len(document.pages)):
                slice_width = 2 * self.art.radius / len(group)
                for part, number in enumerate(group):
                    page = document.pages[number]
                    width, height = page_size(page)
                    edge, bottom = width - slice_width, height / 2 - self.art.radius
                    clip = f"{edge:.2f} {bottom:.2f} {slice_width:.2f} {2 * self.art.radius:.2f} re W n"
                    x = width - slice_width * (part + 1) + self.art.radius
                    self._press(document, page, x=x, y=height / 2, clip=clip)

        return stamp

    def _press(self, document: pikepdf.Pdf, page: pikepdf.Page, *, x: float, y: float, clip: str = "") -> None:
        if self._drawn is None or self._drawn[0] is not document:
            # Ink: what lies under a seal can be read through it.
            ink = document.make_indirect(Dictionary(Type=Name.ExtGState, BM=Name.Multiply))
            self._drawn = document, seal_form(document, self.art), ink
        _, drawing, ink = self._drawn
        names = resource(page, ink, Name.ExtGState), resource(page, drawing, Name.XObject)
        draw(page, f"{clip} {names[0]} gs 1 0 0 1 {x:.2f} {y:.2f} cm {names[1]} Do", artifact="/Layout")
