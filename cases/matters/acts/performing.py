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

from cases.exceptions import Conflict, Invalid, NotAllowed
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
    save_new,
    set_facts,
)
from cases.matters.acts.following import carry_out, follow_receipt
from cases.matters.clocks.refreshing import add_event, refresh
from cases.matters.dossier import Dossier, locked_matter
from cases.matters.papers import documents, files
from cases.matters.table.workflow import RESERVED, WORKFLOWS, workflow
from cases.matters.telling.noticing import note_seen
from cases.models import Addressee, Document, Event, Matter, Shown
from office import audit
from office.exceptions import JUST_NOW, of_two_at_once
from office.models import JointOffice, Officer
from office.periods import PeriodError
from office.scoping import reach_of
from office.sides import Side

LONGEST_REASON = 400
"""Characters (字) of a reason: the width of its columns."""
HALF = re.compile("[\ud800-\udfff]")
"""Halves of a character, as \\ud800 of JSON is."""
Uploads = Iterable[UploadedFile]


def perform(
    matter_id: UUID | str | None,
    code: str,
    *,
    officer: Officer,
    data: Mapping[str, Any] | None = None,
    uploads: Mapping[str, list[UploadedFile]] | None = None,
    now: datetime,
    on: date | None = None,
    mailed_on: date | None = None,
    evidence: Uploads = (),
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
    try:
        with transaction.atomic():
            if on is not None and on != now.date() and (matter_id is None or (code in RESERVED and code != "receive")):
                raise Invalid("办理日期只能是今天；对方以纸质方式办理的，请用“线下登记”。")
            if matter_id is None:
                return _open(kind or "", code, officer=officer, data=data or {}, uploads=uploads or {}, now=now)
            matter = locked_matter(officer, matter_id)
            _check_version(matter, version, officer)
            if code in RESERVED:
                # they stand in cases.matters.reserved, which builds on this module
                act = RESERVED_ACTS[code]
                result = act(matter, officer=officer, data=data or {}, now=now, on=on, evidence=list(evidence), reason=reason)
            else:
                result = _act(
                    matter,
                    code,
                    officer=officer,
                    data=data or {},
                    uploads=uploads or {},
                    now=now,
                    on=on,
                    mailed_on=mailed_on,
                    evidence=list(evidence),
                    reason=reason,
                )
            # whoever acts on a matter has seen what happened in it, from whichever page he did it
            note_seen(matter, officer=officer, now=now)
            return result
    except PeriodError as error:
        raise Invalid(str(error)) from error
    except IntegrityError as error:
        raise Conflict(JUST_NOW) from error
    except OperationalError as error:
        if not of_two_at_once(error):
            raise
        raise Conflict(JUST_NOW) from error


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


def _open(
    kind: str, code: str, *, officer: Officer, data: Mapping[str, Any], uploads: Mapping[str, Any], now: datetime
) -> Result:
    if kind not in WORKFLOWS or not workflow(kind).has_action(code):
        raise NotAllowed("没有这类事项。")
    table = workflow(kind)
    row = table.action(code)
    office = opening_office(officer)
    if not row.opens_matter or row.linked or not any(actor.role in officer.roles and actor.side == officer.side for actor in row.by):
        raise NotAllowed(f"您没有办理“{row.label}”的权限。")
    form = bind(row, None, data, uploads, today=now.date(), office=office)
    matter = new_matter(office, kind, row.target, year=now.year, opened_on=form.cleaned_data.get("received_on") or now.date())
    matter.handler = officer if "prosecutor" in officer.roles else None
    save_new(matter)
    act = Act(matter, row, officer, now, now.date(), form)
    papers: list[Document] = []
    kept = files.keep(form.uploads(), matter=matter, officer=officer, shown=row.side)
    if row.issues:
        set_facts(act, effect=False)  # a paper names organ, case and persons: they must stand before it is written
        papers = draft(Dossier(matter), row, officer=officer, fields=form.kept(), now=now, kept=kept)
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


def _act(
    matter: Matter,
    code: str,
    *,
    officer: Officer,
    data: Mapping[str, Any],
    uploads: Mapping[str, Any],
    now: datetime,
    on: date | None,
    mailed_on: date | None,
    evidence: list[UploadedFile],
    reason: str,
) -> Result:
    dossier = Dossier(matter)
    if not dossier.table.has_action(code):
        raise NotAllowed("没有这项办理。")
    row = dossier.table.action(code)
    entering = officer.side != row.side
    day = entry_day(matter, on, now=now, entering=entering, evidence=evidence, reason=reason, mailed_on=mailed_on)
    offers.require(dossier, row, officer, mailed_on or day, mode=offers.ENTER if entering else offers.DO)
    if not entering and (open_draft := offers.drafted(dossier, row)):
        raise Conflict(open_draft)
    # what came on paper is its scan: the paper's own file need not be given twice
    item = item_of(dossier, row, data)
    form = bind(row, matter, data, uploads, today=day, drafted=entering, item=item)
    kept = files.keep(form.uploads(), matter=matter, officer=officer, shown=row.side)
    scans = files.keep(evidence, matter=matter, officer=officer, shown=Shown.BOTH) if entering else []
    papers: list[Document] = []
    act = Act(matter, row, officer, now, day, form, entered_for=entering, mailed_on=mailed_on, reason=reason, item=item)
    if row.issues:
        papers = draft(dossier, row, officer=officer, fields=form.kept(), now=now, kept=[*kept, *scans])
        if not entering and offers.needs_signature(dossier, row, officer):
            return _submitted(act, papers)
    result = carry_out(act, papers)
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
            follow_receipt(act.matter, paper, event, officer=act.officer, now=act.now, on=act.on)
    refresh(act.matter)


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
