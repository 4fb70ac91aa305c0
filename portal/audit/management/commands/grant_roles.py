"""Give the role `app` exactly the rights it has; run as `owner` after every `migrate`.

`app` reads and writes rows and never changes the schema. In tables of models marked with
``append_only = True`` (audit log, transition log, submissions, …) it may only insert and select.
"""

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg import sql


def append_only_tables() -> list[str]:
    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


class Command(BaseCommand):
    help = "授予数据库角色 app 读写权限；只增不改的表仅授予新增和读取权限。"
    requires_migrations_checks = True

    def handle(self, *args, **options) -> None:
        app = settings.DATABASE_APP_ROLE
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_database()")
            owner, database = cursor.fetchone()
            if owner == app:
                # One account for both (a given DATABASE_URL without DATABASE_OWNER_URL): nothing can be taken away.
                if settings.PRODUCTION:
                    raise CommandError(
                        f"数据库只有一个账号 {app}，审计日志等表无法由数据库保护："
                        "生产环境的 DATABASE_URL 与 DATABASE_OWNER_URL 须是两个账号。"
                    )
                self.stderr.write(f"警告：数据库只有一个账号 {app}，审计日志等表无法由数据库保护。")
                return
            cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [app])
            if not cursor.fetchone()[0]:
                raise CommandError(f"数据库中没有角色 {app}：请先建立，或以 DATABASE_APP_ROLE 指定。")
        names = {"app": sql.Identifier(app), "database": sql.Identifier(database)}
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in [
                "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
                "GRANT CONNECT ON DATABASE {database} TO {app}",
                "REVOKE ALL ON SCHEMA public FROM PUBLIC, {app}",
                "GRANT USAGE ON SCHEMA public TO {app}",
                "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {app}",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
                "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {app}",
                "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
            ]:
                cursor.execute(sql.SQL(statement).format(**names))
            # What has been migrated is the owner's business; health checks read it.
            for table in [*append_only_tables(), "django_migrations"]:
                rights = "INSERT, UPDATE, DELETE" if table == "django_migrations" else "UPDATE, DELETE"
                cursor.execute(
                    sql.SQL("REVOKE " + rights + " ON {table} FROM {app}").format(table=sql.Identifier(table), **names)
                )
        if options["verbosity"]:
            self.stdout.write(f"已授权角色 {app}；只增不改的表 {len(append_only_tables())} 张。")
