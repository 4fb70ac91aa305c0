"""Both edges straight in Chinese text: WeasyPrint justifies by widening spaces, of which Chinese has none.

A justified line here is widened beside its Chinese characters and spaces, never inside a Latin word or a number.
WeasyPrint has no hook for this, so one function of its line layout is replaced; tests/documents/test_justification.py
fails when a new version moves it.
"""

import re

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

# A line that a long Latin word broke early is spread by at most this share of its font size, else left ragged.
WIDEST = 0.5
# Not — and …, which stand in pairs and must not come apart.
SPREADABLE = re.compile(r"[ \u00a0\u2018-\u201d\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")


class SpreadLayout(Layout):
    """A line of text whose spreadable characters stand `spread` CSS px further apart; takes over a drawn-up layout."""

    spread = 0.0

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        own = self.style["letter_spacing"]
        spacing = int((self.spread + (0 if own == "normal" else own)) * TO_UNITS)
        for run in SPREADABLE.finditer(self.text):
            attribute = pango.pango_attr_letter_spacing_new(spacing)
            attribute.start_index = len(self.text[: run.start()].encode())
            attribute.end_index = attribute.start_index + len(run[0].encode())
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)


def _spreadable(text: str) -> int:
    return sum(len(run[0]) for run in SPREADABLE.finditer(text))


def _texts(box) -> list:
    """The text boxes of a line in order."""
    if isinstance(box, boxes.TextBox):
        return [box] if box.text else []
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        return [text for child in box.children if child.is_in_normal_flow() for text in _texts(child)]
    return []


def justify_line(context, line, extra_width: float) -> None:
    """Widen a line by `extra_width` CSS px, shared by its spreadable characters."""
    texts = _texts(line)
    if not texts:
        return
    # Pango puts half of the space on either side of a character and none outside the line.
    outside = (bool(SPREADABLE.match(texts[0].text)) + bool(SPREADABLE.match(texts[-1].text[-1]))) / 2
    gaps = sum(_spreadable(text.text) for text in texts) - outside
    if gaps < 1 or extra_width / gaps > WIDEST * texts[0].style["font_size"]:
        return
    _spread(line, extra_width / gaps, 0.0)


def _spread(box, gap: float, advance: float) -> float:
    """Move a box by `advance` and widen it by `gap` a spreadable character; returns the advance for what follows."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        if widened := gap * _spreadable(box.text):
            box.pango_layout.__class__ = SpreadLayout
            box.pango_layout.spread = gap
            box.width += widened
        return advance + widened
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += advance
        start = advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _spread(child, gap, advance)
        box.width += advance - start
        return advance
    box.translate(advance, 0)
    return advance


def install() -> None:
    """Make WeasyPrint use `justify_line`; doing it twice changes nothing."""
    inline.justify_line = justify_line
