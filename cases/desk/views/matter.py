"""事项: its page, 更正, 撤销上一步, 转办, 附言. One view for both portals; the side decides what it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.desk.lists.steps import draft_step
from cases.desk.page import beside, duty, entry, hints, items, materials, page, participants, timeline
from cases.desk.page.forms import AmendForm, NoteForm, PaperActForm, ReassignForm
from cases.desk.page.reading import opened, unread
from cases.desk.page.rehearsing import rehearse_amend
from cases.desk.papers.paper_page import late_words
from cases.desk.papers.papering import copy_offer, paper_offers
from cases.desk.signing import rounds
from cases.desk.views.acts import put_errors, version_of
from cases.desk.views.buttons import Button, beside_drafts, button, for_row, in_order, together
from cases.exceptions import ActionError, Conflict, Invalid, NotAllowed
from cases.matters import allowed_actions, perform
from cases.matters.acts.amending import may_amend
from cases.matters.acts.chasing import chase_barred
from cases.matters.acts.consenting import may_copy
from cases.matters.acts.offers import DO, ENTER, refusal
from cases.matters.acts.reserved import HANDLES, may_reassign, signers, step_to_undo
from cases.matters.dossier import Opened, addressed_to, dossier, is_own, stands_at
from cases.matters.table.workflow import BOTH, SAME
from office import clock
from office.middleware import OfficeRequest
from office.sides import OTHER, Role, Side

if TYPE_CHECKING:
    from office.models import Officer


@require_safe
def matter(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """The page of one matter: where it stands, what may be done, what happened, how each date was counted."""
    officer, today = request.user, clock.today()
    found = dossier(officer, pk, unread=unread(officer), **page.people())
    offers = allowed_actions(found, officer, today)
    only = request.GET.get("only", "")
    only = only if only in timeline.FILTERS else ""
    waiting = [
        {
            "paper": paper,
            "acts": (acts := [one for one in paper_offers(found, paper, officer, today) if one.code in ("receive", "refuse")]),
            "waits": "" if acts else _waits(found, paper, officer),
            "duty": duty.sentence(paper.type, None),
            "late": late_words(found, paper),
        }
        for paper in _unsigned(found, officer)
    ]
    panels = items.panels(found, officer)
    for panel in panels:
        for item in panel.items:
            taking = [offer for offer in offers if offer.action.item == panel.accessor and items.takes(offer.action, item)]
            item.buttons = for_row(item.row, [button(request, found, offer) for offer in taking if offer.mode == DO])
            item.entries = [button(request, found, offer) for offer in taking if offer.mode == ENTER]
            item.choices = _choices(item)
    # an act that takes a row stands beside the row; one that takes any of them stands nowhere else
    offers = [offer for offer in offers if not offer.action.item]
    buttons = together(for_row(found.detail, [button(request, found, offer) for offer in in_order(found, offers)]))
    if officer.side == Side.PROCURATORATE:
        buttons = beside_drafts(buttons)
    # what is owed row by row is done there first
    row_by_row = next((panel.accessor for panel in panels if any(item.buttons and not item.settled for item in panel.items)), "")
    if row_by_row and officer.side == Side.POLICE:
        buttons = [replace(one, primary=False) for one in buttons]
    duties, buttons = _duties(found, officer, today, buttons)
    people = page.people_of(found, today)
    shown = page.matter_page(found, officer, today, people)
    linked = items.linked(found, officer, today)
    handed = materials.materials(found, officer, today)
    if benches := participants.benches(found, today):
        shown.seen_by = participants.SEEN_BY
    steps = {paper.pk: draft_step(paper, officer) for paper in found.drafts if is_own(paper, officer)}
    context = {
        "matter": found.matter,
        "page": shown,
        "drafts": [(view, steps[view.id]) for view in shown.drafts if view.id in steps],
        "rounds": rounds.going_round(found, officer, today),
        "buttons": buttons,
        "idle": "" if buttons or duties else _idle(found, officer, today),
        "entries": [button(request, found, offer) for offer in offers if offer.mode == ENTER],
        "waiting": waiting,
        "panels": panels,
        "materials": handed,
        "benches": benches,
        "untaken": any(one.mine for one in handed),
        "linked": linked,
        "hints": hints.of_matter(found, officer, linked, people, today),
        "references": beside.of_matter(found, officer, [item.row for panel in panels for item in panel.items], today),
        "duties": duties,
        "row_by_row": row_by_row,
        "lines": timeline.timeline(found, officer, today, only=only),
        "filters": timeline.FILTERS,
        "only": only,
        "closed": found.state.closed,
        "doors": [(label, request.portal.url(name, pk)) for label, name in getattr(found.detail, "doors", ())],
        "case_address": _case_address(request, found),
        "may": _may(found, request, today),
    }
    with opened(found.matter, officer=officer, what="事项", now=clock.now()):
        return render(request, "matters/matter.html", context)


def _choices(item: items.Item) -> list[tuple[str, str]]:
    """What may be chosen at once beside a row whose next act offers it: label and address of the form with the choice filled in."""
    next_act = getattr(item.row, "next_act", "")
    pressed = next((one for one in item.buttons if one.code == next_act and one.code in item.row.quick), None)
    if pressed is None:
        return []
    name, column = item.row.quick[pressed.code]
    return [(label, f"{pressed.address}?item={item.no}&{name}={code}") for code, label in item.row._meta.get_field(column).choices]


@require_POST
def files(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """签收材料: the ticked ones of what the other side handed over."""
    try:
        perform(pk, "take_files", officer=request.user, data={"files": request.POST.getlist("files")}, now=clock.now())
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已签收勾选的材料。")
    return redirect(f"{request.portal.url('matter', pk)}#materials")


def _idle(found: Opened, officer: Officer, today: date) -> str:
    """Why a prosecutor is offered nothing on an open matter: whose move it is, or what keeps him from it; else empty."""
    turn = found.matter.turn
    if officer.side == Side.POLICE or found.state.closed:
        return ""
    if turn not in (Side.PROCURATORATE, BOTH):
        return f"现在轮到{page.turn_words(found, officer.side)}办理，您没有需要办理的事。" if turn else ""
    rows = (row.pressed_by(officer.side) for row in found.table.actions_from(found.state))
    own = [row for row in rows if row.is_of(officer.side) and row.target != SAME and not row.linked]
    if not own:
        return "现在没有单独要办的一步，随本案相关事项的结果转入下一步。"
    refused = [words for row in own if found.fits(row) and (words := refusal(found, row, officer, today, mode=DO))]
    if not refused and any(is_own(paper, officer) for paper in found.drafts):
        return "稿件已经拟出，见上；决定以前可以修改、作废。"
    words = refused[0] if refused else ""
    return f"这一步{words.partition('”')[2]}" if words.startswith("“") else words  # of several acts it names only the first


def _duties(found: Opened, officer: Officer, today: date, buttons: list[Button]) -> tuple[list[dict[str, Any]], list[Button]]:
    """What is asked of the police, each with its answers and the objection beside them; and the buttons left over."""
    if officer.side != Side.POLICE:
        return [], buttons
    shown: list[dict[str, Any]] = []
    used: set[str] = set()
    for one in duty.duties(found, today):
        answers = [row for code in one.codes for row in buttons if row.code == code and code not in used]
        answers += [row for row in buttons if row.objection and row.code not in used and row not in answers]
        used |= {row.code for row in answers}
        shown.append({"what": one, "answers": answers})
    return shown, [row for row in buttons if row.code not in used]


def _case_address(request: OfficeRequest, found: Opened) -> str:
    """The page of the case, which the procuratorate alone keeps."""
    if found.matter.case_id is None or request.side == Side.POLICE:
        return ""
    return request.portal.url("case", found.matter.case_id)


def _unsigned(found: Opened, officer: Officer) -> list[Any]:
    """Served papers that somebody at this desk may sign for, or enter the receipt of."""
    mine = addressed_to(officer, found.matter)
    wanted = {mine} if officer.side == Side.POLICE else {mine, Side.POLICE.value, "outside"}
    return [paper for addressee in wanted if addressee for paper in found.unreceived(addressee)]


def _waits(found: Opened, paper: Any, officer: Officer) -> str:
    """Whose signature a served paper waits for, where it is not this officer's."""
    return f"由{signers(found, paper)}签收" if addressed_to(officer, found.matter) == paper.addressee else "等待对方签收"


