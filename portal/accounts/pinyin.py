"""Sort keys for Chinese names: PostgreSQL's collations order hanzi by code point, people by 拼音."""

from pypinyin import Style, lazy_pinyin


def sort_key(name: str) -> str:
    """Lower-case pinyin with tone numbers, syllables divided by a space; cut to 400 characters."""
    return " ".join(lazy_pinyin(name, style=Style.TONE3)).lower()[:400]
