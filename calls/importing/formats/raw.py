"""What every format becomes: text, and where its pages begin. Scripts that stand high are written as such."""

from dataclasses import dataclass

#: 10 with a raised 6 must not become 106.
_RAISED = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")


@dataclass(frozen=True, slots=True)
class RawText:
    """``text`` of one file; ``pages``: offset at which each page begins, empty where the format has none."""

    text: str
    pages: tuple[int, ...] = ()


def raised(text: str) -> str:
    """Digits and signs as superscripts; other raised text (a mark of a note, ™) as it is."""
    made = text.translate(_RAISED)
    return made if all(c in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺" for c in made.strip()) else text
