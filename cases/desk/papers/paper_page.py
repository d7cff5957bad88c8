"""One paper and its files, as this officer may open them. Raises NotFound (404) for what is not his to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from cases.desk.page.page import draft_note, paper_state
from cases.desk.page.timeline import FileView, form_answers, size_words
from cases.desk.signing.rounds import Round, round_of
from cases.exceptions import NotFound
from cases.matters.dossier import Dossier, Opened
from cases.matters.papers import signing
from cases.matters.papers.documents import blocks_of
from cases.matters.papers.files import path_of
from cases.matters.table.workflow import document_type
from cases.matters.telling.words import short_day
from cases.models import Attachment, Document, Event, Paper
from office.blocks import Block, ServiceReceipt, chinese_date, text_of
from office.fonts import glyph_warning
from office.models import Officer
from office.sides import Side

NO_PAPER = "没有这份文书，或者不在您的可见范围内。"
NO_FILE = "没有这个附件，或者不在您的可见范围内。"
ENDED = (Paper.WITHDRAWN, Paper.DISCARDED)


@dataclass(frozen=True)
class Stage:
    """One step of a paper's life: 拟稿、签发、签收, done or still to come."""

    label: str
    words: str
    done: bool


@dataclass
class PaperPage:
    """Everything the paper's page shows."""

    document: Document
    state: str
    stages: list[Stage]
    note: str
    basis: str
    pending: bool
    text: bool
    imported: bool
    answers: list[tuple[str, str]]
    files: list[FileView]
    sealed: FileView | None
    companions: list[Document]
    caution: str = ""
    is_draft: bool = False
    ended: str = ""
    round: Round | None = None
    """会签, of a paper that goes or went round."""


def paper(officer: Officer, found: Dossier, key: UUID) -> Document:
    """One paper of the matter."""
    rows = Document.objects.visible_to(officer).filter(matter=found.matter, pk=key)
    row = rows.select_related("issuer", "drafted_by", "issued_by", "received_by", "sealed_copy", "signing").first()
    if row is None:
        raise NotFound(NO_PAPER)
    row.matter = found.matter  # with office, organs and case read already
    return row


def of_act(officer: Officer, found: Dossier, row: Document) -> list[Document]:
    """The papers signed together with this one that the officer may open, the leading one first."""
    rows = Document.objects.visible_to(officer).filter(matter=found.matter, bundle=row.bundle)
    return list(rows.order_by("-leads", "id"))


def paper_page(officer: Officer, found: Opened, row: Document, today: date) -> PaperPage:
    """The page of one paper for this officer."""
    kind = document_type(row.type)
    imported = bool(row.context.get("imported"))
    own = row.origin_side == officer.side
    attached = Attachment.objects.visible_to(officer).filter(Q(document=row) | Q(pk=row.sealed_copy_id)).order_by("uploaded_at", "id")
    views = {file: FileView(file.pk, file.name, size_words(file.size)) for file in attached}
    form = found.table.action(row.action).form if found.table.has_action(row.action) else None
    has_text = kind.body is not None and not imported
    drafting = row.is_open_draft
    round_ = round_of(officer, found, row, today)
    return PaperPage(
        document=row,
        state=paper_state(row, today),
        stages=_stages(row, today, own=own, round_=round_, authority=_authority(officer, row) if own and row.issued_on else ""),
        note=draft_note(row) if own else "",
        basis=kind.basis,
        pending=kind.pending,
        text=has_text,
        imported=imported,
        # the answers of a paper made here are its text; what else was typed for it is its maker's own
        answers=form_answers(form, row.fields) if form is not None and (own or kind.origin != "made") else [],
        files=[view for file, view in views.items() if file.document_id == row.pk],
        sealed=next((view for file, view in views.items() if file.pk == row.sealed_copy_id), None),
        companions=sorted(
            (one for one in found.seen_papers if one.bundle == row.bundle and one.pk != row.pk), key=lambda one: (not one.leads, one.pk)
        ),
        caution=glyph_warning(text_of(blocks_of(row))) if has_text and drafting else late_words(found, row),
        is_draft=drafting,
        ended=row.ended_reason if row.status in ENDED and (own or round_ or row.status == Paper.WITHDRAWN) else "",
        round=round_,
    )


def late_words(found: Dossier, row: Document) -> str:
    """Of an objection that came late and waits: by how many days, and who decides on it; empty for any other paper."""
    late = found.late.get(row.pk)
    return f"逾期{late}日提出，由人民检察院案件管理部门标明逾期后签收，或者写明理由拒收。" if late else ""