def _may(found: Opened, request: OfficeRequest, today: date) -> dict[str, Any]:
    """Which of 更正, 撤销上一步, 转办, 附言, 催办 this officer is offered."""
    officer, row = request.user, found.matter
    undo = ""
    if officer.roles & {Role.CHIEF, Role.HEAD}:
        try:
            undo = step_to_undo(row, officer).label
        except ActionError:
            undo = ""  # nothing to undo is no fault of the reader's
    return {
        "amend": officer.side == Side.PROCURATORATE and may_amend(row, officer),
        "undo": undo,
        "reassign": not found.state.closed and may_reassign(row, officer),
        "note": bool(stands_at(officer, row)),
        "copy": may_copy(row, officer),
        "chase": _chase(request, found, today),
    }


def _chase(request: OfficeRequest, found: Opened, today: date) -> str:
    """Where 催办 is pressed; ``today`` when one's own side has pressed already; empty where it may not be."""
    if chase_barred(found.matter, request.user) is not None:
        return ""
    pressed = any(one.action == "chase" and one.actor_side == request.side and one.on == today for one in found.trail)
    return "today" if pressed else f"{request.portal.url('bulk', 'chase')}?id={found.matter.pk}"


# ------------------------------------------------------------------------------------------------ undo, amend, reassign, note


