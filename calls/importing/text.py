"""Text that remembers where each character came from, and the normalisation that every later stage reads."""

import re
from collections.abc import Callable
from dataclasses import dataclass

CJK = r"\u3400-\u9fff"
# Between these and anything else a space carries no meaning in a Chinese document.
WIDE = rf"{CJK}\u3000-\u303f\uff00-\uffef“”‘’…—"


@dataclass(frozen=True, slots=True)
class MappedText:
    """``text`` and, for each of its characters, the offset in the original (never falling)."""

    text: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "MappedText":
        return cls(text, tuple(range(len(text))))

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> "MappedText":
        """Like re.sub; a replacement's characters point evenly into what they replace."""
        pieces: list[str] = []
        origin: list[int] = []
        last = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            made = new if isinstance(new, str) else new(match)
            pieces += (self.text[last:start], made)
            origin += self.origin[last:start]
            width = end - start
            if width:
                origin += (self.origin[start + min(i * width // len(made), width - 1)] for i in range(len(made)))
            else:
                origin += [self.origin[min(start, len(self.origin) - 1)]] * len(made)
            last = end
        if not pieces:
            return self
        pieces.append(self.text[last:])
        origin += self.origin[last:]
        return MappedText("".join(pieces), tuple(origin))

    def slice(self, start: int, end: int) -> "MappedText":
        return MappedText(self.text[start:end], self.origin[start:end])


def join(pieces: list[MappedText]) -> MappedText:
    return MappedText("".join(p.text for p in pieces), tuple(o for p in pieces for o in p.origin))


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split(" ") for pair in pairs.split("  "))


LATEX = _table(
    r"\geqslant ≥  \leqslant ≤  \geq ≥  \leq ≤  \ge ≥  \le ≤  \gt >  \lt <  \times ×  \pm ±  \sim ~  \circ °  \mu µ"
    r"  \Omega Ω  \sigma σ  \approx ≈  \cdot ·  \% %  \degree °  \infty ∞  \prime ′"
)
ENTITIES = _table("&gt; >  &lt; <  &ge; ≥  &le; ≤  &amp; &  &times; ×  &deg; °  &plusmn; ±  &micro; µ")
ENTITIES["&nbsp;"] = " "
# Only width and look-alikes: sentence punctuation stays as printed.
FOLDS = {ord(c): chr(ord(c) - 0xFEE0) for c in map(chr, range(0xFF10, 0xFF5B)) if c.isalnum()}
FOLDS |= {ord(a): b for a, b in zip("％＞＜＝≧≦⩾⩽～〜＋／＠Ω㎜㎝", "%><=≥≤≥≤~~+/@Ω", strict=False)}
FOLDS |= {ord(c): " " for c in "\u00a0\u2002\u2003\u2009\u202f\u3000"}
FOLDS |= {ord("μ"): "µ", ord("•"): "·", ord("∶"): "：", ord("﹪"): "%", ord("˂"): "<", ord("˃"): ">"}
NEWLINES = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}

_MATH = re.compile(r"\$([^$\n]{1,200})\$")
_COMMAND = re.compile("|".join(re.escape(k) + r"(?![a-zA-Z])" if k[-1].isalpha() else re.escape(k) for k in LATEX))


def _math(match: re.Match[str]) -> str:
    """``\\geq 250\\text{m}`` → ``≥250m``; what is not LaTeX (a price in $) stays."""
    inner = match[1]
    if not re.search(r"[\\^_{]|^[\d.,\s]+$", inner):
        return match[0]
    inner = _COMMAND.sub(lambda m: LATEX[m[0]], inner)
    inner = re.sub(r"\\(?:text|mathrm|mathbf|mathit|rm|mbox|operatorname)\s*\{([^{}]*)\}", r"\1", inner)
    inner = re.sub(r"\\sqrt\s*\{([^{}]*)\}", r"√\1", inner)
    inner = re.sub(r"\^\s*\{?\s*(°|′)\s*\}?", r"\1", inner)
    inner = re.sub(r"\^\s*\{([^{}]*)\}", r"^\1", inner)
    return re.sub(r"\\[,;!\s]|[{}\s]|\\", "", inner)


def _spread(match: re.Match[str]) -> str:
    """Letters and digits that recognition set apart (不 低 于 9 0 %) are put together; two spaces stay one."""
    words = match[0].split(" ")
    single = sum(len(word) == 1 for word in words)
    if single < 8 or single < 0.75 * len([word for word in words if word]):
        return match[0]
    return re.sub(r"(?<! ) (?! )", "", match[0])


STEPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\r\n?"), "\n"),
    (re.compile(r"[ \t]{100,}"), "  "),
    (re.compile(r"^.*[^ ] [^ ] [^ ] [^ ].*$", re.M), _spread),
    (re.compile(r"(?<=\d)．(?=\d)"), "."),
    (re.compile("[\ufeff\u200b-\u200d\u2060\x00-\x08\x0e-\x1f]"), ""),
    (re.compile("|".join(map(re.escape, ENTITIES))), lambda m: ENTITIES[m[0]]),
    (re.compile(r'<input\s+type="checkbox"[^>]*>\s*'), "□"),
    (
        re.compile(r"</?(?:p|b|i|u|strong|em|span|div|sup|sub|font|table|tbody|thead|tr|center)(?:\s[^<>]*)?/?>", re.I),
        "",
    ),
    (re.compile(r"<br\s*/?>", re.I), " "),
    (re.compile(r"</?t[dh](?:\s[^<>]*)?>", re.I), "\t"),
    (re.compile(r"<(https?://[^\s<>]+)>"), lambda m: m[1]),
    (_MATH, _math),
    (re.compile(r"\\([~><*_#|.()\[\]-])"), lambda m: m[1]),
    (re.compile(r"\*\*|__(?=[^\W_])|(?<=[^\W_])__(?!_)"), ""),
    (re.compile(r"^[ \t]*#{1,6}[ \t]+", re.M), ""),
    (re.compile(r"^[ \t]*\|(.*)\|[ \t]*$", re.M), lambda m: re.sub(r"\s*\|\s*", "\t", m[1].strip())),
    (re.compile(r"(?<![<>=])>="), "≥"),
    (re.compile(r"(?<![<>=])<="), "≤"),
    # 榜单一  400G硅光…: the space is all that ends the number.
    (
        re.compile(
            r"^([ \t]*(?:[#*]*[ \t]*)(?:项目|课题|榜单|榜题|任务|方向|专题|题目|需求|难题)[ \t]?"
            r"(?:[一二三四五六七八九十]{1,3}|\d{1,3}))[ \t]+(?=[^\s：:、.．])",
            re.M,
        ),
        lambda m: m[1] + "：",
    ),
    # Spaces: none at line ends, none beside a Chinese character, one between Latin words.
    (re.compile(r"[ \t]+$", re.M), ""),
    (re.compile(r"^ +", re.M), ""),
    (re.compile(rf"(?<=[{WIDE}]) +(?=[^\t\n])|(?<=[^\t\n ]) +(?=[{WIDE}])"), ""),
    (re.compile(r" {2,}"), " "),
    (re.compile(r"(?<=\d) +(?=[%‰°℃′″])|(?<=[≥≤<>=~±×]) +(?=[-\d])|(?<=[A-Za-z\d]) +(?=[≥≤<>=~])"), ""),
)


def normalise(raw: str) -> MappedText:
    """One form for spaces, widths, LaTeX, entities and marks of Markdown or HTML; lines stay as they are."""
    folded = raw.translate(FOLDS | NEWLINES)
    # str.translate with single characters keeps offsets; anything longer belongs in STEPS.
    made = MappedText.of(folded)
    for pattern, new in STEPS:
        made = made.sub(pattern, new)
    return made
