"""Who answers, and why: decided from facts that were read before, without a look at the database.

A shift; who covers it; who is on leave, and who stands in for him (of him in turn); the post's backup; the deputy; everyone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from django.utils import timezone

from office.duty.models import DutyCover, PostKind

LONGEST = 5
"""Substitutes of substitutes that are followed; nobody would find his way through more."""
EVERYONE = "没有排班，由全办公室负责"


@dataclass(frozen=True)
class Person:
    """Somebody on a roster, as far as it is read."""

    key: UUID
    name: str
    phone: str = ""
    active: bool = True


@dataclass(frozen=True)
class Away:
    """One leave."""

    person: Person
    begins_on: date
    ends_on: date
    reason: str
    substitute: Person | None


@dataclass(frozen=True)
class Cover:
    """One replacement on a shift."""

    person: Person
    kind: str
    reason: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Turn:
    """One shift with all that was read of it."""

    key: UUID
    post: str
    kind: str
    day: date
    starts_at: datetime
    ends_at: datetime
    person: Person | None
    everyone: bool = False
    backup: Person | None = None
    covers: tuple[Cover, ...] = ()
    """The latest last."""

    def cover_at(self, at: datetime) -> Cover | None:
        return next((one for one in reversed(self.covers) if one.starts_at <= at < one.ends_at), None)


Leaves = Mapping[UUID, Sequence[Away]]
"""By who is away."""


@dataclass(frozen=True)
class Answer:
    """Who holds a shift (or a post) at a moment, and why; without a person it is empty (空岗), and ``why`` says of what."""

    person: Person | None
    post: str
    why: str
    reasons: tuple[str, ...] = ()
    """Why the others are away: for their own side alone."""
    replaced: tuple[str, ...] = ()
    """Names that stood there before, the first of all first."""
    mark: str = ""
    """替 or 换."""

    @property
    def sentence(self) -> str:
        """现由王×值班（轮值，替李×至12月3日）."""
        return f"现由{self.person.name}值班（{self.why}）" if self.person else self.why


@dataclass(frozen=True)
class Answerable:
    """Who answers at a desk at a moment: persons with their reasons, or everyone of the desk."""

    answers: tuple[Answer, ...] = ()
    everyone: str = ""
    """Why it is everyone; empty where it is the persons."""
    deputies: tuple[Answer, ...] = ()
    """Whom it passes to when they do not take it up."""

    @property
    def people(self) -> frozenset[UUID]:
        return frozenset(one.person.key for one in self.answers if one.person)

    @property
    def standby(self) -> frozenset[UUID]:
        return frozenset(one.person.key for one in self.deputies if one.person)

    @property
    def why(self) -> str:
        return self.everyone or "；".join(one.sentence for one in self.answers)


@dataclass(frozen=True)
class Followed:
    """Where a chain of substitutes ends, and through whom it went."""

    person: Person | None
    path: tuple[Away, ...] = ()
    broken: str = ""


def follow(person: Person, day: date, leaves: Leaves) -> Followed:
    """Who stands in for somebody on a day: himself when at work, else the substitute of his leave, and so on, at most LONGEST times."""
    path: list[Away] = []
    seen = {person.key}
    while True:
        away = next((one for one in leaves.get(person.key, ()) if one.begins_on <= day <= one.ends_on), None)
        if away is None:
            return Followed(person, tuple(path)) if person.active else Followed(None, tuple(path), f"{person.name}已停用")
        path.append(away)
        if away.substitute is None:
            return Followed(None, tuple(path), f"{person.name}请假，没有替班人")
        person = away.substitute
        if person.key in seen or len(path) > LONGEST:
            return Followed(None, tuple(path), "替班人循环，没有人实际到岗")
        seen.add(person.key)


def holder(turn: Turn, at: datetime, leaves: Leaves) -> Answer:
    """Who holds this shift at a moment of it."""
    cover = turn.cover_at(at)
    own = cover.person if cover else turn.person
    if own is None:
        return Answer(None, turn.post, f"{turn.post}空岗，没有排人")
    words = [turn.post]
    replaced: list[str] = []
    mark = ""
    reasons: list[str] = []
    if cover:
        before = turn.person.name if turn.person else ""
        if cover.kind == DutyCover.SWAP:
            mark = "换"
            words.append(f"与{before}换班" if before else "换班")
        else:
            mark = "替"
            words.append(f"替{before}至{moment_words(cover.ends_at)}" if before else f"临时当值至{moment_words(cover.ends_at)}")
        replaced += [before] if before else []
        reasons += [cover.reason] if cover.reason else []
    found = follow(own, turn.day, leaves)
    if found.path:
        mark = "替"
        words.append(stands_in(found.path))
        replaced += [one.person.name for one in found.path]
        reasons += [one.reason for one in found.path if one.reason]
    if found.person is None:
        return Answer(None, turn.post, f"{turn.post}空岗：{found.broken}", tuple(reasons), tuple(replaced))
    return Answer(found.person, turn.post, "，".join(words), tuple(reasons), tuple(replaced), mark)


def stands_in(path: Sequence[Away]) -> str:
    """替周×（周×替王×）至11月26日: the last of a chain named first, until the first of these leaves ends."""
    until = min(one.ends_on for one in path)
    nearest = path[-1].person.name
    before = "，".join(f"{later.person.name}替{earlier.person.name}" for earlier, later in reversed(list(pairwise(path))))
    return f"替{nearest}{f'（{before}）' if before else ''}至{until.month}月{until.day}日"


def answer_of(turns: Iterable[Turn], backups: Iterable[tuple[str, Person]], at: datetime, leaves: Leaves) -> Answerable:
    """Who answers at a desk. ``turns``: its published shifts that run at the moment; ``backups``: of every post, with its name."""
    running = list(turns)
    held = [(turn, holder(turn, at, leaves)) for turn in running if not turn.everyone]
    first = [(turn, one) for turn, one in held if turn.kind != PostKind.DEPUTY]
    behind = [_behind(post, person, at, leaves) for post, person in backups]
    deputies = _once([one for turn, one in held if turn.kind == PostKind.DEPUTY] + behind)
    found = _once([one for _, one in first])
    if found:
        return Answerable(found, "", deputies)
    if any(turn.everyone for turn in running):
        return Answerable((), "全员当值", deputies)
    # an empty post goes to its own backup before it goes to the deputy
    own = _once([_behind(turn.post, turn.backup, at, leaves) for turn, one in first if turn.backup and one.person is None])
    return Answerable(own or deputies, "" if own or deputies else EVERYONE, deputies)


def _behind(post: str, person: Person, at: datetime, leaves: Leaves) -> Answer:
    found = follow(person, timezone.localtime(at).date(), leaves)
    words = f"{post}的后备" + (f"，{stands_in(found.path)}" if found.path else "")
    return Answer(found.person, post, words, replaced=tuple(one.person.name for one in found.path))


def _once(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Those with a person, each person once."""
    found: dict[UUID, Answer] = {}
    for one in answers:
        if one.person is not None:
            found.setdefault(one.person.key, one)
    return tuple(found.values())


