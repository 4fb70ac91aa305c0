from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.accounts.services.regions import regions_load


class Command(BaseCommand):
    help = "读入行政区划表 fixtures/regions.csv（可重复执行）"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--file", type=Path, default=settings.BASE_DIR / "fixtures" / "regions.csv")

    def handle(self, *args, **options) -> None:
        with options["file"].open(encoding="utf-8", newline="") as lines:
            new, changed = regions_load(lines=lines)
        self.stdout.write(f"行政区划：新增 {new} 个，更新 {changed} 个。")
