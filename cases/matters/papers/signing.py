"""会签: several organisations sign one text, known by its digest. The one way of it, for papers of matters and for the bulletin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.exceptions import Conflict
from cases.models import Signature, Signing
from office.models import Officer, Organisation
from office.sides import Side


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


def signatures(signing: Signing | None) -> list[Signature]:
    """Who has signed, 检察机关 first, then the organs in statutory order; none where nothing goes round."""
    found = [] if signing is None else signing.signatures.select_related("officer", "organisation")
    return sorted(found, key=lambda one: _place(one.organisation))


def awaited(signing: Signing) -> list[Organisation]:
    """Whose signature is still wanted, in the same order."""
    return sorted(signing.wanted.exclude(pk__in=signing.signatures.values("organisation")), key=_place)


def _place(one: Organisation) -> tuple[bool, int, str]:
    return one.side == Side.POLICE, one.order, one.code
