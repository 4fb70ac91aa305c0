"""字数, as Word's statistics count it for Chinese text; static/counting.js does the same in the browser.

Every East Asian character or mark counts one. A run of other characters (a number, an English word, "FP16@400W")
counts one. Spaces and line breaks count nothing, so that "\\r\\n" and "\\n" are the same. Marks that Chinese and
English share (“ ” ‘ ’ … — ·) count one each, unless they stand inside an English word (don’t).
Both tests read tests/applications/counting_cases.json.
"""

import re

# Kept as text so that a test can hold it against static/counting.js.
EAST_ASIAN = (
    "\u2e80-\u2fff\u3001-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7af\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
SHARED = "\u00b7\u2014\u2018\u2019\u201c\u201d\u2026"
SPACE = "\\t\\n\\v\\f\\r \u0085\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_OTHER = f"[^{EAST_ASIAN}{SHARED}{SPACE}]"

_TOKEN = re.compile(f"[{EAST_ASIAN}]|{_OTHER}+(?:[{SHARED}]{_OTHER}+)*|[{SHARED}]")


def count_characters(text: str) -> int:
    """字数 of a text."""
    return sum(1 for _ in _TOKEN.finditer(text))


def split_at(text: str, limit: int) -> tuple[str, str]:
    """The text up to ``limit`` 字, and the excess (empty when there is none)."""
    for number, token in enumerate(_TOKEN.finditer(text)):
        if number == limit:
            return text[: token.start()], text[token.start() :]
    return text, ""
