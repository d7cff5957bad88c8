"""How one act takes effect on one matter: papers, facts, clocks, state, trail (design 6). ``perform()`` stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from cases.exceptions import Invalid
from cases.matters import desks, seats
from cases.matters.acts import offers, snapshots
from cases.matters.acts.press import Press
from cases.matters.clocks import deadlines
from cases.matters.clocks.refreshing import line_of, say_moved
from cases.matters.dossier import Dossier
from cases.matters.forms import ActionForm, NoForm, words_of
from cases.matters.papers import documents
from cases.matters.table.workflow import OWN, SAME, Action, DocumentType, Start, document_type, matches, table_of, workflow
from cases.models import Addressee, Attachment, Clock, Deadline, Document, Event, Matter, Notice, Paper, Shown
from cases.rules import RULES
from office.blocks import chinese_date
from office.models import JointOffice, Officer, Organisation
from office.options import OPTIONS
from office.periods import Length, Unit
from office.scoping import reach_of
from office.sides import Place, Side

UNITS = {"hours": Unit.HOUR, "months": Unit.MONTH}
"""What a setting of a length counts in; all others in days."""
LATE = re.compile(r"　?逾期\d+日$")
MAILED = re.compile(r"（\d+年\d+月\d+日交邮）$")
QUIET = (
    "draft", "note", "seal", "recompute", "reassign", "return", "discard", "revise", "amend", "chase",
    "pass_on", "ask_consent", "ask_signer", "answer_consent", "recall_consent", "copy_to", "take_files",
)  # fmt: skip
"""Events on which no later act rests: they do not stand in the way of 撤销, 撤回 or a 线下登记 of an earlier day."""


RECALLED = "+recalled"
"""Among the facts of an act: the papers it stopped from going round."""


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

    press: Press
    dossier: Dossier
    row: Action
    on: date
    form: ActionForm
    entered_for: bool = False
    mailed_on: date | None = None
    """When what came by post was mailed: the day that counts against its period (刑诉法第105条第3款)."""
    reason: str = ""
    authority: str = ""
    """In whose name the signer decides, when not in his own (受检察长××授权)."""
    cause: Event | None = None
    """The act on another matter that brings this one about."""
    event: Event | None = None
    """Its own line on the timeline, once it takes effect: what an effect hangs its rows on."""
    item: Any = None
    """The row of the matter it takes (``Action.item``)."""
    signed: Document | None = None
    """What went round and has now been signed by all, or sent back by one: the row follows from that, whoever presses."""

    @property
    def matter(self) -> Matter:
        """What it is done on."""
        return self.dossier.matter

    @property
    def officer(self) -> Officer:
        """Who does it."""
        return self.press.who

    @property
    def now(self) -> datetime:
        """When it is done."""
        return self.press.now

    @property
    def detail(self) -> Any:
        """The detail row of the kind."""
        return self.dossier.detail

    @property
    def data(self) -> dict[str, Any]:
        return self.form.cleaned_data


RESERVED_ACTS: dict[str, Any] = {}


def reserves(code: str) -> Any:
    """Register the function of a reserved code."""

    def keep(function: Any) -> Any:
        RESERVED_ACTS[code] = function
        return function

    return keep


def bind(
    row: Action,
    matter: Matter | None,
    data: Mapping[str, Any],
    uploads: Mapping[str, Any],
    *,
    today: date,
    drafted: bool = False,
    office: JointOffice | None = None,
    item: Any = None,
    opener: Officer | None = None,
) -> ActionForm:
    """The row's form, bound. Raises Invalid with every error."""
    form_class = row.form or NoForm
    given = MultiValueDict({name: list(rows) for name, rows in uploads.items()})
    form = form_class(data, given, matter=matter, office=office, today=today, drafted=drafted, item=item, opener=opener)
    if not form.is_valid():
        raise Invalid(words_of(form), {name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return form


def save_new(matter: Matter, *, opener: Officer, since: date) -> None:
    """Write a new matter and its empty detail row; of a restricted one the seat of who opens it."""
    matter.save(force_insert=True)
    seats.give(matter, opener, since=since)
    table = workflow(matter.kind)
    if table.detail_model is not None:
        table.detail_model().objects.create(matter=matter)


def new_matter(
    office: JointOffice, kind: str, state: str, *, began: str, year: int, opened_on: date | None, number: str = ""
) -> Matter:
    """An unsaved matter with the next 编号 of the office's book: 侦监立〔2026〕14号; or with one it has already.

    ``began``: the side that begins it. Nobody sees it yet.
    """
    table = workflow(kind).begun_by(began)
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
        persons=table.persons,
        began_side=began,
        procuratorate_from=None,
        restricted=table.restricted,
        whole_office=table.whole_office,
    )


def item_of(dossier: Dossier, row: Action, data: Mapping[str, Any], reader: Officer | None = None) -> Any:
    """The row of the matter that the act takes, by its number; None for an act that takes none. Raises Invalid, also for a row
    that the reader does not see.
    """
    if not row.item:
        return None
    given = str(data.get("item", "")).strip()
    reader = reader or getattr(dossier, "reader", None)
    rows = dossier.rows(row.item) if reader is None else dossier.rows_for(row.item, reader)
    item = next((one for one in rows if str(one.no) == given), None)
    heading = dossier.table.rows[row.item]
    if item is None:
        raise Invalid(f"请指明办理哪一条{heading}。", {"item": [f"请指明办理哪一条{heading}。"]})
    if not matches(row.item_when, lambda name: getattr(item, name)):
        raise Invalid(f"{heading}第{item.no}条现不能办理“{row.label}”，请按最新情况核对。")
    return item


def begin_on_receipt(dossier: Dossier, event: Event, paper: Document, day: date, moment: datetime | None) -> None:
    """Start the clocks of the act that issued a paper on the day it was received; those in hours at the ``moment``, which must be known."""
    for begin in begun_by_receipt(dossier, paper):
        trigger = _needed(moment) if RULES[begin.rule].hourly else day
        start_clock(begin, dossier, event, data=paper.fields, trigger=trigger, fact=f"收到《{paper.name}》", document=paper)


def count_hours(starts: Iterable[Start]) -> bool:
    """Whether a period among these begins at a moment that nothing typed in the act names: whoever enters it from paper is asked."""
    return any(RULES[start.rule].hourly and not start.on for start in starts)


def begun_by_receipt(dossier: Dossier, paper: Document) -> tuple[Start, ...]:
    """The periods that signing for a paper may begin."""
    if not paper.leads or not dossier.table.has_action(paper.action) or dossier.state.closed:
        return ()
    return dossier.table.action(paper.action).starts_on_receipt


def _needed(moment: datetime | None) -> datetime:
    if moment is None:
        raise Invalid("期限自签收、办理的时刻起按小时计算，请填写签收、办理的时刻。", {"time": ["请填写签收、办理的时刻。"]})
    return moment


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
        dossier,
        kinds,
        action=row.code,
        issuer=documents.issuer_of(kinds[0], matter, acting, officer),
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


def take_effect(act: Act, papers: list[Document], *, signer: Officer | None = None) -> Result:
    """Issue the papers and let the row take place: facts, clocks, disclosure, state, event, notices, trail."""
    press, dossier, matter, row = act.press, act.dossier, act.matter, act.row.pressed_by(act.officer.side)
    before = snapshots.take(dossier)
    event = line_of(
        dossier,
        action=row.code,
        label=row.done or row.label,
        now=act.now,
        officer=signer or act.officer,
        on=act.on,
        actor_side=act.officer.side if act.signed else row.side,
        entered_for=act.entered_for,
        mailed_on=act.mailed_on,
        reason=act.reason,
        authority=act.authority,
        facts=act.form.kept(),
        from_state=matter.state,
        document=papers[0] if papers else act.signed,
        cause=act.cause,
    )
    act.event = event
    set_facts(act)
    if row.circulates is not None:
        _send_round(act, papers[0])
    else:
        documents.issue(dossier, papers, officer=signer or act.officer, on=act.on, at=act.now, entered_for=act.entered_for)
    recalled = _recall(act, event) if row.recalls else []
    event.late_days = _move_clocks(act, event)
    if row.target != SAME:
        matter.state = row.target
    for side in Side.values if row.discloses else [row.side] if row.opens_matter else []:
        matter.show_to(side, act.now)
    if row.to_superior:
        matter.acting_office_id = superior_office(matter).pk
    if row.to_own:
        matter.acting_office_id = matter.office_id
    if dossier.state.closed:
        matter.closed_at = act.now
        deadlines.drop(dossier, None, on=act.on, event=event)
    event.to_state = matter.state
    open_to_both = _shown(row, [*papers, *recalled, *([act.signed] if act.signed else [])])
    event.shown = row.side if row.shown == OWN else row.shown or (open_to_both if matter.seen_by_both else row.side)
    told = [f"第{act.item.no}条"] if act.item is not None else []
    told += [f"《{paper.name}》{paper.number}" for paper in _named(event, papers)]
    told += [f"《{paper.name}》停止会签，已签的作废" for paper in recalled]
    event.text = _told("、".join(told), event)
    event.before = snapshots.changed(before, dossier, effect=row.effect is not None)
    # whole at once: what hangs on it (clocks, rows) names a key that is checked when all is committed
    event.save(force_insert=True)
    return_stale_drafts(dossier, event, act.on)
    press.touch(dossier)
    press.began = press.began or row.opens_matter or desks.begins(matter.kind, row.code)
    notify(press, dossier, event)
    if row.moves_custody and matter.case_id is not None:
        custody_changed(press, matter.case_id)
    press.record(
        row.code,
        matter,
        by=signer,
        label=event.label,
        on=act.on,
        to=matter.state,
        documents=[p.number for p in papers],
        entered_for=act.entered_for,
        reason=act.reason,
        facts=event.facts,
        **({"authority": act.authority} if act.authority else {}),
    )
    return Result(matter, event, papers)


def take_effect_on_row(act: Act) -> Result:
    """Let an act on one row take place: its effect, and one line of the trail, which is the same until something else is done.

    The matter keeps its version and nothing else of it is written; so neither snapshot, notice nor desk row is wanted.
    """
    press, dossier, row = act.press, act.dossier, act.row
    assert row.effect is not None
    standing = _line_before(act)
    own = row.shown == OWN or not act.matter.seen_by_both
    event = standing or line_of(
        dossier, action=row.code, label=row.done or row.label, now=act.now, officer=act.officer, on=act.on, from_state=act.matter.state,
        to_state=act.matter.state, shown=act.officer.side if own else row.shown or Shown.BOTH,
    )  # fmt: skip
    event.on, event.recorded_at = act.on, act.now
    act.event = event
    row.effect(act)
    event.save(force_insert=standing is None)
    press.record(row.code, act.matter, label=event.label, on=act.on, item=act.item.no)
    return Result(act.matter, event)


def _line_before(act: Act) -> Event | None:
    """The line of the same officer's last press of this act, where nothing but acts on rows was done since."""
    events = act.matter.events.filter(undone=False)
    own = events.filter(action=act.row.code, officer=act.officer).order_by("-seq").first()
    if own is None or own.before:
        return None
    return None if events.filter(seq__gt=own.seq).exclude(action__in=[*QUIET, *act.dossier.table.by_row]).exists() else own


def set_facts(act: Act, *, effect: bool = True) -> None:
    """Copy what the form declares, and what the row fixes, to the matter and its detail row; then the effect."""
    matter, form, data, detail = act.matter, act.form, act.data, act.detail
    for name in form.matter_fields:
        if name in data:
            setattr(matter, name, data[name])
    for name in form.detail_fields:
        if name in data:
            setattr(detail, name, data[name])
    for name, value in act.row.sets.items():
        setattr(matter if hasattr(matter, name) else detail, name, value)
    if effect and act.row.effect is not None:
        act.row.effect(act)
    written = bool(act.row.sets) or act.row.effect is not None
    if detail is not None and (written or form.detail_fields):
        detail.save()
    if written or form.matter_fields:
        # written before anything reads it back: effects and forms of other matters look it up
        matter.save()
    if act.row.moves_custody:
        act.dossier.forget("in_custody")


def _send_round(act: Act, paper: Document) -> None:
    """会签: the paper goes to those who are to sign it. Raises Invalid where there is nobody."""
    assert act.row.circulates is not None
    wanted = act.row.circulates.wanted(act.matter)
    if not wanted:
        raise Invalid(f"没有可以会签的单位，不能办理“{act.row.label}”。")
    documents.send_round(act.dossier, paper, wanted, at=act.now)


def _recall(act: Act, event: Event) -> list[Document]:
    """What goes round is taken back: its signatures, which stay where they are, count no more."""
    taken = act.dossier.circulating
    if taken:
        event.facts = {**event.facts, RECALLED: [paper.name for paper in taken]}
        event.document = event.document or taken[0]
    reason = act.reason or str(act.data.get("reason", ""))
    for paper in taken:
        documents.close(act.dossier.bundle_of(paper), Paper.DISCARDED, f"{act.row.label}：{reason}" if reason else act.row.label)
    return taken


def _move_clocks(act: Act, event: Event) -> int:
    """End and start clocks; returns by how many days (日) the act was late."""
    dossier, row = act.dossier, act.row
    done_on, moment = act.mailed_on or act.on, act.data.get(row.at) if row.at else None
    if moment is not None and not isinstance(moment, datetime):
        done_on, moment = moment, None  # another unit's answer, registered afterwards: late is counted from its own day
    elif moment is not None:
        done_on = timezone.localtime(moment).date()
    late = deadlines.overrun(dossier, row.meets, on=done_on, at=moment)
    deadlines.meet(dossier, row.meets, on=done_on, event=event, at=moment)
    deadlines.drop(dossier, row.drops, on=act.on, event=event)
    deadlines.lapse(dossier, on=act.on, event=event)
    deadlines.pause(dossier, row.pauses, on=act.on, event=event)
    moved = deadlines.resume(dossier, row.resumes, on=act.on)
    for extend in row.extends:
        if matches(extend.when, dossier.fact):
            length = _length(act.data[extend.length]) if extend.length and act.data.get(extend.length) else None
            moved += deadlines.extend(dossier, extend.rule, event=event, length=length)
    for begin in row.starts:
        # what counts in hours begins with the press itself, unless the form names the moment
        trigger = act.on
        if count_hours([begin]):
            trigger = _needed(act.press.moment_of(act.on)) if act.entered_for else act.now
        start_clock(begin, dossier, event, data=act.data, trigger=trigger, fact=row.done or row.label)
    for change in moved:
        say_moved(dossier, change, why=row.done or row.label, officer=act.officer, now=act.now)
    return late


def start_clock(
    begin: Start,
    dossier: Dossier,
    event: Event,
    *,
    data: Mapping[str, Any],
    trigger: date | datetime,
    fact: str,
    document: Document | None = None,
) -> None:
    """Start one clock of a row, if the facts want it."""
    if not matches(begin.when, dossier.fact):
        return
    if begin.before:
        base = next(iter(dossier.running_by([begin.before])), None)
        if base is None:
            return
        trigger = base.due_on
    elif begin.on:
        given = data.get(begin.on) or dossier.fact(begin.on)
        if not given:
            return
        trigger = _moment(given) if isinstance(given, str) else given
    length: Length | None = None
    if begin.length and data.get(begin.length):
        length = _length(data[begin.length])
    elif begin.option:
        length = Length(int(dossier.settings[begin.option]), UNITS.get(OPTIONS[begin.option].kind, Unit.DAY))
    deadlines.start(
        dossier,
        begin.rule,
        trigger=trigger,
        fact=fact,
        event=event,
        document=document,
        length=length,
        shared=begin.shared,
        counts_back_from=begin.before,
    )


def _length(given: Any) -> Length:
    """What a form says of a length: a bare number is 日, a text names its unit (8个月, 5个工作日)."""
    return Length.parse(f"{given}日" if str(given).isdecimal() else str(given))


def _moment(words: str) -> date | datetime:
    """A day or a moment kept as text in a draft's fields."""
    return date.fromisoformat(words) if len(words) == 10 else datetime.fromisoformat(words)


def superior_office(matter: Matter) -> JointOffice:
    """The joint office of the superior procuratorate. Raises Invalid where none is set up."""
    parent = matter.office.procuratorate.parent
    office = JointOffice.objects.filter(procuratorate=parent).first() if parent else None
    if office is None:
        raise Invalid("本院没有登记上一级人民检察院，请由系统管理员在“单位”中补登后再办理。")
    return office


def entry_day(press: Press, matter: Matter, *, entering: bool) -> date:
    """The day of an act: today, or for a paper entry a day not before the preceding act, with a reason and a scan."""
    on, mailed_on, today = press.on, press.mailed_on, press.today
    if not entering:
        if mailed_on is not None:
            raise Invalid("交邮日期只在线下登记时填写。")
        if on is not None and on != today:
            raise Invalid("办理日期只能是今天；对方以纸质方式办理的，请用“线下登记”。")
        return today
    if on is None:
        raise Invalid("线下登记须填写实际办理日期。")
    if on > today:
        raise Invalid("线下登记的日期不能晚于今天。")
    earlier = (
        matter.events.filter(undone=False, on__isnull=False)
        .exclude(action__in=(*QUIET, "undo", *table_of(matter).by_row))
        .order_by("-on")
        .values_list("on", flat=True)
        .first()
    )
    if earlier and on < earlier:
        raise Invalid(f"线下登记的日期不能早于前一办理日期（{chinese_date(earlier)}）。")
    if mailed_on is not None and mailed_on > on:
        raise Invalid("交邮日期不能晚于收到日期。", {"+mailed_on": ["交邮日期不能晚于收到日期。"]})
    if mailed_on is not None and earlier and mailed_on < earlier:
        raise Invalid(f"交邮日期不能早于前一办理日期（{chinese_date(earlier)}）。")
    if not press.reason.strip():
        raise Invalid("线下登记须写明理由。")
    if not press.evidence:
        raise Invalid("线下登记须上传扫描件（送达回证、回函等）。")
    return on


def hang(kept: list[Attachment], event: Event, *, shown: str = "") -> None:
    """Hang attachments on an event, open to whoever reads the event, or to one side (``shown``)."""
    for attachment in kept:
        attachment.event = event
        attachment.shown = Shown.BOTH if attachment.shown == Shown.BOTH else shown or event.shown
        attachment.save(update_fields=["event", "shown"])


def notify(press: Press, dossier: Dossier, event: Event) -> None:
    """Tell the other side of what it may read; a paper entry is told to the side it was entered for."""
    matter = dossier.matter
    if event.shown != Shown.BOTH or event.actor_side not in Side.values:
        return
    other = Side.POLICE if event.actor_side == Side.PROCURATORATE or event.entered_for else Side.PROCURATORATE
    sides = {other}
    if matter.acting_office_id != matter.office_id or event.action.startswith("review_"):
        sides.add(Side.PROCURATORATE)  # the superior acts: the office itself is told too
    if matter.whole_office and not matter.restricted:
        sides.add(Side.POLICE)  # the other organs are told of what one of them does
    for side in sides:
        if matter.seen_from(side) is None:
            continue
        _post(press, dossier, event, side, f"{event.label}{'（线下登记）' if event.entered_for else ''}")


def ring(press: Press, dossier: Dossier, event: Event, people: Iterable[Officer | None], words: str = "") -> None:
    """Tell named people what he did that is for them: asked, invited, passed on, sent back. Himself never."""
    for one in {person.pk: person for person in people if person is not None and person.pk != event.officer_id}.values():
        _post(press, dossier, event, one.side, words or f"{event.label}{f'《{event.document.name}》' if event.document else ''}", one)


def _post(press: Press, dossier: Dossier, event: Event, side: str, words: str, officer: Officer | None = None) -> None:
    matter = dossier.matter
    title = (matter.public_title or matter.title) if side == Side.POLICE else matter.title
    if matter.restricted:
        title = f"{dossier.table.label}（{matter.number}）"  # all that may stand outside the matter itself
    shared = side == Side.POLICE and matter.whole_office
    # where it rings while the move lies above is said when all is settled
    desks_told = [matter.police_id if side == Side.POLICE else matter.office.procuratorate_id]
    if shared and officer is not None:
        organs = press.known.organs(matter.office_id)
        desks_told = [next((organ for organ in officer.organisation.above if organ in organs), officer.organisation_id)]
    elif shared and not matter.restricted:
        own = reach_of(press.officer).organs if press.officer is not None and not event.entered_for else ()
        desks_told = [organ for organ in press.known.organs(matter.office_id) if organ not in own]
    for desk in desks_told:
        handler = matter.police_handler if side == Side.POLICE else matter.handler
        press.notices.append(
            Notice(
                office_id=matter.office_id,
                matter=matter,
                side=side,
                organisation_id=desk,
                handler=handler if not shared or desk == matter.police_id else None,
                officer=officer,
                event=event,
                rung="event",
                whole_office=shared and officer is None and not matter.restricted,
                text=f"{words}：{title}"[:200],
                created_at=event.recorded_at,
            )
        )


def _shown(row: Action, papers: list[Document]) -> str:
    if row.either or row.side == Side.POLICE or any(paper.addressee in (Addressee.POLICE, Addressee.BOTH) for paper in papers):
        return Shown.BOTH
    return Shown.PROCURATORATE


def _named(event: Event, papers: list[Document]) -> list[Document]:
    """The papers that every reader of the event may know of: a 答复函 would tell the police that somebody complained."""
    if event.shown != Shown.BOTH:
        return papers
    return [paper for paper in papers if paper.addressee in (Addressee.POLICE, Addressee.BOTH) or paper.origin_side == Side.POLICE]


def _told(words: str, event: Event) -> str:
    """The line under the heading: the papers with their numbers, when they were mailed, and by how much it was late."""
    mailed = f"（{chinese_date(event.mailed_on)}交邮）" if event.mailed_on else ""
    return f"{words}{mailed}　逾期{event.late_days}日".strip() if event.late_days else f"{words}{mailed}"


def tell_again(event: Event) -> None:
    """After 更正 moved a day: how late the act was, and the line that says so."""
    answered = table_of(event.matter).action(event.action).meets
    clocks = event.ended.filter(rule__in=answered).exclude(status=Clock.DROPPED)
    event.late_days = max((deadlines.overrun_of(clock, event.kept_on) for clock in clocks), default=0) if event.kept_on else 0
    event.text = _told(MAILED.sub("", LATE.sub("", event.text)), event)
    event.save(update_fields=["late_days", "text"])


def return_stale_drafts(dossier: Dossier, event: Event, today: date) -> None:
    """Open drafts that are no longer allowed go back with a reason (design 5)."""
    for paper in [one for one in dossier.drafts if one.status == Paper.DRAFT]:
        reason = offers.standing(dossier, dossier.row_of(paper), today, officer=None)
        if reason is not None and "请先签收" not in reason and "正在会签" not in reason:
            documents.close(dossier.bundle_of(paper), Paper.RETURNED, f"因“{event.label}”，本稿不再适用：{reason}")


def custody_changed(press: Press, case_id: UUID) -> list[deadlines.Moved]:
    """After a measure began or ended: every running clock of that case's matters that custody can move is computed again (design 4)."""
    press.cases.add(case_id)
    clocks = Deadline.objects.filter(matter__case_id=case_id, status=Clock.RUNNING, roll="C")
    return recompute_all(press, clocks, why="羁押情况变化")


def recompute_all(press: Press, clocks: Iterable[Deadline], *, why: str) -> list[deadlines.Moved]:
    """Compute running clocks again and write old → new and why on each timeline; the matters are touched."""
    by_matter: dict[UUID, list[Deadline]] = {}
    for clock in clocks:
        by_matter.setdefault(clock.matter_id, []).append(clock)
    moved: list[deadlines.Moved] = []
    for key, dossier in press.opened(sorted(by_matter)).items():
        dossier.forget()
        found = deadlines.recompute(dossier, by_matter[key])
        for change in found:
            say_moved(dossier, change, why=why, officer=press.officer, now=press.now)
        if found:
            press.touch(dossier)
        moved += found
    return moved
