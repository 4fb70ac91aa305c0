"""Database triggers that keep what is frozen as it was, whoever asks (migrations of the rooms use these)."""

from django.db import migrations

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION refuse_frozen_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) ->> TG_ARGV[0] IS NOT NULL THEN
    RAISE EXCEPTION 'frozen row of % may not change', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE FUNCTION refuse_frozen_parent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE frozen boolean; child jsonb;
BEGIN
  FOREACH child IN ARRAY CASE TG_OP
      WHEN 'INSERT' THEN ARRAY[to_jsonb(NEW)] WHEN 'DELETE' THEN ARRAY[to_jsonb(OLD)]
      ELSE ARRAY[to_jsonb(OLD), to_jsonb(NEW)] END LOOP
    EXECUTE format('SELECT %I IS NOT NULL FROM %I WHERE id = $1 FOR SHARE', TG_ARGV[1], TG_ARGV[0])
      INTO frozen USING (child ->> TG_ARGV[2])::bigint;
    IF frozen THEN
      RAISE EXCEPTION 'row of % hangs on a frozen %', TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END LOOP;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def functions() -> migrations.RunSQL:
    """The two trigger functions; idempotent, so that every room may ask for them."""
    return migrations.RunSQL(_FUNCTIONS, migrations.RunSQL.noop)


def freeze_row(table: str, column: str) -> migrations.RunSQL:
    """Refuse UPDATE and DELETE of rows of ``table`` whose ``column`` was set (setting it is the last change)."""
    return migrations.RunSQL(
        f"CREATE TRIGGER frozen_row BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_frozen_row('{column}')",
        f"DROP TRIGGER frozen_row ON {table}",
    )


def freeze_children(table: str, *, parent: str, column: str, key: str) -> migrations.RunSQL:
    """Refuse any change of rows of ``table`` whose parent (``key`` → ``parent.id``) has ``column`` set.

    The parent's row is locked FOR SHARE, so that freezing it waits for the writers of its rows and they for it.
    """
    return migrations.RunSQL(
        f"CREATE TRIGGER frozen_parent BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_frozen_parent('{parent}', '{column}', '{key}')",
        f"DROP TRIGGER frozen_parent ON {table}",
    )
