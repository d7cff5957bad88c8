"""文书的一生: draft → issue → receive, or withdrawn on the way (design 5). Written once for every kind.

Called from ``cases.matters`` alone, inside its transaction. Numbers are gapless per issuer, type and year, allocated in the
issuing transaction, voided with a reason and never reused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from cases.matters.dossier import READ_BY, Dossier
from cases.matters.papers import signing
from cases.matters.table.workflow import DocumentType, document_type, table_of
from cases.models import Addressee, Attachment, Document, DocumentSequence, Matter, Paper, Shown
from office.blocks import Block, ReceiptSlip, chinese_date, dump, enclose, load, text_of
from office.keys import uuid7
from office.models import Officer, Organisation
from office.scoping import Reach, reach_of
from office.sides import Side

DEFAULT_NUMBER = "{代字}{文种}〔{年份}〕{序号}号"
NO_NUMBER = "　　〔　　〕　号"
"""Where the number of a paper will stand, as long as it has none."""
ISSUING = ("number", "year", "seq", "status", "issued_by", "issued_on", "issued_at", "entered_for", "context", "text", "digest")
"""What signing writes of a paper."""


def allocate(issuer: Organisation, kind: str, year: int) -> int:
    """The next number of a book; the book stays locked until commit, so a rolled-back issue leaves no gap."""
    books = DocumentSequence.objects.select_for_update().filter(issuer=issuer, type=kind, year=year)
    book = books.first()
    if book is None:
        try:
            with transaction.atomic():
                return DocumentSequence.objects.create(issuer=issuer, type=kind, year=year, last=1).last
        except IntegrityError:
            book = books.get()  # another has begun the book in the same moment: wait for his number
    book.last += 1
    book.save(update_fields=["last"])
    return book.last


def pass_by(issuer: Organisation, kind: str, year: int, number: int) -> None:
    """A number given elsewhere (a ledger taken over) is never given out again: the book goes on behind it."""
    DocumentSequence.objects.get_or_create(issuer=issuer, type=kind, year=year)
    DocumentSequence.objects.filter(issuer=issuer, type=kind, year=year, last__lt=number).update(last=number)


def number_text(document: Document, kind: DocumentType, seq: int, year: int, templates: Mapping[str, str]) -> str:
    """文号 by the office's template, e.g. ×检刑不立通〔2026〕9号 (六角括号, no 虚位)."""
    template = templates.get(kind.code, DEFAULT_NUMBER)
    words = {"代字": document.issuer.abbreviation, "文种": kind.letters, "年份": str(year), "序号": str(seq)}
    for name, value in words.items():
        template = template.replace("{" + name + "}", value)
    return template


def draft(
    dossier: Dossier,
    kinds: list[DocumentType],
    *,
    action: str,
    issuer: Organisation,
    fields: Mapping[str, Any],
    officer: Officer | None,
    at: datetime,
    swept_for: Any = None,
    uploads: list[Attachment] | None = None,
) -> list[Document]:
    """One open draft of an action: its documents, the first leading. Attachments hang on the leading one."""
    matter, bundle = dossier.matter, uuid7()
    kept = dossier.documents  # read before the new ones are there
    made = Document.objects.bulk_create(
        Document(
            office_id=matter.office_id,
            matter=matter,
            bundle=bundle,
            leads=index == 0,
            type=kind.code,
            action=action,
            name=kind.name,
            origin_side=kind.side,
            issuer=issuer,
            addressee=kind.addressee,
            number=str(fields.get("own_number", "")) if kind.origin == "uploaded" else "",
            fields=dict(fields),
            drafted_by=officer,
            drafted_at=at,
            swept_for=swept_for,
        )
        for index, kind in enumerate(kinds)
    )
    kept += made
    for upload in uploads or []:
        upload.document = made[0]
        upload.save(update_fields=["document"])
    return made


def send_round(dossier: Dossier, paper: Document, wanted: Iterable[Organisation], *, at: datetime) -> None:
    """会签: freeze the text and let it go round, to be signed by these organisations. Both sides read it from here, with its attachments."""
    kind, own = document_type(paper.type), list(Attachment.objects.filter(document=paper).order_by("uploaded_at", "id"))
    paper.status = Paper.CIRCULATING
    paper.context = context_of(paper, dossier.documents)
    paper.text = dump(body_of(kind, paper.context, own))
    paper.digest = digest_of(paper, own)
    paper.signing = signing.begin(paper.digest, wanted)
    paper.save(update_fields=["status", "context", "text", "digest", "signing"])
    if own:
        Attachment.objects.filter(pk__in=[one.pk for one in own]).update(shown=Shown.BOTH)


