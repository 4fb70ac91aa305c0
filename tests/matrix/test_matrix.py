"""Every URL × method × role × ownership answers as the table says, and changes only what it should."""

import csv
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from portal.accounts.access import PUBLIC, SIGNED_IN
from portal.accounts.roles import Role
from tests.matrix.pages import form_of, same_for_all
from tests.matrix.requests import ADDRESSES, BODIES, Body
from tests.matrix.world import COLUMNS

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("cells.csv")
METHODS = ("GET", "POST")
#: Rows that any request may write: sessions, throttling of sign-in.
NOISE = {"django_session", "portal_cache"}
SUCCESS = {"200", "302", "204"}
NOTHING = {int: 2**31 - 1, str: "0"}


def walk(resolver: URLResolver, namespace: str = ""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield f"{namespace}{entry.name}", entry.callback


URLS = dict(walk(get_resolver()))


def cells() -> dict[str, dict[str, dict[str, str]]]:
    """name → method → column → status."""
    table: dict[str, dict[str, dict[str, str]]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table.setdefault(row["url"], {})[row["method"]] = {column: row[column] for column in COLUMNS}
    return table


CELLS = cells()


def test_every_url_is_in_the_table_with_both_methods():
    missing = [f"{name},{method}" for name in URLS for method in METHODS if method not in CELLS.get(name, {})]
    assert not missing, "cells.csv has no row for:\n" + "\n".join(missing)
    assert not CELLS.keys() - URLS.keys(), "cells.csv has rows for URLs that no longer exist"
    assert not ADDRESSES.keys() - URLS.keys()
    assert not BODIES.keys() - URLS.keys()


def test_every_view_names_its_audience():
    known = {PUBLIC, SIGNED_IN, *Role}
    assert [name for name, view in URLS.items() if not getattr(view, "audience", None)] == []
    assert [name for name, view in URLS.items() if not view.audience <= known] == []


def test_every_post_that_may_succeed_has_a_body():
    may = {name for name, methods in CELLS.items() if SUCCESS & set(methods.get("POST", {}).values())}
    assert may - BODIES.keys() == set()


def address(name: str, world) -> str:
    return reverse(name, args=ADDRESSES[name](world)) if name in ADDRESSES else reverse(name)


def nowhere(name: str, world) -> str:
    """The same address with an id of nothing; "" when it has none."""
    if name not in ADDRESSES:
        return ""
    first, *others = ADDRESSES[name](world)
    return reverse(name, args=[NOTHING.get(type(first), uuid4()), *others])


def changed() -> dict[str, int]:
    """How many rows of each table this transaction wrote so far, kept or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {table: count for table, count in cursor.fetchall() if table not in NOISE}


def play(world, column: str, method: str, url: str, body: dict | None):
    """(status as the table writes it, tables written, answer)."""
    client = world.clients[column]
    client.cookies = world.cookies[column].copy()
    with transaction.atomic():
        before = changed()
        for value in (body or {}).values():
            if hasattr(value, "seek"):
                value.seek(0)
        answer = client.get(url) if method == "GET" else client.post(url, body or {})
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        written = {table for table, count in changed().items() if count != before.get(table, 0)}
        transaction.set_rollback(True)
    status = str(answer.status_code)
    if status == "302" and answer["Location"].startswith(reverse("account_login")):
        status = "login"
    return status, written, same_for_all(content)


def body_of(name: str, world, expected: dict[str, str]) -> dict | None:
    """The valid body, read from the page of who may send it."""
    spec: Body | None = BODIES.get(name)
    if spec is None:
        return None
    values: dict = {}
    shown = CELLS.get(spec.page or name, {}).get("GET", {})
    sender = next((c for c in COLUMNS if expected.get(c) in SUCCESS or (not expected and shown.get(c) == "200")), None)
    if spec.read and sender:
        page, action = address(spec.page or name, world), address(name, world)
        client = world.clients[sender]
        client.cookies = world.cookies[sender].copy()
        answer = client.get(page + spec.query(world))
        assert answer.status_code == 200, (name, page, answer.status_code)
        values = form_of(answer.content.decode(), page=page, action=action)
    return values | spec.values(world)


@pytest.mark.parametrize("name", sorted(URLS))
@pytest.mark.parametrize("method", METHODS)
def test_cells(name, method, world):
    expected = CELLS.get(name, {}).get(method, {})
    body = body_of(name, world, expected) if method == "POST" else None
    spec = BODIES.get(name)
    query = spec.query(world) if spec else ""
    url, elsewhere = address(name, world) + query, nowhere(name, world)
    seen, wrong = {}, []
    for column in COLUMNS:
        status, written, content = play(world, column, method, url, body)
        seen[column] = status
        if method == "GET" and written - GET_WRITES.get(name, set()):
            wrong.append(f"{column}: GET wrote {sorted(written)}")
        if method == "POST" and status in SUCCESS and not written and not (spec and spec.quiet not in (False, column)):
            wrong.append(f"{column}: answered {status} and changed nothing")
        if method == "POST" and status not in SUCCESS and written - REFUSAL_WRITES:
            wrong.append(f"{column}: answered {status} and wrote {sorted(written)}")
        if status == "404" and elsewhere:
            other_status, _written, other = play(world, column, method, elsewhere + query, body)
            if (other_status, other) != (status, content):
                wrong.append(f"{column}: the answer tells what is somebody else's from what is not there")
    if seen != expected:
        wrong.append("cells.csv should say:\n" + ",".join([name, method, *(seen[c] for c in COLUMNS)]))
        wrong += [f"{c}: {seen[c]}, not {expected.get(c)}" for c in COLUMNS if seen[c] != expected.get(c)]
    assert not wrong, f"{method} {url}\n" + "\n".join(wrong)


#: Downloads are audited; the codes of recovery are made when they are first looked at.
GET_WRITES: dict[str, set[str]] = {
    "documents:file": {"audit_auditentry"},
    "documents:download": {"audit_auditentry"},
}
#: What a refused POST may write and still change nothing.
REFUSAL_WRITES: set[str] = set()


#: allauth's one form without fields.
PUT_IS_POST = {"mfa_generate_recovery_codes"}


@pytest.mark.parametrize("name", sorted(URLS))
@pytest.mark.parametrize("column", ["officer", "administrator"])
def test_other_methods_do_nothing(name, column, world):
    url = address(name, world)
    for method in ("put", "patch", "delete"):
        client = world.clients[column]
        client.cookies = world.cookies[column].copy()
        with transaction.atomic():
            before = changed()
            answer = getattr(client, method)(url)
            assert changed() == before or name in PUT_IS_POST
            transaction.set_rollback(True)
        # Django's own form views, of which signing in is made, take a PUT for a form without values.
        shown = {200, 422} if name.startswith(("account_", "mfa_")) else set()
        assert answer.status_code in {302, 403, 404, 405, 409} | shown, (method, answer.status_code)
