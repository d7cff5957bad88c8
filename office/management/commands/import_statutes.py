"""``manage.py import_statutes FILE.json``: texts of law are data that an office takes in."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from office import actions
from office.management.base import OfficeCommand

LIMITS = {"law": 120, "article": 40, "source": 200}
"""Characters that fit a column."""


def read(path: Path) -> list[dict[str, str]]:
    """The articles of a file: a list of law, article, text and, where known, source. CommandError names the bad one."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(f"无法读取{path.name}：{error.strerror}。") from error
    except ValueError as error:
        raise CommandError(f"{path.name}不是有效的JSON文件（须为UTF-8编码），未导入任何条文。") from error
    if not isinstance(rows, list) or not rows:
        raise CommandError(f"{path.name}应为法条列表，每条写明law、article、text，未导入任何条文。")
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or any(
            not isinstance(row.get(key), str) or not row[key].strip() for key in ("law", "article", "text")
        ):
            raise CommandError(f"第{place}条缺少law、article或者text，未导入任何条文。")
        for key, limit in LIMITS.items():
            if not isinstance(row.get(key, ""), str) or len(row.get(key, "")) > limit:
                raise CommandError(f"第{place}条的{key}应为不超过{limit}字的文字，未导入任何条文。")
    return rows


class Command(OfficeCommand):
    help = "导入法条文件（JSON：law、article、text、source），同一条文再次导入即更新。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = read(options["file"])
        added, changed = actions.import_statutes(rows)
        self.stdout.write(f"读取法条{len(rows)}条：新增{added}条，更新{changed}条，其余相同。")
