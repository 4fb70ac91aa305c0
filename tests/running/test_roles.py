"""The database role `app`: reads and writes rows, never the schema, and the logs only grow."""

import pytest
from django.db import ProgrammingError, connection, transaction

from portal.audit.management.commands.grant_roles import append_only_tables
from portal.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def refused(statement: str) -> bool:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)
    return True


def test_tests_act_as_app():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("app",)


def test_logs_and_receipts_are_marked_append_only():
    assert {"audit_auditentry", "audit_transitionlog", "applications_submission"} <= set(append_only_tables())


@pytest.mark.parametrize("table", append_only_tables())
def test_append_only_tables_refuse_change(table):
    assert refused(f"UPDATE {table} SET id = id")
    assert refused(f"DELETE FROM {table}")
    assert refused(f"TRUNCATE {table} CASCADE")


def test_append_only_tables_take_rows_and_show_them():
    AuditEntry._base_manager.create(action="test.row")
    assert AuditEntry._base_manager.filter(action="test.row").count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE smuggled (id int)",
        "CREATE TEMPORARY TABLE smuggled (id int)",
        "ALTER TABLE django_session ADD COLUMN smuggled int",
        "DROP TABLE django_session",
        "TRUNCATE django_session",
        "CREATE SCHEMA smuggled",
        "DELETE FROM django_migrations",
        "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL",
    ],
)
def test_app_has_no_ddl(statement):
    assert refused(statement)


@pytest.mark.django_db(transaction=True)
def test_transactional_tests_are_emptied_although_app_may_not_truncate():
    AuditEntry._base_manager.create(action="test.row")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("app",)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_the_test_before():
    assert not AuditEntry._base_manager.filter(action="test.row").exists()
