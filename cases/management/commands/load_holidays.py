"""manage.py load_holidays: a new State Council notice, with a preview of every running clock that would move."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cases.matters.acts.holidays import Loading, load_notice, preview_notice
from office import clock
from office.holidays import NoticeError
from office.management.base import OfficeCommand
from office.periods import WEEKDAYS, day_text


class Command(OfficeCommand):
    """Shows what would change; writes only with --apply. Refuses with one sentence and exit status 2."""

    help = "载入国务院办公厅的放假通知。默认只预览哪些正在计算的期限会变动；加 --apply 才写入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="文件", help="放假通知，JSON 文件，格式与 office/data/holidays.json 中的一年相同")
        parser.add_argument("--apply", action="store_true", help="写入节假日表，并重新计算变动的期限")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            notice = _read(Path(options["file"]))
            loading = load_notice(notice, officer=None, now=clock.now()) if options["apply"] else preview_notice(notice)
        except NoticeError as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        self.stdout.write(described(loading, applied=options["apply"]))


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise NoticeError(f"无法读取“{path}”，请检查路径。") from error
    except ValueError as error:
        raise NoticeError(f"“{path}”不是 UTF-8 编码的 JSON 文件，请参照 office/data/holidays.json 的格式。") from error


def described(loading: Loading, *, applied: bool) -> str:
    """The report that a person reads before and after."""
    lines = [
        f"《{loading.title}》：放假{loading.off}日，调休上班{loading.work}日；与现有节假日表不同的有{len(loading.changed)}日。"
    ]
    if loading.shifts:
        lines.append(f"{'已变动' if applied else '将变动'}的期限（{len(loading.shifts)}个）：")
        lines += [
            f"  {shift.number} {shift.label}：{day_text(shift.old)}（{WEEKDAYS[shift.old.weekday()]}）"
            f"→{day_text(shift.new)}（{WEEKDAYS[shift.new.weekday()]}）"
            for shift in loading.shifts
        ]
    else:
        lines.append("没有期限变动。")
    lines.append("已载入节假日表，并写入留痕。" if applied else "以上为预览，未作改动；核对无误后加 --apply 载入。")
    return "\n".join(lines)
