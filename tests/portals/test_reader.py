"""What the police meet beside the pages made for them: revision pages of others, sentences of refusals, lists, search."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.desk.search.finding import search
from cases.exceptions import ActionError
from cases.matters import perform
from cases.matters.clocks import deadlines
from cases.matters.dossier import Dossier
from cases.matters.table.workflow import workflow
from cases.models import Document, Matter
from office.models import Officer
from tests.supervision import plays
from tests.supervision.play import act, at, clock, fresh, notified, opened, sent, waiting
from tests.world import TODAY, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def test_a_paper_of_the_procuratorate_has_no_revision_page_for_the_police(world):
    matter = notified(world)
    paper = Document.objects.get(matter=matter, status="received", action="notify_filing")
    address = reverse("police:paper_act", kwargs={"pk": matter.pk, "document": paper.pk, "code": "revise"})
    given = {"version": str(matter.version), **plays.filled("filing", "notify_filing")}
    for press in ("preview", "do"):
        answer = signed_in(world.legal_officer).post(address, {"press": press, **given})
        assert answer.status_code in (403, 409) and "previews" not in (answer.context or {})


def test_a_withdrawal_letter_has_no_revision(world):
    matter = notified(world)
    paper = Document.objects.get(matter=matter, status="received", action="notify_filing")
    perform(matter.pk, "withdraw", officer=world.chief, data={"document": paper.pk}, reason="文书有误", now=at("2026-03-03"))
    letter = Document.objects.get(matter=matter, type="W01")
    address = reverse("procuratorate:paper_act", kwargs={"pk": matter.pk, "document": letter.pk, "code": "revise"})
    answer = signed_in(world.prosecutor).post(address, {"version": str(fresh(matter).version)})
    assert answer.status_code == 409


def test_a_long_reason_of_refusal_fits_its_column(world):
    matter = opened(world)
    sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-02")
    paper = waiting(fresh(matter), "police")
    perform(matter.pk, "refuse", officer=world.legal_officer, data={"document": paper.pk}, reason="字" * 400, now=at("2026-02-03"))
    paper.refresh_from_db()
    assert len(paper.ended_reason) == 400 and paper.ended_reason.startswith("拒收：")
    assert max(len(event.reason) for event in matter.events.all()) <= 400


def test_a_void_matter_gives_up_its_drafts(world):
    """The opening act is undone where only a draft stands in the matter it opened: nothing is deleted, nothing is in the way."""
    parent = plays.opened("prosecution_review", world, "2026-03-02")
    act(parent, "return_case", world.prosecutor, "2026-03-10")
    matter = Matter.objects.get(parent=parent)
    act(matter, "itemise", world.assistant, "2026-03-10", {})
    result = act(matter, "send_t3", world.assistant, "2026-03-10", {"gaps": ""})
    assert result.drafted
    matter.events.filter(action="itemise").update(undone=True)  # as if the items had come with the opening
    perform(parent.pk, "undo", officer=world.chief, reason="有误", now=at("2026-03-10"))
    assert fresh(matter).state == "void" and fresh(parent).state == "review"
    assert set(Document.objects.filter(matter=matter).values_list("status", flat=True)) == {"discarded"}


def test_the_other_sides_acts_have_no_name_in_a_refusal(world):
    matter = notified(world)
    label = "内部核查"
    last = matter.events.order_by("-seq").first()
    matter.events.filter(pk=last.pk).update(label=label, shown="procuratorate", action="verify")
    for code, data in (("undo", {}), ("explain", plays.filled("filing", "explain"))):
        with pytest.raises(ActionError) as refused:
            perform(matter.pk, code, officer=world.head if code == "undo" else world.legal_officer, data=data, reason="有误", now=at("2026-03-03"))
        assert label not in str(refused.value) and "现处于" not in str(refused.value)


def test_lists_of_the_police_say_neither_state_nor_day_of_the_lead(world):
    matter = notified(world)
    Matter.objects.filter(pk=matter.pk).update(opened_on="2025-12-31")
    page = signed_in(world.legal_officer).get(reverse("police:matters")).content.decode()
    assert workflow("filing").state(matter.state).label not in page and "12月31日" not in page
    own = signed_in(world.prosecutor).get(reverse("procuratorate:matters")).content.decode()
    assert workflow("filing").state(matter.state).label in own and "12月31日" in own
    address = reverse("police:matters")
    assert matter.number not in signed_in(world.legal_officer).get(f"{address}?month=2025-12").content.decode()


@pytest.mark.parametrize("kind", ["investigation", "suggestion"])
def test_search_of_the_police_matches_only_what_is_shared(world, kind):
    matter = plays.opened(kind, world)
    Matter.objects.filter(pk=matter.pk).update(police_from=at("2026-02-02"), police=world.organ)
    detail = getattr(matter, kind)
    type(detail).objects.filter(pk=detail.pk).update(subject="欧阳某某")
    found = {one.username: search(Officer.objects.get(pk=one.pk), "欧阳某某").matters for one in (world.prosecutor, world.legal_officer)}
    assert len(found[world.prosecutor.username]) == 1 and found[world.legal_officer.username] == []


def test_items_still_being_drafted_are_not_the_polices_to_read(world):
    matter = plays.opened("supplementary", world)
    Matter.objects.filter(pk=matter.pk).update(police_from=at("2026-02-02"), police=world.organ)
    first = matter.outline_items.order_by("no").first()
    address = reverse("police:matter", kwargs={"pk": matter.pk})
    for state, variant, asked, shown in (
        ("draft", "T1", True, False), ("working", "T1", True, True), ("working", "T5", False, False), ("working", "T5", True, True),
    ):  # fmt: skip
        Matter.objects.filter(pk=matter.pk).update(state=state, variant=variant)
        matter.outline_items.update(asked=asked)  # of what the procuratorate looks for itself, what it asks help with
        assert (first.evidence in signed_in(world.legal_officer).get(address).content.decode()) is shown, (state, variant, asked)


def test_a_clock_counted_back_follows_an_amended_beginning(world):
    """届满七日前 moves with the period when 更正 gives that another first day."""
    matter = opened(world)
    shared = {"fact": "执行逮捕"}
    base = deadlines.start(Dossier(matter), "invest_custody_2m", trigger=at("2026-02-02").date(), **shared)
    back = deadlines.start(
        Dossier(matter), "extend_custody_request", trigger=base.due_on, fact="届满前", counts_back_from="invest_custody_2m"
    )
    before = back.due_on
    deadlines.retrigger(Dossier(matter), base, at("2026-02-12").date())
    assert (clock(matter, "extend_custody_request").due_on - before).days in range(8, 13)
