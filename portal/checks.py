"""What production's database must not be: a demo's, or one in which the role `app` can rewrite the logs.

System checks (`manage.py check --deploy`), and `refuse_unfit_database`, which production runs when it migrates and
when a website or worker starts.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.models import Q

from portal.audit.management.commands.grant_roles import append_only_tables

# load_demo gives every demo account a mail address under this domain, which nobody can own.
DEMO_MAIL_DOMAIN = "demo.example"
# Also who may become the owner, or is a superuser, could give itself the right.
CHANGEABLE = """
SELECT relname FROM pg_class
 WHERE oid = ANY(%s::text[]::regclass[]::oid[])
   AND (has_table_privilege(%s, oid, 'UPDATE, DELETE, TRUNCATE') OR pg_has_role(%s, relowner, 'MEMBER'))
 ORDER BY relname
"""


@register(Tags.security, deploy=True)
def check_no_demo_accounts(app_configs, **kwargs) -> list[CheckMessage]:
    """portal.E001: accounts of the demo exist, or (E002) the database could not be asked."""
    if settings.DEMO or not apps.is_installed("portal.accounts"):
        return []
    try:
        of_the_demo = Q(is_demo=True) | Q(email__iendswith="@" + DEMO_MAIL_DOMAIN)
        count = get_user_model()._base_manager.filter(of_the_demo).count()
    except DatabaseError as error:
        return [Error(f"无法检查演示账号：数据库无法访问（{type(error).__name__}）。", id="portal.E002")]
    if not count:
        return []
    return [
        Error(
            f"数据库中有 {count} 个演示账号（@{DEMO_MAIL_DOMAIN}），生产环境不得使用。",
            hint="请使用新的数据库，不要由演示数据库改作生产。",
            id="portal.E001",
        )
    ]


@register(Tags.security, deploy=True)
def check_no_demo_seals(app_configs, **kwargs) -> list[CheckMessage]:
    """portal.E003: seals drawn for the demo exist, or (E002) the database could not be asked."""
    if settings.DEMO or not apps.is_installed("portal.documents"):
        return []
    try:
        count = apps.get_model("documents", "Seal")._base_manager.filter(is_demo=True).count()
    except DatabaseError as error:
        return [Error(f"无法检查演示印章：数据库无法访问（{type(error).__name__}）。", id="portal.E002")]
    if not count:
        return []
    return [
        Error(
            f"数据库中有 {count} 枚演示印章，生产环境不得使用。",
            hint="请使用新的数据库，不要由演示数据库改作生产。",
            id="portal.E003",
        )
    ]


@register(Tags.security, deploy=True)
def check_logs_only_grow(app_configs, **kwargs) -> list[CheckMessage]:
    """portal.E004: the role that website and workers use may change the audit log or another table that only grows."""
    if settings.DEMO or not apps.is_installed("portal.audit"):
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            role = settings.DATABASE_APP_ROLE if settings.AS_OWNER else cursor.fetchone()[0]
            cursor.execute(CHANGEABLE, [append_only_tables(), role, role])
            tables = [name for (name,) in cursor.fetchall()]
    except DatabaseError as error:
        return [Error(f"无法检查数据库账号的权限：{str(error).strip().splitlines()[0]}", id="portal.E002")]
    if not tables:
        return []
    return [
        Error(
            f"数据库账号 {role} 可以改写只增不改的表（{'、'.join(tables)}），审计记录得不到保护。",
            hint="网站和任务进程须使用另一个账号（DATABASE_URL），表属于 DATABASE_OWNER_URL 的账号；"
            "再运行一次 python -m portal.running.database 授权。",
            id="portal.E004",
        )
    ]


def refuse_unfit_database() -> None:
    """In production, raise ImproperlyConfigured with a line for each thing that forbids a start with this database."""
    if not settings.PRODUCTION:
        return
    try:
        found = [*check_no_demo_accounts(None), *check_no_demo_seals(None), *check_logs_only_grow(None)]
    finally:
        connection.close()
    if found:
        lines = [f"{error.msg}{error.hint or ''}（{error.id}）" for error in found]
        raise ImproperlyConfigured("\n".join(["不能用这个数据库启动生产环境：", *lines]))
