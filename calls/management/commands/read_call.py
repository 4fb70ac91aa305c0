"""`manage.py read_call FILE…`: what the reader makes of documents, one JSON object a line. No database, no broker."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calls.importing import ReadError, read_call
from calls.importing.export import scored
from calls.reading.office import readable


class Command(BaseCommand):
    help = "读取榜单文件并输出结构（每个文件一行 JSON），不写入数据库。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in options["files"]:
            path = Path(name)
            try:
                made = scored(read_call(readable(path.read_bytes(), path.name), path.name), path.name)
            except OSError as error:
                raise CommandError(f"{name}：无法打开文件（{error.strerror}）。") from error
            except ReadError as error:
                raise CommandError(f"{name}：{error}") from error
            self.stdout.write(json.dumps(made, ensure_ascii=False))
