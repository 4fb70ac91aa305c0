"""Refuse a database that production must not use; the website's and the migration's start run it."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from portal.checks import refuse_unfit_database


class Command(BaseCommand):
    help = "检查生产环境所用的数据库：没有演示数据，只增不改的表受到保护；不符合时以状态 1 结束。"
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        try:
            refuse_unfit_database()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
