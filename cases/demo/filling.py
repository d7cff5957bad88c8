"""What is typed into the form of a step: its own words, what the page proposes, the days, the numbers and the scans."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from cases.demo.repertoire import LETTERS
from cases.matters.dossier import Dossier
from cases.matters.forms import ActionForm, DayField
from cases.matters.table.workflow import Action, document_type
from office.blocks import Organ, Paragraph, Title
from office.pdf import render_pdf

ANSWER_WITHIN = 10
"""Days (日) given to the other side where a form asks for a day to come."""


@cache
def sample_paper() -> bytes:
    """The one PDF that stands for every uploaded paper, rendered once."""
    return render_pdf(
        [Organ("侦监协作办公室"), Title("演示材料"), Paragraph("本页代替真实的文书和证据材料，仅供演示，不含任何真实信息。")],
        title="演示材料",
    )


def scan(name: str) -> UploadedFile:
    """The sample paper under a name of its own."""
    return SimpleUploadedFile(f"{name}.pdf", sample_paper(), content_type="application/pdf")


def scan_of(row: Action) -> UploadedFile:
    """The scan of the paper an act comes with, named as the paper; of an act without one, as the act."""
    return scan(document_type(row.issues[0]).name if row.issues else row.label.removeprefix("报送"))


def letters_of(row: Action) -> str:
    """The letters of the police's own number for the paper of an act, e.g. 立 in 城公（刑）立字〔2026〕9号."""
    return LETTERS.get(row.code) or LETTERS[row.issues[0]]


def days_of(form: type[ActionForm], at: datetime, happened: date) -> dict[str, str]:
    """Days a form asks for, where the story does not say otherwise: the day itself, answers within ten days."""
    wanted = {name: happened for name, field in form.base_fields.items() if isinstance(field, DayField) and field.required and field.past}
    wanted |= {"reply_by": at.date() + timedelta(days=ANSWER_WITHIN), "filed_on": happened, "withdrawn_on": happened,
               "decided_on": happened, "transferred_on": happened, "negotiated_on": happened, "judged_on": happened}  # fmt: skip
    return {name: day.isoformat() for name, day in wanted.items() if name in form.base_fields}


def proposed(form: type[ActionForm], dossier: Dossier, at: datetime, item: Any) -> dict[str, Any]:
    """What the page would suggest: the form's own initial values."""
    shown = form(matter=dossier.matter, today=at.date(), item=item)
    values = {name: shown.get_initial_for_field(one, name) for name, one in shown.fields.items()}
    return {name: value for name, value in values.items() if value is not None}
