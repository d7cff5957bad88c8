"""``manage.py open_office``: a joint office, its organs and its first two administrators."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError

from office import actions
from office.exceptions import ActionError
from office.management.base import OfficeCommand
from office.models import Level


def pair(text: str) -> tuple[str, str]:
    """``代码:名称`` or ``用户名:姓名``; the full-width colon is taken too."""
    left, _, right = text.replace("：", ":", 1).partition(":")
    if not left.strip() or not right.strip():
        raise ArgumentTypeError(f"“{text}”应写作“代码:名称”")
    return left.strip(), right.strip()


class Command(OfficeCommand):
    help = "开设一个侦查监督与协作配合办公室，登记人民检察院、公安机关和首任系统管理员、安全管理员。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--code", required=True, help="办公室代码")
        parser.add_argument("--name", required=True, help="办公室名称")
        parser.add_argument("--procuratorate-code", required=True, help="人民检察院代码")
        parser.add_argument("--procuratorate-name", required=True, help="人民检察院全称")
        parser.add_argument("--procuratorate-short", default="", help="人民检察院简称")
        parser.add_argument("--abbreviation", default="", help="机关代字，用于文号")
        parser.add_argument("--level", default=Level.COUNTY, choices=Level.values, help="层级：county 区县，city 市，province 省")
        parser.add_argument("--superior", default="", metavar="CODE", help="上级人民检察院代码")
        parser.add_argument(
            "--police", action="append", default=[], type=pair, metavar="CODE:NAME", help="公安机关，可重复，按法定次序"
        )
        parser.add_argument("--system-admin", required=True, type=pair, metavar="USER:NAME", help="首任系统管理员")
        parser.add_argument(
            "--security-admin", required=True, type=pair, metavar="USER:NAME", help="首任安全管理员，由其授予角色"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        new = actions.NewOffice(
            code=options["code"],
            name=options["name"],
            procuratorate_code=options["procuratorate_code"],
            procuratorate_name=options["procuratorate_name"],
            short_name=options["procuratorate_short"],
            abbreviation=options["abbreviation"],
            level=options["level"],
            superior=options["superior"],
            organs=tuple(options["police"]),
            system_admin=options["system_admin"],
            security_admin=options["security_admin"],
        )
        try:
            office, passwords = actions.open_office(new)
        except ActionError as error:
            raise CommandError(str(error)) from error
        people = "、".join(
            f"{title}{name}（用户名{username}，一次性密码{passwords[username]}）"
            for title, (username, name) in (("系统管理员", new.system_admin), ("安全管理员", new.security_admin))
        )
        self.stdout.write(f"已开设{office.name}，公安机关{len(new.organs)}家；{people}，首次登录须更改密码。")
