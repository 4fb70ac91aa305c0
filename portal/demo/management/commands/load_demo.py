import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.demo.accounts import demo_is_loaded


class Command(BaseCommand):
    help = "装入演示数据：单位、账号、五份榜单、示例申报（可重复执行，已装入的不再改动）"

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("只有演示环境可以装入演示数据。")
        if demo_is_loaded():
            self.stdout.write("演示数据已经装入，没有改动。")
            return
        # All rooms and the drawing of seals: a second of every later start, were it imported above.
        from portal.demo.loading import demo_load

        began = time.monotonic()
        call_command("load_regions", stdout=self.stdout)
        demo_load()
        self.stdout.write(f"演示数据已装入，用时 {time.monotonic() - began:.0f} 秒。")
