"""``perform()``: the one write path (design 6). Views, API and every person's entry call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from cases.exceptions import Conflict, Invalid, NotAllowed, NotFound
from cases.matters.acts import offers
from cases.matters.acts.engine import (
    RESERVED_ACTS,
    Act,
    Result,
    begin_on_receipt,
    bind,
    draft,
    entry_day,
    hang,
    item_of,
    new_matter,
    ring,
    save_new,
    set_facts,
    take_effect_on_row,
)
from cases.matters.acts.following import carry_out, follow_receipt, of_case
from cases.matters.acts.press import Press, Uploads, settle
from cases.matters.clocks.refreshing import add_event
from cases.matters.dossier import NOT_FOUND, Dossier
from cases.matters.papers import documents, files
from cases.matters.table.workflow import RESERVED, WORKFLOWS, Workflow, workflow
from cases.matters.telling.recipients import legal_officers
from cases.models import Addressee, Document, Event, Matter, Shown
from office.exceptions import JUST_NOW, of_two_at_once
from office.models import JointOffice, Officer
from office.periods import PeriodError
from office.scoping import reach_of
from office.sides import Role, Side

TAKES_BACK = ("sign", "undo", "withdraw", "refuse")
"""Reserved acts by which what an act brings about elsewhere comes to be, or is taken back."""
LONGEST_REASON = 400
"""Characters (字) of a reason: the width of its columns."""
HALF = re.compile("[\ud800-\udfff]")
"""Halves of a character, as \\ud800 of JSON is."""


def perform(
    matter_id: UUID | str | None,
    code: str,
    *,
    officer: Officer,
    data: Mapping[str, Any] | None = None,
    uploads: Uploads | None = None,
    now: datetime,
    on: date | None = None,
    mailed_on: date | None = None,
    evidence: Iterable[UploadedFile] = (),
    reason: str = "",
    version: int | None = None,
    kind: str | None = None,
) -> Result:
    """Do one act on one matter, in one transaction, or change nothing.

    ``matter_id`` None opens a matter of ``kind``. ``on`` is the day the act happened (default: the day of ``now``); only a
    paper entry (线下登记, with ``evidence`` and ``reason``) may lie in the past; ``mailed_on``: when what it enters was given to
    the post, which is then the day that counts against its period (刑诉法第105条第3款). ``version``: what the page showed; a stale
    one raises Conflict. Raises NotFound, NotAllowed, Conflict, Invalid, each with one Chinese sentence.
    """
    now = timezone.localtime(now)
    _need_storable([dict(data or {}), reason])
    if len(reason) > LONGEST_REASON:
        sentence = f"理由不能超过{LONGEST_REASON}字。"
        raise Invalid(sentence, {"reason": [sentence]})
    press = Press(officer, now, data or {}, uploads or {}, on, mailed_on, list(evidence), reason)
    try:
        with transaction.atomic():
            if on is not None and on != now.date() and (matter_id is None or (code in RESERVED and code != "receive")):
                raise Invalid("办理日期只能是今天；对方以纸质方式办理的，请用“线下登记”。")
            seen: Matter | None = None
            if matter_id is None:
                result = _open(press, kind or "", code)
            else:
                dossier = take_up(press, matter_id, code)
                by_row = dossier.table.has_action(code) and dossier.table.action(code).by_row
                if not by_row:  # what works on one row minds that row's revision, and nothing of the rest
                    _check_version(dossier.matter, version, officer)
                # the reserved codes stand in cases.matters.acts.reserved and its neighbours, which build on this module
                result = RESERVED_ACTS[code](press, dossier) if code in RESERVED else _act(press, dossier, code)
                seen = None if by_row else dossier.matter
            settle(press, seen=seen)
            return result
    except PeriodError as error:
        raise Invalid(str(error)) from error
    except IntegrityError as error:
        raise Conflict(JUST_NOW) from error
    except OperationalError as error:
        if not of_two_at_once(error):
            raise
        raise Conflict(JUST_NOW) from error


def take_up(press: Press, matter_id: UUID | str, code: str) -> Dossier:
    """The dossier of a matter that the officer may see, locked with what an act on it may reach. Raises NotFound.

    Locked in the order of the ids: the matters it follows (an act here may act there too, and who undoes there takes this one
    back), and where custody may move, the other matters of the case.
    """
    rows = Matter.objects.visible_to(press.who).filter(pk=matter_id).values_list("pk", "kind", "parent_id", "case_id")
    if not rows:
        raise NotFound(NOT_FOUND)
    own, kind, above, case = rows[0]
    keys, lacking = {own}, [name for name, key in (("parent", above), ("case", case)) if key is None]
    while above is not None:
        keys.add(above)
        above = Matter.objects.filter(pk=above).values_list("parent_id", flat=True)[0]
    if case is not None and _may_move_custody(workflow(kind), code):
        keys |= set(Matter.objects.filter(case=case, closed_at=None).values_list("pk", flat=True))
    keys |= set(of_case(case, _told_in_case(workflow(kind), code)))
    return press.opened(sorted(keys), detail=workflow(kind).detail, lacking=lacking if len(keys) == 1 else ())[own]


def _may_move_custody(table: Workflow, code: str) -> bool:
    if table.has_action(code):
        return table.action(code).moves_custody
    return code in (*TAKES_BACK, "amend") and any(row.moves_custody for row in table.actions)


def _told_in_case(table: Workflow, code: str) -> set[str]:
    """Kinds whose open matters in the same case the act may reach (``on_case``), by itself or by what it signs or takes back."""
    rows = [table.action(code)] if table.has_action(code) else table.actions if code in TAKES_BACK else ()
    return {kind for row in rows for kind, _ in row.on_case}


def _need_storable(given: Any) -> None:
    """No column takes NUL or half a character, which only a hand-made request holds. Raises Invalid."""
    if isinstance(given, Mapping | list | tuple):
        for one in given.values() if isinstance(given, Mapping) else given:
            _need_storable(one)
    elif isinstance(given, str) and ("\x00" in given or HALF.search(given)):
        raise Invalid("提交的内容中有不能保存的字符，请重新填写。")


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


# ------------------------------------------------------------------------------------------------ opening


def _open(press: Press, kind: str, code: str) -> Result:
    officer, now = press.who, press.now
    if kind not in WORKFLOWS or not workflow(kind).has_action(code):
        raise NotAllowed("没有这类事项。")
    row = workflow(kind).begun_by(officer.side).action(code).pressed_by(officer.side)
    office = opening_office(officer)
    if not row.opens_matter or row.linked or not any(actor.role in officer.roles and actor.side == officer.side for actor in row.by):
        raise NotAllowed(f"您没有办理“{row.label}”的权限。")
    form = bind(row, None, press.data, press.uploads, today=press.today, office=office, opener=officer)
    opened_on = form.cleaned_data.get("received_on") or press.today
    matter = new_matter(office, kind, row.target, began=officer.side, year=now.year, opened_on=opened_on)
    if officer.side == Side.POLICE:
        # whoever of an organ begins a matter goes on with it, as a prosecutor does with his
        matter.police_id, matter.police_handler = reach_of(officer).organs[0], officer
    matter.handler = officer if Role.PROSECUTOR in officer.roles else None
    save_new(matter, opener=officer, since=press.today)
    dossier = press.new(matter)
    act = Act(press, dossier, row, press.today, form)
    papers: list[Document] = []
    kept = files.keep(form.uploads(), matter=matter, officer=officer, shown=row.side)
    if row.issues:
        set_facts(act, effect=False)  # a paper names organ, case and persons: they must stand before it is written
        papers = draft(dossier, row, officer=officer, fields=form.kept(), now=now, kept=kept)
    result = carry_out(act, papers)
    hang([] if papers else kept, result.event)
    return result


def opening_office(officer: Officer) -> JointOffice:
    """The joint office an officer opens matters in: his own. Raises NotAllowed for one who belongs to none."""
    own = reach_of(officer).own_office
    if own is None:
        raise NotAllowed("您不属于任何办公室，不能登记事项。")
    return JointOffice.objects.select_related("procuratorate").get(pk=own)


# ------------------------------------------------------------------------------------------------ acting


def _act(press: Press, dossier: Dossier, code: str) -> Result:
    officer, now = press.who, press.now
    if not dossier.table.has_action(code):
        raise NotAllowed("没有这项办理。")
    row = dossier.table.action(code).pressed_by(officer.side)
    entering = officer.side != row.side
    day = entry_day(press, dossier.matter, entering=entering)
    offers.require(dossier, row, officer, press.mailed_on or day, mode=offers.ENTER if entering else offers.DO)
    if not entering and (open_draft := offers.drafted(dossier, row, officer)):
        raise Conflict(open_draft)
    # what came on paper is its scan: the paper's own file need not be given twice
    item = item_of(dossier, row, press.data, officer)
    form = bind(row, dossier.matter, press.data, press.uploads, today=day, drafted=entering, item=item)
    kept = files.keep(form.uploads(), matter=dossier.matter, officer=officer, shown=row.side)
    scans = files.keep(press.evidence, matter=dossier.matter, officer=officer, shown=Shown.BOTH) if entering else []
    papers: list[Document] = []
    act = Act(press, dossier, row, day, form, entered_for=entering, mailed_on=press.mailed_on, reason=press.reason, item=item)
    if row.by_row:
        result = take_effect_on_row(act)
        hang(kept, result.event)
        return result
    if row.issues:
        papers = draft(dossier, row, officer=officer, fields=form.kept(), now=now, kept=[*kept, *scans])
        if not entering and offers.needs_signature(dossier, row, officer):
            return _submitted(act, papers)
    result = carry_out(act, papers)
    hang(kept if not papers else [], result.event)
    if offers.sends_directly(dossier, row, officer):
        ring(press, dossier, result.event, legal_officers(papers[0].issuer_id), f"{officer.name}直接发出《{papers[0].name}》")
    if entering:
        hang(scans, result.event)
        _arrived(act, papers, result.event)
    return result


def _arrived(act: Act, papers: list[Document], event: Event) -> None:
    """A paper of the police that is entered lies before us: it was received on the day of the act, and clocks begin."""
    for paper in papers:
        if paper.addressee == Addressee.PROCURATORATE:
            documents.receive(paper, officer=act.officer, on=act.on, at=act.now, entered_for=True)
            begin_on_receipt(act.dossier, event, paper, act.on, act.press.moment_of(act.on))
            follow_receipt(act.press, act.dossier, paper, event, on=act.on)


def _submitted(act: Act, papers: list[Document]) -> Result:
    """Only a draft: the matter does not move (design 5)."""
    matter = act.matter
    event = add_event(
        act.dossier,
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
    act.press.touch(act.dossier)
    act.press.record(f"{act.row.code}.draft", matter, label=event.label, document=papers[0].pk, fields=papers[0].fields)
    return Result(matter, event, papers, drafted=True)
