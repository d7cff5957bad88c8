"""Forward notices by mail where the office has asked for it: rows of the outbox, written with the notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cases.matters.telling.recipients import Rosters, recipients_of
from cases.models import Notice
from office import outbox


def forward(notices: Iterable[Notice], today: date) -> None:
    """One mail per notice and recipient, once. Only the number leaves the site, nothing of the matter's contents."""
    rosters: Rosters = {}
    for notice in notices:
        what = notice.text.partition("：")[0]
        number = notice.matter.number if notice.matter else ""
        for officer in recipients_of(notice, today, rosters):
            outbox.post(
                "mail",
                {
                    "officer": str(officer.pk),
                    "subject": f"侦监协作办公室提醒：{number or what}",
                    "body": f"{number}：{what}。请登录系统查看。".removeprefix("："),
                },
                f"{_key(notice)}:{officer.pk.hex}",
            )


def _key(notice: Notice) -> str:
    """At most 100 characters, the width of the outbox's key."""
    source = notice.deadline_id or notice.document_id or notice.event_id or notice.pk
    day = notice.due_on.strftime("%y%m%d") if notice.due_on else ""
    return f"notice:{source.hex}:{day}:{notice.rung}:{notice.side[:4]}{notice.role[:4]}"
