"""Sort keys for Chinese names: PostgreSQL's collations order hanzi by code point, people by 拼音."""


def sort_key(name: str) -> str:
    """Lower-case pinyin with tone numbers, syllables divided by a space; cut to 400 characters."""
    # Its dictionaries take half a second to load, which processes that save no name need not wait for.
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(name, style=Style.TONE3)).lower()[:400]
