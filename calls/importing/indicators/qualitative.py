"""Requirements without a number (达到国际先进水平, 支持 FP32、TF32): kept as text, never given an invented number."""

import re
from bisect import bisect_right

SENTENCE = re.compile(r"[^。；;！\n]+")
CLAUSE = re.compile(r"[^，,]+")
REQUIRES = re.compile(
    r"达到|支持|具备|实现|满足|适配|兼容|符合|优于|领先|先进|提升|降低|减少|显著|提高|形成|构建|建成|建立|完成|研制|研发|开发|搭建|覆盖|可\w|能够|具有|拥有|保证|确保|开展|制定|集成"
)
_SKIP = re.compile(r"^(?:到?(?:19|20)\d\d年(?:底|末)?|具体指标如下|如下|其中|在项目执行期内|项目执行期内)[：:，]?$")
# What only leads on to a requirement: 具备以下一种或多种能力：在多模态交互能力方面，
_LEADS = re.compile(r"以下[^，。；]*[：:]|(?:方面|领域|基础上|前提下|过程中|条件下|情况下|场景下)$")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}\s?[.．、](?!\d)|[（(]\s?\d{1,2}\s?[）)]|\d{1,2}[）)]|[①-⑳])\s?")


def qualitative(text: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of requirements none of which overlaps a quantitative one (``taken``).

    A sentence without any number is one requirement; of a sentence with some, the clauses that ask for something.
    """
    made: list[tuple[int, int]] = []
    for sentence in SENTENCE.finditer(text):
        number = _NUMBER.match(sentence[0])
        start = sentence.start() + (number.end() if number else 0)
        if not _overlaps(start, sentence.end(), taken):
            lead = re.match(r"到(?:19|20)\d\d年，", text[start : sentence.end()])
            start += lead.end() if lead else 0
            if _asks(text[start : sentence.end()]) and not text[: sentence.end()].endswith(("：", ":")):
                made.append((start, sentence.end()))
            continue
        for clause in CLAUSE.finditer(text, start, sentence.end()):
            if not _overlaps(*clause.span(), taken) and _asks(clause[0]) and _balanced(clause[0]):
                made.append(clause.span())
    return made


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    """Whether [start, end) meets one of ``taken``, which are in order and do not overlap."""
    after = bisect_right(taken, start, key=lambda span: span[1])
    return after < len(taken) and taken[after][0] < end


def _asks(text: str) -> bool:
    stripped = text.strip()
    return (
        len(stripped) >= 6
        and not _SKIP.match(stripped)
        and bool(REQUIRES.search(stripped))
        and stripped[-1] not in "：:"
        and not (_LEADS.search(stripped) and len(_LEADS.sub("", stripped)) < 40)
    )


def _balanced(text: str) -> bool:
    return len(re.findall(r"[（(]", text)) == len(re.findall(r"[）)]", text))
