"""What the acts of 会商 write beyond their form fields: seats, questions, opinions, materials, dissents, and the line on the source matter."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pypdf
from django.db.models import Count, Max, Q

from cases.exceptions import Conflict
from cases.matters.acts.engine import ring
from cases.matters.clocks.refreshing import add_event
from cases.matters.papers import files
from cases.matters.seats import in_force
from cases.matters.table.workflow import SIGNS_HEAD
from cases.models import Attachment, Matter, Participant, SeatRole, Shown
from liaison.effects.advice_request import HANDLERS
from liaison.forms.consultation import lines_of
from liaison.models.consultation import (
    ConsultationDissent,
    ConsultationMaterial,
    ConsultationOpinion,
    ConsultationQuestion,
    MaterialState,
    Outcome,
)
from office.duty import answerable
from office.models import Officer
from office.selectors import head_of
from office.sides import OTHER, Role, Side

SIGNERS = {Side.PROCURATORATE: Role.PROSECUTOR, Side.POLICE: Role.LEGAL}
"""Who hosts for his side."""


# ------------------------------------------------------------------------------------------------ beginning


def prepared(act: Any) -> None:
    """拟写: the questions, and a host of one's own side, who may send it."""
    _ask(act)
    _own_host(act)


def applied(act: Any) -> None:
    """The application goes out: in the same press the other side gets a host, for without a seat nobody there would know of it."""
    _ask(act)
    _own_host(act)
    _seat_hosts(act, OTHER[act.matter.began_side])


def followed(act: Any) -> None:
    """Opened by a matter that turns into 会商: still the drafter's own; what was asked there is what is asked here."""
    matter, source = act.matter, act.cause.matter
    asked = getattr(source, "advice_request", None)
    _write_questions(act, lines_of(asked.question) if asked is not None else [])
    matter.title = matter.public_title = f"{source.title.removesuffix('的咨询')}会商"[:120]
    matter.handler = matter.police_handler = None
    _own_host(act)


def _ask(act: Any) -> None:
    act.matter.consultation_questions.all().delete()
    _write_questions(act, lines_of(act.data["questions"]))


def _write_questions(act: Any, asked: list[str]) -> None:
    ConsultationQuestion.objects.bulk_create(
        ConsultationQuestion(office_id=act.matter.office_id, matter=act.matter, no=no, question=words) for no, words in enumerate(asked, 1)
    )


def _own_host(act: Any) -> None:
    """Whoever begins it hosts for his side where he may sign for it; else those who may."""
    side = act.matter.began_side
    if act.officer.side == side and SIGNERS[Side(side)] in act.officer.roles:
        seat(act, act.officer, SeatRole.HOST)
        _handle(act, act.officer)
        return
    if act.officer.side == side and not _hosts(act, side).exclude(officer=act.officer).exists():
        # who drafts it takes part as recorder: he cannot send it
        seat(act, act.officer, SeatRole.RECORDER)
        _seat_hosts(act, side)


def _seat_hosts(act: Any, side: str) -> None:
    """A host for a side: who handles the source matter, else who is on duty, else all who may be; the first to agree stays (``accepted``)."""
    if _hosts(act, side).exists():
        return
    people = _handling(act.matter, side) or _on_duty(act, side) or list(_able(act.matter, side))
    for one in people:
        seat(act, one, SeatRole.HOST)
    if len(people) == 1:
        _handle(act, people[0])


def _able(matter: Matter, side: str) -> Any:
    """Whoever of a side may host."""
    rows = Officer.objects.filter(is_active=True, grants__role=SIGNERS[Side(side)]).distinct().order_by("name", "pk")
    if side == Side.PROCURATORATE:
        return rows.filter(organisation=matter.office.procuratorate_id)
    return rows.filter(Q(organisation=matter.police_id) | Q(organisation__path__contains=f"/{matter.police_id}/"))


def _handling(matter: Matter, side: str) -> list[Officer]:
    source = matter.parent
    found = getattr(source, HANDLERS[Side(side)][0], None) if source is not None else None
    return [found] if found is not None and found.is_active and SIGNERS[Side(side)] in found.roles else []


def _on_duty(act: Any, side: str) -> list[Officer]:
    matter = act.matter
    standing = answerable(matter.office_id, side, act.now, matter.police_id)
    return list(_able(matter, side).filter(pk__in=standing.people)) if standing.people else []


