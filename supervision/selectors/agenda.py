"""What supervision proposes for the agenda of a 联席会议: R3 争议, R4 反复, R5 补侦. Each is for discussion; no unit is named or ranked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from cases.desk.lists.agenda import About, Proposal, named
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Matter
from office.models import Officer
from office.periods import add_months
from supervision.models.disputes import Dispute, Disputed
from supervision.models.investigation import recurrences
from supervision.models.supplementary import Contest, OutlineItem, Verdict

MOST_DISPUTED, MOST_RECURRING, MOST_UNMET = 5, 5, 3
CHANGED = (Dispute.VARIED, Dispute.PARTLY, Dispute.REVOKED)
CONTESTED = ("reconsideration", "upheld", "superior_review")
"""States in which a decision is being contested (``workflows.objecting``)."""


def _open(officer: Officer, about: About) -> Any:
    """Matters of the office that both sides see and nobody has to be invited to."""
    rows = Matter.objects.visible_to(officer).filter(office_id=about.office, restricted=False)
    return rows.filter(procuratorate_from__isnull=False, police_from__isnull=False)


def disputed(officer: Officer, about: About) -> Iterable[Proposal]:
    """R3: decisions that were changed upon objection in the time looked back upon, or are being contested: one item for each kind."""
    changed = Q()
    for kind, table in WORKFLOWS.items():
        if table.detail_model is not None and issubclass(table.detail_model(), Disputed):
            changed |= Q(kind=kind, **{f"{table.detail}__dispute__in": CHANGED})
    ended = Q(closed_at=None) | Q(closed_at__date__gte=about.since)
    rows = _open(officer, about).filter((changed & ended) | Q(closed_at=None, state__in=CONTESTED)).order_by("pk")
    groups: dict[str, list[Any]] = {}
    for row in rows.values_list("pk", "number", "kind", named=True):
        groups.setdefault(row.kind, []).append(row)
    for kind, found in list(groups.items())[:MOST_DISPUTED]:
        yield Proposal(
            "R3", f"R3:{kind}:{about.since}", f"{WORKFLOWS[kind].name}的争议（{len(found)}件）", "经复议、复核变更或者撤销，或者正在复议、复核",
            named((row.pk, row.number) for row in found), returns_to=found[0].pk if len(found) == 1 else None,
        )  # fmt: skip


def recurring(officer: Officer, about: About) -> Iterable[Proposal]:
    """R4: the same 监督项目 in ``class_matters`` (件) matters within ``class_months`` (月), as far as the officer may see them."""
    months, least = int(about.settings["class_months"]), int(about.settings["class_matters"])
    seen = set(_open(officer, about).filter(kind="investigation").values_list("pk", flat=True))
    shown = []
    for rows in recurrences(about.office, since=add_months(about.today, -months)).values():
        known = [row for row in rows if row.matter_id in seen]
        if len(known) >= least:
            shown.append(known)
    for known in sorted(shown, key=lambda rows: (rows[0].code, str(rows[0].sub_id)))[:MOST_RECURRING]:
        first = known[0]
        yield Proposal(
            "R4", f"R4:{first.code}:{first.sub_id or ''}", f"{first.label}（{len(known)}件）"[:120],
            f"{months}个月内在{len(known)}件中出现，达到“{least}件”", named((row.matter_id, row.matter.number) for row in known),
        )  # fmt: skip


def unmet(officer: Officer, about: About) -> Iterable[Proposal]:
    """R5: outlines of which items were not met or are contested, one item for each matter."""
    rows = OutlineItem.objects.visible_to(officer).filter(
        Q(verdict=Verdict.UNMET) | Q(contest__in=(Contest.OPEN, Contest.KEPT)), office_id=about.office, matter__in=_open(officer, about), asked=True
    )
    rows = rows.filter(Q(matter__closed_at=None) | Q(matter__closed_at__date__gte=about.since)).order_by("matter_id", "no")
    found: dict[Any, list[Any]] = {}
    for row in rows.values_list("matter_id", "matter__number", named=True):
        found.setdefault(row.matter_id, []).append(row)
    for key, items in list(found.items())[:MOST_UNMET]:
        number = items[0].matter__number
        yield Proposal(
            "R5", f"R5:{key}", f"补充侦查条目未达到要求或者有异议（{number}，{len(items)}条）", "经评价未达到要求，或者公安机关对补侦意见有异议",
            named([(key, number)]), returns_to=key,
        )  # fmt: skip


def sources(officer: Officer, about: About) -> Iterable[Proposal]:
    """All of them."""
    for source in (disputed, recurring, unmet):
        yield from source(officer, about)
