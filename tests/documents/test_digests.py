from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy

from portal.documents.digests import canonical_json, digest, digest_short, text_digest


class Kind(StrEnum):
    LEAD = "lead"


def test_canonical_json_is_the_same_for_the_same_content():
    first = {"金额": Decimal("1.50"), "b": [1, True, None], "a": date(2021, 11, 15)}
    second = {"a": date(2021, 11, 15), "b": (1, True, None), "金额": Decimal("1.5")}
    assert canonical_json(first) == '{"a":"2021-11-15","b":[1,true,null],"金额":"1.5"}'
    assert canonical_json(first) == canonical_json(second)
    assert digest(first) == digest(second) == text_digest(canonical_json(first))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("100"), '"100"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("0.00"), '"0"'),
        (Decimal("-0.0"), '"0"'),
        (datetime(2021, 11, 15, 17, 0, tzinfo=timezone(timedelta(hours=8))), '"2021-11-15T09:00:00.000000Z"'),
        (datetime(2021, 11, 15, 9, 0, tzinfo=UTC), '"2021-11-15T09:00:00.000000Z"'),
        (Kind.LEAD, '"lead"'),
        (UUID(int=7), '"00000000-0000-0000-0000-000000000007"'),
        ("引号“”", '"引号“”"'),
    ],
)
def test_values(value, text):
    assert canonical_json(value) == text


@pytest.mark.parametrize(
    "value",
    [1.5, datetime(2021, 11, 15), Decimal("NaN"), b"x", {1, 2}, gettext_lazy("x")],  # noqa: DTZ001
)
def test_what_is_not_exact_has_no_canonical_form(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_short_form_is_grouped_for_reading_aloud():
    assert digest_short("3f2a91bc0d4e77a1" + "0" * 48) == "3F2A 91BC 0D4E 77A1"
    assert digest_short("3f2a91bc" + "0" * 56, groups=2) == "3F2A 91BC"
