"""``manage.py demo``: a whole invented office to look at and to try; ``--accounts`` says how to sign in."""

from __future__ import annotations

import json
import unicodedata
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from cases.demo.people import Account, accounts
from cases.demo.repertoire import stories
from cases.demo.script import CLOSES
from cases.demo.showing import Occupied, show
from office import clock
from office.celery import application
from office.management.base import OfficeCommand
from office.sides import Role, Side

FROM_A_LEDGER = 8
"""Matters (件) taken over from a ledger, beside those of all stories."""
HEADERS = ("用户名", "密码", "所属", "角色", "姓名", "单位")


def day(text: str) -> date:
    """A day written 2026-11-20."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}”不是存在的日期，应写作2026-11-20") from error


def count(text: str) -> int:
    """A whole number of matters, 1 to 100000."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100_000:
        raise ArgumentTypeError(f"“{text}”不是1至100000之间的整数")
    return int(text)


def evening(of: date) -> datetime:
    """The close of office hours on a day that is over."""
    return timezone.make_aware(datetime.combine(of, CLOSES))


class Command(OfficeCommand):
    help = "把演示办公室装入空的数据库（单位、人员、案件均属虚构），或者用 --accounts 列出演示账号。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = sum(story.makes for story in stories()) + FROM_A_LEDGER
        parser.add_argument("--today", type=day, metavar="日期", help="演示数据以哪一天为“今天”，默认为当日（或 OFFICE_TODAY），不能晚于当日")
        parser.add_argument("--matters", type=count, default=usual, metavar="件数", help=f"事项总数，默认{usual}件")
        parser.add_argument("--accounts", action="store_true", help="列出演示账号")
        parser.add_argument("--json", action="store_true", help="与 --accounts 合用，以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"] and not options["accounts"]:
            raise CommandError("--json 须与 --accounts 合用。")
        if options["accounts"]:
            self._list(as_json=options["json"])
        else:
            self._fill(options["today"], options["matters"])

    def _fill(self, wanted: date | None, matters: int) -> None:
        if settings.PRODUCTION:
            raise CommandError("正式运行（OFFICE_ENV=production）不得装入演示办公室；请用 open_office 建立单位。")
        now = clock.now()
        today = wanted or now.date()
        if today > now.date():
            # what has not happened yet cannot be shown as done: pages would carry moments still to come
            raise CommandError(
                f"--today 不能晚于今天（{now.date().isoformat()}）；要以后的某一天，请用 OFFICE_TODAY={today.isoformat()} 把整个办公室移到那一天。"
            )
        try:
            made = show(now=now if today == now.date() else evening(today), matters=matters, told=self._progress)
        except Occupied as refusal:
            raise CommandError(str(refusal)) from refusal
        if today == now.date():
            self._first_jobs()
        self.stdout.write(
            f"已装入演示办公室（以{today.isoformat()}为今天）：人员{made.officers}人，事项{made.stories + made.copies}件，"
            f"其中逐步办理{made.stories}件、台账转入{made.copies}件。单位、人员、案件均属虚构。"
        )

    def _first_jobs(self) -> None:
        """Each periodic job once, by its name in the schedule, as beat would start it: last month's bulletin is drafted."""
        application.loader.import_default_modules()
        for job in settings.CELERY_BEAT_SCHEDULE.values():
            application.tasks[str(job["task"])]()

    def _progress(self, done: int, of: int) -> None:
        step = max(1, of // 10)
        if done % step == 0 or done == of:
            self.stderr.write(f"正在装入演示办公室：{done * 100 // of}%")
            self.stderr.flush()

    def _list(self, *, as_json: bool) -> None:
        rows = accounts()
        if as_json:
            self.stdout.write(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
            self.stderr.write(f"共{len(rows)}个演示账号。")
            return
        if not rows:
            self.stdout.write("没有演示账号。")
            return
        self.stdout.write("演示账号（单位、人员、案件均属虚构）")
        for line in table([HEADERS, *(cells(row) for row in rows)]):
            self.stdout.write(line)
        for side in Side:
            self.stdout.write(f"{side.label}登录地址：{next((row.login_url for row in rows if row.side == side), '无')}")


def cells(row: Account) -> tuple[str, ...]:
    """One account in words."""
    roles = "、".join(Role(role).label for role in row.roles)
    return (row.username, row.password or "（已自行更改）", Side(row.side).label, roles, row.name, row.office)


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Aligned columns: a Chinese character is two columns wide on a terminal."""
    widths = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  " + "  ".join(cell + " " * (widths[place] - width(cell)) for place, cell in enumerate(row)).rstrip() for row in rows
    ]


def width(text: str) -> int:
    """Columns of a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
