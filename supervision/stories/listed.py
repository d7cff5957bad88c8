"""A 细目 of the catalogue of 规则第567条, as a story names it."""

from __future__ import annotations

from dataclasses import dataclass

from cases.demo.script import Scene, Value
from supervision.models.investigation import SupervisionSubItem


@dataclass(frozen=True)
class Listed(Value):
    """One of those that come with the system, by its words."""

    words: str

    def typed(self, scene: Scene) -> str:
        """Its id."""
        return str(SupervisionSubItem.objects.get(office=None, text=self.words).pk)
