"""`manage.py verify_audit [--head 位置:摘要]`: recompute the chain; ends with status 1 when something is wrong."""

import argparse
import re

from django.core.management.base import BaseCommand, CommandError

from portal.audit.services.verifying import audit_verify

SHOWN = 50


def head(text: str) -> tuple[int, str]:
    if not re.fullmatch(r"\d+:[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("应为“位置:摘要”，例如上次核验时打印的链首")
    position, digest = text.split(":")
    return int(position), digest


class Command(BaseCommand):
    help = "重新计算审计记录的摘要链，发现被修改、删除或插入的记录。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--head", type=head, help="以前核验时记下的链首“位置:摘要”，用来发现最新记录被删除")

    def handle(self, *args, **options) -> None:
        verdict = audit_verify(head=options["head"])
        for fault in verdict.faults[:SHOWN]:
            where = f"第 {fault.position} 环" if fault.position else "未封存"
            self.stderr.write(f"{where}（记录 {fault.entry_id or '—'}）：{fault.text}")
        if verdict.faults:
            raise CommandError(f"审计记录不完整：共 {len(verdict.faults)} 处问题。")
        self.stdout.write(f"审计记录完整：共 {verdict.links} 条已封存，{verdict.unsealed} 条等待封存。")
        self.stdout.write(f"链首（请另行保存，供下次用 --head 核对）：{verdict.links}:{verdict.head}")
