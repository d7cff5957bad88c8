"""通报的拟稿、修改、签发和印发: the only writes of bulletins.

A draft follows the figures. The first signature holds its content, so that both leaders sign the same text; the last one
required gives number, frozen figures and the final PDF, in one transaction. 退回 by either side makes it a draft again.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters.papers import signing
from cases.matters.papers.documents import allocate
from office import audit
from office import selectors as office_selectors
from office.actions import job_finished, job_started
from office.models import JointOffice, Officer, Organisation
from office.options import option
from office.scoping import reach_of
from reports import documents, selectors
from reports.indicators import Period, first_day, months_between
from reports.models import Bulletin, Stage, month_words

CAUGHT_UP = 12
"""At most so many missed months (月) are drafted at once."""


def parse_month(words: str) -> date:
    """2026-10 → its first day. Raises Invalid with one sentence."""
    parts = words.strip().split("-")
    try:
        if len(parts) != 2 or len(parts[0]) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError
        return date(int(parts[0]), int(parts[1]), 1)
    except ValueError as error:
        raise Invalid(f"月份应写作 2026-10 这样的形式，现为“{words.strip()[:20]}”。") from error


def check_begun(month: date, today: date) -> None:
    """Refuse a month that has not begun. Raises Invalid."""
    if month > today:
        raise Invalid(f"{month_words(month)}尚未开始，没有可以通报的内容。")


# ------------------------------------------------------------------------------------------------ drafting


def draft(month: date, *, officer: Officer, now: datetime) -> Bulletin:
    """Draft the bulletin of a month for the officer's own office, or open the one that is there."""
    office_id = reach_of(officer).own_office
    if office_id is None or not selectors.may_write(officer, office_id):
        raise NotAllowed("通报由本办公室的检察官、检察官助理拟稿，您没有这项权限。")
    check_begun(month, timezone.localtime(now).date())
    with transaction.atomic():
        row, made = Bulletin.objects.get_or_create(office_id=office_id, month=month, defaults={"drafted_at": now})
        if made:
            audit.record(officer, "bulletin.draft", row, label="拟通报")
    return row


def draft_bulletins(*, now: datetime) -> int:
    """Draft every month that is over and has no bulletin, for each office since its first act; returns how many (份).

    The unique key of office and month decides, not the worker: safe to kill, to repeat, to race.
    """
    job_started(office_selectors.BULLETINS, now=now)
    today = timezone.localtime(now).date()
    made = sum(_draft_missed(office, today, now) for office in JointOffice.objects.order_by("code"))
    job_finished(office_selectors.BULLETINS, now=now, summary=f"新拟通报草稿{made}份")
    return made


def _draft_missed(office: JointOffice, today: date, now: datetime) -> int:
    begun = first_day(office.pk)
    if begun is None or begun >= today.replace(day=1):
        return 0
    last = Period.of(office.pk, today, today).earlier(1).first
    months = months_between(begun.replace(day=1), last)[-CAUGHT_UP:]
    there = set(Bulletin.objects.filter(office=office, month__in=months).values_list("month", flat=True))
    made = 0
    for month in months:
        if month in there:
            continue
        with transaction.atomic():
            row, new = Bulletin.objects.get_or_create(office=office, month=month, defaults={"drafted_at": now})
            if new:
                audit.record(None, "bulletin.draft", row, label="自动拟通报草稿")
        made += new
    return made


def rewrite(pk: UUID, *, officer: Officer, texts: dict[str, str], now: datetime) -> Bulletin:
    """Put one's own words for the paragraphs that may be rewritten; an empty one goes back to the drafted words."""
    with transaction.atomic():
        row = _locked(officer, pk)
        if not selectors.may_write(officer, row.office_id):
            raise NotAllowed("通报文字由本办公室的检察官、检察官助理修改，您没有这项权限。")
        if row.status != Stage.DRAFT:
            raise Conflict(f"通报{row.get_status_display()}，不能修改；需要修改的，请先退回重拟。")
        try:
            documents.assert_no_ranking_words(texts.values())
        except documents.Ranking as error:
            raise Invalid(str(error)) from error
        bases = drafted_words(row, today=timezone.localtime(now).date())
        row.text = {
            key: {"words": words.strip(), "basis": bases[key]}
            for key, words in texts.items()
            if words.strip() and _lines(words) != _lines(bases[key])
        }
        row.edited_by, row.edited_at = (officer, now) if row.text else (None, None)
        row.save(update_fields=["text", "edited_by", "edited_at"])
        audit.record(officer, "bulletin.edit", row, label="修改通报文字", text={key: value["words"] for key, value in row.text.items()})
    return row


def drafted_words(row: Bulletin, *, today: date) -> dict[str, str]:
    """The words the program drafts for each paragraph that may be rewritten."""
    found = dict.fromkeys(documents.BLOCKS, "")
    for section in selectors.content(row, today=today)["sections"]:
        for block in section["blocks"]:
            if block.get("edit"):
                found[block["edit"]] = block["basis"]
    return found


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


# ------------------------------------------------------------------------------------------------ signing


