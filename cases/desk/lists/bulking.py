"""批量办理: one act for several matters. Every line says beforehand what will happen, or why it is passed over.

Each line is then performed by itself, in its own transaction, through ``perform()``, which asks everything again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.desk.lists.forms import ReassignForm
from cases.desk.lists.receiving import matters_of
from cases.desk.lists.worklist import Row, chosen, colleagues, title_for
from cases.desk.page.duty import outcome
from cases.desk.page.page import bare_asks, turn_words
from cases.exceptions import ActionError, Invalid, NotFound
from cases.matters.acts import offers
from cases.matters.acts.chasing import CHASERS, NOT_OF_LAW, chase_barred, chase_refusal
from cases.matters.acts.engine import Result
from cases.matters.acts.performing import perform
from cases.matters.acts.reserved import REASSIGNS, may_reassign, takes
from cases.matters.dossier import Dossier, addressed_to, listed
from cases.matters.forms import NoForm
from cases.matters.seats import NO_SEAT, seats_in
from cases.matters.table.workflow import Action, tables
from cases.models import Document, Matter
from office.models import Officer
from office.sides import Side

MOST = 200
"""Lines of one press (件)."""
Uploads = Mapping[str, list[UploadedFile]]


@dataclass
class Line:
    """One matter (or one paper of it): what will happen, or why not; afterwards what came of it."""

    dossier: Dossier
    title: str
    happens: str = ""
    skip: str = ""
    paper: Document | None = None
    done: str = ""

    @property
    def matter(self) -> Matter:
        return self.dossier.matter


@dataclass
class Bulk:
    """One act as it may be done for several matters."""

    code: str
    label: str
    note: str
    lines: list[Line] = field(default_factory=list)

    @property
    def ready(self) -> list[Line]:
        """The lines that are not passed over."""
        return [line for line in self.lines if not line.skip]

    def form(self, officer: Officer, today: date, data: Any = None, files: Any = None) -> forms.Form | None:
        """What is filled in once for all; None where nothing is."""
        return None

    def perform(self, line: Line, *, officer: Officer, data: Mapping[str, Any], uploads: Uploads, now: datetime) -> Result:
        """Do one line. Raises as ``perform()`` does."""
        return perform(line.matter.pk, self.code, officer=officer, data=data, uploads=uploads, now=now)


class Receiving(Bulk):
    """签收: every paper that waits for this officer."""

    def perform(self, line: Line, *, officer: Officer, data: Mapping[str, Any], uploads: Uploads, now: datetime) -> Result:
        """Sign for the paper of one line."""
        assert line.paper is not None
        return perform(line.matter.pk, "receive", officer=officer, data={"document": line.paper.pk}, now=now)


class Reassigning(Bulk):
    """转办: to one colleague, with one reason."""

    def form(self, officer: Officer, today: date, data: Any = None, files: Any = None) -> forms.Form | None:
        """To whom, and why."""
        people = [(str(one.pk), f"{one.name}（{one.organisation.short_name}）") for one in colleagues(officer)]
        return ReassignForm(data, people=people)

    def perform(self, line: Line, *, officer: Officer, data: Mapping[str, Any], uploads: Uploads, now: datetime) -> Result:
        """Hand one matter on."""
        return perform(line.matter.pk, "reassign", officer=officer, data=data, reason=str(data.get("reason", "")), now=now)


@dataclass
class Tabled(Bulk):
    """An act of the tables that is marked ``bulk``: its own form, shown once for all."""

    def form(self, officer: Officer, today: date, data: Any = None, files: Any = None) -> forms.Form | None:
        """The act's form, fitted to the first matter it will be done for."""
        if not self.ready:
            return None
        first = self.ready[0].dossier
        form_class = first.table.action(self.code).form or NoForm
        return form_class(data, files, matter=first.matter, today=today)


# ------------------------------------------------------------------------------------------------ what is offered


