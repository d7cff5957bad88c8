"""What liaison proposes for the agenda of a 联席会议: R0 再议, R1 落实, R6 会商未一致, R8 标准, 固定议题 (议题模板)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from cases.desk.lists.agenda import About, Proposal, named
from cases.models import Clock, Deadline, Matter
from liaison.models.joint_meeting import TAKEN_UP, AgendaItem, JointMeetingDetail, Outcome, Rule
from liaison.models.resolution import resolutions_of
from office.blocks import chinese_date
from office.models import Officer
from office.periods.terms import numeral

HELD = ("minuting", "signing", "tracking", "closed")
GIVEN_BACK = ("cancelled", "unsigned")
"""Ends of a meeting after which its items are proposed anew, without being counted."""
MOST = 3
"""Proposals (条) of one rule, oldest first."""


def _earlier(about: About) -> Q:
    """The meetings that this one goes on from: of its series; of none, those of the office."""
    same = Q(matter__joint_meeting__series_id=about.series) if about.series else Q(matter__office_id=about.office)
    return same & ~Q(matter=about.matter)


def put_off(officer: Officer, about: About) -> Iterable[Proposal]:
    """R0: what an earlier meeting put off, or did not come to, and no later one has taken up."""
    rows = AgendaItem.objects.visible_to(officer).filter(_earlier(about), part_of=None, status__in=TAKEN_UP, chain__isnull=False)
    last: dict[UUID, AgendaItem] = {}
    for item in rows.select_related("matter").order_by("matter__joint_meeting__held_on", "matter_id"):
        if item.chain is not None:
            last[item.chain] = item
    for chain, item in last.items():
        state, again = item.matter.state, item.outcome == Outcome.AGAIN
        if state in HELD and again:
            times, why = item.carried + 1, f"{item.matter.title}下次再议，已{numeral(item.carried + 1)}次未决"
        elif state in GIVEN_BACK:
            times, why = item.carried, f"{item.matter.title}{'取消' if state == 'cancelled' else '纪要未会签'}，退回重新列入，不计入未决次数"
        else:
            continue
        yield Proposal(
            Rule.AGAIN.value, f"R0:{chain}", item.title, why, named([(item.matter_id, item.matter.number)]), background=item.background,
            returns_to=item.source_id, chain=chain, carried=times, first_title=item.first_title,
        )  # fmt: skip


def followed(officer: Officer, about: About) -> Iterable[Proposal]:
    """R1: all 议定事项 of earlier meetings that are open, or were done in the time looked back upon, as one item."""
    parents = JointMeetingDetail.objects.filter(series_id=about.series) if about.series else JointMeetingDetail.objects.filter(
        matter__office_id=about.office
    )
    before = parents.exclude(pk=about.matter.pk).values_list("pk", flat=True)
    # up to today: what was closed since is told too, and so is what another meeting agreed on meanwhile
    found = resolutions_of(about.office, about.since, about.today, parents=before)
    if found:
        left = sum(not one.closed for one in found)
        yield Proposal(
            Rule.FOLLOWED.value, "R1:resolutions", f"上次议定事项落实情况（{len(found)}件）",
            f"办结{len(found) - left}件，在办{left}件", named((one.id, one.number) for one in found),
            background="\n".join(f"{one.lead}：{one.text.rstrip('。')}（{one.words}）" for one in found),
        )  # fmt: skip


def standing(officer: Officer, about: About) -> Iterable[Proposal]:
    """固定议题 of the series (议题模板), one a line."""
    detail: JointMeetingDetail = about.matter.joint_meeting
    lines = detail.series.standing_items.splitlines() if detail.series is not None else []
    for line in dict.fromkeys(one.strip() for one in lines if one.strip()):
        yield Proposal(Rule.OWN.value, f"own:{line}"[:120], line[:120], f"{detail.series}的固定议题")


def disagreed(officer: Officer, about: About) -> Iterable[Proposal]:
    """R6: a 会商 without agreement that both hosts agreed to bring here. Its number alone is told: what was said there is for who was invited."""
    rows = Matter.objects.filter(office_id=about.office, kind="consultation", consultation__to_meeting=True)
    rows = rows.filter(consultation__outcome__in=("disagreed", "partly")).order_by("pk")
    # what a meeting has dealt with goes on from there (R0), or is over
    earlier = AgendaItem.objects.filter(matter__office_id=about.office, rule=Rule.DISAGREED, status__in=TAKEN_UP).exclude(matter=about.matter)
    taken = set(earlier.values_list("key", flat=True))
    for key, number in [one for one in rows.values_list("pk", "number") if f"R6:{one[0]}" not in taken][:MOST]:
        yield Proposal(
            Rule.DISAGREED.value, f"R6:{key}", f"会商未一致的事项（{number}）", "会商没有取得一致，双方主办同意提交；会商内容只有受邀人员可见",
            named([(key, number)]), returns_to=key,
        )  # fmt: skip


def standards(officer: Officer, about: About) -> Iterable[Proposal]:
    """R8: texts in force whose review falls due by the day of the meeting."""
    day = about.matter.joint_meeting.held_on or about.today
    rows = Deadline.objects.visible_to(officer).filter(
        office_id=about.office, rule="guidance_review", status=Clock.RUNNING, due_on__lte=day, matter__closed_at=None
    )
    for clock in rows.select_related("matter").order_by("due_on", "pk")[:MOST]:
        matter = clock.matter
        title = matter.public_title or matter.title
        yield Proposal(
            Rule.STANDARD.value, f"R8:{matter.pk}:{clock.due_on}", f"{title}复审"[:120], f"{chinese_date(clock.due_on)}应当复审",
            named([(matter.pk, matter.number)]), returns_to=matter.pk,
        )  # fmt: skip
