"""留痕: the one place for the trail (design 8). If the row cannot be written, the act fails."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet

from office import clock
from office.models import AuditEntry, AuditHead, Officer
from office.scoping import reach_of


def _digest(previous: str, chain: str, seq: int, at: datetime, who: str, verb: str, subject: str, facts: str) -> str:
    words = "\x1f".join([previous, chain, str(seq), at.astimezone(UTC).isoformat(), who, verb, subject, facts])
    return hmac.new(settings.AUDIT_KEY.encode(), words.encode(), hashlib.sha256).hexdigest()


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False))


def _canonical(facts: dict[str, Any]) -> str:
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Draft:
    """An entry that is still to be written: who did what to which row, with what facts; ``chain``: not the one of the subject."""

    officer: Officer | None
    verb: str
    subject: Any
    facts: dict[str, Any]
    chain: Any = None

    @property
    def chain_name(self) -> str:
        """The chain of the subject's office, or of the officer's organisation for acts of no office."""
        chain = self.chain or getattr(self.subject, "office_id", None)
        if chain is None and self.officer is not None:
            chain = reach_of(self.officer).own_office or self.officer.organisation_id
        return str(chain or "site")


def record(officer: Officer | None, verb: str, subject: Any = None, *, chain: Any = None, **facts: Any) -> None:
    """Append one entry to its chain. Call it last in the transaction: the head of the chain stays locked until commit."""
    record_all([Draft(officer, verb, subject, facts, chain)])


def record_all(drafts: Iterable[Draft]) -> None:
    """Append entries, each to its chain, in their order; the heads are locked in the order of their names until commit."""
    by_chain: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_chain.setdefault(draft.chain_name, []).append(draft)
    for name in sorted(by_chain):
        with transaction.atomic():
            _append(name, by_chain[name])


def _append(name: str, drafts: list[Draft]) -> None:
    head = AuditHead.objects.select_for_update().filter(chain=name).first()
    if head is None:
        AuditHead.objects.get_or_create(chain=name)  # two that begin a chain at once meet here, and one waits below
        head = AuditHead.objects.select_for_update().get(chain=name)
    entries = []
    for draft in drafts:
        entry = AuditEntry(
            chain=name,
            seq=head.seq + 1,
            at=clock.now(),
            officer_id=draft.officer.pk if draft.officer else None,
            officer_name=draft.officer.name if draft.officer else "系统",
            verb=draft.verb,
            subject_type=draft.subject._meta.model_name if draft.subject is not None else "",
            subject_id=str(draft.subject.pk) if draft.subject is not None else "",
            subject_label=str(draft.subject)[:200] if draft.subject is not None else "",
            facts=_plain(draft.facts),
            previous=head.digest,
        )
        entry.digest = _entry_digest(entry)
        entries.append(entry)
        head.seq, head.digest = entry.seq, entry.digest
    AuditEntry.objects.bulk_create(entries)
    AuditHead.objects.filter(chain=name).update(seq=head.seq, digest=head.digest)


def _entry_digest(entry: AuditEntry) -> str:
    return _digest(
        entry.previous,
        entry.chain,
        entry.seq,
        entry.at,
        f"{entry.officer_id}|{entry.officer_name}",
        entry.verb,
        f"{entry.subject_type}|{entry.subject_id}|{entry.subject_label}",
        _canonical(entry.facts),
    )


@dataclass(frozen=True)
class Finding:
    """The first bad entry of a chain."""

    chain: str
    seq: int
    text: str


def verify(chain: str | None = None) -> Iterator[Finding]:
    """Recompute every chain and name the first bad entry of each; nothing is yielded when all is sound."""
    heads = AuditHead.objects.all() if chain is None else AuditHead.objects.filter(chain=chain)
    for head in heads:
        previous = "0" * 64
        expected = 0
        entries = AuditEntry.objects.filter(chain=head.chain).order_by("seq")
        for expected, entry in enumerate(entries.iterator(), 1):
            if entry.seq != expected:
                yield Finding(head.chain, expected, f"第{expected}条缺失")
                break
            if entry.previous != previous or entry.digest != _entry_digest(entry):
                yield Finding(head.chain, entry.seq, f"第{entry.seq}条与校验值不符")
                break
            previous = entry.digest
        else:
            if expected != head.seq or previous != head.digest:
                yield Finding(head.chain, expected + 1, f"第{expected + 1}条起的记录被删除")


def heads(chains: list[str] | None = None) -> dict[str, tuple[int, str]]:
    """Sequence number and digest of the newest link of each chain, as printed in the bulletin."""
    rows = AuditHead.objects.all() if chains is None else AuditHead.objects.filter(chain__in=chains)
    return {head.chain: (head.seq, head.digest) for head in rows}


def entries() -> QuerySet[AuditEntry]:
    """The whole trail, for the page of the 审计管理员; ``office.selectors.trail`` narrows it to his part."""
    return AuditEntry.objects.all()
