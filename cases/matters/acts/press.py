"""One press of a button: what somebody asks for, and every matter it touches until it is settled, once, at the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cases.exceptions import Invalid
from cases.matters import desks, seats
from cases.matters.clocks.refreshing import refresh
from cases.matters.dossier import RELATED, Dossier, Known
from cases.matters.telling import writing
from cases.matters.telling.mailing import forward
from cases.matters.telling.noticing import note_seen
from cases.models import Matter, Notice
from office import audit
from office.keys import uuid7
from office.models import Officer
from office.sides import Side

Uploads = Mapping[str, list[UploadedFile]]


@dataclass
class Press:
    """Who asks for what, when; the dossier of each matter it works on, and what is left to settle.

    ``on``: the day the act happened; ``mailed_on``: when what is entered was given to the post (刑诉法第105条第3款); ``evidence``:
    the scans a paper entry comes with; ``officer`` None: the deadline check, or a command.
    """

    officer: Officer | None
    now: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    uploads: Uploads = field(default_factory=dict)
    on: date | None = None
    mailed_on: date | None = None
    evidence: list[UploadedFile] = field(default_factory=list)
    reason: str = ""
    known: Known = field(default_factory=Known)
    cases: set[UUID] = field(default_factory=set)
    """Cases in which somebody's custody changed: every matter of theirs says so in the lists."""
    notices: list[Notice] = field(default_factory=list)
    """What the acts tell, not yet written."""
    began: bool = False
    """Whether something was begun, or a beginning taken back (我发起)."""
    _dossiers: dict[UUID, Dossier] = field(default_factory=dict)
    _touched: dict[UUID, bool] = field(default_factory=dict)
    _moved: set[UUID] = field(default_factory=set)
    _trail: list[audit.Draft] = field(default_factory=list)

    @property
    def who(self) -> Officer:
        """Whoever presses, where only a person can."""
        assert self.officer is not None
        return self.officer

    @property
    def today(self) -> date:
        """The day of the press."""
        return self.now.date()

    def moment_of(self, day: date) -> datetime | None:
        """When on a day something happened that is entered from paper, by its ``time`` (10:20); None where no such time is given.

        Raises Invalid for a time that is none, or has not come yet.
        """
        words = str(self.data.get("time", "")).strip()
        if not words:
            return None
        try:
            moment = timezone.make_aware(datetime.combine(day, time.fromisoformat(words)))
        except ValueError as error:
            raise Invalid("时刻请按“10:20”填写。", {"time": ["时刻请按“10:20”填写。"]}) from error
        if moment > self.now:
            raise Invalid("时刻不能晚于现在。", {"time": ["时刻不能晚于现在。"]})
        return moment

    def dossier(self, matter: Matter) -> Dossier:
        """The one dossier of a matter in this press."""
        if matter.pk not in self._dossiers:
            self._dossiers[matter.pk] = Dossier(matter, known=self.known)
        return self._dossiers[matter.pk]

    def new(self, matter: Matter) -> Dossier:
        """The dossier of a matter that this press has just written: nothing hangs on it yet, so nothing is read."""
        dossier = self.dossier(matter)
        dossier.deadlines, dossier.documents, dossier._seq = [], [], 0
        return dossier

    def opened(self, keys: Iterable[UUID], *, detail: str = "", lacking: Collection[str] = ()) -> Mapping[UUID, Dossier]:
        """The dossiers of these matters, locked in the order of their ids where this press does not hold them yet; ``detail``:
        the accessor of a detail row that is read along; ``lacking``: of what else is, what they are known not to have."""
        missing = [key for key in keys if key not in self._dossiers]
        joined = [name for name in (*RELATED, *([detail] if detail else [])) if name not in lacking]
        rows = Matter.objects.select_for_update(of=("self",)).select_related(*joined).filter(pk__in=missing)
        # an order is dear where so much is read along, and one row needs none
        for matter in (rows.order_by("pk") if len(missing) > 1 else rows.order_by()) if missing else ():
            self.dossier(matter)
        return {key: self._dossiers[key] for key in keys}

    def touch(self, dossier: Dossier, *, bumps: bool = True, moves: bool = True) -> None:
        """Something of the matter changed: it is settled at the end. ``bumps``: pages opened before are stale now; ``moves``: more
        than its timeline changed, so what it says of clocks, papers and people is derived again."""
        self._touched[dossier.matter.pk] = self._touched.get(dossier.matter.pk, False) or bumps
        if moves:
            self._moved.add(dossier.matter.pk)

    def record(self, verb: str, subject: Any, *, by: Officer | None = None, **facts: Any) -> None:
        """One entry of the trail (``by``: another than who presses), written when all is settled: its head is locked last."""
        self._trail.append(audit.Draft(by or self.officer, verb, subject, facts))


def settle(press: Press, *, seen: Matter | None = None) -> None:
    """Once a transaction, last: what each touched matter says of itself, in the order of the ids, then the trail.

    ``seen``: whoever presses has seen what happened in this matter, from whichever page he pressed.
    """
    for key in sorted(press._touched):
        dossier = press._dossiers[key]
        dossier.matter.version += press._touched[key]
        if key in press._moved:
            refresh(dossier)
        else:
            dossier.matter.save(update_fields=["version"])
    notices = _addressed(press)
    Notice.objects.bulk_create(notices)
    for notice in notices:
        if press.known.settings(notice.office_id)["mail_notices"]:
            forward([notice], press.today)
    if seen is not None:
        note_seen(seen, officer=press.who, now=press.now)
    writing.settle(press._moved | {notice.matter_id for notice in notices if notice.matter_id})
    changed = press._moved | desks.sent_back(press._touched.keys() - press._moved)
    keys = {*changed, *desks.of_cases(press.cases)} if press.cases else changed
    desks.write(keys, begun=press.began, known={key: (one.matter, one.documents) for key, one in press._dossiers.items() if key in keys})
    audit.record_all(press._trail)


def _addressed(press: Press) -> list[Notice]:
    """What the acts tell, as it is written: of restricted matters one notice for each who has a seat, never one for the desk; who is told
    of an event by name is not told of it twice."""
    shut = {notice.matter.pk for notice in press.notices if notice.matter is not None and notice.matter.restricted}
    if not shut:
        return press.notices
    told: list[Notice] = []
    seated = seats.seated(shut, press.today)
    named = {(notice.event_id, notice.officer_id) for notice in press.notices if notice.officer_id}
    for notice in press.notices:
        if notice.matter_id not in shut:
            told.append(notice)
            continue
        able = {one.officer: one for one in seated if one.matter == notice.matter_id and one.side == notice.side}
        wanted = {notice.officer_id} if notice.officer_id else {one for one in able if (notice.event_id, one) not in named}
        told += [_to(notice, able[officer]) for officer in sorted(able.keys() & wanted)]
    return told


def _to(notice: Notice, who: seats.Seated) -> Notice:
    """The same notice for one person."""
    one = copy(notice)
    one.pk, one.officer_id, one.restricted = uuid7(), who.officer, True
    if notice.matter is not None and notice.matter.whole_office and who.side == Side.POLICE:
        one.organisation_id = who.desk
    return one
