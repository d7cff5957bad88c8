"""``manage.py rebuild_desks``: write the rows that lists read (桌面行) anew, or say where they differ from what they should be."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from cases.matters import desks
from office import clock
from office.management.base import OfficeCommand


class Command(OfficeCommand):
    """Safe to repeat and to interrupt: each batch is right when it is done."""

    help = "重新写出各单位的桌面行（待办和各列表由此读取）；--check 只核对，有不符的以状态 1 结束。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--if-missing", action="store_true", help="每个事项都已有桌面行的，什么也不做")
        one.add_argument("--check", action="store_true", help="只核对，不改写")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_missing"] and desks.are_written():
            return
        if options["check"]:
            found = desks.check(lambda done: self.stderr.write(f"已核对{done}件"))
            if found.wrong:
                raise CommandError("\n".join([*found.words, f"核对{found.looked}件，{found.wrong}行不符。"]))
            self.stdout.write(f"核对{found.looked}件，全部相符。")
            return
        found = desks.rebuild(now=clock.now(), say=lambda done: self.stderr.write(f"已写{done}件"))
        self.stdout.write(f"已写出{found.looked}件事项的桌面行，改写{found.wrong}行。")
