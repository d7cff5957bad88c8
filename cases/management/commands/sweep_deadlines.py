"""``manage.py sweep_deadlines``: the deadline check of the worker, by hand."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from cases import matters
from office import clock
from office.blocks import chinese_date
from office.management.base import OfficeCommand

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Command(OfficeCommand):
    """Safe to repeat: what is there already is not made again."""

    help = "检查各办公室的期限：补发到期提醒，为“应当”办理的下一步代拟草稿；重复运行不会重复提醒。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", metavar="日期", help="按哪一天检查，例如 2026-11-20；不写为今天")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        day = _day(options["today"]) if options["today"] is not None else now.date()
        done = matters.sweep_deadlines(now=now, today=day)
        self.stdout.write(f"已按{chinese_date(day)}检查期限：{done}。")


def _day(words: str) -> date:
    try:
        if not DAY.fullmatch(words):
            raise ValueError
        return date.fromisoformat(words)
    except ValueError as error:
        raise CommandError(f"--today 应为 2026-11-20 这样的日期，现为“{words[:20]}”。") from error