def sign(pk: UUID, *, officer: Officer, digest: str, now: datetime) -> Bulletin:
    """Sign for one's organisation. ``digest``: of the content the page showed; what was not read is not signed.

    Raises NotAllowed, Conflict (facts moved, signed already, month not over), each with one sentence.
    """
    now = timezone.localtime(now)
    with transaction.atomic():
        row = _locked(officer, pk)
        signer = selectors.signs_for(officer, row.office)
        _check_signing(row, officer, signer, now)
        assert signer is not None
        content = selectors.content(row, today=now.date())
        if documents.digest_of(content) != digest:
            raise Conflict("您打开页面之后，通报内容已有变化，请重新阅读后再签发。")
        row.signing = row.signing or signing.begin(digest, selectors.required(row.office))
        signing.add(row.signing, signer, officer=officer, digest=digest, at=now)
        row.figures, row.digest, row.status = content, digest, Stage.SIGNING
        if not signing.standing(row.signing).awaited:
            _issue(row, now)
        row.save()
        audit.record(
            officer, "bulletin.issue" if row.is_issued else "bulletin.sign", row, label="签发通报",
            organisation=signer.name, digest=digest, number=row.number, sha256=row.sha256,
        )  # fmt: skip
    return row


def _check_signing(row: Bulletin, officer: Officer, signer: Organisation | None, now: datetime) -> None:
    if row.is_issued:
        raise Conflict(f"通报已经印发（{row.number}），不再签发。")
    if signer is None:
        raise NotAllowed("通报由检察长和公安机关负责人签发，您没有这项权限。")
    if not selectors.organs_of(row.office):
        raise Conflict("本办公室没有公安机关，不能联合签发通报。")
    if Period.of(row.office_id, row.month, now.date()).last >= now.date():
        raise Conflict(f"{month_words(row.month)}尚未结束，期满后方可签发。")
    if row.edited_by_id == officer.pk:
        raise NotAllowed("不能签发自己修改的稿件，请由其他负责人签发。")


def _issue(row: Bulletin, now: datetime) -> None:
    """印发: number, day, final print and its hash. The number is given out in this transaction and leaves no gap."""
    row.year, row.issued_on, row.issued_at = now.year, now.date(), now
    row.seq = allocate(row.office.procuratorate, "bulletin", now.year)
    template = str(option(row.office_id, "bulletin_number"))
    row.number = template.replace("{年份}", str(now.year)).replace("{序号}", str(row.seq))
    names = [one.officer.name for one in selectors.signatures(row)]
    head = selectors.head_of(row.office_id)
    row.pdf = documents.pdf_of(row.figures, number=row.number, signers=names, on=row.issued_on, head=head)
    row.sha256 = hashlib.sha256(row.pdf).hexdigest()
    row.status = Stage.ISSUED


def send_back(pk: UUID, *, officer: Officer, reason: str, now: datetime) -> Bulletin:
    """退回重拟: the signatures fall and the figures follow the facts again, until it is issued. Needs a reason."""
    with transaction.atomic():
        row = _locked(officer, pk)
        if selectors.signs_for(officer, row.office) is None and not selectors.may_write(officer, row.office_id):
            raise NotAllowed("退回重拟由签发人或者本办公室的检察官办理，您没有这项权限。")
        if not reason.strip():
            raise Invalid("请写明退回的理由。", {"reason": ["请写明退回的理由。"]})
        if row.status != Stage.SIGNING:
            raise Conflict(f"通报现为{row.get_status_display()}，不能退回。")
        void, fallen = row.signing, [one.officer.name for one in selectors.signatures(row)]
        row.status, row.figures, row.digest, row.signing = Stage.DRAFT, {}, "", None
        row.save(update_fields=["status", "figures", "digest", "signing"])
        if void is not None:
            void.delete()
        audit.record(officer, "bulletin.return", row, label="退回通报", reason=reason.strip(), signatures=fallen)
    return row


def _locked(officer: Officer, pk: UUID) -> Bulletin:
    """The row under lock, once scope is checked. Raises NotFound."""
    selectors.bulletin(officer, pk)
    return Bulletin.objects.select_for_update(of=("self",)).select_related("office__procuratorate__parent").defer("pdf").get(pk=pk)


# ------------------------------------------------------------------------------------------------ by hand


def office_named(code: str | None) -> JointOffice:
    """The office of a code; without one, the only office that has police organs. Raises Invalid with the codes there are."""
    rows = list(JointOffice.objects.select_related("procuratorate__parent").order_by("code"))
    if not rows:
        raise Invalid("尚未开设办公室，请先运行 manage.py open_office。")
    listed = "、".join(f"{row.code}（{row.name}）" for row in rows)
    if code is not None:
        found = next((row for row in rows if row.code == code), None)
        if found is None:
            raise Invalid(f"没有代码为“{code}”的办公室，现有：{listed}。")
        return found
    whole = [row for row in rows if row.organs.exists()]
    if len(whole) != 1:
        raise Invalid(f"请用 --office 指明办公室代码，现有：{listed}。")
    return whole[0]


def printed(office: JointOffice, month: date, *, today: date) -> tuple[Bulletin, bytes]:
    """The bulletin of a month and its PDF: the issued bytes, or a draft print. Nothing is written. Raises Invalid."""
    check_begun(month, today)
    row = Bulletin.objects.select_related("office__procuratorate__parent").filter(office=office, month=month).first()
    row = row or Bulletin(office=office, month=month)
    return row, selectors.pdf(row, today=today)
