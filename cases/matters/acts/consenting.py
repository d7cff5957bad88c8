"""改签, 会签, 加签, 抄送: reserved codes about who decides a draft, who is asked before, and who shall know.

None of them moves the matter; all stand on the timeline of one's own side and in the trail. Nobody is asked about what he
wrote himself, and nothing is passed to its writer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NoReturn
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import seats
from cases.matters.acts import offers
from cases.matters.acts.engine import Result, reserves, ring
from cases.matters.acts.press import Press
from cases.matters.acts.reserved import may_change
from cases.matters.clocks.refreshing import add_event
from cases.matters.dossier import Dossier, stands_at
from cases.matters.papers import documents
from cases.matters.telling import consents
from cases.models import Asked, Consent, Document, Matter, Paper
from office.models import Officer
from office.sides import BUSINESS_ROLES

Scans = list[UploadedFile]


# ------------------------------------------------------------------------------------------------ 改签


@reserves("pass_on")
def pass_on(press: Press, dossier: Dossier) -> Result:
    """Pass the decision to another who may decide, or upward, with a reason. ``data["to"]``: the officer's id.

    From then on the draft awaits him alone; a head may take it back, or pass it on again, in the same way.
    """
    officer, data, reason = press.who, press.data, press.reason
    paper, today = _draft(press, dossier, '改签'), press.today
    refused = offers.may_pass_on(dossier, paper, officer, today)
    if refused:
        raise NotAllowed(refused)
    _need_reason(reason)
    heir = _person(officer, data.get("to"), today, himself=paper.decider_id not in (None, officer.pk))
    if heir is None or (paper.decider_id or officer.pk) == heir.pk:
        _invalid("to", "请选择改签给谁。")
    seats.need_seats(dossier.matter, [heir], today, field="to")
    unable = offers.may_take(dossier, paper, heir, today)
    if unable:
        _invalid("to", unable)
    authority = offers.authority(dossier, paper, officer, today)
    for part in dossier.bundle_of(paper):
        part.decider = heir
        part.save(update_fields=["decider"])
    back = heir.pk == officer.pk
    text = f"收回由{heir.name}决定" if back else f"由{officer.name}改签{heir.name}决定"
    return _told(press, dossier, paper, "pass_on", "改签", text, reason, authority=authority, rings=[heir], to=heir.pk)


# ------------------------------------------------------------------------------------------------ 会签, 加签


def may_ask(dossier: Dossier, paper: Document, officer: Officer, today: date) -> bool:
    """会签 is asked for by the drafter or by the one who decides; of a draft the sweep made, by who would hand it in."""
    if offers.wrote(paper, officer.pk) or (paper.drafted_by_id is None and may_change(dossier.matter, paper, officer)):
        return True
    return offers.may_sign(dossier, paper, officer, today) is None


@reserves("ask_consent")
def ask_consent(press: Press, dossier: Dossier) -> Result:
    """请会签: named officers of one's own side are asked for their view of a draft. ``data["people"]``; ``reason``: what for."""
    matter, officer, data, now, reason = dossier.matter, press.who, press.data, press.now, press.reason
    paper, today = _draft(press, dossier, '会签'), press.today
    if not may_ask(dossier, paper, officer, today):
        raise NotAllowed("会签由拟稿人或者决定人提出，您没有这项权限。")
    people = _people(officer, data, today)
    for one in people:
        _need_stranger(paper, one)
    _ask(matter, paper, officer, people, Asked.CONSENT, now, reason)
    text = _names(people)
    authority = offers.authority(dossier, paper, officer, today) if not offers.wrote(paper, officer.pk) else ""
    return _told(
        press, dossier, paper, "ask_consent", "请会签", text, reason, authority=authority, rings=people, people=_keys(people)
    )


