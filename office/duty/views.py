"""值班 pages of both portals: the week, posts, drafts, leave, swaps, one shift, handovers, the log of a day. Each side sees its own roster."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from office import clock
from office.blocks import chinese_date
from office.duty import acts, days, reading, weeks
from office.duty.forms import (
    CoverForm,
    DraftForm,
    HandOverForm,
    LeaveForm,
    NoteForm,
    PlaceForm,
    PostForm,
    SubstituteForm,
    SwapForm,
    asked_day,
)
from office.duty.standing import stretches
from office.exceptions import Invalid, NotAllowed, NotFound
from office.middleware import OfficeRequest
from office.views.doors import add_errors

LONGEST_VIEW = 400
"""Days (日) from today that a week or a day may be looked up."""


def _posted(request: OfficeRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _back(request: OfficeRequest, sentence: str, name: str = "duty", *args: Any, query: str = "") -> HttpResponse:
    messages.success(request, sentence)
    return redirect(request.portal.url(name, *args) + query)


def _form(request: OfficeRequest, form: django_forms.Form, title: str, button: str, **more: Any) -> HttpResponse:
    """A page that is one form; 400 where what was typed will not do."""
    context = {"form": form, "title": title, "button": button, **more}
    return render(request, "duty/form.html", context, status=400 if form.is_bound else 200)


def _must_manage(request: OfficeRequest) -> None:
    """Whoever does not keep the roster is told so before he fills in a form."""
    if not reading.manages(request.user):
        raise NotAllowed(f"值班表由{acts.MANAGERS[request.side]}编排。")


def _asked(request: OfficeRequest, name: str, today: date) -> date:
    """The day in the address. Invalid for what is no day, or lies too far off."""
    day = asked_day(request.GET.get(name, ""), today)
    if day is None or abs((day - today).days) > LONGEST_VIEW:
        raise Invalid("页面地址中的日期不正确，应为2026-11-23这样的日期，前后不超过一年。")
    return day


@require_safe
def duty(request: OfficeRequest) -> HttpResponse:
    """值班: who answers now on both sides, the week of one's own desk, what waits for somebody."""
    now = clock.now()
    found = weeks.week(request.user, _asked(request, "week", now.date()), now)
    context = {
        "week": found,
        "before": found.first - timedelta(days=7),
        "after": found.first + timedelta(days=7),
        "manages": reading.manages(request.user),
        "today": now.date(),
    }
    return render(request, "duty/week.html", context)


# --- posts and drafts ------------------------------------------------------------------------------------------------


def _save_post(request: OfficeRequest, form: PostForm, pk: UUID | None) -> HttpResponse | None:
    """Save what was typed; None where it will not do."""
    values = {name: form.cleaned_data[name] for name in ("name", "kind", "slot", "working_days", "backup", "pattern", "begins_on")}
    try:
        made = acts.save_post(officer=request.user, pk=pk, members=form.members(), now=clock.now(), **values)
    except Invalid as error:
        add_errors(form, error)
        return None
    return _back(request, f"{made.name}已保存。", "duty_posts")


