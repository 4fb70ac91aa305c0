"""`manage.py dispatch_outbox`: the dispatcher process; ends cleanly on SIGTERM."""

from django.core.management.base import BaseCommand

from portal.notifications.dispatcher import Dispatcher


class Command(BaseCommand):
    help = "把待办任务从数据库送往任务队列，并收回中断的任务；收到 SIGTERM 后正常退出。"

    def handle(self, *args, **options) -> None:
        Dispatcher().run()