@reserves("ask_signer")
def ask_signer(press: Press, dossier: Dossier) -> Result:
    """加签: the one who decides puts one more approver before himself. ``data["to"]``; a refusal returns the draft."""
    matter, officer, data, now, reason = dossier.matter, press.who, press.data, press.now, press.reason
    paper, today = _draft(press, dossier, '加签'), press.today
    refused = offers.may_sign(dossier, paper, officer, today)
    if refused:
        raise NotAllowed(refused)
    one = _person(officer, data.get("to"), today)
    if one is None:
        _invalid("to", "请选择加签给谁。")
    _need_stranger(paper, one, "to")
    _ask(matter, paper, officer, [one], Asked.SIGNER, now, reason)
    authority = offers.authority(dossier, paper, officer, today)
    text = f"先请{one.name}审核"
    return _told(press, dossier, paper, "ask_signer", "加签", text, reason, authority=authority, rings=[one], to=one.pk)


@reserves("answer_consent")
def answer_consent(press: Press, dossier: Dossier) -> Result:
    """同意 or 不同意 (with a reason). ``data["verdict"]``. A 加签 that refuses returns the draft."""
    officer, data, now, reason = press.who, press.data, press.now, press.reason
    paper = _draft(press, dossier, "答复")
    row = consents.question_of(officer, paper)
    if row is None:
        raise NotAllowed(f"《{paper.name}》没有请您会签、加签，或者已经答复、撤回。")
    if offers.wrote(paper, officer.pk):
        raise NotAllowed("您改过这份稿，不能就本稿表示意见，请提出的人撤回。")
    verdict = str(data.get("verdict", ""))
    if verdict not in (Consent.AGREE, Consent.DISAGREE):
        _invalid("verdict", "请选择同意或者不同意。")
    if verdict == Consent.DISAGREE:
        _need_reason(reason)
    row.answer, row.reason, row.answered_at, row.read_at = verdict, reason.strip()[:400], now, now
    row.save(update_fields=["answer", "reason", "answered_at", "read_at"])
    kind = Asked(row.kind).label
    words = f"{kind}{row.get_answer_display()}"
    if row.kind == Asked.SIGNER and verdict == Consent.DISAGREE:
        documents.close(dossier.bundle_of(paper), Paper.RETURNED, f"加签人{officer.name}不同意：{row.reason}")
        words += "，退回修改"
    told = [row.asked_by, *([paper.drafted_by] if paper.status == Paper.RETURNED else [])]
    return _told(press, dossier, paper, "answer_consent", words, "", reason, rings=told, verdict=verdict, kind=row.kind)


@reserves("recall_consent")
def recall_consent(press: Press, dossier: Dossier) -> Result:
    """Take a question back, with a reason: by who asked, or by the one who decides. ``data["consent"]``: the question's id."""
    officer, data, now, reason = press.who, press.data, press.now, press.reason
    paper = _draft(press, dossier, "撤回会签")
    row = next((one for one in consents.open_questions(paper) if str(one.pk) == str(data.get("consent", ""))), None)
    if row is None:
        raise Conflict("这一项会签已经答复或者撤回，请刷新后再看。")
    if row.asked_by_id != officer.pk and offers.may_sign(dossier, paper, officer, now.date()) is not None:
        raise NotAllowed("会签、加签由提出的人或者决定人撤回，您没有这项权限。")
    _need_reason(reason)
    row.withdrawn_at, row.withdrawn_reason = now, reason.strip()[:400]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    label = f"撤回{Asked(row.kind).label}"
    text = row.officer.name
    return _told(press, dossier, paper, "recall_consent", label, text, reason, rings=[row.officer], of=row.officer_id)


# ------------------------------------------------------------------------------------------------ 抄送


def may_copy(matter: Matter, officer: Officer) -> bool:
    """抄送 is for whoever handles matters where this one lies."""
    return bool(stands_at(officer, matter)) and bool(officer.roles & BUSINESS_ROLES)


@reserves("copy_to")
def copy_to(press: Press, dossier: Dossier) -> Result:
    """抄送: officers of one's own side who shall know of a paper, or without ``data["document"]`` of the matter."""
    matter, officer, data, now, reason = dossier.matter, press.who, press.data, press.now, press.reason
    if not may_copy(matter, officer):
        raise NotAllowed("您只能查看这个事项，不能抄送。")
    paper = consents.paper_of(officer, matter, data["document"]) if data.get("document") else None
    if paper is not None and paper.status == Paper.DISCARDED:
        raise Conflict(f"《{paper.name}》已作废，不能抄送。")
    people = _people(officer, data, now.date())
    known = Consent.objects.filter(matter=matter, document=paper, kind=Asked.COPY, withdrawn_at=None, officer__in=people)
    again = [row.officer.name for row in known.select_related("officer")]
    if again:
        _invalid("people", f"已经抄送{'、'.join(again)}，不必再抄送。")
    _ask(matter, paper, officer, people, Asked.COPY, now, reason)
    text = f"{'' if paper else '本事项：'}{_names(people)}"
    return _told(press, dossier, paper, "copy_to", "抄送", text, reason, rings=people, people=_keys(people))


