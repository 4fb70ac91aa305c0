"""Canonical JSON and its digest."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import rfc8785


def canonical_value(value):
    """A value as canonical JSON may hold it.

    Decimals become plain strings without trailing zeros (1.50 万元 read back from the database is what 1.5 was),
    times become UTC strings to the microsecond, dates ISO strings. Floats and naive times raise TypeError: neither
    says exactly what was meant.
    """
    if isinstance(value, Enum):
        return canonical_value(value.value)
    if value is None or isinstance(value, bool | int | str):
        # Plain str: rfc8785 refuses subclasses such as Django's lazy and safe strings.
        return str(value) if isinstance(value, str) else value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise TypeError("a number that is not finite has no canonical form")
        return format(value.normalize() + 0, "f")
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without zone has no canonical form")
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): canonical_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical_value(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical_json(value) -> str:
    """RFC 8785 JSON of a value: the same text for the same content, whatever the order of its keys."""
    return rfc8785.dumps(canonical_value(value)).decode("utf-8")


def digest(value) -> str:
    """SHA-256 of a value's canonical JSON, 64 hexadecimal digits."""
    return text_digest(canonical_json(value))


def text_digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def digest_short(full: str, *, groups: int = 4) -> str:
    """The first characters of a digest in groups of four, for printing and reading aloud: `3F2A 91BC 0D4E 77A1`."""
    return " ".join(full[start : start + 4].upper() for start in range(0, groups * 4, 4))
