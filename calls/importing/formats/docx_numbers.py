"""Numbers that Word prints in front of paragraphs (automatic lists), which stand nowhere in the file's text.

ECMA-376 part 1, 17.9: a paragraph's numPr (its own or its style's) names a list and a level; the list's abstract
definition gives each level a start, a number format and a pattern such as ``（%1）`` or ``%1.%2``.
"""

from dataclasses import dataclass, field

CN_DIGITS = "零一二三四五六七八九"
CN_LEGAL = "零壹贰叁肆伍陆柒捌玖"
SILENT = {"bullet", "none", ""}


@dataclass(slots=True)
class Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None


@dataclass(slots=True)
class Numbers:
    """The lists of one document. ``label`` counts: call it once for each numbered paragraph, in order."""

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)  # numId → abstractNumId
    starts: dict[tuple[str, int], int] = field(default_factory=dict)  # (numId, level) → startOverride
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style → (numId, level)
    based: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[tuple[str, int]] = field(default_factory=set)

    def of_style(self, style: str) -> tuple[str, int] | None:
        """The list that a paragraph style (or one it is based on) belongs to."""
        for _depth in range(12):
            if style in self.styles:
                return self.styles[style]
            if style not in self.based:
                return None
            style = self.based[style]
        return None

    def label(self, number: str, level: int) -> str:
        """What Word prints in front of the next paragraph of list ``number``; "" for bullets and unknown lists."""
        abstract = self.lists.get(number, "")
        levels = self.abstract.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if (number, level) in self.starts and (number, level) not in self._seen:
            counts.pop(level, None)
        self._seen.add((number, level))
        first = self.starts.get((number, level), levels[level].start)
        counts[level] = counts[level] + 1 if level in counts else first
        for deeper in [other for other in counts if other > level]:
            if levels[deeper].restart != 0:
                del counts[deeper]
        return self._printed(levels, level, counts)

    @staticmethod
    def _printed(levels: dict[int, Level], level: int, counts: dict[int, int]) -> str:
        if levels[level].form in SILENT:
            return ""
        made = levels[level].pattern
        for other in range(level + 1):
            if f"%{other + 1}" in made and other in levels:
                value = counts.setdefault(other, levels[other].start)
                made = made.replace(f"%{other + 1}", numeral(value, levels[other].form))
        return made.strip()


def numeral(value: int, form: str) -> str:
    """``value`` in a Word number format; formats not used in Chinese documents are printed as digits."""
    match form:
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
        ):
            return chinese(value, CN_DIGITS)
        case "chineseLegalSimplified" | "ideographLegalTraditional":
            return chinese(value, CN_LEGAL)
        case "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand":
            return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 1 <= value <= 20:
            return chr(ord("①") + value - 1)
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
            return letter if form == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman":
            made = roman(value)
            return made if form == "upperRoman" else made.lower()
        case "decimalZero":
            return f"{value:02d}"
    return str(value)


def chinese(value: int, digits: str) -> str:
    """1–99 as 一…九十九; above that digit by digit, which no list reaches."""
    if not 0 < value < 100:
        return "".join(digits[int(digit)] for digit in str(value))
    tens, ones = divmod(value, 10)
    ten = "拾" if digits is CN_LEGAL else "十"
    return (digits[tens] if tens > 1 else "") + (ten if tens else "") + (digits[ones] if ones else "")


def roman(value: int) -> str:
    made = ""
    for worth, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    ):
        count, value = divmod(value, worth)
        made += sign * count
    return made
