"""``manage.py verify_audit``: recompute every chain of the trail."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError

from office import audit
from office.management.base import OfficeCommand


class Command(OfficeCommand):
    help = "逐条核验审计记录；有不符的，指出第一条并以非零状态退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        finding = next(audit.verify(), None)
        if finding is not None:
            raise CommandError(f"审计记录核验不符：链{finding.chain}{finding.text}。")
        count = sum(seq for seq, _ in audit.heads().values())
        self.stdout.write(f"审计记录完整：{len(audit.heads())}条链，共{count}条，逐条核验相符。")
