"""Officers whose keys differ by identifiers alone share a statement, each with his own identifiers; who is the same as whom is kept."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from office import composed as module
from office.composed import Statement, composed


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_kept", {})


def asked(who: UUID, organs: tuple[UUID, ...], role: str, written: list[str]) -> Statement:
    def compose() -> Statement:
        written.append(role)
        return f"{role} {len(organs)}", (who, role, *organs, who.hex, str(who))

    return composed(("bell", who, organs, role), compose)


def test_each_gets_his_own_identifiers_in_one_statement():
    (a, b, c, d), written = (uuid4() for _ in range(4)), []
    assert asked(a, (b, c), "chief", written) == ("chief 2", (a, "chief", b, c, a.hex, str(a)))
    assert asked(c, (d, a), "chief", written) == ("chief 2", (c, "chief", d, a, c.hex, str(c)))
    assert written == ["chief"]


@pytest.mark.parametrize("other", ["role", "number", "sameness"])
def test_another_role_number_or_sameness_is_another_statement(other: str):
    (a, b, c), written = (uuid4() for _ in range(3)), []
    asked(a, (b, c), "chief", written)
    who, organs, role = {"role": (a, (b, c), "head"), "number": (a, (b,), "chief"), "sameness": (a, (b, a), "chief")}[other]
    assert asked(who, organs, role, written)[1][:3] == (who, role, organs[0])
    assert len(written) == 2
