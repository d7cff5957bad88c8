"""``perform()``: the one write path (design 6). Views, API and every person's entry call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from cases import deadlines, documents, files
from cases.actions import offers, snapshots
from cases.actions.mailing import forward
from cases.actions.refreshing import add_event, refresh
from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.forms import ActionForm, NoForm, words_of
from cases.models import Addressee, Attachment, Clock, Document, Event, Matter, Notice, Paper, Shown
from cases.selectors.dossier import Dossier, locked_matter
from cases.workflow import RESERVED, SAME, Action, DocumentType, Start, document_type, matches, workflow
from office import audit
from office.blocks import chinese_date
from office.holidays import calendar
from office.models import JointOffice, Officer, Organisation
from office.options import option
from office.periods import PeriodError
from office.scoping import reach_of
from office.sides import Place, Side

Uploads = Iterable[UploadedFile]
LATE = re.compile(r"　?逾期\d+日$")
QUIET = ("draft", "note", "seal", "recompute", "reassign", "return", "discard", "revise", "amend")
"""Events on which no later act rests: they do not stand in the way of 撤销, 撤回 or a 线下登记 of an earlier day."""


@dataclass
class Result:
    """What an act left behind: the matter, its event, and the documents drafted or issued."""

    matter: Matter
    event: Event
    documents: list[Document] = field(default_factory=list)
    drafted: bool = False
    """True: only a draft was made; the matter has not moved."""


@dataclass
class Act:
    """One act on its way through the kernel."""

    matter: Matter
    row: Action
    officer: Officer
    now: datetime
    on: date
    form: ActionForm
    entered_for: bool = False
    reason: str = ""

    @property
    def data(self) -> dict[str, Any]:
        return self.form.cleaned_data


def perform(
    matter_id: UUID | str | None,
    code: str,
    *,
    officer: Officer,
    data: Mapping[str, Any] | None = None,
    uploads: Mapping[str, list[UploadedFile]] | None = None,
    now: datetime,
    on: date | None = None,
    evidence: Uploads = (),
    reason: str = "",
    version: int | None = None,
    kind: str | None = None,
) -> Result:
    """Do one act on one matter, in one transaction, or change nothing.

    ``matter_id`` None opens a matter of ``kind``. ``on`` is the day the act happened (default: the day of ``now``); only a
    paper entry (线下登记, with ``evidence`` and ``reason``) may lie in the past. ``version``: what the page showed; a stale
    one raises Conflict. Raises NotFound, NotAllowed, Conflict, Invalid, each with one Chinese sentence.
    """
    now = timezone.localtime(now)
    try:
        with transaction.atomic():
            if on is not None and on != now.date() and (matter_id is None or (code in RESERVED and code != "receive")):
                raise Invalid("办理日期只能是今天；对方以纸质方式办理的，请用“线下登记”。")
            if matter_id is None:
                return _open(kind or "", code, officer=officer, data=data or {}, uploads=uploads or {}, now=now)
            matter = locked_matter(officer, matter_id)
            _check_version(matter, version, officer)
            if code in RESERVED:
                # they stand in cases.actions.reserved, which builds on this module
                act = _RESERVED_ACTS[code]
                return act(matter, officer=officer, data=data or {}, now=now, on=on, evidence=list(evidence), reason=reason)
            return _act(
                matter,
                code,
                officer=officer,
                data=data or {},
                uploads=uploads or {},
                now=now,
                on=on,
                evidence=list(evidence),
                reason=reason,
            )
    except PeriodError as error:
        raise Invalid(str(error)) from error
    except IntegrityError as error:
        raise Conflict("刚刚有人办理了同一事项，请刷新后再办。") from error


_RESERVED_ACTS: dict[str, Any] = {}


def reserves(code: str) -> Any:
    """Register the function of a reserved code."""

    def keep(function: Any) -> Any:
        _RESERVED_ACTS[code] = function
        return function

    return keep


def _check_version(matter: Matter, version: int | None, officer: Officer) -> None:
    """Refuse a stale page with who acted meanwhile, as far as this officer may read it."""
    if version is None or version == matter.version:
        return
    last = matter.events.filter(shown__in=[officer.side, Shown.BOTH]).select_related("officer__organisation").order_by("-seq").first()
    who = "事项已有变化"
    if last is not None and last.officer is not None:
        name = last.officer.name if last.officer.side == officer.side else last.officer.organisation.name
        who = f"{name}办理了“{last.label}”"
    raise Conflict(f"您打开页面之后，{who}。请按最新情况重新办理，您填写的内容已保留在页面上。")


def bind(
    row: Action,
    matter: Matter | None,
    data: Mapping[str, Any],
    uploads: Mapping[str, Any],
    *,
    today: date,
    drafted: bool = False,
    office: JointOffice | None = None,
) -> ActionForm:
    """The row's form, bound. Raises Invalid with every error."""
    form_class = row.form or NoForm
    given = MultiValueDict({name: list(rows) for name, rows in uploads.items()})
    form = form_class(data, given, matter=matter, office=office, today=today, drafted=drafted)
    if not form.is_valid():
        raise Invalid(words_of(form), {name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return form


# ------------------------------------------------------------------------------------------------ opening


def _open(
    kind: str, code: str, *, officer: Officer, data: Mapping[str, Any], uploads: Mapping[str, Any], now: datetime
) -> Result:
    table = workflow(kind)
    row = table.action(code)
    office = opening_office(officer)
    if not row.opens_matter or not any(actor.role in officer.roles and actor.side == officer.side for actor in row.by):
        raise NotAllowed(f"您没有办理“{row.label}”的权限。")
    form = bind(row, None, data, uploads, today=now.date(), office=office)
    matter = new_matter(office, kind, row.target, year=now.year, opened_on=form.cleaned_data.get("received_on") or now.date())
    matter.handler = officer if "prosecutor" in officer.roles else None
    matter.save(force_insert=True)
    if table.detail_model is not None:
        table.detail_model().objects.create(matter=matter)
    act = Act(matter, row, officer, now, now.date(), form)
    return take_effect(act, [])


def opening_office(officer: Officer) -> JointOffice:
    """The joint office an officer opens matters in: his own. Raises NotAllowed for one who belongs to none."""
    own = reach_of(officer).own_office
    if own is None:
        raise NotAllowed("您不属于任何办公室，不能登记事项。")
    return JointOffice.objects.select_related("procuratorate").get(pk=own)


def new_matter(office: JointOffice, kind: str, state: str, *, year: int, opened_on: date | None, number: str = "") -> Matter:
    """An unsaved matter with the next 编号 of the office's book: 侦监立〔2026〕14号; or with one it has already."""
    table = workflow(kind)
    book = f"matter:{kind}"
    own = re.fullmatch(rf"{re.escape(table.number_letters)}〔(\d{{4}})〕(\d{{1,6}})号", number)
    if own:
        documents.pass_by(office.procuratorate, book, int(own[1]), int(own[2]))
    if not number:
        number = f"{table.number_letters}〔{year}〕{documents.allocate(office.procuratorate, book, year)}号"
    return Matter(
        office=office,
        acting_office_id=office.pk,
        kind=kind,
        state=state,
        turn=table.state(state).turn,
        number=number,
        opened_on=opened_on,
    )


# ------------------------------------------------------------------------------------------------ acting


def _act(
    matter: Matter,
    code: str,
    *,
    officer: Officer,
    data: Mapping[str, Any],
    uploads: Mapping[str, Any],
    now: datetime,
    on: date | None,
    evidence: list[UploadedFile],
    reason: str,
) -> Result:
    dossier = Dossier(matter)
    if not dossier.table.has_action(code):
        raise NotAllowed("没有这项办理动作。")
    row = dossier.table.action(code)
    entering = officer.side != row.side
    day = entry_day(matter, on, now=now, entering=entering, evidence=evidence, reason=reason)
    offers.require(dossier, row, officer, day if entering else now.date(), mode=offers.ENTER if entering else offers.DO)
    if dossier.draft_of(code) is not None and not entering:
        raise Conflict(f"“{row.label}”已有草稿，请打开草稿办理。")
    # what came on paper is its scan: the paper's own file need not be given twice
    form = bind(row, matter, data, uploads, today=day, drafted=entering)
    kept = files.keep(form.uploads(), matter=matter, officer=officer, shown=row.side)
    scans = files.keep(evidence, matter=matter, officer=officer, shown=Shown.BOTH) if entering else []
    papers: list[Document] = []
    act = Act(matter, row, officer, now, day, form, entered_for=entering, reason=reason)
    if row.issues:
        papers = draft(dossier, row, officer=officer, fields=form.kept(), now=now, kept=[*kept, *scans])
        if not entering and offers.needs_signature(dossier, row, officer):
            return _submitted(act, papers)
    result = take_effect(act, papers)
    hang(kept if not papers else [], result.event)
    if entering:
        hang(scans, result.event)
        _arrived(act, papers, result.event)
    return result


def _arrived(act: Act, papers: list[Document], event: Event) -> None:
    """A paper of the police that is entered lies before us: it was received on the day of the act, and clocks begin."""
    for paper in papers:
        if paper.addressee == Addressee.PROCURATORATE:
            documents.receive(paper, officer=act.officer, on=act.on, at=act.now, entered_for=True)
            begin_on_receipt(Dossier(act.matter), event, paper, act.on)
    refresh(act.matter)


def begin_on_receipt(dossier: Dossier, event: Event, paper: Document, day: date) -> None:
    """Start the clocks of the act that issued a paper on the day it was received."""
    if not paper.leads or not dossier.table.has_action(paper.action) or dossier.state.closed:
        return
    for begin in dossier.table.action(paper.action).starts_on_receipt:
        start_clock(begin, dossier, event, data=paper.fields, trigger=day, fact=f"收到《{paper.name}》", document=paper)


def draft(
    dossier: Dossier,
    row: Action,
    *,
    officer: Officer | None,
    fields: Mapping[str, Any],
    now: datetime,
    kept: list[Attachment],
    swept_for: Any = None,
) -> list[Document]:
    """The documents an act issues, as one open draft."""
    matter = dossier.matter
    kinds = wanted_types(dossier, row)
    acting = acting_procuratorate(matter) if row.by[0].place == Place.SUPERIOR else matter.office.procuratorate
    return documents.draft(
        matter,
        kinds,
        action=row.code,
        issuer=documents.issuer_of(kinds[0], matter, acting),
        fields=fields,
        officer=officer,
        at=now,
        swept_for=swept_for,
        uploads=kept,
    )


def wanted_types(dossier: Dossier, row: Action) -> list[DocumentType]:
    """The document types the row issues for this matter: the leading one always, a copy to a complainant where there is one."""
    kinds = [document_type(code) for code in row.issues]
    complained = bool(getattr(dossier.detail, "complainant", ""))
    return [kind for kind in kinds if kind is kinds[0] or complained or kind.addressee != Addressee.COMPLAINANT]


def acting_procuratorate(matter: Matter) -> Organisation:
    """The procuratorate whose move it is: the office's own, or the superior's while 复核 lies there."""
    if matter.acting_office_id == matter.office_id:
        return matter.office.procuratorate
    return JointOffice.objects.select_related("procuratorate").get(pk=matter.acting_office_id).procuratorate


def _submitted(act: Act, papers: list[Document]) -> Result:
    """Only a draft: the matter does not move (design 5)."""
    matter = act.matter
    event = add_event(
        matter,
        action="draft",
        label="拟稿呈批" if act.officer.side == Side.PROCURATORATE else "拟稿送审",
        text=f"《{papers[0].name}》",
        now=act.now,
        officer=act.officer,
        on=act.on,
        document=papers[0],
        shown=act.officer.side,
        from_state=matter.state,
        to_state=matter.state,
    )
    matter.version += 1
    refresh(matter)
    audit.record(act.officer, f"{act.row.code}.draft", matter, label=event.label, document=papers[0].pk, fields=papers[0].fields)
    return Result(matter, event, papers, drafted=True)


def take_effect(act: Act, papers: list[Document], *, signer: Officer | None = None) -> Result:
    """Issue the papers and let the row take place: facts, clocks, disclosure, state, event, notices, audit."""
    matter, row = act.matter, act.row
    table = workflow(matter.kind)
    before = snapshots.take(matter)
    from_state = matter.state
    event = add_event(
        matter,
        action=row.code,
        label=row.done or row.label,
        now=act.now,
        officer=signer or act.officer,
        on=act.on,
        actor_side=row.side,
        entered_for=act.entered_for,
        reason=act.reason,
        facts=act.form.kept(),
        from_state=from_state,
        before=before,
        document=papers[0] if papers else None,
    )
    _set_facts(act)
    dossier = Dossier(matter)
    documents.issue(papers, officer=signer or act.officer, on=act.on, at=act.now, entered_for=act.entered_for)
    event.late_days = _move_clocks(act, dossier, event, papers)
    if row.target != SAME:
        matter.state = row.target
    if row.discloses and matter.disclosed_at is None:
        matter.disclosed_at = act.now
    if row.to_superior:
        matter.acting_office_id = superior_office(matter).pk
    if row.to_own:
        matter.acting_office_id = matter.office_id
    if table.state(matter.state).closed:
        matter.closed_at = act.now
        deadlines.drop(matter, None, on=act.on, event=event)
    event.to_state = matter.state
    event.shown = row.shown or _shown(row, papers)
    event.text = _told("、".join(f"《{paper.name}》{paper.number}" for paper in _named(event, papers)), event)
    event.before = snapshots.changed(before, matter)
    event.save()
    matter.version += 1
    return_stale_drafts(matter, event, act.on)
    refresh(matter)
    notify(matter, event)
    audit.record(
        signer or act.officer,
        row.code,
        matter,
        label=event.label,
        on=act.on,
        to=matter.state,
        documents=[p.number for p in papers],
        entered_for=act.entered_for,
        reason=act.reason,
        facts=event.facts,
    )
    return Result(matter, event, papers)


def _set_facts(act: Act) -> None:
    """Copy what the form declares, and what the row fixes, to the matter and its detail row; then the effect."""
    matter, form, data = act.matter, act.form, act.data
    table = workflow(matter.kind)
    detail = getattr(matter, table.detail, None) if table.detail else None
    for name in form.matter_fields:
        if name in data:
            setattr(matter, name, data[name])
    for name in form.detail_fields:
        if name in data:
            setattr(detail, name, data[name])
    for name, value in act.row.sets.items():
        setattr(matter if hasattr(matter, name) else detail, name, value)
    if act.row.effect is not None:
        act.row.effect(matter, detail, data, act.on)
    if detail is not None:
        detail.save()
    # written before anything reads it back: clocks and documents take custody, names and case from the row
    matter.save()


def _move_clocks(act: Act, dossier: Dossier, event: Event, papers: list[Document]) -> int:
    """End and start clocks; returns by how many days (日) the act was late."""
    matter, row = act.matter, act.row
    late = deadlines.overrun(matter, row.meets, on=act.on)
    deadlines.meet(matter, row.meets, on=act.on, event=event)
    deadlines.drop(matter, row.drops, on=act.on, event=event)
    deadlines.lapse(matter, on=act.on, event=event)
    for begin in row.starts:
        start_clock(begin, dossier, event, data=act.data, trigger=act.on, fact=row.done or row.label)
    return late


def start_clock(
    begin: Start,
    dossier: Dossier,
    event: Event,
    *,
    data: Mapping[str, Any],
    trigger: date,
    fact: str,
    document: Document | None = None,
) -> None:
    """Start one clock of a row, if the facts want it."""
    if not matches(begin.when, dossier.fact):
        return
    if begin.on:
        given = data.get(begin.on) or dossier.fact(begin.on)
        if not given:
            return
        trigger = date.fromisoformat(given) if isinstance(given, str) else given
    days: int | None = None
    if begin.length and data.get(begin.length):
        days = int(data[begin.length])
    elif begin.option:
        days = int(option(dossier.matter.office_id, begin.option))
    deadlines.start(
        dossier.matter,
        begin.rule,
        trigger=trigger,
        fact=fact,
        calendar=calendar(),
        event=event,
        document=document,
        days=days,
        shared=begin.shared,
    )


def superior_office(matter: Matter) -> JointOffice:
    """The joint office of the superior procuratorate. Raises Invalid where none is set up."""
    parent = matter.office.procuratorate.parent
    office = JointOffice.objects.filter(procuratorate=parent).first() if parent else None
    if office is None:
        raise Invalid("本院没有登记上一级人民检察院，请由系统管理员在“单位”中补登后再办理。")
    return office


def entry_day(
    matter: Matter, on: date | None, *, now: datetime, entering: bool, evidence: list[UploadedFile], reason: str
) -> date:
    """The day of an act: today, or for a paper entry a day not before the preceding act, with a reason and a scan."""
    today = now.date()
    if not entering:
        if on is not None and on != today:
            raise Invalid("办理日期只能是今天；对方以纸质方式办理的，请用“线下登记”。")
        return today
    if on is None:
        raise Invalid("线下登记须填写实际办理日期。")
    if on > today:
        raise Invalid("线下登记的日期不能晚于今天。")
    earlier = (
        matter.events.filter(undone=False, on__isnull=False)
        .exclude(action__in=(*QUIET, "undo"))
        .order_by("-on")
        .values_list("on", flat=True)
        .first()
    )
    if earlier and on < earlier:
        raise Invalid(f"线下登记的日期不能早于前一办理日期（{chinese_date(earlier)}）。")
    if not reason.strip():
        raise Invalid("线下登记须写明理由。")
    if not evidence:
        raise Invalid("线下登记须上传扫描件（送达回证、回函等）。")
    return on


def hang(kept: list[Attachment], event: Event, *, shown: str = "") -> None:
    """Hang attachments on an event, open to whoever reads the event, or to one side (``shown``)."""
    for attachment in kept:
        attachment.event = event
        attachment.shown = Shown.BOTH if attachment.shown == Shown.BOTH else shown or event.shown
        attachment.save(update_fields=["event", "shown"])


def notify(matter: Matter, event: Event) -> None:
    """Tell the other side of what it may read; a paper entry is told to the side it was entered for."""
    if event.shown != Shown.BOTH or event.actor_side not in Side.values:
        return
    other = Side.POLICE if event.actor_side == Side.PROCURATORATE or event.entered_for else Side.PROCURATORATE
    sides = {other}
    if matter.acting_office_id != matter.office_id or event.action.startswith("review_"):
        sides.add(Side.PROCURATORATE)  # the superior acts: the office itself is told too
    for side in sides:
        if side == Side.POLICE and (matter.disclosed_at is None or matter.police_id is None):
            continue
        title = (matter.public_title or matter.title) if side == Side.POLICE else matter.title
        mark = "（线下登记）" if event.entered_for else ""
        notice = Notice.objects.create(
            office_id=matter.office_id,
            matter=matter,
            side=side,
            event=event,
            rung="event",
            text=f"{event.label}{mark}：{title}"[:200],
            created_at=event.recorded_at,
        )
        if option(matter.office_id, "mail_notices"):
            forward([notice], event.recorded_at.date())


def _shown(row: Action, papers: list[Document]) -> str:
    if row.side == Side.POLICE or any(paper.addressee == Addressee.POLICE for paper in papers):
        return Shown.BOTH
    return Shown.PROCURATORATE


def _named(event: Event, papers: list[Document]) -> list[Document]:
    """The papers that every reader of the event may know of: a 答复函 would tell the police that somebody complained."""
    if event.shown != Shown.BOTH:
        return papers
    return [paper for paper in papers if paper.addressee == Addressee.POLICE or paper.origin_side == Side.POLICE]


def _told(words: str, event: Event) -> str:
    """The line under the heading: the papers with their numbers, and by how much it was late."""
    return f"{words}　逾期{event.late_days}日".strip() if event.late_days else words


def tell_again(event: Event) -> None:
    """After 更正 moved a day: how late the act was, and the line that says so."""
    answered = workflow(event.matter.kind).action(event.action).meets
    clocks = event.ended.filter(rule__in=answered).exclude(status=Clock.DROPPED)
    event.late_days = max((deadlines.overrun_of(clock, event.on) for clock in clocks), default=0) if event.on else 0
    event.text = _told(LATE.sub("", event.text), event)
    event.save(update_fields=["late_days", "text"])


def return_stale_drafts(matter: Matter, event: Event, today: date) -> None:
    """Open drafts that are no longer allowed go back with a reason (design 5)."""
    dossier = Dossier(matter)
    for paper in dossier.drafts:
        if paper.status != Paper.DRAFT:
            continue
        reason = offers.standing(dossier, dossier.table.action(paper.action), today, officer=None)
        if reason is not None and "请先签收" not in reason:
            documents.close(documents.bundle_of(paper), Paper.RETURNED, f"因“{event.label}”，本稿不再适用：{reason}")
