"""The tables as anybody gets them, and the documents that describe them."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import FundingTerm
from calls.open_data import TABLES
from portal.running.layout import BASE_DIR
from tests.factories import make_call, make_direction

DOCUMENT = Path(BASE_DIR) / "docs" / "open-data.md"


def rows_of(client, name, **params):
    answer = client.get(reverse("calls:data_csv", args=[name]), params)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def published():
    call = make_call(title="甲榜", doc_no="示例〔2026〕1号")
    direction = make_direction(
        call=call,
        title="=1+1",
        published=False,
        indicators=(
            {"subject": "信噪比", "comparator": "=", "value": "70.50", "unit": "dB", "text": "-20℃下信噪比=70.5dB"},
            {"subject": "国际先进"},
        ),
    )
    version = direction.versions.get()
    FundingTerm.objects.create(version=version, source="grant", comparator="<=", amount=500)
    version.published_at = call.published_at
    version.save()
    direction.published = version
    direction.save()
    return call, direction


@pytest.mark.django_db
def test_the_three_tables_hang_together(client):
    call, direction = published()
    make_direction(call=make_call(published=False))
    [one] = rows_of(client, "calls")
    assert (one["id"], one["title"], one["directions"]) == (str(call.public_id), "甲榜", "1")
    assert one["applicants_until"].endswith("+08:00")
    [row] = rows_of(client, "directions")
    assert (row["key"], row["call_id"], row["title"]) == (str(direction.key), one["id"], "'=1+1")
    assert json.loads(row["funding"]) == [{"source": "grant", "comparator": "le", "amount": "500"}]
    first, second = rows_of(client, "indicators")
    assert (first["direction_key"], first["comparator"], first["value"]) == (row["key"], "eq", "70.5")
    assert first["text"] == "'-20℃下信噪比=70.5dB"
    assert (second["qualitative"], second["value"]) == ("true", "")


@pytest.mark.django_db
def test_json_says_the_same_untouched_and_leads_to_the_next_page(client, monkeypatch):
    published()
    body = client.get(reverse("calls:data_json", args=["directions"])).json()
    assert body["rows"][0]["title"] == "=1+1"
    assert (body["total"], body["next"]) == (1, None)
    assert set(body["rows"][0]) == {column.name for column in TABLES["directions"].columns}
    monkeypatch.setattr("calls.views.public_data.JSON_ROWS", 1)
    body = client.get(reverse("calls:data_json", args=["indicators"]), {"year": "2026"}).json()
    assert body["next"].endswith("/data/indicators.json?year=2026&page=2")
    assert client.get(body["next"]).json()["rows"][0]["subject"] == "国际先进"


@pytest.mark.django_db
def test_filters_and_unknown_tables(client):
    call, _direction = published()
    make_call(year=2020)
    assert len(rows_of(client, "calls", year="2026")) == 1
    assert len(rows_of(client, "calls", year="nonsense")) == 2
    assert rows_of(client, "directions", region="340000") == rows_of(client, "directions")
    assert len(rows_of(client, "indicators", issuer=str(call.issuer_id))) == 2
    for kind in ("data_csv", "data_json"):
        assert client.get(reverse(f"calls:{kind}", args=["applications"])).status_code == 404


@pytest.mark.django_db
def test_as_many_queries_for_30_directions_as_for_1(client):
    published()

    def counted():
        counts = []
        for name in TABLES:
            for read in (
                lambda n=name: rows_of(client, n),
                lambda n=name: client.get(reverse("calls:data_json", args=[n])),
            ):
                with CaptureQueriesContext(connection) as asked:
                    read()
                counts.append(len(asked))
        return counts

    before = counted()
    for _n in range(29):
        make_direction(call=make_call())
    assert counted() == before


@pytest.mark.django_db
def test_the_page_and_the_document_describe_every_column(client):
    page, document = client.get(reverse("calls:data")).content.decode(), DOCUMENT.read_text(encoding="utf-8")
    for table in TABLES.values():
        assert f"## {table.name} ({table.title})" in document
        for column in table.columns:
            assert f"| `{column.name}` | {column.kind} | {column.meaning} |" in document
            assert f"<code>{column.name}</code>" in page
