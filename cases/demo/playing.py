"""Plays the stories through ``perform()``, all in the order of their days, as one office would have lived them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from cases.demo import filling
from cases.demo.filling import scan
from cases.demo.people import MARK, OWN, Cast
from cases.demo.repertoire import NUMBERED
from cases.demo.script import Course, Scene, Step, at_hour, moment, passed, titled
from cases.exceptions import ActionError
from cases.matters import perform, sweep
from cases.matters.dossier import Dossier
from cases.matters.forms import ActionForm
from cases.matters.papers import signing
from cases.matters.table.workflow import RESERVED, Action, workflow
from cases.models import Addressee, Case, CompulsoryMeasure, Document, Matter, Paper, Suspect
from office.holidays import OfficeCalendar, calendar
from office.models import Officer
from office.sides import Place, Role, Side

BEFORE = 24
"""Days (日) between 受案 of a case and the first act of its story."""


class BrokenStory(Exception):
    """A story asks for what the table does not allow: a defect of the story or of the table, never of the input."""


@dataclass
class Cue:
    """One step with the moment it is planned for."""

    at: datetime
    place: tuple[int, int]
    play: Callable[[datetime], None]


@dataclass
class Player:
    """Plays stories on one cast up to ``now``; ``matters`` keeps the matters of a story by key and kind in the order they opened, ``cases`` its case."""

    cast: Cast
    now: datetime
    matters: dict[tuple[str, str], list[UUID]] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    numbers: dict[tuple[str, str, int], int] = field(default_factory=dict)
    calendar: OfficeCalendar = field(default_factory=calendar)

    @property
    def today(self) -> date:
        """The day of the show."""
        return self.now.date()

    def cues(self, stories: Iterable[Course]) -> list[Cue]:
        """Every step of every story with its moment, not yet in order."""
        found = []
        for line, story in enumerate(stories):
            days = story.days(self.today, self.calendar)
            for place, written in enumerate(story.steps):
                step = replace(written, of=written.of or story.kind)
                day = self._recorded(days[step.day], step.paper or 0)
                if day > self.today:
                    raise BrokenStory(f"{story.key}：第{place + 1}步在演示日之后")
                planned = at_hour(day, step.hour) if step.hour else moment(day, place, len(story.steps))
                found.append(Cue(planned, (line, place), self._playing(story, step, days)))
        return found

    def _recorded(self, happened: date, later: int) -> date:
        """The working day on which an act is entered, so many days (日) after it happened, or the next one."""
        day = happened + timedelta(days=later)
        while later and day < self.today and self.calendar.is_holiday(day):
            day += timedelta(days=1)
        return day

    def play(self, cues: list[Cue], *, told: Callable[[int, int], None]) -> None:
        """All cues by time, none later than now; ``told`` hears how many of how many are done."""
        for done, cue in enumerate(sorted(cues, key=lambda cue: (cue.at, cue.place)), 1):
            cue.play(passed(cue.at, self.now))
            told(done, len(cues))

    def _playing(self, story: Course, step: Step, days: dict[int, date]) -> Callable[[datetime], None]:
        def play(at: datetime) -> None:
            try:
                self._step(story, step, days, at)
            except ActionError as error:
                raise BrokenStory(f"{story.key} {at.date()} {step.of} {step.code}：{error}") from error

        return play

    def _step(self, story: Course, step: Step, days: dict[int, date], at: datetime) -> None:
        typed = {name: self._scene(story, days, at).put_in(value) for name, value in step.data.items()}
        if step.code == "sweep":
            sweep(now=at)
        elif step.code in RESERVED:
            self._reserved(story, step, typed, days, at)
        elif workflow(step.of).action(step.code).opens_matter:
            self._open(story, step, typed, days, at)
        else:
            self._act(story, step, typed, days, at)
        # what opened through another matter is told apart by its kind
        own = [pk for (key, _), rows in self.matters.items() if key == story.key for pk in rows]
        for pk, kind in Matter.objects.filter(parent__in=own).exclude(pk__in=own).order_by("pk").values_list("pk", "kind"):
            self.matters.setdefault((story.key, kind), []).append(pk)
        if own and story.key not in self.cases and not (story.has_case or story.custody):
            # an act of the story may register its case (商请提前介入): what follows is about that one
            case = Case.objects.filter(matters__in=own).first()
            if case is not None:
                self.cases[story.key] = case

    def _scene(self, story: Course, days: dict[int, date], at: datetime) -> Scene:
        return Scene(at, story.subject, days, self.cast.officers)

    # -------------------------------------------------------------------------------------------- opening

    def _open(self, story: Course, step: Step, typed: dict[str, Any], days: dict[int, date], at: datetime) -> None:
        table = workflow(step.of)
        form = table.action(step.code).form or ActionForm
        data: dict[str, Any] = {"police": str(self.cast.organs[story.police].pk)}
        data |= filling.days_of(form, at, days[step.day]) if not story.kind else {}
        data |= story.opening(form, table, step.code, self._scene(story, days, at))
        data |= {name: find(self, story, at) for (kind, name), find in NUMBERED.items() if kind == step.of and name in form.base_fields}
        case = self._case(story, days, at)
        if case is not None:
            data["case"] = str(case.pk)
            if "suspect" in form.base_fields:
                data["suspect"] = str(case.suspects.get().pk)
        officer = self.cast.officers[step.who or story.handler]
        result = perform(None, step.code, kind=step.of, officer=officer, data=data | typed, now=at)
        self.matters.setdefault((story.key, step.of), []).append(result.matter.pk)

    def _case(self, story: Course, days: dict[int, date], at: datetime) -> Case | None:
        """The case of a story with its file, entered with its first matter; None where it has none."""
        if story.key in self.cases:
            return self.cases[story.key]
        if not (story.has_case or story.custody):
            return None
        before = at.date() - timedelta(days=BEFORE)
        charge, filed, held = story.offence, story.filed, story.held_on(days, before)
        case = self.cases[story.key] = Case.objects.create(
            office=self.cast.offices[OWN], police=self.cast.organs[story.police], number=self.number(story.police, "受案", before),
            name=f"{story.subject}涉嫌{charge}案{MARK}", charge=charge, accepted_on=before,
            filed_on=before + timedelta(days=4) if filed else None, summary="演示案件，内容均属虚构。", created_at=at,
        )
        suspect = Suspect.objects.create(
            office=case.office, case=case, name=story.subject, id_number="000000199913450000", note="演示人员，证件号码为不可能的号码",
        )
        if story.custody:
            CompulsoryMeasure.objects.create(office=case.office, suspect=suspect, kind=story.custody, began_on=held)
        return case

    # -------------------------------------------------------------------------------------------- acting

    def _act(self, story: Course, step: Step, typed: dict[str, Any], days: dict[int, date], at: datetime) -> None:
        matter = self._matter(story, step)
        dossier = Dossier(matter)
        # what both sides press is pressed by who the step names, else by the side that began
        row = dossier.table.action(step.code).pressed_by(self.cast.officers[step.who].side if step.who else matter.began_side)
        on_paper = step.paper is not None
        form = row.form or ActionForm
        item = getattr(matter, row.item).get(no=typed["item"]) if row.item else None
        data = {**filling.days_of(form, at, days[step.day]), **filling.proposed(form, dossier, at, item)}
        if any(link.kind != matter.kind for link in row.opens) and "title" in form.base_fields:
            data |= dict.fromkeys({"title", "public_title"} & set(form.base_fields), titled(story, workflow(row.opens[0].kind).name))
        data |= story.words(step.of, step.code)
        if "own_number" in form.base_fields:
            data["own_number"] = self.number(story.police, filling.letters_of(row), at.date())
        files = form.base_fields.get("files")
        # what the police send is their paper; files that may go along with one made here are not everyday
        uploads = {"files": [filling.scan_of(row)]} if files is not None and (files.required or row.side == Side.POLICE) else {}
        officer = self.cast.officers[step.who] if step.who else self._officer(story, row, on_paper=on_paper)
        more: dict[str, Any] = {}
        if on_paper:
            more = {"on": days[step.day], "reason": step.reason or "公安机关以纸质文书办理", "evidence": [scan("公安机关来文")]}
        draft = dossier.draft_of(step.code)
        if draft is not None and not on_paper:
            # the deadline check has drafted it already: the handler completes that draft
            perform(matter.pk, "revise", officer=officer, data={"document": draft.pk, **data, **typed}, now=at)
            return
        perform(matter.pk, step.code, officer=officer, data=data | typed, uploads=uploads, now=at, **more)

    def _reserved(self, story: Course, step: Step, given: dict[str, Any], days: dict[int, date], at: datetime) -> None:
        matter = self._matter(story, step)
        paper, officer = self._paper(story, step, matter)
        if step.code == "reassign":
            given = {"to": str(self.cast.officers[str(given["to"])].pk)}
        elif step.code == "amend" and given.get("target") == "matter.police":
            given = {**given, "value": str(self.cast.organs[str(given["value"])].pk)}
        data = {**({"document": paper.pk} if paper else {}), **given}
        if paper is not None and paper.signing is not None and paper.status == Paper.CIRCULATING:
            data["digest"] = paper.signing.digest  # of the text that lies before who signs
        more: dict[str, Any] = {}
        if step.paper is not None or (paper is not None and paper.addressee == Addressee.OUTSIDE):
            more = {"on": days[step.day], "evidence": [scan("送达回证")]}
        elif step.code == "seal" or (step.code == "withdraw" and officer.side == Side.POLICE):
            more = {"evidence": [scan("盖章件" if step.code == "seal" else "撤回函")]}
        perform(matter.pk, step.code, officer=officer, data=data, now=at, reason=step.reason or _reason(step, paper), **more)

    def _paper(self, story: Course, step: Step, matter: Matter) -> tuple[Document | None, Officer]:
        """The document a reserved code is about, and who deals with it."""
        dossier = Dossier(matter)
        given = self.cast.officers.get(step.who)
        if step.code in ("sign", "return", "revise", "discard"):
            drafts = dossier.drafts or (dossier.circulating if step.code in ("sign", "return") else [])
            if not drafts:
                raise BrokenStory(f"{story.key}第{step.day}日{step.of}{step.code}：没有待签发的草稿")
            paper = drafts[-1]
            return paper, given or self._signer(story, dossier, paper)
        if step.code in ("receive", "refuse"):
            waiting = [row for row in dossier.documents if row.status == Paper.ISSUED and row.addressee in self._RECEIVERS]
            if not waiting:
                raise BrokenStory(f"{story.key}第{step.day}日{step.of}{step.code}：没有待签收的文书")
            paper = waiting[0]
            if step.paper is not None or paper.addressee == Addressee.OUTSIDE:
                return paper, given or self.cast.officers[story.handler]
            receiver = given or self._receiver(story, paper.addressee, refuses=step.code == "refuse")
            return paper, receiver
        if step.code in ("withdraw", "seal"):
            sent = [row for row in dossier.documents if row.status in (Paper.ISSUED, Paper.RECEIVED)]
            return sent[-1], given or self.cast.officers["jc.he" if step.code == "withdraw" else story.handler]
        chief = step.code in ("undo", "reassign")
        return None, given or self.cast.officers["jc.he" if chief else story.handler]

    _RECEIVERS = (Addressee.POLICE, Addressee.PROCURATORATE, Addressee.SUPERIOR, Addressee.OUTSIDE)

    def _receiver(self, story: Course, addressee: str, *, refuses: bool) -> Officer:
        if addressee == "police":
            return self.cast.of_role(story.police, Role.LEGAL)
        return self.cast.officers["sj.an" if addressee == "superior" else "jc.meng"]

    def _signer(self, story: Course, dossier: Dossier, paper: Document) -> Officer:
        if paper.signing is not None:
            # what goes round: the first whose signature is awaited, 检察机关 before the organ
            awaited = signing.standing(paper.signing).awaited[0]
            return self.cast.officers["jc.he"] if awaited.side == Side.PROCURATORATE else self.cast.of_role(story.police, Role.HEAD)
        row = dossier.row_of(paper)
        if paper.origin_side == Side.POLICE:
            return self.cast.of_role(story.police, Role.HEAD if row.decided_by else Role.LEGAL)
        if row.decided_by is None:
            return self.cast.officers[story.handler]
        return self.cast.officers["sj.gao" if row.decided_by.place == Place.SUPERIOR else "jc.he"]

    _ROLES = {
        Role.COMPLAINTS: "jc.shen", Role.CASE_MANAGER: "jc.meng", Role.ADMINISTRATIVE: "jc.zhuang", Role.EXECUTION: "jc.yan",
        Role.CHIEF: "jc.he",
    }  # fmt: skip
    """Who does what is not the handler's, by the first role an act names."""

    def _officer(self, story: Course, row: Action, *, on_paper: bool) -> Officer:
        """Whom the table names first; for an act of the police that is entered, the handler."""
        actor = row.by[0]
        if actor.side == Side.POLICE and not on_paper:
            return self.cast.of_role(story.police, actor.role)
        if actor.place == Place.SUPERIOR:
            return self.cast.officers["sj.lu"]
        if actor.other:
            return self.cast.officers["jc.zhou" if story.handler == "jc.wang" else "jc.wang"]
        return self.cast.officers[self._ROLES.get(Role(actor.role), story.handler)]

    def _matter(self, story: Course, step: Step) -> Matter:
        """The newest matter of the kind; for a reserved act, the newest with a paper that waits for it."""
        rows = self.matters.get((story.key, step.of), [])
        if not rows:
            raise BrokenStory(f"{story.key}第{step.day}日{step.code}：还没有{workflow(step.of).label}事项")
        waits = self._WAITS.get(step.code)
        waiting = set(Document.objects.filter(matter__in=rows, status__in=waits).values_list("matter_id", flat=True)) if waits else set()
        return Matter.objects.get(pk=next((pk for pk in reversed(rows) if pk in waiting), rows[-1]))

    _WAITS = {
        "receive": (Paper.ISSUED,), "refuse": (Paper.ISSUED,), "sign": (Paper.DRAFT, Paper.CIRCULATING), "return": (Paper.DRAFT, Paper.CIRCULATING),
    }  # fmt: skip

    def number(self, organ: str, letters: str, on: date) -> str:
        """The next number of a police organ's own book, e.g. 城公（刑）立字〔2026〕9号."""
        key = (organ, letters, on.year)
        self.numbers[key] = self.numbers.get(key, 0) + 1
        return f"{self.cast.organs[organ].abbreviation}（刑）{letters}字〔{on.year}〕{self.numbers[key]}号"


def _reason(step: Step, paper: Document | None) -> str:
    if step.code == "receive" and paper is not None and paper.addressee == Addressee.OUTSIDE:
        return "受文单位签收，见送达回证"
    return {
        "receive": "公安机关以纸质方式签收，见送达回证" if step.paper is not None else "",
        "reassign": "按轮案规则分配承办检察官",
        "undo": "文书内容有误，重新制作",
    }.get(step.code, "")
