"""What every command of the office has in common: whatever is wrong is one Chinese sentence on standard error."""

from __future__ import annotations

import re
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

BAD_ARGUMENTS = 2
"""Exit status for words the command does not understand, as argparse has it."""

SENTENCES = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"没有这样的参数：\1"),
    (r"ambiguous option: (\S+).*", r"参数 \1 不完整，请写全"),
    (r"argument (\S+): expected .*", r"参数 \1 后面须写明内容"),
    (r"argument (\S+): invalid choice: (.+) \(choose from (.+)\)", r"参数 \1 不能填 \2，只能是 \3"),
    (r"argument (\S+): invalid \S+ value: (.+)", r"参数 \1 的内容 \2 有误"),
    (r"argument (\S+): not allowed with argument (\S+)", r"参数 \1 与 \2 不能同时使用"),
    (r"argument (\S+): ignored explicit argument (.+)", r"参数 \1 后面不需要 \2"),
    (r"argument (\S+): (.+)", r"参数 \1：\2"),
)
"""What argparse says, in Chinese; the last takes the words of the command's own types."""


class Parser(CommandParser):
    """Says in one sentence which word it does not understand, without the list of all options."""

    def error(self, message: str) -> NoReturn:
        for pattern, words in SENTENCES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, words, message)
                break
        sentence = f"{message.rstrip('。')}。用法见 {self.prog} --help。"
        if self.called_from_command_line:
            self.exit(BAD_ARGUMENTS, f"{sentence}\n")
        raise CommandError(sentence, returncode=BAD_ARGUMENTS)


class OfficeCommand(BaseCommand):
    """Base of the office's commands: Chinese about bad arguments, and about a database that is not there yet."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        made = super().create_parser(prog_name, subcommand, **kwargs)
        made.__class__ = Parser  # Django names its class and leaves no place to name another
        return made

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return self._executed(*args, **options)
        except CommandError as error:
            if not getattr(self, "_called_from_command_line", False) or options.get("traceback"):
                raise
            # as Django does in run_from_argv, without the name of the class before the sentence
            self.stderr.write(str(error))
            sys.exit(error.returncode)

    def _executed(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            sentence = _about_database(error)
            if sentence is None:
                raise
            raise CommandError(sentence) from error


def _about_database(error: Exception) -> str | None:
    """The sentence for a database without tables or one that does not answer; None for anything else."""
    words = str(error)
    if "no such table" in words or getattr(error.__cause__, "pgcode", None) == "42P01":
        return "数据库尚未建立，请先运行 manage.py migrate。"
    if "unable to open database file" in words or getattr(error.__cause__, "pgcode", "") is None:
        return f"数据库没有应答，请检查 DATABASE_URL 或者 OFFICE_DATA_DIR：{words.strip().splitlines()[0]}"
    return None
