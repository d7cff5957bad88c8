"""manage.py import_ledger: an office's own Excel ledger, checked and taken over by ``adopt()``."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cases.exceptions import ActionError, Invalid
from cases.ledger.importing import Report, examine, import_ledger, ledger_of
from office import clock
from office.management.base import OfficeCommand
from office.models import JointOffice

STEP = 50


class Command(OfficeCommand):
    """Warnings and progress on standard error, one line of result; errors on standard error, exit status 2, nothing written."""

    help = "导入台账（.xlsx）。不明的内容提示后留空并保留原文；有一处错误，全部不写入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="文件", help="台账文件，.xlsx，不超过20MB")
        parser.add_argument("--kind", required=True, metavar="类别", help="台账类别：filing（立案监督）")
        parser.add_argument("--office", metavar="代码", help="办公室代码；只有一个办公室时可以不写")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            ledger_of(options["kind"])
            office, data, now = _office(options["office"]), _read(path), clock.now()
            if options["dry_run"]:
                report = examine(data, name=path.name, kind=options["kind"], office=office, today=now.date())
            else:
                report = import_ledger(
                    data, name=path.name, kind=options["kind"], office=office, officer=None, now=now, progress=self._progress
                )
        except ActionError as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        for finding in report.findings:
            self.stderr.write(f"{'错误' if finding.fatal else '提示'} {finding}")
        for change in report.changes:
            self.stderr.write(f"变动 {change}")
        if report.errors:
            self.stderr.write(f"“{path.name}”有{len(report.errors)}处错误，未写入任何内容，请改正后重新导入。")
            sys.exit(2)
        self.stdout.write(_result(report, dry_run=options["dry_run"]))

    def _progress(self, done: int, total: int) -> None:
        if done % STEP == 0 or done == total:
            self.stderr.write(f"已登记{done}件，共{total}件")


def _result(report: Report, *, dry_run: bool) -> str:
    tail = f"已有{len(report.known)}件，单元格变动{len(report.changes)}处（未改动），提示{len(report.warnings)}处。"
    if dry_run:
        return f"{report.ledger.label}台账“{report.name}”检查完毕，未写入：可新增{len(report.new)}件，{tail}"
    return f"{report.ledger.label}台账“{report.name}”已导入：新增{report.added}件，{tail}"


def _office(code: str | None) -> JointOffice:
    offices = JointOffice.objects.select_related("procuratorate")
    if code:
        found = offices.filter(code=code).first()
        if found is None:
            known = "、".join(offices.values_list("code", flat=True)) or "（尚未开设）"
            raise Invalid(f"没有代码为“{code}”的办公室，已有：{known}。")
        return found
    rows = list(offices.filter(organs__isnull=False).distinct()[:2]) or list(offices[:2])
    if not rows:
        raise Invalid("还没有开设办公室，请先运行 manage.py open_office。")
    if len(rows) > 1:
        raise Invalid(f"有多个办公室，请用 --office 写明代码：{'、'.join(offices.values_list('code', flat=True))}。")
    return rows[0]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(f"无法读取“{path}”，请检查路径。") from error
