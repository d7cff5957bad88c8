"""Verifying the trail, and the periodic jobs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from office import audit, outbox, selectors
from office.actions.accounts import must_hold
from office.models import JobRun, Officer
from office.sides import Role


@transaction.atomic
def verify_audit(*, officer: Officer) -> list[audit.Finding]:
    """Verify the chains an 审计管理员 may verify, and leave the trail of having done so."""
    must_hold(officer, Role.AUDIT_ADMIN)
    findings = [finding for chain in selectors.chains_of(officer) for finding in audit.verify(chain)]
    audit.record(officer, "verify_audit", None, bad=[f"{finding.chain}:{finding.seq}" for finding in findings])
    return findings


def job_started(name: str, *, now: datetime) -> None:
    """Note that a periodic job began."""
    JobRun.objects.update_or_create(name=name, defaults={"started_at": now, "error": ""})


def job_finished(name: str, *, now: datetime, summary: str = "", error: str = "") -> None:
    """Note that a periodic job ended; with ``error`` it is shown and the last good end stays."""
    values = {"error": error} if error else {"finished_at": now, "summary": summary[:200], "error": ""}
    JobRun.objects.update_or_create(name=name, defaults=values)


def deliver_outbox(*, now: datetime) -> tuple[int, int]:
    """Send what waits and note the run; returns how many went out and how many failed (件)."""
    job_started(selectors.OUTBOX, now=now)
    sent, failed = outbox.deliver(now)
    job_finished(selectors.OUTBOX, now=now, summary=f"投递{sent}件，未成{failed}件")
    return sent, failed