def issue(dossier: Dossier, documents: list[Document], *, officer: Officer | None, on: date, at: datetime, entered_for: bool = False) -> None:
    """Sign a bundle: number, frozen context, hash. The paper is open to its addressee from here, with its attachments.

    What has gone round is issued as it was signed: number and day alone are filled in.
    """
    if not documents:
        return
    files = list(Attachment.objects.filter(document__in=documents).order_by("uploaded_at", "id"))
    for document in documents:
        kind, own = document_type(document.type), [one for one in files if one.document_id == document.pk]
        if kind.origin == "made":
            document.year = on.year
            document.seq = allocate(document.issuer, kind.code, on.year)
            document.number = number_text(document, kind, document.seq, on.year, dossier.settings["number_templates"])
        document.status = Paper.ISSUED
        document.issued_by = officer
        document.issued_on = on
        document.issued_at = at
        document.entered_for = entered_for
        if document.signing_id is not None:
            document.context |= {"number": document.number, "on": on.isoformat()}
            document.text = _completed(document.text, document.number, on)
        else:
            document.context = context_of(document, dossier.documents)
            document.text = dump(body_of(kind, document.context, own)) if kind.body is not None else []
        document.digest = digest_of(document, own)
        document.save(update_fields=ISSUING)
    crossing = {one.pk for one in documents if Side.POLICE in (one.addressee, one.origin_side) or one.addressee == Addressee.BOTH}
    if sent := [one.pk for one in files if one.document_id in crossing]:
        Attachment.objects.filter(pk__in=sent).update(shown=Shown.BOTH)


def _completed(frozen: Any, number: str, on: date) -> Any:
    """The frozen blocks of a paper with number and day where they were left blank; not a word else changes."""
    if isinstance(frozen, dict):
        return {name: on.isoformat() if name == "on" and value is None else _completed(value, number, on) for name, value in frozen.items()}
    if isinstance(frozen, list):
        return [_completed(one, number, on) for one in frozen]
    return frozen.replace(NO_NUMBER, number) if isinstance(frozen, str) else frozen


def receive(document: Document, *, officer: Officer | None, on: date, at: datetime, entered_for: bool) -> None:
    """Sign for receipt: the day that starts clocks."""
    document.status = Paper.RECEIVED
    document.received_by = officer
    document.received_on = on
    document.received_at = at
    document.entered_for = document.entered_for or entered_for
    document.save(update_fields=["status", "received_by", "received_on", "received_at", "entered_for"])


def close(documents: list[Document], status: str, reason: str) -> None:
    """Withdraw, discard or return a bundle; a number it had is voided with the reason and never used again."""
    for document in documents:
        document.status = status
        if status == Paper.RETURNED:
            document.returned_reason = reason[:400]
        else:
            document.ended_reason = reason[:400]
        document.save(update_fields=["status", "returned_reason", "ended_reason"])


def context_of(document: Document, papers: Iterable[Document] | None = None) -> dict[str, Any]:
    """What the text of a document is made from; frozen at issue, read live for a draft. ``papers``: those of the matter, if at hand."""
    matter = document.matter
    office = matter.office
    table = table_of(matter)
    detail: Model | None = getattr(matter, table.detail, None) if table.detail else None
    receiver = str(document.fields.get("receiver", ""))
    to = {
        Addressee.POLICE: matter.organ_name,
        Addressee.PROCURATORATE: office.procuratorate.name,
        Addressee.SUPERIOR: office.procuratorate.parent.name if office.procuratorate.parent else "上一级人民检察院",
        # a letter of its own names whom it goes to; a copy that goes along goes to the complainant
        Addressee.COMPLAINANT: (receiver if document.leads else "") or getattr(detail, "complainant", "") or "控告人",
        Addressee.OUTSIDE: receiver,
        Addressee.FILE: receiver,
        Addressee.BOTH: "",
    }[Addressee(document.addressee)]
    others = matter.documents.all() if papers is None else papers
    named = {
        row.type: {"number": row.number, "name": row.name, "on": _words(row.issued_on), "received": _words(row.received_on)}
        # sorted here: the list of 待审批 fetches the papers of all its matters beforehand
        for row in sorted(others, key=lambda row: row.issued_at or row.drafted_at)
        if row.status in (Paper.ISSUED, Paper.RECEIVED) and row.pk != document.pk
    }
    return {
        "organ": document.issuer.name,
        "name": document.name,
        "number": document.number or NO_NUMBER,
        "to": to,
        "on": document.issued_on.isoformat() if document.issued_on else "",
        "matter": {
            "number": matter.number,
            "title": matter.public_title or matter.title,
            "variant": matter.variant,
            "opened": _words(matter.opened_on),
            "police": matter.organ_name,
            "procuratorate": office.procuratorate.name,
            "case": matter.case.name if matter.case else "",
            "case_number": matter.case.number if matter.case else "",
        },
        "detail": _plain(detail),
        "rows": {accessor: [_shared(row) for row in _read_by_all(document, accessor)] for accessor in table.rows},
        "fields": {name: _plain_value(value) for name, value in document.fields.items()},
        "papers": named,
    }


