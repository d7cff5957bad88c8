"""The few functions that write the violations of a matter (design 5): between workflows and forms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from office.options import option
from office.periods import add_months
from supervision.effects import disputes
from supervision.models.disputes import Dispute
from supervision.models.investigation import Result, SupervisionItem, SupervisionSubItem, Violation, catalogue_on, recurrences


def listed(act: Any) -> None:
    """Register the violations of the form, numbered on from those there are."""
    last = act.matter.violations.order_by("-no").values_list("no", flat=True).first() or 0
    for no, row in enumerate(act.data["violations"], last + 1):
        item, sub = _picked(row["item"], act)
        Violation.objects.create(
            office_id=act.matter.office_id, matter=act.matter, no=no, item=item, sub=sub, code=item.code,
            label=sub.text if sub else item.text, article=sub.article if sub else "", facts=row["facts"],
        )  # fmt: skip
    act.detail.listed = True


def followed(act: Any) -> None:
    """What another matter passes on becomes the first violation, where it says of which item."""
    detail = act.detail
    if detail.first_item:
        item = _item(detail.first_item, act)
        Violation.objects.create(
            office_id=act.matter.office_id, matter=act.matter, no=1, item=item, code=item.code, label=item.text, facts=detail.facts
        )
        detail.listed = True


def _picked(choice: str, act: Any) -> tuple[SupervisionItem, SupervisionSubItem | None]:
    """What a choice of the form stands for: a 细目 by its key, or an item of the catalogue in force by its code."""
    if choice.startswith("v"):
        return _item(choice, act), None
    sub = SupervisionSubItem.objects.select_related("item").get(pk=choice)
    return sub.item, sub


def _item(code: str, act: Any) -> SupervisionItem:
    return next(item for item in catalogue_on(act.on) if item.code == code)


def established(act: Any) -> None:
    """Mark which violations hold, and say whether the office has had the same before (类案)."""
    for row in act.matter.violations.filter(status__in=(Violation.Status.SUSPECTED, Violation.Status.FOUND)):
        holds = act.data.get(f"holds_{row.no}") != "no"
        row.status = Violation.Status.FOUND if holds else Violation.Status.UNFOUNDED
        row.save(update_fields=["status"])
    _say_class(act)


def _say_class(act: Any) -> None:
    """Whether what stands here recurs in the office (类案), and in which matters."""
    words = class_words(act.matter.office_id, list(act.matter.violations.filter(status=Violation.Status.FOUND)), act.on)
    act.detail.recurs, act.detail.recurrence = bool(words), words


def class_words(office_id: UUID, rows: Iterable[Violation], on: date) -> str:
    """「…」近12个月已有4件：numbers; empty below the office's threshold. The matters stand in the order they were taken up."""
    months, least = int(option(office_id, "class_months")), int(option(office_id, "class_matters"))
    found = recurrences(office_id, since=add_months(on, -months))
    words = []
    for key in dict.fromkeys((row.code, row.sub_id) for row in rows):
        same = found.get(key, [])
        if len(same) >= least:
            numbers = "、".join(row.matter.number for row in same)
            words.append(f"“{same[0].label}”近{months}个月已有{len(same)}件：{numbers}")
    return "\n".join(words)


def unfounded(act: Any) -> None:
    """None of the violations holds."""
    act.matter.violations.filter(status__in=(Violation.Status.SUSPECTED, Violation.Status.FOUND)).update(status=Violation.Status.UNFOUNDED)


def raised(act: Any) -> None:
    """What the paper says of each violation; from here the police read it. 复查 follows the setting as it is now."""
    _raise(act, served=True)


def found(act: Any) -> None:
    """The same where the paper is another matter's (检察建议): nothing is served here."""
    _raise(act, served=False)


def _raise(act: Any, *, served: bool) -> None:
    for row in _open(act):
        for name in ("finding", "article", "demand"):
            setattr(row, name, act.data.get(f"{name}_{row.no}") or getattr(row, name))
        row.status, row.served = Violation.Status.FOUND, row.served or served
        row.answer = row.answer_words = row.verdict = row.verdict_words = ""
        row.save()
    act.detail.result = ""
    act.detail.stops_clock = option(act.matter.office_id, "recheck_stops_clock") == "yes"


def prepared(act: Any) -> None:
    """所队填报 of one violation."""
    act.item.prepared, act.item.prepared_words = act.data["prepared"], act.data["prepared_words"]
    act.item.save(update_fields=["prepared", "prepared_words"])


def replied(act: Any) -> None:
    """The answer of the police to each violation that is still open."""
    for row in _open(act):
        answer = act.data.get(f"answer_{row.no}", "")
        if answer:
            row.answer, row.answer_words, row.prepared, row.prepared_words = answer, act.data.get(f"words_{row.no}", ""), "", ""
            row.verdict = row.verdict_words = ""
            row.save()


def verified(act: Any) -> None:
    """The verdict on each; that of the matter was derived by the form."""
    for row in _open(act):
        row.verdict, row.verdict_words = act.data.get(f"verdict_{row.no}", ""), act.data.get(f"words_{row.no}", "")
        row.save(update_fields=["verdict", "verdict_words"])


def adopted(act: Any) -> None:
    """Everything that was still open is taken as corrected."""
    for row in _open(act):
        row.verdict, row.verdict_words = Result.ADOPTED, act.data.get("reasons", "")
        row.save(update_fields=["verdict", "verdict_words"])
    act.detail.result = Result.ADOPTED
    undisputed(act)


def undisputed(act: Any) -> None:
    """A matter that ends without any objection says so (未提异议)."""
    act.detail.dispute = act.detail.dispute or Dispute.NONE


def partly_revoked(act: Any) -> None:
    """复查 withdraws violations one by one; the rest stand."""
    disputes.ruled(act)
    for row in act.matter.violations.filter(status=Violation.Status.FOUND):
        if act.data.get(f"kept_{row.no}") == "no":
            _revoke(row, act.data["reasons"])
    _say_class(act)


def all_revoked(act: Any) -> None:
    """复查, or execution of the superior's order: the whole opinion is withdrawn."""
    if "findings" in act.data:
        disputes.ruled(act)
    for row in act.matter.violations.filter(status=Violation.Status.FOUND):
        _revoke(row, act.data["reasons"])
    _say_class(act)


def _revoke(row: Violation, reasons: str) -> None:
    row.status, row.revoked_words = Violation.Status.REVOKED, reasons
    row.save(update_fields=["status", "revoked_words"])


def _open(act: Any) -> list[Violation]:
    return [row for row in act.matter.violations.order_by("no") if row.unsettled]
