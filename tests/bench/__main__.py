"""``python -m tests.bench [件]``: a throw-away PostgreSQL as an office would run it, and the whole bench on it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.services import fonts_folder, postgresql, spare_port

SERVER = {
    "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "1GB", "max_wal_size": "4GB",
    "effective_cache_size": "3GB", "maintenance_work_mem": "256MB",
}  # fmt: skip
"""Unlike in tests, a commit here waits for the disk."""


def main(words: list[str]) -> None:
    options = {word for word in words if word.startswith("--")}
    numbers = [int(word) for word in words if word.isdigit()]
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="office-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o711)
        fonts = fonts_folder()
        for name in [name for name in os.environ if name.startswith(("OFFICE_", "PORTAL", "REDIS_"))]:
            del os.environ[name]
        os.environ |= {
            "DATABASE_URL": stack.enter_context(postgresql(folder / "postgresql", **SERVER)),
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "OFFICE_DATA_DIR": str(folder / "office"),
            "OFFICE_FONTS_DIR": fonts,
            "OFFICE_HOSTS": "testserver,127.0.0.1",
            "OFFICE_PORT": str(spare_port()),
        }
        import django  # noqa: PLC0415 - the settings read the environment made above

        django.setup()
        from tests.bench.running import run  # noqa: PLC0415

        run(numbers[0] if numbers else 100_000, sql="--sql" in options, server=SERVER)


if __name__ == "__main__":
    main(sys.argv[1:])
