"""Every URL × method × role × ownership answers as the table says, and changes only what it should."""

import csv
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from portal.accounts.access import PUBLIC, SIGNED_IN
from portal.accounts.roles import Role
from tests.matrix.addresses import ADDRESSES
from tests.matrix.pages import form_of, same_for_all
from tests.matrix.requests import BODIES, Body
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
#: Every URL, and the further cases of some (`name@case`: another object).
NAMES = sorted({*URLS, *ADDRESSES})


def test_every_url_is_in_the_table_with_both_methods():
    missing = [f"{name},{method}" for name in URLS for method in METHODS if method not in CELLS.get(name, {})]
    missing += [name for name in NAMES if name not in CELLS]
    assert not missing, "cells.csv has no row for:\n" + "\n".join(missing)
    assert not CELLS.keys() - set(NAMES), "cells.csv has rows for URLs that no longer exist"
    assert not {url_name(name) for name in ADDRESSES} - URLS.keys()
    assert not BODIES.keys() - set(NAMES)


def test_every_view_names_its_audience():
    known = {PUBLIC, SIGNED_IN, *Role}
    assert [name for name, view in URLS.items() if not getattr(view, "audience", None)] == []
    assert [name for name, view in URLS.items() if not view.audience <= known] == []


def test_every_post_that_may_succeed_has_a_body():
    may = {name for name, methods in CELLS.items() if SUCCESS & set(methods.get("POST", {}).values())}
    assert may - BODIES.keys() == set()


def url_name(name: str) -> str:
    return name.split("@")[0]


def address(name: str, world) -> str:
    return reverse(url_name(name), args=ADDRESSES[name](world) if name in ADDRESSES else [])


def nowhere(name: str, world) -> str:
    """The same address with an id of nothing; "" when it has none."""
    if name not in ADDRESSES:
        return ""
    first, *others = ADDRESSES[name](world)
    return reverse(url_name(name), args=[NOTHING.get(type(first), uuid4()), *others])


def changed() -> dict[str, int]:
    """How many rows of each table this transaction wrote so far, kept or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {table: count for table, count in cursor.fetchall() if table not in NOISE}


def client_of(world, column: str) -> Client:
    """The column's session as it signed in."""
    client = world.clients[column]
    client.cookies = world.cookies[column].copy()
    return client


def play(world, column: str, method: str, url: str, body: dict | None, spec: Body | None = None):
    """(status as the table writes it, tables written, answer)."""
    client = client_of(world, column)
    with transaction.atomic():
        if spec and method == "POST":
            body = (body or {}) | spec.own(world, client, column)
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


def body_of(name: str, world, expected: dict[str, str], column: str) -> dict | None:
    """The valid body, read from one's own page; who has none sends that of who may."""
    spec: Body | None = BODIES.get(name)
    if spec is None:
        return None
    values: dict = {}
    shown = CELLS.get(spec.page or name, {}).get("GET", {})
    # One's own page where it is about oneself; about an object that has an address, one page serves for all.
    first = () if name in ADDRESSES else (column,)
    may = [c for c in (*first, *COLUMNS) if expected.get(c) in SUCCESS or (not expected and shown.get(c) == "200")]
    if spec.read and may:
        page, action = address(spec.page or name, world), address(name, world)
        answer = client_of(world, may[0]).get(page + spec.query(world))
        assert answer.status_code == 200, (name, page, answer.status_code)
        values = form_of(answer.content.decode(), page=page, action=action)
    return values | spec.values(world)


@pytest.mark.parametrize(("name", "method"), [(n, m) for n in NAMES for m in METHODS if m in CELLS.get(n, METHODS)])
def test_cells(name, method, world):
    expected = CELLS.get(name, {}).get(method, {})
    spec = BODIES.get(name)
    query = spec.query(world) if spec else ""
    url, elsewhere = address(name, world) + query, nowhere(name, world)
    seen, wrong = {}, []
    for column in COLUMNS:
        body = body_of(name, world, expected, column) if method == "POST" else None
        status, written, content = play(world, column, method, url, body, spec)
        seen[column] = status
        if method == "GET" and written - GET_WRITES.get(url_name(name), set()):
            wrong.append(f"{column}: GET wrote {sorted(written)}")
        if method == "POST" and status in SUCCESS and not written and not (spec and spec.is_quiet(column)):
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


#: Downloads are audited; that the codes of recovery were looked at is kept, for they are shown once.
GET_WRITES: dict[str, set[str]] = {
    "mfa_view_recovery_codes": {"mfa_authenticator"},
    "documents:file": {"audit_auditentry"},
    "documents:download": {"audit_auditentry"},
}
#: What a refused POST may write and still change nothing.
REFUSAL_WRITES: set[str] = set()


def shown_to(column: str, name: str) -> bool:
    """Whether the page is shown, and not to everybody."""
    return PUBLIC not in URLS[url_name(name)].audience and CELLS[name].get("GET", {}).get(column) == "200"


@pytest.mark.parametrize("column", [column for column in COLUMNS if column.startswith("other_")])
def test_pages_of_others_show_nothing_of_ours(column, world):
    """Lists answer 200 to everybody of a role; nothing in them is somebody else's."""
    ours = [world.base.organisation.name, world.draft_call.title, world.pending.name, world.message.subject]
    ours += [a.number for a in (world.submitted, world.received, world.reviewing)]
    for name in filter(lambda name: shown_to(column, name), NAMES):
        answer = client_of(world, column).get(address(name, world))
        page = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")
        assert [text for text in ours if text in page] == [], name


def test_what_is_ours_would_be_found_on_our_own_pages(world):
    """That the test above looks for what the pages do show."""
    for column, name, text in (
        ("bureau", "accounts:organisation_list", world.pending.name),
        ("officer", "calls:office_list", world.draft_call.title),
        ("officer", "reviews:office_applications", world.base.organisation.name),
        ("bureau", "reviews:bureau_application", world.submitted.number),
        ("admin", "notifications:inbox", world.message.subject),
    ):
        assert text in client_of(world, column).get(address(name, world)).content.decode(), name


@pytest.mark.parametrize("name", sorted(URLS))
@pytest.mark.parametrize("column", ["officer", "administrator"])
def test_other_methods_do_nothing(name, column, world):
    url = address(name, world)
    for method in ("put", "patch", "delete"):
        client = client_of(world, column)
        with transaction.atomic():
            before = changed()
            answer = getattr(client, method)(url)
            assert changed() == before
            transaction.set_rollback(True)
        # Django's own form views, of which signing in is made, take a PUT for a form without values.
        shown = {200, 422} if name.startswith(("account_", "mfa_")) else set()
        assert answer.status_code in {302, 403, 404, 405, 409} | shown, (method, answer.status_code)
