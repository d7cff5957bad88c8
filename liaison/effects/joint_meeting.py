"""What the acts of 联席会议 write beyond their form fields: who is invited, the agenda, numbers, and what becomes of what was put off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone

from cases.desk.lists import agenda
from cases.matters.acts.engine import ring
from cases.matters.clocks.refreshing import add_event
from cases.models import Event, Matter, Shown, head_and_tail
from liaison import minutes
from liaison.effects.agenda import about
from liaison.forms.joint_meeting import items_of, minutes_words, moment
from liaison.models.joint_meeting import (
    APART,
    NAMELESS,
    TAKEN_UP,
    WITH_MATERIALS,
    AgendaItem,
    Answer,
    Attendance,
    JointMeetingDetail,
    Outcome,
    Rule,
    Standing,
)
from liaison.papers.joint_meeting import item_words
from office.models import Officer, Organisation
from office.periods.terms import numeral
from office.selectors import head_of
from office.sides import HEADS, Side


def called(act: Any) -> None:
    """The meeting stands: its hours, and whom the series invites."""
    matter, detail = act.matter, act.detail
    detail.host_side = act.officer.side
    _schedule(act)
    series = detail.series
    standing = series.standing_members.filter(is_active=True) if series is not None else Officer.objects.none()
    people = in_rank(standing) or [act.officer]
    rows = [_seat(matter, no, officer) for no, officer in enumerate(people, 1)]
    if detail.court_invited:
        rows.append(Attendance(office_id=matter.office_id, matter=matter, no=len(rows) + 1, unit=detail.court, name=NAMELESS, observer=True))
    Attendance.objects.bulk_create(rows)
    refreshed(act)


def _schedule(act: Any) -> None:
    detail, data = act.detail, act.data
    detail.begins_at, detail.ends_at = moment(data["held_on"], data["from_time"]), moment(data["held_on"], data["to_time"])
    detail.changed_at = act.now


def _seat(matter: Matter, no: int, officer: Officer) -> Attendance:
    return Attendance(
        office_id=matter.office_id, matter=matter, no=no, side=officer.side, organisation=officer.organisation, officer=officer, name=officer.name,
        duty=officer.title[:60], of_convener=officer.side == matter.began_side,
    )  # fmt: skip


def in_rank(officers: QuerySet[Officer]) -> list[Officer]:
    """检察机关 first, then the organs in statutory order; of each the heads first."""
    rows = officers.select_related("organisation").prefetch_related("grants").order_by("pk")
    return sorted(rows, key=lambda one: (one.side != Side.PROCURATORATE, one.organisation.order, HEADS[one.side] not in one.roles))


def replanned(act: Any) -> None:
    """Another day before anybody was told of the first."""
    _schedule(act)


def rescheduled(act: Any) -> None:
    """Another day: the calendar counts it, and answers given for the old day are asked for anew."""
    _schedule(act)
    act.detail.reschedules += 1
    Attendance.objects.filter(matter=act.matter).update(answer=Answer.OPEN, delegate="", answered_at=None)
    announced(act)


def announced(act: Any) -> None:
    """Who is invited is told by name, of either side: that it is held, moved, or not held after all."""
    rows = Attendance.objects.filter(matter=act.matter, officer__is_active=True).select_related("officer__organisation")
    ring(act.press, act.dossier, act.event, [one.officer for one in rows])


def cancelled(act: Any) -> None:
    """Those are told to whom it was announced."""
    if act.matter.state == "called":
        announced(act)


def invited(act: Any) -> None:
    """Who takes part, as ticked and typed; what those who stay have answered stays."""
    matter = act.matter
    rows = {str(one.officer_id): one for one in matter.attendances.exclude(officer=None)}
    wanted = in_rank(Officer.objects.filter(pk__in=act.data.get("officers") or []))
    kept = [rows[str(one.pk)] if str(one.pk) in rows else _seat(matter, 0, one) for one in wanted]
    known = {(one.unit, one.name): one for one in matter.attendances.filter(officer=None)}
    for unit, name, duty in act.data["guest_rows"]:
        guest = known.get((unit, name)) or Attendance(office_id=matter.office_id, matter=matter, unit=unit, name=name, observer=True)
        guest.duty = duty
        kept.append(guest)
    matter.attendances.exclude(pk__in=[one.pk for one in kept]).delete()
    last = matter.attendances.aggregate(no=Max("no"))["no"] or 0
    for one in kept:
        if not one.no:
            last += 1
            one.no = last
        one.save()


def answered(act: Any) -> None:
    """回执 of one: of one's own side, or of a guest by the convener."""
    one: Attendance = act.item
    one.answer, one.delegate, one.remark = act.data["answer"], act.data.get("delegate") or "", act.data.get("remark") or ""
    one.answered_at = act.now
    one.save()