def bulk_acts(officer: Officer, rows: Iterable[Row], today: date, *, papers: bool = False) -> list[tuple[str, str]]:
    """Code and label of each act that at least one of these rows may be ticked for. ``papers``: unsigned ones are listed too."""
    dossiers = [row.dossier for row in rows]
    found = []
    if papers or any(_waiting(one, officer) for one in dossiers):
        found.append(("receive", "签收"))
    if officer.roles & CHASERS[officer.side] and any(chase_barred(one.matter, officer) is None for one in dossiers):
        found.append(("chase", "催办"))
    if officer.roles & REASSIGNS and any(_skip_reassign(one, officer, "") == "" for one in dossiers):
        found.append(("reassign", "转办"))
    known: dict[str, str] = {}
    for one in dossiers:
        for row in (row.pressed_by(officer.side) for row in one.table.actions):
            if row.bulk and row.code not in known and _refusal(one, row, officer, today) is None:
                known[row.code] = offers.offer_of(one, row, officer, offers.DO).label
    return found + list(known.items())


def _waiting(dossier: Dossier, officer: Officer) -> list[Document]:
    """Papers in this matter that this officer may sign for."""
    addressee = addressed_to(officer, dossier.matter)
    return [paper for paper in dossier.unreceived(addressee) if officer.roles & takes(dossier, paper)] if addressee else []


def _refusal(dossier: Dossier, row: Action, officer: Officer, today: date) -> str | None:
    if not row.is_of(officer.side):
        return f"“{row.label}”由对方办理。"
    return offers.refusal(dossier, row, officer, today, mode=offers.DO) or offers.drafted(dossier, row, officer)


# ------------------------------------------------------------------------------------------------ the lines


def bulk_of(
    code: str, *, officer: Officer, ids: Sequence[str], papers: Sequence[str] = (), to: str = "", today: date
) -> Bulk:
    """The act with a line for every ticked row. ``ids``: matters; ``papers``: documents of 待签收; ``to``: 转办 to whom.

    Raises NotFound for an act that cannot be done for several, Invalid for nothing ticked, too much, or a broken address.
    """
    label = {"receive": "签收", "chase": "催办", "reassign": "转办"}.get(code) or _label(code, officer.side)
    wanted, documents = _keys(ids), _keys(papers)
    if not wanted and not documents:
        raise Invalid(f"请先在列表中勾选要{label}的事项。")
    if len(wanted) + len(documents) > MOST:
        raise Invalid(f"一次最多办理{MOST}件，现在选了{len(wanted) + len(documents)}件，请减少后再办。")
    of_papers = matters_of(officer, documents)
    dossiers: list[Dossier] = [*listed(officer, chosen(officer, [*wanted, *of_papers.values()]))]
    if not dossiers:
        raise Invalid("所选事项都不在您的可见范围内，请回到列表重新选择。")
    if code == "receive":
        return Receiving(code, label, "签收之日为收到之日，有期限的自此起算。", _to_receive(officer, dossiers, wanted, of_papers))
    if code == "chase":
        lines = [_line(one, officer, f"提醒{turn_words(one, officer.side)}：{bare_asks(one, officer.side)}") for one in dossiers]
        for line in lines:
            line.skip = chase_refusal(line.matter, officer, today) or ""
        return Bulk(code, label, f"{NOT_OF_LAW}；双方的经过里都记一笔，对方收到提醒。", lines)
    if code == "reassign":
        seats = seats_in([one.matter for one in dossiers] if to else [], today)
        lines = [
            _line(
                one, officer, f"现由{_handler(one, officer)}承办，转出",
                f"此人{NO_SEAT}" if to and not seats.admit(one.matter, to) else _skip_reassign(one, officer, to),
            )
            for one in dossiers
        ]  # fmt: skip
        return Reassigning(code, label, "", lines)
    return Tabled(code, label, "", _of_table(code, officer, dossiers, today))


def _keys(given: Iterable[str]) -> list[UUID]:
    try:
        return list(dict.fromkeys(UUID(str(key)) for key in given))
    except ValueError as error:
        raise Invalid("所选事项的标记不正确，请回到列表重新选择。") from error


def _label(code: str, side: str) -> str:
    for table in tables():
        if table.has_action(code) and table.action(code).bulk and table.action(code).is_of(side):
            row = table.action(code)
            return row.label_for(side)
    raise NotFound("没有这项批量办理。")


def _line(dossier: Dossier, officer: Officer, happens: str, skip: str = "", paper: Document | None = None) -> Line:
    return Line(dossier, title_for(officer, dossier.matter), happens, skip, paper)