def _hosts(act: Any, side: str) -> Any:
    return in_force(act.press.today).filter(matter=act.matter, side=side, role=SeatRole.HOST)


def seat(act: Any, officer: Officer, role: str) -> None:
    """A seat for one officer, without an end; or the part he plays from now on."""
    held = Participant.objects.filter(matter=act.matter, officer=officer, until=None).first()
    if held is None:
        held = Participant(office_id=act.matter.office_id, matter=act.matter, officer=officer, side=officer.side, since=act.press.today)
    held.role = role
    held.save()


def _handle(act: Any, officer: Officer) -> None:
    setattr(act.matter, HANDLERS[Side(officer.side)][0], officer)


# ------------------------------------------------------------------------------------------------ seats


def accepted(act: Any) -> None:
    """Who agrees hosts for his side; those who were given a host's seat so that somebody would answer give it up."""
    seat(act, act.officer, SeatRole.HOST)
    _hosts(act, act.officer.side).filter(officer__isnull=False).exclude(officer=act.officer).update(until=act.press.today)
    _handle(act, act.officer)
    _count_guests(act)


def invited(act: Any) -> None:
    """A seat, or another part; whose it is, is told so."""
    seat(act, act.data["who"], act.data["role"])
    _count_guests(act)
    ring(act.press, act.dossier, act.event, [act.data["who"]])


def uninvited(act: Any) -> None:
    """The seat ends today: from this moment on he sees nothing of it."""
    in_force(act.press.today).filter(matter=act.matter, officer=act.data["who"]).update(until=act.press.today)
    _count_guests(act)


def _count_guests(act: Any) -> None:
    """Whether either side has somebody who may be uninvited."""
    seats = in_force(act.press.today).filter(matter=act.matter, officer__isnull=False).exclude(role=SeatRole.HOST)
    counts = dict(seats.values_list("side").annotate(Count("id")).order_by())
    act.detail.procuratorate_guests, act.detail.police_guests = (bool(counts.get(str(side.value))) for side in (Side.PROCURATORATE, Side.POLICE))


def circulated(act: Any) -> None:
    """Where the heads sign, it comes to them now: who had no seat gets one, and is told."""
    if act.dossier.settings["consult_signed_by"] != SIGNS_HEAD:
        return
    matter, today = act.matter, act.press.today
    seated = set(in_force(today).filter(matter=matter).values_list("officer", flat=True))
    heads = [one for one in (head_of(of, today) for of in (matter.office.procuratorate, matter.police)) if one is not None and one.pk not in seated]
    for one in heads:
        seat(act, one, SeatRole.INVITED)
    ring(act.press, act.dossier, act.event, heads)


# ------------------------------------------------------------------------------------------------ questions, materials


def question_added(act: Any) -> None:
    """One more question, behind the others."""
    last = act.matter.consultation_questions.aggregate(last=Max("no"))["last"] or 0
    ConsultationQuestion.objects.create(office_id=act.matter.office_id, matter=act.matter, no=last + 1, question=act.data["question"])


def pushed(act: Any) -> None:
    """Each file of the press becomes a material."""
    matter = act.matter
    last = matter.consultation_materials.aggregate(last=Max("no"))["last"] or 0
    kept = Attachment.objects.filter(matter=matter, event=None, document=None, uploaded_by=act.officer).order_by("uploaded_at", "id")
    for no, file in enumerate(kept, last + 1):
        ConsultationMaterial(
            office_id=matter.office_id, matter=matter, no=no, attachment=file, side=act.officer.side, name=file.name, sha256=file.sha256,
            pages=_pages(file) or act.data.get("pages"), note=act.data.get("note", ""),
        ).save()  # fmt: skip


def _pages(file: Attachment) -> int | None:
    """How many pages a PDF has; None for what is none, or cannot be read."""
    if file.content_type != "application/pdf":
        return None
    try:
        return len(pypdf.PdfReader(io.BytesIO(files.path_of(file).read_bytes())).pages) or None
    except (pypdf.errors.PyPdfError, pypdf.errors.DependencyError):  # broken, or locked by a cipher that is not at hand
        return None


def material_withdrawn(act: Any) -> None:
    """Nobody has signed for it: it is its own side's again."""
    act.item.status, act.item.instead = MaterialState.WITHDRAWN, act.data["reasons"][:200]
    act.item.save()


