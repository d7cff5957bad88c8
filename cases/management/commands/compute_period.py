"""manage.py compute_period: one rule of the law, one starting day, the last day and why."""

import csv
import io
import json
import re
import sys
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import OperationalError, ProgrammingError

from cases.rules import UnknownRule, rule
from office.holidays import OfficeCalendar, calendar
from office.management.base import OfficeCommand
from office.periods import WEEKDAYS, Computation, Length, PeriodError, Rule, always, compute, day_text, moment_text, never

HEADER = ["rule", "from", "in_custody"]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?")


class Command(OfficeCommand):
    """Refuses with one sentence on standard error and exit status 2; nothing is printed then."""

    help = "计算期限届满日并逐步说明理由；可单条计算，也可用 --batch 读入 CSV 批量计算。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", nargs="?", metavar="规则代码", help="例如 explain_no_filing；全部规则见 manage.py describe")
        parser.add_argument(
            "--from", dest="start", metavar="日期", help="起算日（2026-02-10）；以小时计算的写明时刻（2026-03-02T10:20）"
        )
        parser.add_argument("--in-custody", action="store_true", help="届满之日犯罪嫌疑人在押")
        parser.add_argument("--length", metavar="期限", help="文书载明的期限，例如 15日、2个月、3个工作日、24小时")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--batch", metavar="文件", help="CSV 文件，表头为 rule,from,in_custody，每行输出一条 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            said = self._batch(options) if options["batch"] else self._single(options)
        except (PeriodError, UnknownRule) as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        except (OperationalError, ProgrammingError):
            self.stderr.write("数据库中没有节假日表，请先运行 manage.py migrate。")
            sys.exit(2)
        self.stdout.write(said)

    def _single(self, options: dict[str, Any]) -> str:
        if not options["rule"] or not options["start"]:
            raise PeriodError("请写明规则代码和起算日，例如：compute_period explain_no_filing --from 2026-02-10。")
        chosen = _rule(options["rule"], start := _start(options["start"]))
        length = Length.parse(options["length"]) if options["length"] else None
        found = compute(chosen, start, calendar=calendar(), in_custody=always if options["in_custody"] else never, length=length)
        return json.dumps(as_json(chosen, found), ensure_ascii=False) if options["json"] else explained(chosen, found)

    def _batch(self, options: dict[str, Any]) -> str:
        if any(options[name] for name in ("rule", "start", "length", "in_custody")):
            raise PeriodError("--batch 不能与规则代码、--from、--length、--in-custody 同时使用。")
        days = calendar()
        lines = []
        for number, cells in _rows(Path(options["batch"])):
            try:
                chosen, found = _computed(cells, days)
            except (PeriodError, UnknownRule) as refusal:
                raise PeriodError(f"第{number}行：{refusal}") from refusal
            lines.append(json.dumps(as_json(chosen, found), ensure_ascii=False))
        return "\n".join(lines)


def _computed(cells: list[str], days: OfficeCalendar) -> tuple[Rule, Computation]:
    if len(cells) != len(HEADER):
        raise PeriodError(f"应有{len(HEADER)}栏（{','.join(HEADER)}），现有{len(cells)}栏。")
    key, text, custody = (cell.strip() for cell in cells)
    if custody not in {"true", "false"}:
        raise PeriodError(f"in_custody 应为 true 或者 false，现为“{custody}”。")
    chosen = _rule(key, start := _start(text))
    return chosen, compute(chosen, start, calendar=days, in_custody=always if custody == "true" else never)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Lines of the file with their numbers, without the header and blank lines."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PeriodError(f"无法读取“{path}”，请检查路径，并把文件存为 UTF-8 编码的 CSV。") from error
    reader = csv.reader(io.StringIO(text))
    try:
        if [cell.strip() for cell in next(reader, [])] != HEADER:
            raise PeriodError(f"“{path}”第1行应为表头 {','.join(HEADER)}。")
        return [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        raise PeriodError(f"“{path}”第{reader.line_num}行不是有效的 CSV。") from error


def _rule(key: str, start: date | datetime) -> Rule:
    return rule(key, on=start.date() if isinstance(start, datetime) else start)


def _start(text: str) -> date | datetime:
    """2026-02-10 or 2026-03-02T10:20. Raises PeriodError."""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
        if MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise PeriodError(f"“{text}”不是有效的日期，请写成 2026-02-10；以小时计算的写成 2026-03-02T10:20。")


def as_json(chosen: Rule, found: Computation) -> dict[str, Any]:
    """The machine's form; moments only for hour rules."""
    result: dict[str, Any] = {"rule": chosen.key, "due_on": found.due_on.isoformat() if found.due_on else None}
    if found.due_at and found.legal_due_at:
        result |= {"due_at": found.due_at.isoformat(), "legal_due_at": found.legal_due_at.isoformat()}
    result["steps"] = [{"text": step.text, "basis": step.basis} for step in found.steps]
    result["warnings"] = list(found.warnings)
    return result


def explained(chosen: Rule, found: Computation) -> str:
    """The reader's form."""
    lines = [f"{chosen.label}（{chosen.owner}，{chosen.length_text}，{chosen.article}）"]
    lines += [f"  {number}. {step.text}（{step.basis}）" for number, step in enumerate(found.steps, 1)]
    if found.due_at and found.legal_due_at:
        lines.append(f"届满：{moment_text(found.due_at)}；{moment_text(found.legal_due_at)}后认定超期")
    elif found.due_on:
        lines.append(f"届满：{day_text(found.due_on)}（{WEEKDAYS[found.due_on.weekday()]}）")
    else:
        lines.append("届满：没有固定期限")
    if chosen.on_expiry:
        lines.append(f"届满后：{chosen.on_expiry}")
    lines += [f"注意：{warning}" for warning in found.warnings]
    return "\n".join(lines)