@require_http_methods(["GET", "POST"])
def undo(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """撤销上一步, with a reason."""
    found = dossier(request.user, pk)
    event = step_to_undo(found.matter, request.user)
    form = PaperActForm(request.POST if request.method == "POST" else None, asks=frozenset({"reason"}))
    context = {
        "heading": "撤销上一步",
        "event": event,
        "danger": True,
        "press": "撤销",
        "remark": "撤销后状态、期限和公开范围恢复到办理之前，文号作废不再使用",
    }
    return _small(request, found, "undo", form, context)


@require_http_methods(["GET", "POST"])
def reassign(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """转办 to another handler of one's own side."""
    found = dossier(request.user, pk)
    if not may_reassign(found.matter, request.user):
        raise NotAllowed("转办由承办检察官、检察长或者法制员、公安机关负责人办理，您没有这项权限。")
    heirs = entry.heirs(request.user, found, HANDLES[request.user.side], clock.today())
    form = ReassignForm(request.POST if request.method == "POST" else None, heirs=heirs)
    return _small(request, found, "reassign", form, {"heading": "转办", "press": "转办"})


@require_http_methods(["GET", "POST"])
def note(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """附言, for one's own side or both; also how one objects to a 线下登记."""
    found = dossier(request.user, pk)
    if not stands_at(request.user, found.matter):
        raise NotAllowed("您只能查看这个事项，不能附言。")
    police = request.user.side == Side.POLICE
    other = OTHER[request.user.side].label if found.matter.seen_by_both else ""
    shared = {"own": "本单位" if police else "检察机关", "other": other}
    form = NoteForm(request.POST, request.FILES, **shared) if request.method == "POST" else NoteForm(**shared)
    return _small(request, found, "note", form, {"heading": "附言", "press": "提交"})


@require_http_methods(["GET", "POST"])
def copy(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """抄送 of the matter to others of one's own side."""
    found = dossier(request.user, pk)
    if not may_copy(found.matter, request.user):
        raise NotAllowed("您只能查看这个事项，不能抄送。")
    offer = copy_offer(found, request.user, clock.today())
    if offer is None:
        nobody = "本事项没有本单位其他参加人可以抄送，请先邀请其参加。" if found.matter.restricted else "本单位没有其他在岗人员可以抄送。"
        raise NotAllowed(nobody)
    form = PaperActForm(request.POST if request.method == "POST" else None, asks=offer.asks, choices=offer.choices)
    remark = "抄送的人在“抄送我”中看到本事项；对方看不到抄送给谁"
    return _small(request, found, "copy_to", form, {"heading": "抄送", "press": "抄送", "remark": remark})


def _small(request: OfficeRequest, found: Opened, code: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    """A page with one small form, and what becomes of it."""
    context |= {"matter": found.matter, "title": page.title_of(found, request.user.side), "form": form, "code": code}
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                result = perform(
                    found.matter.pk,
                    code,
                    officer=request.user,
                    data=form.cleaned_data,
                    now=clock.now(),
                    version=version_of(request),
                    reason=form.cleaned_data.get("reason", ""),
                    evidence=request.FILES.getlist("files"),
                )
            except Invalid as error:
                put_errors(form, None, error)
            except Conflict as error:
                context |= {"conflict": str(error), "matter": dossier(request.user, found.matter.pk).matter}
                status = 409
            else:
                messages.success(request, f"已办理：{result.event.label}。")
                return redirect(request.portal.url("matter", found.matter.pk))
    return render(request, "matters/small.html", context, status=status)


@require_http_methods(["GET", "POST"])
def amend(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """更正: the list of what may be corrected, then old, new and why, with the days that would move."""
    found = dossier(request.user, pk)
    if request.user.side != Side.PROCURATORATE or not may_amend(found.matter, request.user):
        raise NotAllowed("更正由承办检察官、检察官助理办理，您没有这项权限；对登记有异议的，请附言说明。")
    rows = entry.correctables(request.user, found, clock.today())
    wanted = request.POST.get("target") or request.GET.get("target", "")
    chosen = next((row for row in rows if row.target == wanted), None)
    context: dict[str, Any] = {
        "matter": found.matter,
        "title": page.title_of(found, request.user.side),
        "rows": rows,
        "chosen": chosen,
    }
    if chosen is None:
        return render(request, "matters/amend.html", context, status=400 if request.method == "POST" else 200)
    form = AmendForm(request.POST if request.method == "POST" else None, value=chosen.field)
    context["form"], status = form, 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                answer = _amended(request, found, chosen.target, form)
            except Invalid as error:
                put_errors(form, None, error)
            except Conflict as error:
                context |= {"conflict": str(error), "matter": dossier(request.user, pk).matter}
                status = 409
            else:
                if isinstance(answer, HttpResponse):
                    return answer
                context |= {"shifts": answer, "previewed": True}
                status = 200
    return render(request, "matters/amend.html", context, status=status)


def _amended(request: OfficeRequest, found: Opened, target: str, form: AmendForm) -> Any:
    """The response after a 更正, or for 预览 the days that would move."""
    value = form.cleaned_data["value"]
    given: dict[str, Any] = {
        "data": {"target": target, "value": value},
        "reason": form.cleaned_data["reason"],
        "now": clock.now(),
    }
    if request.POST.get("press") == "preview":
        return rehearse_amend(found.matter.pk, officer=request.user, **given)
    perform(found.matter.pk, "amend", officer=request.user, version=version_of(request), **given)
    messages.success(request, "已更正，期限已按更正后的内容重新计算。")
    return redirect(request.portal.url("matter", found.matter.pk))