@require_http_methods(["GET", "POST"])
def duty_posts(request: OfficeRequest) -> HttpResponse:
    """The posts of one's desk, and a new one."""
    _must_manage(request)
    today, desk = clock.today(), reading.own_desk(request.user)
    people = list(reading.colleagues(desk, today))
    form = PostForm(_posted(request), initial={"begins_on": today}, colleagues=people)
    if form.is_bound and form.is_valid():
        done = _save_post(request, form, None)
        if done is not None:
            return done
    context = {"posts": list(reading.posts_of(desk.pk)), "form": form}
    return render(request, "duty/posts.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def duty_post(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Change a post and its turns."""
    _must_manage(request)
    post, desk = reading.post(request.user, pk), reading.own_desk(request.user)
    people = list(reading.colleagues(desk, clock.today()))
    form = PostForm(_posted(request), initial=PostForm.initial_of(post), colleagues=people)
    if form.is_bound and form.is_valid():
        done = _save_post(request, form, pk)
        if done is not None:
            return done
    return _form(request, form, post.name, "保存", back="duty_posts")


@require_POST
def duty_post_close(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Put a post out of use."""
    closed = acts.close_post(officer=request.user, pk=pk, now=clock.now())
    return _back(request, f"{closed.name}已撤销，尚未开始的班一并取消。", "duty_posts")


@require_http_methods(["GET", "POST"])
def duty_draft(request: OfficeRequest) -> HttpResponse:
    """Draft the roster of some days by the turns."""
    _must_manage(request)
    today = clock.today()
    monday = today + timedelta(days=7 - today.weekday())
    form = DraftForm(_posted(request), initial={"first": monday, "last": monday + timedelta(days=27)})
    if form.is_bound and form.is_valid():
        try:
            made = acts.draft_roster(officer=request.user, now=clock.now(), **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            first = form.cleaned_data["first"].isoformat()
            return _back(request, f"已编排{made}班草稿，核对后发布；已发布的班没有改动。", query=f"?week={first}")
    return _form(request, form, "编排班表", "编排草稿", note="按岗位的轮换次序编排，草稿只有编排的人看得见；以前的草稿重新编排，已发布的不变。")


@require_POST
def duty_publish(request: OfficeRequest) -> HttpResponse:
    """Publish every draft."""
    done = acts.publish_roster(officer=request.user, now=clock.now())
    return _back(request, f"已发布{done}班。")


# --- one shift -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def duty_shift(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """One shift: who stands there and why; a draft is changed, a published one is covered in one step."""
    officer, now = request.user, clock.now()
    shift, desk = reading.shift(officer, pk), reading.own_desk(officer)
    people = list(reading.colleagues(desk, now.date()))
    draft = shift.published_at is None
    form: PlaceForm | CoverForm
    if draft:
        form = PlaceForm(_posted(request), initial={"to": str(shift.officer_id or "")}, colleagues=people)
    else:
        form = CoverForm(_posted(request), colleagues=people if reading.manages(officer) else [one for one in people if one.pk == officer.pk])
    if form.is_bound and form.is_valid():
        try:
            if isinstance(form, PlaceForm):
                acts.place_shift(officer=officer, pk=pk, to=form.cleaned_data["to"], now=now)
                return _back(request, f"{shift}已改。", query=f"?week={shift.day.isoformat()}")
            data = form.cleaned_data
            made = acts.cover_shift(
                officer=officer, pk=pk, to=data["to"], starts_at=form.moment("since", shift), ends_at=form.moment("until", shift),
                reason=data["reason"], now=now,
            )  # fmt: skip
            return _back(request, f"{shift}由{made.officer.name}替班。", query=f"?week={shift.day.isoformat()}")
        except Invalid as error:
            add_errors(form, error)
    leaves = reading.by_person(reading.leaves_of(desk.pk, shift.day, shift.day))
    context = {
        "shift": shift, "draft": draft, "form": form, "stretches": stretches(reading.turn_of(shift), leaves),
        "covers": [one for one in shift.covers.all() if one.kind == one.OVERRIDE and one.ends_at > now], "over": shift.ends_at <= now,
        "may_swap": not draft and shift.starts_at > now and (shift.officer_id == officer.pk or reading.manages(officer)),
    }  # fmt: skip
    return render(request, "duty/shift.html", context, status=400 if form.is_bound else 200)


@require_POST
def duty_uncover(request: OfficeRequest, pk: UUID, cover: UUID) -> HttpResponse:
    """Take a replacement back."""
    acts.uncover_shift(officer=request.user, pk=pk, cover=cover, now=clock.now())
    return _back(request, "替班已撤销。", "duty_shift", pk)


@require_http_methods(["GET", "POST"])
def duty_swap(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Ask another to take a shift of one's own; arrange it for others as whoever manages the roster."""
    officer, now = request.user, clock.now()
    shift = reading.shift(officer, pk)
    desk = shift.post.organisation
    people = [one for one in reading.colleagues(desk, now.date()) if one.pk != shift.officer_id]
    coming = reading.shifts_of(desk.pk, now.date(), now.date() + timedelta(days=acts.LONGEST_DRAFT), drafts=False)
    others = [
        (str(one.pk), f"{one.officer.name} {one}") for one in coming if one.officer and one.officer_id != shift.officer_id and one.starts_at > now
    ]
    form = SwapForm(_posted(request), colleagues=people, shifts=others)
    if form.is_bound and form.is_valid():
        try:
            made = acts.ask_swap(officer=officer, shift=pk, now=now, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            return _back(request, "换班已生效。" if made.stage == made.APPROVED else "换班申请已提出，等待对方答复。")
    holder = shift.officer.name if shift.officer else ""
    note = "对方同意并经批准后生效，开始以前可以撤回。" if shift.officer_id == officer.pk else f"代{holder}换班，提交即生效。"
    return _form(request, form, f"{shift}换班", "提交", note=note)


SWAP_ACTS = {"agree": "已同意换班，等待批准。", "refuse": "已答复不同意。", "approve": "换班已生效。", "deny": "已决定不批准。", "withdraw": "换班已撤回。"}


@require_POST
def duty_swap_act(request: OfficeRequest, pk: UUID, code: str) -> HttpResponse:
    """Answer, decide or withdraw a swap."""
    officer, now = request.user, clock.now()
    if code in {"agree", "refuse"}:
        acts.answer_swap(officer=officer, pk=pk, agrees=code == "agree", now=now)
    elif code in {"approve", "deny"}:
        acts.decide_swap(officer=officer, pk=pk, approves=code == "approve", now=now)
    elif code == "withdraw":
        acts.withdraw_swap(officer=officer, pk=pk, now=now)
    else:
        raise NotFound("没有这项办理。")
    return _back(request, SWAP_ACTS[code])


# --- leave -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def duty_leave(request: OfficeRequest) -> HttpResponse:
    """Register leave of one's own, or as whoever manages the roster of another."""
    officer, today = request.user, clock.today()
    people = list(reading.colleagues(reading.own_desk(officer), today))
    persons = people if reading.manages(officer) else [one for one in people if one.pk == officer.pk]
    form = LeaveForm(_posted(request), initial={"who": str(officer.pk), "begins_on": today}, persons=persons, colleagues=people)
    if form.is_bound and form.is_valid():
        try:
            made = acts.register_leave(officer=officer, now=clock.now(), **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            stands_in = f"由{made.substitute.name}替班" if made.substitute else "尚无替班人，所值的班列为空岗"
            return _back(request, f"{made.officer.name}请假至{chinese_date(made.ends_on)}，{stands_in}。")
    return _form(request, form, "请假", "登记")


@require_http_methods(["GET", "POST"])
def duty_leave_change(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Name who stands in during a leave."""
    officer, now = request.user, clock.now()
    leave = reading.leave(officer, pk)
    people = [one for one in reading.colleagues(reading.own_desk(officer), now.date()) if one.pk != leave.officer_id]
    form = SubstituteForm(_posted(request), initial={"substitute": str(leave.substitute_id or "")}, colleagues=people)
    if form.is_bound and form.is_valid():
        try:
            made = acts.name_substitute(officer=officer, pk=pk, now=now, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            return _back(request, f"{made.officer.name}请假期间{f'由{made.substitute.name}替班' if made.substitute else '没有替班人'}。")
    return _form(request, form, f"{leave.officer.name}请假，安排替班人", "保存")


@require_POST
def duty_leave_end(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """He is back, or does not go."""
    ended = acts.end_leave(officer=request.user, pk=pk, now=clock.now())
    return _back(request, f"{ended.officer.name}已销假。")


# --- handing over, and the log ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def duty_handover(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Hand a shift over: what is open, ticked off, and a sentence."""
    officer, now = request.user, clock.now()
    shift = reading.shift(officer, pk)
    items = days.open_items(officer, now.date())
    form = HandOverForm(_posted(request), items=items)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            acts.hand_over(officer=officer, shift=pk, items=items, told=data.get("told", []), text=data["text"], now=now)
        except Invalid as error:
            add_errors(form, error)
        else:
            return _back(request, "已交班，等待接班的人签收。")
    return _form(request, form, f"{shift}交班", "交班", note="接班的人签收后标为已交接；没有签收不影响换班。")


@require_POST
def duty_take_over(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Sign for what one was told."""
    acts.take_over(officer=request.user, pk=pk, now=clock.now())
    return _back(request, "已签收交接。")


@require_http_methods(["GET", "POST"])
def duty_log(request: OfficeRequest) -> HttpResponse:
    """工作日志 of a day, on one page that prints on A4; what happened outside the system is added below."""
    officer, now = request.user, clock.now()
    day = _asked(request, "day", now.date())
    if day > now.date():
        raise Invalid("这一天还没有到，没有工作日志。")
    form = NoteForm(_posted(request), initial={"day": day, "at": f"{now:%H:%M}"})
    if form.is_bound and form.is_valid():
        try:
            made = acts.add_log_note(officer=officer, now=now, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            return _back(request, "已补记。", "duty_log", query=f"?day={made.day.isoformat()}")
    entries = days.log_of(officer, day)
    if request.GET.get("by") == "person":
        entries.sort(key=lambda entry: (entry.who, entry.at))
    context = {
        "day": day, "before": day - timedelta(days=1), "after": day + timedelta(days=1) if day < now.date() else None, "entries": entries,
        "form": form, "locked": day < now.date(), "by_person": request.GET.get("by") == "person", "words": weeks.day_words(day),
    }  # fmt: skip
    return render(request, "duty/log.html", context, status=400 if form.is_bound else 200)


URLS = [
    path("duty/", duty, name="duty"),
    path("duty/posts/", duty_posts, name="duty_posts"),
    path("duty/posts/<uuid:pk>/", duty_post, name="duty_post"),
    path("duty/posts/<uuid:pk>/close/", duty_post_close, name="duty_post_close"),
    path("duty/draft/", duty_draft, name="duty_draft"),
    path("duty/publish/", duty_publish, name="duty_publish"),
    path("duty/shifts/<uuid:pk>/", duty_shift, name="duty_shift"),
    path("duty/shifts/<uuid:pk>/uncover/<uuid:cover>/", duty_uncover, name="duty_uncover"),
    path("duty/shifts/<uuid:pk>/swap/", duty_swap, name="duty_swap"),
    path("duty/shifts/<uuid:pk>/handover/", duty_handover, name="duty_handover"),
    path("duty/swaps/<uuid:pk>/<slug:code>/", duty_swap_act, name="duty_swap_act"),
    path("duty/leave/", duty_leave, name="duty_leave"),
    path("duty/leave/<uuid:pk>/", duty_leave_change, name="duty_leave_change"),
    path("duty/leave/<uuid:pk>/end/", duty_leave_end, name="duty_leave_end"),
    path("duty/handovers/<uuid:pk>/", duty_take_over, name="duty_take_over"),
    path("duty/log/", duty_log, name="duty_log"),
]
"""The pages of the roster, the same in both portals."""