def text_blocks(row: Document) -> list[Block]:
    """The paper's text. Raises NotFound where there is none here: the other side's own paper, or an imported one."""
    if document_type(row.type).body is None:
        raise NotFound("这份文书由对方制作，没有本系统生成的正文，请下载附件。")
    if row.context.get("imported"):
        raise NotFound("这份文书由台账导入，系统内没有正文。")
    return blocks_of(row)


def printed(row: Document) -> list[Block]:
    """The paper as it is printed: its text, and behind what goes or went round the 会签单 and what the kind keeps with it (保留意见).

    Raises NotFound as ``text_blocks``.
    """
    blocks = text_blocks(row)
    if not row.signing:
        return blocks
    kept = getattr(Dossier(row.matter).detail, "kept_with", None)
    return [*blocks, *signing.sheet_of(row, signing.standing(row.signing)), *(kept(row) if kept is not None else [])]


def service_receipt(found: Dossier, row: Document) -> list[Block]:
    """送达回证 of one paper (刑诉法第107条). Raises NotFound for one that has not been served."""
    if row.status not in (Paper.ISSUED, Paper.RECEIVED) or row.addressee in ("file", "both"):
        raise NotFound("这份文书没有送达，不能开具送达回证。")
    matter = found.matter
    to = {"police": matter.organ_name, "procuratorate": matter.office.procuratorate.name}
    parent = matter.office.procuratorate.parent
    addressee = to.get(row.addressee) or (parent.name if row.addressee == "superior" and parent else "")
    if row.addressee == "complainant":
        addressee = getattr(found.detail, "complainant", "")
    server = matter.handler if row.origin_side == Side.PROCURATORATE else matter.police_handler
    event = Event.objects.filter(document=row, action="receive", undone=False).order_by("-seq").first()
    on_paper = event is not None and event.entered_for
    served_at = ""
    if row.received_on and row.received_at and not on_paper:
        local = timezone.localtime(row.received_at)
        served_at = f"{chinese_date(local.date())}{local.hour}时{local.minute}分"
    elif row.received_on:
        served_at = chinese_date(row.received_on)
    return [
        ServiceReceipt(
            organ=row.issuer.name,
            document=row.name,
            number=row.number,
            addressee=addressee,
            served_by=server.name if server else "",
            received_by=row.received_by.name if row.received_by else "",
            served_at=served_at,
            manner="" if not row.received_on else "直接送达（纸质）" if on_paper else "系统内送达",
            remarks=f"线下登记：{event.reason}" if event is not None and on_paper else "",
        )
    ]


def attachment(officer: Officer, key: UUID) -> tuple[Attachment, Path]:
    """One file and where its bytes lie."""
    row = Attachment.objects.visible_to(officer).select_related("matter").filter(pk=key).first()
    if row is None:
        raise NotFound(NO_FILE)
    where = path_of(row)
    if not where.is_file():
        raise NotFound("附件文件不在存储中，请与系统管理员联系。")
    return row, where


def _authority(officer: Officer, row: Document) -> str:
    """In whose name it was signed (受检察长××授权), for its own side."""
    acts = Event.objects.visible_to(officer).filter(document=row, action=row.action, undone=False)
    return acts.order_by("-seq").values_list("authority", flat=True).first() or ""


def _stages(row: Document, today: date, *, own: bool, round_: Round | None, authority: str = "") -> list[Stage]:
    """拟稿 → 签发 → 签收, or 送会签 → 会签 → 印发; who drafted and who approved is the issuing side's own affair."""

    def day(on: date | None) -> str:
        return short_day(on, today) if on else ""

    police = row.origin_side == Side.POLICE
    drafted_on = timezone.localtime(row.drafted_at).date()
    issued = row.issued_on is not None
    stages = []
    if own:
        by = row.drafted_by.name if row.drafted_by else ("导入" if row.context.get("imported") else "期限检查代拟")
        stages.append(Stage("拟稿", f"{day(drafted_on)} {by}", True))
    if round_ is not None:
        signed, of = round_.signed, len(round_.lines)
        return [
            *stages,
            Stage("送会签", day(drafted_on), True),
            Stage("会签", "签名作废" if round_.void else f"{signed}家已签，共{of}家", round_.void or bool(signed)),
            Stage("印发", day(row.issued_on), issued),
        ]
    approved = f"{day(row.issued_on)}{f' {row.issued_by.name}' if own and row.issued_by else ''}{f'（{authority}）' if authority else ''}" if issued else ""
    stages.append(Stage("批准" if police else "签发", approved, issued))
    if row.addressee in ("police", "procuratorate", "superior"):
        stages.append(Stage("送达", day(row.issued_on), issued))
        who = f" {row.received_by.name}" if row.received_by else "（线下登记）" if row.entered_for and row.received_on else ""
        stages.append(Stage("签收", f"{day(row.received_on)}{who}" if row.received_on else "", row.received_on is not None))
    return stages