def blocks_of(document: Document) -> list[Block]:
    """The document as blocks: as it was frozen once issued, else from the facts as they stand."""
    kind = document_type(document.type)
    if kind.body is None:
        raise ValueError(f"{document.name}是对方制作的文书，没有本院正文。")
    context = document.context or context_of(document)
    blocks = list(load(document.text)) if document.text else body_of(kind, context, document.attachments.all())
    if kind.receipt_slip:
        blocks = [
            *blocks,
            ReceiptSlip(
                issuer=context["organ"],
                title=context["name"],
                number=context["number"],
                addressee=context["to"],
                received_by=document.received_by.name if document.received_by else "",
                received_on=document.received_on,
            ),
        ]
    return blocks


def body_of(kind: DocumentType, context: dict[str, Any], files: Iterable[Attachment]) -> list[Block]:
    """The text of a paper made here, with what goes along with it: each file by name and SHA-256."""
    assert kind.body is not None
    return enclose(kind.body(context), [f"{one.name}（校验值{one.sha256}）" for one in files])


def digest_of(document: Document, files: Iterable[Attachment] | None = None) -> str:
    """SHA-256 of what was issued: the text of a paper made here, or the hashes of the files of one that was uploaded."""
    kind = document_type(document.type)
    words = text_of(load(document.text))
    if kind.origin == "uploaded":
        words += "\n".join(sorted(one.sha256 for one in (document.attachments.all() if files is None else files))) + document.number
    return hashlib.sha256(words.encode()).hexdigest()


def issuer_of(kind: DocumentType, matter: Matter, acting: Organisation, officer: Officer | None = None) -> Organisation:
    """Who makes it: the acting procuratorate, or the police organ of the matter; of what the whole office sees, that of the officer."""
    if kind.side == Side.POLICE:
        if matter.whole_office and officer is not None and officer.side == Side.POLICE:
            return Organisation.objects.get(pk=reach_of(officer).organs[0])
        if matter.police is None:
            raise ValueError("事项没有载明公安机关")
        return matter.police
    return acting


def _words(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _plain(row: Model | None) -> dict[str, str]:
    if row is None:
        return {}
    words = {}
    for column in row._meta.concrete_fields:
        if column.is_relation or column.name == "words":
            continue
        value = getattr(row, column.attname)
        shown = getattr(row, f"get_{column.name}_display", None)
        words[column.name] = shown() if shown and column.choices else _plain_value(value)
    return words


def _shared(row: Any) -> dict[str, str]:
    """A row of the matter as a paper may print it: its number, and what both sides read."""
    words = _plain(row)
    return {"no": str(getattr(row, "no", "")), **{name: words[name] for name in getattr(row, "shared_fields", ()) if name in words}}


def _read_by_all(document: Document, accessor: str) -> Iterable[Any]:
    """The rows that a paper may print: what its readers see of them, which are both sides unless only the file gets it."""
    rows = getattr(document.matter, accessor).all()
    shown = getattr(rows.model, "shown_to", None)
    if shown is None:
        return rows
    sides = [document.origin_side] if document.addressee == Addressee.FILE else Side.values
    fetched = getattr(document.matter, "_prefetched_objects_cache", {}).get(accessor)
    if fetched is not None and all(hasattr(row, READ_BY[sides[0]]) for row in fetched):
        return [row for row in fetched if all(getattr(row, READ_BY[side]) for side in sides)]
    for side in sides:
        rows = rows.filter(shown(Reach(side, (), (document.matter.office_id,), ())))
    return rows


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | dict):
        return value
    if isinstance(value, str):
        return _iso_to_words(value)
    return "" if value is None else str(value)


def _iso_to_words(text: str) -> str:
    """Days kept as ISO text in a draft's fields read as 2026年11月20日 in the paper."""
    if len(text) == 10 and text[4:5] == "-" and text[7:8] == "-":
        try:
            return chinese_date(date.fromisoformat(text))
        except ValueError:
            return text
    return text
