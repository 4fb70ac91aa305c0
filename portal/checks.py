"""System checks of the kernel (`manage.py check --deploy`)."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError
from django.db.models import Q

# load_demo gives every demo account a mail address under this domain, which nobody can own.
DEMO_MAIL_DOMAIN = "demo.example"


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