@dataclass(frozen=True)
class Stretch:
    """Part of a shift that one person holds."""

    starts_at: datetime
    ends_at: datetime
    answer: Answer


def stretches(turn: Turn, leaves: Leaves) -> list[Stretch]:
    """A shift cut where its holder changes, in order."""
    inside = {edge for one in turn.covers for edge in (one.starts_at, one.ends_at) if turn.starts_at < edge < turn.ends_at}
    edges = [turn.starts_at, *sorted(inside), turn.ends_at]
    found: list[Stretch] = []
    for begins, ends in pairwise(edges):
        answer = holder(turn, begins, leaves)
        if found and found[-1].answer == answer:
            found[-1] = Stretch(found[-1].starts_at, ends, answer)
        else:
            found.append(Stretch(begins, ends, answer))
    return found


def moment_words(at: datetime) -> str:
    """12月3日8:30."""
    at = timezone.localtime(at)
    return f"{at.month}月{at.day}日{at.hour}:{at.minute:02d}"


@dataclass
class Facts:
    """What one query brings of the desks of an office at a moment, by desk."""

    at: datetime
    procuratorate: UUID | None = None
    """The desk of the prosecutors."""
    posts: dict[UUID, set[str]] = field(default_factory=dict)
    """Names of the posts of each desk; a desk that is not here keeps no roster."""
    names: dict[UUID, str] = field(default_factory=dict)
    turns: dict[UUID, list[Turn]] = field(default_factory=dict)
    backups: dict[UUID, list[tuple[str, Person]]] = field(default_factory=dict)
    leaves: dict[UUID, list[Away]] = field(default_factory=dict)

    def at_desk(self, desk: UUID) -> Answerable:
        """Who answers there; everyone where the desk keeps no roster."""
        return answer_of(self.turns.get(desk, ()), self.backups.get(desk, ()), self.at, self.leaves)
