"""Lets tests act as the database role `app` in a database that `owner` made.

Connections are opened as `owner` and step down at once, so that rights withheld from `app` are
withheld from the tests too; only emptying the tables after a transactional test steps back up.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.signals import connection_created
from psycopg.errors import DeadlockDetected


def _step_down(connection, **_kwargs) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(settings.DATABASE_APP_ROLE)}")


def _flush_as_owner(operations: DatabaseOperations, sql_list: list[str]) -> None:
    # Triggers that keep frozen rows frozen also refuse TRUNCATE; `replica` passes them by.
    before = ["RESET ROLE", "SET session_replication_role = replica"]
    after = ["RESET session_replication_role"]
    try:
        for attempt in range(FLUSHES):
            try:
                _plain_flush(operations, [*before, *sql_list, *after])
            except OperationalError as error:
                # A request of a page that was just closed may still hold a lock in the live server's thread.
                if attempt == FLUSHES - 1 or not isinstance(error.__cause__, DeadlockDetected):
                    raise
            else:
                break
    finally:
        _step_down(operations.connection)


FLUSHES = 5


_plain_flush = DatabaseOperations.execute_sql_flush


@contextmanager
def acting_as_app() -> Iterator[None]:
    """Every connection made or open now acts as `app` until the end of the block."""
    connection_created.connect(_step_down)
    DatabaseOperations.execute_sql_flush = _flush_as_owner
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None:
            _step_down(connection)
    try:
        yield
    finally:
        DatabaseOperations.execute_sql_flush = _plain_flush
        connection_created.disconnect(_step_down)
        connections.close_all()


@contextmanager
def acting_as_owner(connection) -> Iterator[None]:
    """Step back up inside a test, to prepare what `app` may not (never inside the code under test)."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        _step_down(connection)
