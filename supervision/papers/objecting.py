"""复议、复核、复查的文书: the papers of both sides for one contested decision (law.md 4.1, D20 and D21)."""

from __future__ import annotations

from cases.matters.papers.parts import given, paper, text, theirs
from cases.matters.table.workflow import DocumentType
from cases.models import Addressee

SUPERIOR, POLICE = Addressee.SUPERIOR, Addressee.POLICE


def decision_paper(code: str, slug: str, *, subject: str, law: str, basis: str, word: str = "复议", ask: str = "要求复议") -> DocumentType:
    """复议决定书、复查决定书 of the own procuratorate. ``subject``: the contested paper, e.g. ``{D07文号}``; ``law``: its article in full."""
    body = paper(
        text(f"你单位对{subject}{ask}，本院依法进行了重新审查。"),
        given("findings", "一、审查情况"),
        given("reasons", f"二、{word}决定和理由"),
        text(f"依照{law}的规定，决定：{{conclusion}}。"),
    )
    return DocumentType(code, slug, f"{word}决定书", POLICE, basis, f"刑{word}", body=body, receipt_slip=True,
                        duty=f"{word}已有决定，请签收")  # fmt: skip


def review_paper(code: str, slug: str, *, subject: str, law: str, basis: str) -> DocumentType:
    """复核决定书 of the superior procuratorate."""
    body = paper(
        text(f"你单位不服{{下级院}}的复议决定，就{subject}提请复核，本院依法进行了审查。"),
        given("findings", "一、审查情况"),
        given("reasons", "二、复核决定和理由"),
        text(f"依照{law}的规定，决定：{{conclusion}}。"),
    )
    return DocumentType(code, slug, "复核决定书", POLICE, basis, "刑复核", body=body, receipt_slip=True, duty="复核已有决定，请签收")


def request_paper(code: str, slug: str, basis: str, name: str = "要求复议意见书") -> DocumentType:
    """要求复议意见书, 复查申请书: the police's own paper."""
    return theirs(code, slug, name, basis)


def review_request_paper(code: str, slug: str, basis: str) -> DocumentType:
    """提请复核意见书, to the superior procuratorate."""
    return theirs(code, slug, "提请复核意见书", basis, SUPERIOR)
