"""到期而还不是事项的: lines above 待办 that applications register (例会该召集了). Reckoned as the page is opened; nobody is sent a notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from office.models import Officer


@dataclass(frozen=True)
class Line:
    """What is due, and the page on which it begins: its name and arguments, and what the link fills in there."""

    words: str
    label: str
    page: str
    args: tuple[str, ...] = ()
    filled: Mapping[str, str] = field(default_factory=dict)
    ours: bool = True
    """Whether one's own side is to begin it; the other side may, where that one does not."""

    @property
    def query(self) -> str:
        """The link's query."""
        return urlencode(self.filled)


Source = Callable[[Officer, date], Iterable[Line]]
_SOURCES: list[Source] = []


def register_ahead(source: Source) -> None:
    """Let an application say what is due. It asks one query where nothing can be."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def ahead(officer: Officer, today: date) -> list[Line]:
    """What is due for this officer's own side on a day."""
    return [line for source in _SOURCES for line in source(officer, today) if line.ours]