def _to_receive(officer: Officer, dossiers: list[Dossier], wanted: list[UUID], papers: Mapping[UUID, UUID]) -> list[Line]:
    """One line for each receipt: of ticked matters all that wait, else the ticked papers; what is served together is one."""
    lines = []
    for one in dossiers:
        addressee = addressed_to(officer, one.matter)
        waiting = one.unreceived(addressee) if addressee else []
        if one.matter.pk not in wanted:
            ticked = {paper.bundle for paper in waiting if paper.pk in papers}
            waiting = [paper for paper in waiting if paper.bundle in ticked]
        if not waiting:
            lines.append(_line(one, officer, "", "没有待我方签收的文书"))
        bundles: dict[UUID, list[Document]] = {}
        for paper in waiting:
            bundles.setdefault(paper.bundle, []).append(paper)
        for together in bundles.values():
            names = "、".join(f"《{paper.name}》{paper.number}" for paper in together)
            lines.append(_line(one, officer, f"签收{names}", _skip_receipt(one, officer, together[0]), together[0]))
    return lines


def _skip_receipt(dossier: Dossier, officer: Officer, paper: Document) -> str:
    """Why this officer does not sign for a paper; empty when he does."""
    if officer.roles & takes(dossier, paper):
        return ""
    if paper.pk in dossier.late:
        return f"逾期{dossier.late[paper.pk]}日提出，由案件管理部门决定是否接收"
    return "文书由法制员签收，您没有这项权限" if officer.side == Side.POLICE else "您没有签收文书的权限"


def _handler(dossier: Dossier, officer: Officer) -> str:
    handler = dossier.matter.police_handler if officer.side == Side.POLICE else dossier.matter.handler
    return handler.name if handler else "无人"


def _skip_reassign(dossier: Dossier, officer: Officer, to: str) -> str:
    """Why a matter is not handed on; empty when it is."""
    matter = dossier.matter
    if matter.closed_at is not None:
        return "已经办结，无须转办"
    if not may_reassign(matter, officer):
        return "不在本办公室办理" if officer.roles & REASSIGNS else "转办由检察官、检察长或者法制员、公安机关负责人办理，您没有这项权限"
    handler = matter.handler_id if officer.side == Side.PROCURATORATE else matter.police_handler_id
    return "现由此人承办" if to and str(handler) == to else ""


def _of_table(code: str, officer: Officer, dossiers: list[Dossier], today: date) -> list[Line]:
    """Lines of an act of the tables. Rows of another form than the first one's are another matter's business."""
    lines: list[Line] = []
    form: Any = None
    for one in dossiers:
        if not one.table.has_action(code) or not one.table.action(code).bulk:
            lines.append(_line(one, officer, "", f"{one.table.label}没有这项批量办理，请打开事项办理"))
            continue
        row = one.table.action(code).pressed_by(officer.side)
        refused = _refusal(one, row, officer, today)
        form = form or (None if refused else row.form or NoForm)
        if refused is None and form is not (row.form or NoForm):
            refused = f"{one.table.label}的填写内容与前面的事项不同，请分开办理"
        decision = offers.decision_of(one, row) if refused is None and row.issues else None
        what = outcome(one, row, entering=False, decided_by=decision.label if decision else "") if refused is None else []
        lines.append(_line(one, officer, "；".join(what) or row.done or row.label, refused or ""))
    return lines


# ------------------------------------------------------------------------------------------------ doing it


def carry_out_all(
    bulk: Bulk, *, officer: Officer, data: Mapping[str, Any], uploads: Uploads | None = None, now: datetime
) -> tuple[int, int]:
    """Do every line that is not passed over, each by itself; returns how many were done and how many not (件)."""
    for line in bulk.ready:
        try:
            result = bulk.perform(line, officer=officer, data=data, uploads=uploads or {}, now=now)
        except ActionError as error:
            line.skip = str(error)
        else:
            line.done = _told(result, bulk.label)
    done = sum(bool(line.done) for line in bulk.lines)
    return done, len(bulk.lines) - done


def _told(result: Result, label: str) -> str:
    papers = "、".join(f"《{paper.name}》{paper.number}" for paper in result.documents)
    if result.drafted:
        return f"已拟稿，等待{'签发' if result.event.actor_side == Side.PROCURATORATE else '负责人批准'}：{papers}"
    late = f"，逾期{result.event.late_days}日" if result.event.late_days else ""
    return f"已{label}{late}{f'：{papers}' if papers else ''}"

