"""What the apps bring to the demonstration: their stories, and what is typed in acts of their kinds. They register; nothing is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from datetime import datetime

    from cases.demo.playing import Cue, Player
    from cases.demo.script import Course

PHRASES: dict[tuple[str, str], Mapping[str, Any]] = {}
"""By kind and act, what officers write again and again; ``{人}`` is the suspect."""
LETTERS: dict[str, str] = {}
"""The letters of the police's own number, by document type or act: 立 in 城公（刑）立字〔2026〕9号."""
Numbering = Callable[["Player", "Course", "datetime"], str]
NUMBERED: dict[tuple[str, str], Numbering] = {}
"""By kind and field of a form that asks for the number of the police's paper, how it is found."""
_STORIES: list[Course] = []
_CROWDS: list[Callable[[Player, int], list[Cue]]] = []


def learn(
    *stories: Course,
    phrases: Mapping[tuple[str, str], Mapping[str, Any]],
    letters: Mapping[str, str],
    numbered: Mapping[tuple[str, str], Numbering],
    crowd: Callable[[Player, int], list[Cue]] | None = None,
) -> None:
    """Take in what an app brings; ``crowd(player, wanted)`` makes cues for so many matters (件) beyond the stories."""
    _STORIES.extend(stories)
    PHRASES.update(phrases)
    LETTERS.update(letters)
    NUMBERED.update(numbered)
    if crowd is not None:
        _CROWDS.append(crowd)


def stories() -> list[Course]:
    """Every story of every app, in the order of the apps."""
    autodiscover_modules("stories")
    return _STORIES


def crowd(player: Player, wanted: int) -> list[Cue]:
    """Cues of so many matters (件) beyond the stories, by the first app that knows how."""
    return next((make(player, wanted) for make in _CROWDS), [])
