"""日历订阅: a token by which a calendar program reads for one officer. It is shown once, and only its hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from office import audit
from office.models import CalendarToken, Officer

BYTES = 32
"""Of chance in a token: nobody finds one by trying."""


@transaction.atomic
def subscribe(*, officer: Officer, now: datetime) -> str:
    """A new token for this officer, in place of the one he may have had: the one time it is told. The trail does not name it."""
    token = secrets.token_urlsafe(BYTES)
    made, new = CalendarToken.objects.update_or_create(officer=officer, defaults={"digest": CalendarToken.digest_of(token), "made_at": now})
    audit.record(officer, "subscribe" if new else "subscribe_anew", made)
    return token


@transaction.atomic
def unsubscribe(*, officer: Officer) -> None:
    """End the subscription; where there is none, nothing happens."""
    found = CalendarToken.objects.select_for_update().filter(officer=officer).first()
    if found is None:
        return
    CalendarToken.objects.filter(pk=found.pk).delete()
    audit.record(officer, "unsubscribe", found)