def signed_in(act: Any) -> None:
    """Who came, as ticked."""
    came = {int(no) for no in act.data.get("present") or []}
    rows = list(act.matter.attendances.all())
    for one in rows:
        one.present = one.no in came
    Attendance.objects.bulk_update(rows, ["present"])


# ------------------------------------------------------------------------------------------------ agenda


def proposed(act: Any) -> None:
    """A topic of either side; the convener's own stands on the agenda at once."""
    data, officer = act.data, act.officer
    item = _new(act.matter, title=data["title"], rule=Rule.BROUGHT, background=data["background"])
    item.proposed_by, item.proposed_side, item.organ = officer, officer.side, officer.organisation
    item.proposed_words = data.get("proposed_words") or ""
    item.status = Standing.LISTED if officer.side == act.matter.began_side else Standing.PENDING
    item.chain = item.pk
    item.save()
    act.event.facts = {**act.event.facts, "item": item.no}  # its materials stand with it
    _in_order(act)


def _new(matter: Matter, **values: Any) -> AgendaItem:
    last = AgendaItem.objects.filter(matter=matter).aggregate(no=Max("no"), place=Max("place"))
    return AgendaItem(
        office_id=matter.office_id, matter=matter, no=(last["no"] or 0) + 1, place=(last["place"] or 0) + 1, first_title=values["title"], **values
    )


def refreshed(act: Any) -> None:
    """The system's proposals as they stand now: what nobody has decided on is looked up anew, what was listed or refused stays."""
    matter = act.matter
    rows = {one.key: one for one in AgendaItem.objects.filter(matter=matter).exclude(key="")}
    found = {one.key: one for one in agenda.proposals(act.officer, about(matter, act.press.today))}
    gone = [one.pk for key, one in rows.items() if one.status == Standing.PENDING and key not in found]
    AgendaItem.objects.filter(pk__in=gone).delete()
    last = AgendaItem.objects.filter(matter=matter).aggregate(no=Max("no"), place=Max("place"))
    no, place = last["no"] or 0, last["place"] or 0
    made, changed = [], []
    for key, one in found.items():
        item = rows.get(key)
        if item is None:
            no, place = no + 1, place + 1
            item = AgendaItem(office_id=matter.office_id, matter=matter, no=no, place=place, key=key, rule=one.rule)
            made.append(item)
        elif item.status == Standing.PENDING:
            changed.append(item)
        else:
            continue
        _proposed_as(item, one)
    AgendaItem.objects.bulk_create(made)
    AgendaItem.objects.bulk_update(changed, PROPOSED)
    act.detail.proposed_at = act.now


PROPOSED = ("title", "first_title", "reason", "background", "sources", "source", "chain", "carried")


def _proposed_as(item: AgendaItem, one: agenda.Proposal) -> None:
    """An item as the system proposes it; its chain goes on, or begins."""
    item.title, item.reason, item.background = one.title[:120], one.reason[:400], one.background
    item.sources, item.source_id = [dict(source) for source in one.sources], one.returns_to
    item.chain, item.carried, item.first_title = one.chain or item.pk, one.carried, one.first_title or one.title[:120]


def listed(act: Any) -> None:
    """On the agenda; a topic put off too often waits for both heads, or is passed on."""
    item, data = act.item, act.data
    item.title = data.get("title") or item.title
    item.status, item.status_reason, item.merged_into = Standing.LISTED, "", None
    if data.get("passes_on"):
        item.outcome, item.conclusion = Outcome.PASS_ON, item.conclusion or "提请上级研究。"
    elif item.carried >= act.dossier.settings["undecided_times"] and not (item.head_procuratorate and item.head_police):
        item.status = Standing.HEADS
        item.status_reason = f"已{numeral(item.carried)}次未决，请检察长、公安机关负责人各填写处理意见后列入，或者提请上级研究"
    item.save()
    _in_order(act)


