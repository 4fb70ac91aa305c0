"""Chinese search without dictionaries: unigrams and bigrams of the NFKC text, in an indexed array.

A text holds a word only if it holds all grams of the word; the database rechecks the word itself.
"""

import re
import unicodedata

_RUN = re.compile(r"[^\W_]+")
_BLANK = re.compile(r"\s+")


def normalised(text: str) -> str:
    """NFKC, lower case, without blanks: “32 TFLOPS＠FP32” and “32tflops@fp32” are the same."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).lower()


def grams(text: str) -> set[str]:
    """All single characters and pairs of neighbours within runs of letters, digits and hanzi."""
    found: set[str] = set()
    for run in _RUN.findall(normalised(text)):
        found.update(run)
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


def words(query: str) -> list[str]:
    """What somebody typed, cut at blanks, normalised; at most 8 words of 40 characters."""
    typed = [normalised(word)[:40] for word in query.split()]
    return [word for word in typed if grams(word)][:8]


def is_gram(word: str) -> bool:
    """Whether the array of grams alone decides on a (normalised) word: one or two characters of one run."""
    return word in grams(word)


def all_grams(query: str) -> list[str]:
    """The grams of all words of a query, sorted: one condition for the index."""
    return sorted(set().union(*(grams(word) for word in words(query))))
