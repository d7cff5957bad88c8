"""What the acts of 提前介入 write beyond their form fields: the case of a request, the opinions, the result (design 5)."""

from __future__ import annotations

from typing import Any

from cases.matters.table.workflow import workflow
from cases.models import Case, Matter, Suspect
from liaison.catalogue.triggers import Known, hits
from liaison.forms.early_intervention import names_in
from liaison.models.early_intervention import InterventionItem, Judgement, Outcome
from office.blocks import chinese_date
from office.options import options

UNDECIDED = {
    "arrest_review": ("reviewing",),
    "prosecution_review": ("review", "returning", "examining", "with_police", "transferring", "withdrawn", "reopened"),
}
"""Kind → states in which a review of the case has still to be decided: until then the result is not the whole one."""
APPROVED, REFUSED = Outcome.ARREST.value, Outcome.NO_ARREST.value
UNNAMED = ("尚未确定", "待查")


def requested(act: Any) -> None:
    """The request goes out: its case is found by the number or registered, and the rules that propose 介入 are noted."""
    detail = act.detail
    _find_case(act)
    suspects = len([name for name in names_in(detail.subject) if name not in UNNAMED])
    known = Known(detail.charge, suspects, detail.gang, detail.injury, detail.victims, detail.minor)
    detail.triggers = _noted(act, known)


def proposed(act: Any) -> None:
    """The proposal goes out: the rules that propose 介入 are noted."""
    detail = act.detail
    known = Known(detail.charge, max(act.matter.case.suspects.count(), len(names_in(detail.subject))))
    detail.triggers = _noted(act, known)


def _noted(act: Any, known: Known) -> str:
    return "；".join(hit.words for hit in hits(known, options(act.matter.office_id)))[:400]


def _find_case(act: Any) -> None:
    """The case with the request's number: the organ's own, one that names no organ, or a new one.

    A number that belongs to another organ's case is left to a prosecutor: linking it here would tell the one organ of the other's.
    """
    matter, detail = act.matter, act.detail
    found = Case.objects.filter(office_id=matter.office_id, number=detail.case_number).first()
    if found is None:
        found = Case.objects.create(
            office_id=matter.office_id, police_id=matter.police_id, number=detail.case_number, name=detail.case_name, charge=detail.charge,
            created_at=act.now,
        )
        Suspect.objects.bulk_create(
            Suspect(office_id=matter.office_id, case=found, name=name[:60]) for name in names_in(detail.subject) if name not in UNNAMED
        )
        detail.case_note = ""
    elif found.police is not None and found.police_id != matter.police_id:
        detail.case_note = f"案件编号与{found.police.name}的案件相同，未自动关联，请核对后办理“关联案件”"
        return
    matter.case = found


def itemised(act: Any) -> None:
    """The opinions anew, as typed."""
    act.matter.intervention_items.all().delete()
    InterventionItem.objects.bulk_create(
        InterventionItem(
            office_id=act.matter.office_id, matter=act.matter, no=no, topic=row["topic"], opinion=row["opinion"], wanted=row.get("wanted", ""),
            by_on=row.get("by_on") or None, **{name: bool(row.get(name)) for name in InterventionItem.tests},
        )
        for no, row in enumerate(act.data["items"], 1)
    )  # fmt: skip
    act.detail.itemised = True


def opined(act: Any) -> None:
    """The opinions are the police's to answer from here."""
    act.matter.intervention_items.update(raised=True)


def reported(act: Any) -> None:
    """What the police did with one opinion; an answer given anew is judged anew."""
    item = act.item
    item.status, item.reply, item.reply_on = act.data["status"], act.data["reply"], act.on
    item.judged, item.judged_on = "", None
    item.save()
    _count(act)


def judged(act: Any) -> None:
    """The prosecutor's judgement of one opinion."""
    _judge(act, act.item, act.data["judged"], act.data.get("remark", ""))
    _count(act)


def judged_all(act: Any) -> None:
    """The judgement of those opinions that the page says one of."""
    for item in act.form.items():
        if act.data.get(f"judged_{item.no}"):
            _judge(act, item, act.data[f"judged_{item.no}"], act.data.get(f"remark_{item.no}", ""))
    _count(act)


def _judge(act: Any, item: InterventionItem, judgement: str, remark: str) -> None:
    item.judged, item.remark, item.judged_on = Judgement(judgement), remark, act.on
    item.save()


def _count(act: Any) -> None:
    """Whether every opinion has its answer, and its judgement."""
    rows = list(act.matter.intervention_items.filter(raised=True))
    act.detail.answered = all(one.is_answered for one in rows)
    act.detail.judged = all(one.judged for one in rows)


def filled(outcome: Outcome) -> Any:
    """The effect of a review of the case that ends so: a line of the result, and whether another one is still open."""

    def effect(act: Any) -> None:
        source: Matter = act.cause.matter
        detail = act.detail
        before = {detail.outcome} - {""}
        both = {APPROVED, REFUSED, Outcome.BOTH.value} & before and outcome in (Outcome.ARREST, Outcome.NO_ARREST) and outcome not in before
        detail.outcome = Outcome.BOTH if both else outcome
        line = f"{outcome.label}{source.persons}人（{workflow(source.kind).name}{source.number}，{chinese_date(act.on)}）"
        detail.outcome_words = "\n".join(words for words in (detail.outcome_words, line) if words)
        detail.settled = not _undecided(act.matter, source)

    return effect


def _undecided(matter: Matter, source: Matter) -> bool:
    """Whether another review of the case than this one has still to be decided."""
    rows = Matter.objects.filter(case=matter.case, closed_at=None).exclude(pk=source.pk)
    return any(rows.filter(kind=kind, state__in=states).exists() for kind, states in UNDECIDED.items())