def combined(act: Any) -> None:
    """Into another item, which takes over how often either was put off."""
    item = act.item
    other = AgendaItem.objects.get(matter=act.matter, no=int(act.data["into"]))
    if item.carried > other.carried:
        other.chain, item.chain, other.carried = item.chain, other.chain, item.carried  # neither chain comes again as if nobody had taken it up
    other.sources = [*other.sources, *(one for one in item.sources if one not in other.sources)]
    other.save()
    item.status, item.merged_into, item.status_reason = Standing.MERGED, other, f"并入“{other.title}”"
    item.save()


def dropped(act: Any) -> None:
    """Not on the agenda, with why; who proposed it is told."""
    item = act.item
    item.status, item.status_reason = Standing.UNLISTED, act.data["reasons"]
    item.save()
    AgendaItem.objects.filter(matter=act.matter, merged_into=item).update(status=Standing.PENDING, merged_into=None, status_reason="")
    _in_order(act)
    if item.proposed_by is not None and item.proposed_side != act.officer.side:
        ring(act.press, act.dossier, act.event, [item.proposed_by], f"您提出的议题“{item.title[:40]}”没有列入议程")


def arranged(act: Any) -> None:
    """The listed items in the order given."""
    places = {no: place for place, no in enumerate(act.data["numbers"], 1)}
    rows = items_of(act.matter, Standing.LISTED)
    for one in rows:
        one.place = places[one.no]
    AgendaItem.objects.bulk_update(rows, ["place"])


def _in_order(act: Any) -> None:
    """再议 and 落实 first, the others as they are; who wants another order arranges it."""
    rows = sorted(items_of(act.matter, Standing.LISTED), key=lambda one: (one.rank, one.place, one.no))
    for place, one in enumerate(rows, 1):
        one.place = place
    AgendaItem.objects.bulk_update(rows, ["place"])
    act.detail.has_agenda = bool(rows)


def head_spoke(act: Any) -> None:
    """One sentence of a head on a topic put off again and again."""
    item: AgendaItem = act.item
    setattr(item, f"head_{act.officer.side}", act.data["opinion"])
    if item.head_procuratorate and item.head_police:
        item.status_reason = "双方负责人已填写处理意见，请列入"
    item.save()


# ------------------------------------------------------------------------------------------------ session


def begun(act: Any) -> None:
    """Items get the numbers they keep, the meeting its ordinal, and every item says what it still wants."""
    matter, detail = act.matter, act.detail
    detail.started_at, detail.year, detail.held_on = act.now, timezone.localtime(act.now).year, act.on
    held = JointMeetingDetail.objects.filter(year=detail.year, ordinal__isnull=False, matter__office_id=matter.office_id, series=detail.series)
    detail.ordinal = (held.exclude(matter=matter).aggregate(last=Max("ordinal"))["last"] or 0) + 1
    head, mark = head_and_tail(detail.series.name if detail.series is not None else "临时联席会议")
    matter.title = matter.public_title = f"{detail.year}年第{numeral(detail.ordinal)}次{head}{mark}"[:120]
    rows = list(AgendaItem.objects.filter(matter=matter))
    rows.sort(key=lambda one: (not one.is_listed, one.rank, one.place, one.no))
    listed = sum(one.is_listed for one in rows)
    numbers = [*range(1, listed + 1), *range(APART + 1, APART + 1 + len(rows) - listed)]
    _renumber_materials(matter, {one.no: no for no, one in zip(numbers, rows, strict=True)})
    for no, one in zip(numbers, rows, strict=True):
        one.no, one.place = no + 2 * APART, no  # first out of the way: a number stands once
        one.reckon()
    AgendaItem.objects.bulk_update(rows, ["no"])
    for one in rows:
        one.no -= 2 * APART
    AgendaItem.objects.bulk_update(rows, ["no", "place", "waits", "followed"])


def _renumber_materials(matter: Matter, numbers: dict[int, int]) -> None:
    """What was added to an item goes on standing with it under its new number."""
    for event in Event.objects.filter(matter=matter, action__in=WITH_MATERIALS, facts__has_key="item"):
        no = numbers.get(int(event.facts["item"]), 0)
        event.facts, event.text = {**event.facts, "item": no}, f"第{no}条" if event.text else ""
        event.save(update_fields=["facts", "text"])


def ended(act: Any) -> None:
    """What was left unanswered counts as agreed; a topic put off for the n-th time is told to both heads, once."""
    act.detail.closed_session_at = act.now
    minutes.ended(act.matter)
    limit = act.dossier.settings["undecided_times"]
    rows = AgendaItem.objects.filter(matter=act.matter, status=Standing.LISTED, outcome=Outcome.AGAIN, part_of=None)
    for item in rows:
        if item.carried + 1 == limit:
            _tell_heads(act, item, limit)
    if not act.detail.opening:
        act.detail.opening = _opening(act)