def material_void(act: Any) -> None:
    """It stays with who has it, and says so."""
    act.item.status, act.item.instead = MaterialState.VOID, act.data["instead"]
    act.item.save()


# ------------------------------------------------------------------------------------------------ opinions


def opined(act: Any) -> None:
    """An opinion of one's own side; the same person's earlier one gives way to it as long as nobody across has read that."""
    matter, officer = act.matter, act.officer
    rows = ConsultationOpinion.objects.filter(matter=matter, side=officer.side)
    own = rows.filter(author=officer, issued=False).first()
    if own is None:
        late = act.detail.exchanged
        several = matter.consultation_opinions.all() if late else rows.filter(issued=False)
        last = several.aggregate(last=Max("no"))["last"] or 0
        own = ConsultationOpinion(office_id=matter.office_id, matter=matter, no=last + 1, side=officer.side, author=officer, issued=late, late=late)
    own.signed = officer.organisation.name if act.data["in_name_of"] == "unit" else officer.name
    own.text, own.submitted_at = act.data["text"], act.now
    own.digest = _digest(own.signed, own.text)
    own.save()


def exchanged(act: Any) -> None:
    """The second host's press: the opinions of both sides are opened in this one act."""
    act.detail.exchanged, act.detail.exchanged_at = True, act.now
    rows = list(act.matter.consultation_opinions.order_by("submitted_at", "pk"))
    for place in (len(rows), 0):  # numbered anew across both sides, without one number standing twice meanwhile
        for no, one in enumerate(rows, 1):
            one.no, one.issued = place + no, True
            one.save()


def _digest(signed: str, text: str) -> str:
    """SHA-256 of who says what."""
    return hashlib.sha256(f"{signed}\n{text}".encode()).hexdigest()


# ------------------------------------------------------------------------------------------------ conclusions


def concluded(act: Any) -> None:
    """One question's conclusion, and what the whole comes to once none is open."""
    item = act.item
    for name in act.form.written:
        setattr(item, name, act.data[name])
    item.concluded_on = act.on
    item.save()
    outcomes = {row.outcome for row in act.matter.consultation_questions.all()}
    act.detail.outcome = "" if "" in outcomes else outcomes.pop() if len(outcomes) == 1 else Outcome.PARTLY


def dissented(act: Any) -> None:
    """The officer's own dissent on a question, for both sides; written again, his new words stand in place of his old ones."""
    _dissent(act, own_only=False)


def dissented_within(act: Any) -> None:
    """The same, for his own side alone."""
    _dissent(act, own_only=True)


def _dissent(act: Any, *, own_only: bool) -> None:
    matter, officer = act.matter, act.officer
    own = ConsultationDissent.objects.filter(question=act.item, author=officer, own_only=own_only).first()
    if own is None:
        rows = ConsultationDissent.objects.filter(matter=matter, own_only=own_only, **({"side": officer.side} if own_only else {}))
        last = rows.aggregate(last=Max("no"))["last"] or (50 if own_only else 0)
        own = ConsultationDissent(
            office_id=matter.office_id, matter=matter, no=last + 1, question=act.item, on_question=act.item.no, side=officer.side, author=officer,
            own_only=own_only,
        )  # fmt: skip
    elif matter.state == "signing" and not own_only:
        raise Conflict("会商纪要已载明您这份保留意见的校验值，请先收回纪要，再修改。")
    own.signed, own.text, own.submitted_at = officer.name, act.data["text"], act.now
    own.digest = _digest(own.signed, own.text)
    own.save()


def to_meeting(act: Any) -> None:
    """Once both hosts agree, the agenda of the next 联席会议 may take it up."""
    detail = act.detail
    detail.to_meeting = detail.procuratorate_meeting and detail.police_meeting


def closed(act: Any) -> None:
    """Signed by both: the source matter says that it was talked over; nothing of what was said, nor who was there."""
    matter = act.matter
    if matter.parent_id is None:
        return
    source = act.press.opened([matter.parent_id])[matter.parent_id]
    parent = source.matter
    add_event(
        source, action="note", label=f"经会商（{matter.number}）", now=act.now, on=act.press.today,
        shown=Shown.BOTH if parent.seen_by_both else parent.began_side, from_state=parent.state, to_state=parent.state,
    )  # fmt: skip
    act.press.touch(source, bumps=False)


