"""``manage.py bulletin``: the bulletin of a month as a PDF file."""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from cases.exceptions import Invalid
from office import clock
from office.management.base import OfficeCommand
from reports import actions
from reports.indicators import Period
from reports.models import month_words


class Command(OfficeCommand):
    """Says in one line what it wrote, or why not; then the file is left as it was."""

    help = "把一个月的通报写成 PDF 文件：已印发的为印发件，未印发的每页印有“草稿”。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", metavar="代码", help="办公室代码；只有一个办公室时可以不写")
        parser.add_argument("--month", required=True, metavar="年-月", help="例如 2026-10")
        parser.add_argument("--out", required=True, metavar="文件", help="写到哪个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        today = clock.today()
        try:
            month = actions.parse_month(options["month"])
            office = actions.office_named(options["office"])
            row, pdf = actions.printed(office, month, today=today)
        except Invalid as refusal:
            raise CommandError(str(refusal)) from refusal
        _write(Path(options["out"]), pdf)
        state = f"已印发，{row.number}" if row.is_issued else "未印发，草稿"
        running = "，本月尚未结束" if Period.of(office.pk, month, today).running else ""
        self.stdout.write(f"已将{office.name}{month_words(month)}通报（{state}{running}）写入 {options['out']}。")


def _write(out: Path, pdf: bytes) -> None:
    """The whole file or nothing: written beside its place, then moved there."""
    if out.is_dir():
        raise CommandError(f"{out} 是文件夹，请在 --out 中写明文件名。")
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=".bulletin-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(pdf)
            Path(name).chmod(0o644)
            Path(name).replace(out)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CommandError(f"无法写入 {out}：{error.strerror}。请检查文件夹是否存在、是否可写。") from error