# ------------------------------------------------------------------------------------------------ parts


def _draft(press: Press, dossier: Dossier, what: str) -> Document:
    """The draft meant. Raises Invalid for none, Conflict for one that does not wait for a decision."""
    seen = consents.paper_of(press.who, dossier.matter, press.data.get("document"))
    paper = next(row for row in dossier.documents if row.pk == seen.pk)
    if paper.status != Paper.DRAFT or not paper.leads:
        raise Conflict(f"《{paper.name}》{Paper(paper.status).label}，不能{what}。")
    return paper


def _invalid(field: str, sentence: str) -> NoReturn:
    raise Invalid(sentence, {field: [sentence]})


def _need_reason(reason: str) -> None:
    if not reason.strip():
        _invalid("reason", "请写明理由。")


def _person(officer: Officer, key: Any, today: date, *, himself: bool = False) -> Officer | None:
    """A colleague by id; ``himself``: the officer too."""
    able = [*consents.colleagues(officer, today), *([officer] if himself else [])]
    return next((one for one in able if str(one.pk) == str(key)), None)


def _people(officer: Officer, data: Mapping[str, Any], today: date) -> list[Officer]:
    given = data.get("people") or []
    keys = {str(key) for key in (given if isinstance(given, list | tuple) else [given])}
    found = [one for one in consents.colleagues(officer, today) if str(one.pk) in keys]
    if not found or len(found) != len(keys):
        _invalid("people", "请选择本单位在岗的人员。")
    return found


def _need_stranger(paper: Document, one: Officer, field: str = "people") -> None:
    if offers.wrote(paper, one.pk):
        _invalid(field, f"{one.name}是本稿的拟稿人，不必会签、加签。")


def _ask(
    matter: Matter, paper: Document | None, officer: Officer, people: list[Officer], kind: Asked, now: datetime, note: str
) -> None:
    seats.need_seats(matter, people, now.date(), field="to" if kind == Asked.SIGNER else "people")
    if paper is not None and kind != Asked.COPY:
        again = [row.officer.name for row in consents.open_questions(paper) if row.kind == kind and row.officer in people]
        if again:
            raise Conflict(f"已请{'、'.join(again)}{kind.label}，尚未答复。")
    Consent.objects.bulk_create(
        Consent(
            office_id=matter.office_id, matter=matter, document=paper, kind=kind, side=officer.side, officer=one,
            asked_by=officer, asked_at=now, note=note.strip()[:400],
        )
        for one in people
    )  # fmt: skip


def _names(people: list[Officer]) -> str:
    return "、".join(one.name for one in people)


def _keys(people: list[Officer]) -> list[UUID]:
    return [one.pk for one in people]


def _told(
    press: Press, dossier: Dossier, paper: Document | None, code: str, label: str, text: str, reason: str,
    *, rings: Iterable[Officer | None], authority: str = "", **facts: Any,
) -> Result:  # fmt: skip
    """One line on the timeline of the own side, and in the trail; whom it is for hears of it."""
    matter = dossier.matter
    event = add_event(
        dossier,
        action=code,
        label=label,
        text=text,
        now=press.now,
        officer=press.officer,
        on=press.today,
        reason=reason.strip()[:400],
        authority=authority,
        shown=press.who.side,
        document=paper,
        from_state=matter.state,
        to_state=matter.state,
    )
    press.touch(dossier)
    ring(press, dossier, event, rings)
    if authority:
        facts["authority"] = authority
    press.record(code, matter, label=label, document=paper.pk if paper else None, reason=event.reason, **facts)
    return Result(matter, event, [paper] if paper else [])