def _opening(act: Any) -> str:
    detail, matter = act.detail, act.matter
    day = timezone.localtime(detail.started_at)
    number = AgendaItem.objects.filter(matter=matter, status=Standing.LISTED, part_of=None).count()
    return (
        f"{day.year}年{day.month}月{day.day}日，{matter.office.name}在{detail.place}召开{matter.title.partition('（')[0]}，"
        f"{detail.chair}主持，研究{numeral(number)}项议题。纪要如下。"
    )


def _tell_heads(act: Any, item: AgendaItem, times: int) -> None:
    """The same sentence to 检察长 and the head of the organ that signs with him, one notice each."""
    after = act.row.target  # the line stands behind that of the act, which leads there
    words = f"“{item.title[:50]}”{numeral(times)}次列入未形成决定，请提出处理意见"
    event = add_event(
        act.dossier, action="note", label=f"{numeral(times)}次未决，告知双方负责人", text=f"第{item.no}项：{item.title}", now=act.now, officer=act.officer,
        on=act.on, shown=Shown.BOTH, from_state=after, to_state=after,
    )  # fmt: skip
    ring(act.press, act.dossier, event, heads_of(act), words)


def heads_of(act: Any) -> list[Officer | None]:
    """The heads of those who sign the 纪要."""
    return [head_of(one, act.press.today) for one in signers(act.matter)]


def signers(matter: Matter) -> list[Organisation]:
    """Whose heads sign the 纪要: the procuratorate and the organ that the meeting names. The court never blocks."""
    organ = matter.police
    if organ is None:
        organ = matter.office.organs.filter(is_active=True).order_by("order", "code").first()
    return [matter.office.procuratorate, *([organ] if organ is not None else [])]


# ------------------------------------------------------------------------------------------------ minutes


def reworded(act: Any) -> None:
    """An item of the 纪要 in other words: the old ones stay in its revisions."""
    item, seen = act.item, act.item.rev
    for name in ("conclusion", "lead", "due_on", "measure"):
        minutes.revise(act, item, name, act.data.get(name), seen)
    item.assist = act.data.get("assist") or ""
    item.reckon()
    item.save()


def sent_back(act: Any) -> None:
    """A signer sent it back: nobody needs to be urged for the text that was."""
    act.detail.urged = False


def urged(act: Any) -> None:
    """Those are told whose signature is missing, by name."""
    act.detail.urged = True
    ring(act.press, act.dossier, act.event, heads_of(act), "请会签联席会议纪要")


def settled(act: Any) -> None:
    """The last signature: what was agreed on a matter goes back to it, as the 纪要 prints it (摘录送回), with the way to its 节录."""
    rows = AgendaItem.objects.filter(matter=act.matter, status__in=TAKEN_UP, source__isnull=False, part_of=None)
    found: dict[UUID, dict[int, AgendaItem]] = {}
    for row in rows.select_related("merged_into"):
        item = row.merged_into or row  # what was merged is answered with what it was merged into
        if row.source_id is not None and item.is_listed:
            found.setdefault(row.source_id, {})[item.no] = item
    printed = minutes_words(act.matter) if found else []
    for key, dossier in act.press.opened(sorted(found)).items():
        for item in found[key].values():
            told = "".join(item_words(one) for one in printed if one["of"] == str(item.no))
            link = {"page": "excerpt", "key": str(act.matter.pk), "query": f"item={item.no}", "words": "节录"}
            add_event(
                dossier, action="note", label="联席会议摘录", text=f"{act.matter.number}第{item.no}项　{told}"[:2000], now=act.now, officer=act.officer,
                on=act.on, shown=Shown.BOTH if dossier.matter.seen_by_both else dossier.matter.began_side, from_state=dossier.matter.state,
                to_state=dossier.matter.state, facts={"link": link},
            )  # fmt: skip
        act.press.touch(dossier)


def shelved(act: Any) -> None:
    """未会签: both heads are told; its items are proposed again and do not count as put off."""
    ring(act.press, act.dossier, act.event, heads_of(act), "联席会议纪要未会签，已了结")


def head_closes(act: Any) -> None:
    """A head agrees that the meeting is closed though not everything is done."""
    setattr(act.detail, f"{act.officer.side}_closes", True)
