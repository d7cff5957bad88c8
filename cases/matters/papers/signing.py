"""会签: several organisations sign one text, known by its digest. The one way of it, for papers of matters and for the bulletin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cases.exceptions import Conflict
from cases.models import Document, Paper, Signature, Signing
from office.blocks import Block, Note, PageBreak, Table, Title, chinese_date
from office.models import Officer, Organisation
from office.sides import Side

ON_PAPER = "on_paper"
"""Of the fields of a paper: who signs its 会签单 by hand besides (法院), and is never waited for."""


@dataclass
class Standing:
    """How a signing stands: who has signed and who must yet, 检察机关 first, then the organs in statutory order."""

    signatures: list[Signature] = field(default_factory=list)
    awaited: list[Organisation] = field(default_factory=list)

    @property
    def organisations(self) -> list[Organisation]:
        """Who has signed or must yet."""
        return sorted([*(one.organisation for one in self.signatures), *self.awaited], key=_place)

    def of(self, organisation: Organisation) -> Signature | None:
        """The signature of an organisation."""
        return next((one for one in self.signatures if one.organisation_id == organisation.pk), None)


def begin(digest: str, wanted: Iterable[Organisation]) -> Signing:
    """What goes round from now on: this text, to be signed by these organisations."""
    signing = Signing.objects.create(digest=digest)
    signing.wanted.set(wanted)
    return signing


def add(signing: Signing, organisation: Organisation, *, officer: Officer, digest: str, at: datetime, authority: str = "") -> Signature:
    """One signature more. Raises Conflict where the organisation has signed, or ``digest``, of the text that was read, is of another."""
    if digest != signing.digest:
        raise Conflict("您打开页面之后，会签的内容已有变化，请重新阅读后再签。")
    if signing.signatures.filter(organisation=organisation).exists():
        raise Conflict(f"{organisation.name}已经签发。")
    return Signature.objects.create(
        signing=signing, organisation=organisation, officer=officer, signed_at=at, digest=digest, authority=authority
    )


def standings(keys: Iterable[UUID | None]) -> dict[UUID | None, Standing]:
    """How these signings stand: two queries, however many. Of none (a draft of the bulletin) nobody has signed."""
    found: dict[UUID | None, Standing] = defaultdict(Standing)
    keys = [key for key in keys if key is not None]
    if not keys:
        return found
    for one in sorted(Signature.objects.filter(signing__in=keys).select_related("officer", "organisation"), key=lambda one: _place(one.organisation)):
        found[one.signing_id].signatures.append(one)
    wanted: Any = Signing.wanted.through.objects.filter(signing__in=keys).select_related("organisation")
    for row in sorted(wanted, key=lambda row: _place(row.organisation)):
        if found[row.signing_id].of(row.organisation) is None:
            found[row.signing_id].awaited.append(row.organisation)
    return found


def standing(signing: Signing | None) -> Standing:
    """How one stands."""
    key = signing.pk if signing else None
    return standings([key])[key]


def sheet_of(paper: Document, standing: Standing) -> list[Block]:
    """会签单: a sheet of its own behind the paper. The signatures stand here, never in the text that is signed."""
    assert paper.signing is not None
    about = (
        ("文书名称", f"《{paper.name}》"),
        ("文　　号", paper.number or "印发时编号"),
        ("制发单位", paper.issuer.name),
        ("正文校验值", paper.signing.digest),
    )
    rows = []
    for organisation in standing.organisations:
        one = standing.of(organisation)
        signer = f"{one.officer.name}{f'（{one.authority}）' if one.authority else ''}" if one else ""
        rows.append((organisation.name, signer, chinese_date(one.signed_at) if one else ""))
    rows += [(f"{name}（纸质签署）", "", "") for name in paper.fields.get(ON_PAPER, ())]
    ended = {Paper.DISCARDED: "本稿会签已经停止，以上签名作废", Paper.WITHDRAWN: "本稿已经撤回，以上签名作废"}.get(Paper(paper.status))
    note = "校验值为送会签时正文的SHA-256，文号和印发日期在会签以后填入，不计在内"
    return [
        PageBreak(numbered=False),
        Title("会签单"),
        Table(headers=(), rows=about, widths=(1, 3)),
        Table(headers=("会签单位", "签发人", "会签时间"), rows=tuple(rows), widths=(6, 6, 7), roomy=True),
        Note(f"{ended}；{note}" if ended else note),
    ]


def _place(one: Organisation) -> tuple[bool, int, str]:
    return one.side == Side.POLICE, one.order, one.code
