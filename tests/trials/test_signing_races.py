"""Two who sign what goes round at the same moment: one number, one effect, no signature lost or doubled."""

from __future__ import annotations

import pytest

from cases.exceptions import ActionError
from cases.models import Document, DocumentSequence, Signature
from office import audit
from office.sides import Role
from tests.kinds import rounds
from tests.kinds.rounds import do, sent, sign
from tests.supervision.play import fresh
from tests.trials.test_races import at_once, refusals
from tests.world import TODAY, World, build, officer


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())
    rounds.register(monkeypatch)
    return build()


def test_both_last_signatures_at_once_issue_it_once(town: World) -> None:
    for place in range(1, 9):
        matter, paper = sent(town)
        answers = at_once(*(lambda who=who, paper=paper: sign(paper, who) for who in (town.chief, town.head)))
        assert refusals(answers) == []
        paper = Document.objects.get(pk=paper.pk)
        assert (paper.status, paper.seq, fresh(matter).state) == ("issued", place, "tracking")
        assert paper.signing.signatures.count() == 2
        assert [matter.events.filter(action=code).count() for code in ("sign", "issued")] == [2, 1]
    assert DocumentSequence.objects.get(type="TR1").last == 8
    assert list(audit.verify()) == []


def test_two_heads_of_one_organisation_sign_it_once(town: World) -> None:
    deputy = officer("w.deputy", "副检", town.court, Role.CHIEF)
    for _ in range(6):
        _, paper = sent(town)
        answers = at_once(*(lambda who=who, paper=paper: sign(paper, who) for who in (town.chief, deputy)))
        assert len(refusals(answers)) == 1
        assert Signature.objects.filter(signing=paper.signing).count() == 1


def test_a_signature_and_sending_back_at_once_leave_one_of_the_two(town: World) -> None:
    """Whoever comes first: either it is issued and cannot be sent back, or it is sent back and the last signature is refused."""
    for _ in range(6):
        matter, paper = sent(town)
        sign(paper, town.chief)
        answers = at_once(
            lambda paper=paper: sign(paper, town.head),
            lambda matter=matter, paper=paper: do(matter, "return", town.chief, {"document": paper.pk}, reason="漏了一项"),
        )
        refused = [isinstance(one, ActionError) for one in answers]
        assert sum(refused) == 1
        ended = (Document.objects.get(pk=paper.pk).status, fresh(matter).state)
        assert ended == (("discarded", "writing") if refused[0] else ("issued", "tracking"))
