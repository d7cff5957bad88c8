"""Plays the stories through ``perform()``, all in the order of their days, as one office would have lived them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils import timezone

from cases.actions import perform, sweep
from cases.exceptions import ActionError
from cases.forms import ActionForm
from cases.models import Case, CompulsoryMeasure, Document, Matter, Paper, Suspect
from cases.selectors.dossier import Dossier
from cases.workflow import RESERVED, workflow
from office.blocks import Organ, Paragraph, Title
from office.holidays import OfficeCalendar, calendar
from office.models import Officer
from office.pdf import render_pdf
from office.sides import Place, Role, Side
from supervision.demo.people import OWN, Cast
from supervision.demo.plots import PLOTS
from supervision.demo.script import On, Step, Story, moment
from supervision.demo.words import LETTERS_OF, opening, words


class BrokenStory(Exception):
    """A story asks for what the table does not allow: a defect of the story or of the table, never of the input."""


@cache
def sample_paper() -> bytes:
    """The one PDF that stands for every uploaded paper, rendered once."""
    return render_pdf(
        [Organ("侦监协作办公室"), Title("演示材料"), Paragraph("本页代替真实的文书和证据材料，仅供演示，不含任何真实信息。")],
        title="演示材料",
    )


def scan(name: str) -> UploadedFile:
    """The sample paper under a name of its own."""
    return SimpleUploadedFile(f"{name}.pdf", sample_paper(), content_type="application/pdf")


@dataclass
class Cue:
    """One step with its moment."""

    at: datetime
    place: tuple[int, int]
    play: Callable[[datetime], None]


@dataclass
class Player:
    """Plays stories on one cast; ``matters`` keeps the matter of each story by its key."""

    cast: Cast
    today: date
    matters: dict[str, UUID] = field(default_factory=dict)
    numbers: dict[tuple[str, str, int], int] = field(default_factory=dict)
    calendar: OfficeCalendar = field(default_factory=calendar)

    def cues(self, stories: Iterable[Story]) -> list[Cue]:
        """Every step of every story with its moment, not yet in order."""
        found = []
        for line, story in enumerate(stories):
            days = story.days(self.today, self.calendar)
            for place, step in enumerate(story.steps):
                day = self._recorded(days[step.day], step.paper or 0)
                if day > self.today:
                    raise BrokenStory(f"{story.key}：第{place + 1}步在演示日之后")
                found.append(Cue(timezone.make_aware(moment(day, place)), (line, place), self._playing(story, step, days)))
        return found

    def _recorded(self, happened: date, later: int) -> date:
        """The working day on which an act is entered, so many days (日) after it happened, or the next one."""
        day = happened + timedelta(days=later)
        while later and day < self.today and self.calendar.is_holiday(day):
            day += timedelta(days=1)
        return day

    def play(self, cues: list[Cue], *, told: Callable[[int, int], None]) -> None:
        """All cues by time; ``told`` hears how many of how many are done."""
        for done, cue in enumerate(sorted(cues, key=lambda cue: (cue.at, cue.place)), 1):
            cue.play(cue.at)
            told(done, len(cues))

    def _playing(self, story: Story, step: Step, days: dict[int, date]) -> Callable[[datetime], None]:
        def play(at: datetime) -> None:
            try:
                self._step(story, step, days, at)
            except ActionError as error:
                raise BrokenStory(f"{story.key} {at.date()} {step.code}：{error}") from error

        return play

    def _step(self, story: Story, step: Step, days: dict[int, date], at: datetime) -> None:
        given = {name: days[value.day].isoformat() if isinstance(value, On) else value for name, value in step.data.items()}
        if step.code == "sweep":
            sweep(now=at)
        elif story.key not in self.matters:
            self._open(story, step, given, days, at)
        elif step.code in RESERVED:
            self._reserved(story, step, given, days, at)
        else:
            self._act(story, step, given, days, at)

    # -------------------------------------------------------------------------------------------- opening

    def _open(self, story: Story, step: Step, given: dict[str, Any], days: dict[int, date], at: datetime) -> None:
        data = {**opening(story), "received_on": at.date().isoformat(), "police": str(self.cast.organs[story.police].pk)}
        data |= {name: days[v.day].isoformat() if isinstance(v, On) else v for name, v in story.values.items()}
        data |= given
        if story.custody or story.has_case:
            data["case"] = str(self._case(story, at).pk)
        officer = self.cast.officers[step.who or story.handler]
        result = perform(None, step.code, kind="filing", officer=officer, data=data, now=at)
        self.matters[story.key] = result.matter.pk

    def _case(self, story: Story, at: datetime) -> Case:
        organ, plot, before = self.cast.organs[story.police], PLOTS[story.plot], at.date() - timedelta(days=24)
        case = Case.objects.create(
            office=self.cast.offices[OWN], police=organ, number=self._number(story.police, "受案", before),
            name=f"{story.subject}涉嫌{plot.charge}案（演示）", charge=plot.charge, accepted_on=before,
            filed_on=before + timedelta(days=4) if plot.unlawful else None, summary="演示案件，内容均属虚构。", created_at=at,
        )
        suspect = Suspect.objects.create(
            office=case.office, case=case, name=story.subject, id_number="000000199913450000", note="演示人员，证件号码为不可能的号码",
        )
        if story.custody:
            CompulsoryMeasure.objects.create(
                office=case.office, suspect=suspect, kind=story.custody, began_on=before + timedelta(days=5)
            )
        return case

    # -------------------------------------------------------------------------------------------- acting

    def _act(self, story: Story, step: Step, given: dict[str, Any], days: dict[int, date], at: datetime) -> None:
        matter = self._matter(story)
        dossier = Dossier(matter)
        row = dossier.table.action(step.code)
        on_paper = step.paper is not None
        officer = self._officer(story, step, row.by[0].role if not on_paper else Role.PROSECUTOR, row.by[0].place)
        if not step.who and row.by[0].other:
            officer = self.cast.officers["jc.zhou" if story.handler == "jc.wang" else "jc.wang"]
        form = row.form or ActionForm
        data = {**self._days(form, at, days[step.day]), **self._proposed(form, dossier, at), **words(story, step.code)}
        if "own_number" in form.base_fields:
            data["own_number"] = self._number(story.police, LETTERS_OF[step.code], at.date())
        uploads = {"files": [scan(document_name(step.code))]} if "files" in form.base_fields else {}
        more: dict[str, Any] = {}
        if on_paper:
            more = {"on": days[step.day], "reason": step.reason or "公安机关以纸质文书办理", "evidence": [scan("公安机关来文")]}
        draft = dossier.draft_of(step.code)
        if draft is not None and not on_paper:
            # the deadline check has drafted it already: the handler completes that draft
            perform(matter.pk, "revise", officer=officer, data={"document": draft.pk, **data, **given}, now=at)
            return
        perform(matter.pk, step.code, officer=officer, data=data | given, uploads=uploads, now=at, **more)

    def _reserved(self, story: Story, step: Step, given: dict[str, Any], days: dict[int, date], at: datetime) -> None:
        matter = self._matter(story)
        paper, officer = self._paper(story, step, matter)
        if step.code == "reassign":
            given = {"to": str(self.cast.officers[str(given["to"])].pk)}
        elif step.code == "amend" and given.get("target") == "matter.police":
            given = {**given, "value": str(self.cast.organs[str(given["value"])].pk)}
        data = {**({"document": paper.pk} if paper else {}), **given}
        more: dict[str, Any] = {}
        if step.paper is not None:
            more = {"on": days[step.day], "evidence": [scan("送达回证")]}
        elif step.code == "seal" or (step.code == "withdraw" and officer.side == Side.POLICE):
            more = {"evidence": [scan("盖章件" if step.code == "seal" else "撤回函")]}
        perform(matter.pk, step.code, officer=officer, data=data, now=at, reason=step.reason or _reason(step), **more)

    def _paper(self, story: Story, step: Step, matter: Matter) -> tuple[Document | None, Officer]:
        """The document a reserved code is about, and who deals with it."""
        dossier = Dossier(matter)
        given = self.cast.officers.get(step.who)
        if step.code in ("sign", "return", "revise", "discard"):
            if not dossier.drafts:
                raise BrokenStory(f"{story.key}第{step.day}日{step.code}：没有待签发的草稿")
            paper = dossier.drafts[-1]
            return paper, given or self._signer(story, dossier, paper)
        if step.code in ("receive", "refuse"):
            waiting = [row for row in dossier.documents if row.status == Paper.ISSUED and row.addressee in self._RECEIVERS]
            if not waiting:
                raise BrokenStory(f"{story.key}第{step.day}日{step.code}：没有待签收的文书")
            paper = waiting[0]
            if step.paper is not None:
                return paper, given or self.cast.officers[story.handler]
            receiver = given or self._receiver(story, paper.addressee, refuses=step.code == "refuse")
            return paper, receiver
        if step.code in ("withdraw", "seal"):
            sent = [row for row in dossier.documents if row.status in (Paper.ISSUED, Paper.RECEIVED)]
            return sent[-1], given or self.cast.officers["jc.he" if step.code == "withdraw" else story.handler]
        chief = step.code in ("undo", "reassign")
        return None, given or self.cast.officers["jc.he" if chief else story.handler]

    _RECEIVERS = ("police", "procuratorate", "superior")

    def _receiver(self, story: Story, addressee: str, *, refuses: bool) -> Officer:
        if addressee == "police":
            return self.cast.of_role(story.police, Role.LEGAL)
        return self.cast.officers["sj.an" if addressee == "superior" else "jc.meng"]

    def _signer(self, story: Story, dossier: Dossier, paper: Document) -> Officer:
        row = dossier.table.action(paper.action)
        if paper.origin_side == Side.POLICE:
            return self.cast.of_role(story.police, Role.HEAD if row.decided_by else Role.LEGAL)
        if row.decided_by is None:
            return self.cast.officers[story.handler]
        return self.cast.officers["sj.gao" if row.decided_by.place == Place.SUPERIOR else "jc.he"]

    def _officer(self, story: Story, step: Step, role: str, place: str) -> Officer:
        if step.who:
            return self.cast.officers[step.who]
        if place == Place.SUPERIOR:
            return self.cast.officers["sj.lu"]
        if role == Role.LEGAL:
            return self.cast.of_role(story.police, Role.LEGAL)
        return self.cast.officers["jc.shen" if role == Role.COMPLAINTS else story.handler]

    def _proposed(self, form: type[ActionForm], dossier: Dossier, at: datetime) -> dict[str, Any]:
        """What the page would suggest: the form's own initial values."""
        shown = form(matter=dossier.matter, today=at.date())
        values = {name: shown.get_initial_for_field(one, name) for name, one in shown.fields.items()}
        return {name: value for name, value in values.items() if value is not None}

    def _days(self, form: type[ActionForm], at: datetime, happened: date) -> dict[str, str]:
        """Days the forms ask for, where the story does not say otherwise: the day itself, answers within ten days."""
        wanted = {"reply_by": at.date() + timedelta(days=10), "filed_on": happened, "withdrawn_on": happened,
                  "decided_on": happened, "transferred_on": happened, "negotiated_on": happened, "judged_on": happened}  # fmt: skip
        return {name: day.isoformat() for name, day in wanted.items() if name in form.base_fields}

    def _matter(self, story: Story) -> Matter:
        return Matter.objects.get(pk=self.matters[story.key])

    def _number(self, organ: str, letters: str, on: date) -> str:
        """The next number of a police organ's own book, e.g. 城公（刑）立字〔2026〕9号."""
        key = (organ, letters, on.year)
        self.numbers[key] = self.numbers.get(key, 0) + 1
        return f"{self.cast.organs[organ].abbreviation}（刑）{letters}字〔{on.year}〕{self.numbers[key]}号"


def document_name(code: str) -> str:
    """What the scan of a police paper is called."""
    row = workflow("filing").action(code)
    return row.label.removeprefix("报送")


def _reason(step: Step) -> str:
    return {
        "receive": "公安机关以纸质方式签收，见送达回证" if step.paper is not None else "",
        "reassign": "按轮案规则分配承办检察官",
        "undo": "文书内容有误，重新制作",
    }.get(step.code, "")
