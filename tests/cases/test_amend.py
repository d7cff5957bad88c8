"""更正: what was entered may be amended with a reason; clocks and lateness follow; nothing is deleted (design 6)."""

from datetime import date

import pytest

from cases.desk.page.entry import correctables
from cases.exceptions import Invalid, NotAllowed
from cases.matters import Past, adopt, perform
from cases.matters.dossier import dossier
from cases.matters.table.workflow import table_of
from cases.models import Document, Event, Matter
from tests.supervision import plays
from tests.supervision.play import act, asked, at, clock, fresh, notified, on_paper, opened, receipt_on_paper, receive, sent, sign
from tests.world import TODAY

pytestmark = pytest.mark.django_db


def amend(matter, officer, target, value, day="2026-03-20", reason="登记有误"):
    return perform(matter.pk, "amend", officer=officer, data={"target": target, "value": value}, reason=reason, now=at(day))


@pytest.fixture
def entered(world):
    """A request whose receipt was entered for 10 February (due on the 24th) and a reply entered for 26 February: two days late."""
    matter = opened(world)
    sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-05")
    receipt_on_paper(matter, world.prosecutor, "2026-02-12", "2026-02-10")
    on_paper(matter, "explain", world.prosecutor, "2026-02-27", "2026-02-26")
    return fresh(matter)


def test_receipt_moves_the_clock_and_the_lateness(world, entered):
    paper = Document.objects.get(matter=entered, type="D01")
    event = Event.objects.get(matter=entered, action="explain")
    assert clock(entered, "explain_no_filing").late_days == event.late_days == 2
    result = amend(entered, world.prosecutor, f"receipt:{paper.pk}", "2026-02-20")
    moved = clock(entered, "explain_no_filing")
    assert (moved.begins_on, moved.due_on, moved.late_days) == (date(2026, 2, 20), date(2026, 2, 27), 0)
    event.refresh_from_db()
    assert event.late_days == 0 and "逾期" not in event.text
    assert result.event.text == "《要求说明不立案理由通知书》签收日期：2026年2月10日改为2026年2月20日" and result.event.shown == "both"
    assert Event.objects.get(matter=entered, action="receive").on == date(2026, 2, 20)


def test_receipt_stays_between_issue_and_the_next_act(world, entered):
    paper = Document.objects.get(matter=entered, type="D01")
    for day, sentence in (("2026-02-04", "不能早于"), ("2026-02-27", "不能晚于后一办理日期"), ("2026-03-30", "不能晚于今天"), ("2026-02-30", "存在的日期")):
        with pytest.raises(Invalid, match=sentence):
            amend(entered, world.prosecutor, f"receipt:{paper.pk}", day)
    with pytest.raises(Invalid, match="相同"):
        amend(entered, world.prosecutor, f"receipt:{paper.pk}", "2026-02-10")


def test_the_day_of_an_entered_act(world, entered):
    event = Event.objects.get(matter=entered, action="explain")
    amend(entered, world.prosecutor, f"event:{event.pk}", "2026-02-25")
    event.refresh_from_db()
    assert event.on == date(2026, 2, 25) and event.late_days == clock(entered, "explain_no_filing").late_days == 1
    assert event.text.endswith("逾期1日")
    paper = Document.objects.get(matter=entered, type="D09")
    assert paper.issued_on == paper.received_on == date(2026, 2, 25)
    assert clock(entered, "review_explanation").begins_on == date(2026, 2, 25)
    amend(entered, world.prosecutor, f"receipt:{paper.pk}", "2026-02-24")
    assert clock(entered, "explain_no_filing").late_days == 0


def test_what_the_other_side_did_in_its_portal_stands(world):
    matter = asked(world)
    paper = Document.objects.get(matter=matter, type="D01")
    with pytest.raises(NotAllowed, match="对方在系统内签收"):
        amend(matter, world.prosecutor, f"receipt:{paper.pk}", "2026-02-09")
    sent(matter, "explain", world.legal_officer, world.head, "2026-02-12")
    with pytest.raises(NotAllowed, match="系统记录为准"):
        amend(matter, world.prosecutor, f"event:{Event.objects.get(matter=matter, action='explain').pk}", "2026-02-11")
    with pytest.raises(NotAllowed):
        amend(matter, world.legal_officer, "matter.title", "另一名称")


def test_needs_a_reason_a_known_target_and_the_role(world, entered):
    with pytest.raises(Invalid, match="理由"):
        amend(entered, world.prosecutor, "matter.title", "新名称", reason=" ")
    for target in ("matter.state", "matter.handler", "detail.voluntary", "matter.number"):
        with pytest.raises(NotAllowed, match="不能更正"):
            amend(entered, world.prosecutor, target, "x")
    for target in ("", "elsewhere", "receipt:nobody", "event:nobody"):
        with pytest.raises(Invalid):
            amend(entered, world.prosecutor, target, "2026-02-20")
    for who in (world.case_manager, world.chief, world.city_prosecutor):
        with pytest.raises(NotAllowed):
            amend(entered, who, "matter.title", "新名称")
    with pytest.raises(Invalid, match="人数"):
        amend(entered, world.prosecutor, "matter.persons", "两人")


def test_internal_facts_stay_internal(world, entered):
    assert amend(entered, world.prosecutor, "detail.complainant", "控告人乙").event.shown == "procuratorate"
    assert amend(entered, world.prosecutor, "matter.public_title", "某公司合同诈骗立案监督案").event.shown == "both"


def test_received_on_of_a_lead_moves_what_began_on_it(world):
    matter = opened(world, code="register", day="2026-03-02", is_letter="on")
    amend(matter, world.prosecutor, "detail.received_on", "2026-02-27", day="2026-03-03")
    assert clock(matter, "complaint_7d").due_on == date(2026, 3, 6) == fresh(matter).next_due_on
    assert clock(matter, "letter_result_3m").due_on == date(2026, 5, 27)
    with pytest.raises(Invalid, match="起算日"):
        amend(matter, world.prosecutor, "detail.received_on", "", day="2026-03-03")


def test_filed_on_moves_the_first_clock_and_not_that_of_an_urging(world):
    matter = notified(world)
    sent(matter, "file", world.legal_officer, world.head, "2026-03-10", {"filed_on": "2026-03-09"})
    receive(matter, world.prosecutor, "2026-03-10")
    amend(matter, world.prosecutor, "detail.filed_on", "2026-03-06", day="2026-03-11")
    assert clock(matter, "supervised_case_3m").due_on == date(2026, 6, 8) == fresh(matter).police_due_on
    act(matter, "urge", world.prosecutor, "2026-06-10")
    amend(matter, world.prosecutor, "detail.filed_on", "2026-03-05", day="2026-06-11")
    assert clock(matter, "supervised_case_3m").due_on == date(2026, 9, 10)


def imported(world, state, history, **detail):
    return adopt("filing", state, officer=world.prosecutor, office=world.office, now=at("2026-11-02"), history=history,
                 matter_values={"title": "旧案立案监督案", "variant": "A", "handler": world.prosecutor, **detail.pop("matter", {})}, detail_values=detail)


def test_organ_named_later_puts_it_on_the_list(world):
    matter = imported(world, "awaiting_filing", [Past("request_a", date(2026, 9, 1)), Past("notify_filing", date(2026, 10, 1))])
    assert matter.police_from and matter not in Matter.objects.visible_to(world.legal_officer)
    with pytest.raises(Invalid, match="本办公室的公安机关"):
        amend(matter, world.prosecutor, "matter.police", str(world.strange_organ.pk), day="2026-11-03")
    result = amend(matter, world.prosecutor, "matter.police", str(world.organ.pk), day="2026-11-03")
    assert matter in Matter.objects.visible_to(world.legal_officer) and "青江公安局城东分局" in result.event.text
    assert matter not in Matter.objects.visible_to(world.other_legal_officer)


def test_filed_on_given_later_starts_the_three_months(world):
    matter = imported(world, "filed", [Past("request_a", date(2026, 9, 1)), Past("file", date(2026, 10, 9))], matter={"police": world.organ})
    assert clock(matter, "supervised_case_3m") is None
    amend(matter, world.prosecutor, "detail.filed_on", "2026-10-08", day="2026-11-03")
    assert clock(matter, "supervised_case_3m").due_on == date(2027, 1, 8) == fresh(matter).next_due_on
    amend(matter, world.prosecutor, "detail.filed_on", "2026-10-09", day="2026-11-03")
    assert matter.deadlines.count() == 1 and clock(matter, "supervised_case_3m").due_on == date(2027, 1, 11)


def test_undo_keeps_what_was_amended_since(world):
    matter = asked(world)
    act(matter, "found_crime", world.prosecutor, "2026-02-11")
    sign(matter, world.chief, "2026-02-11")
    amend(matter, world.prosecutor, "matter.title", "更正后的名称", day="2026-02-11")
    amend(matter, world.prosecutor, "detail.charge", "诈骗", day="2026-02-11")
    perform(matter.pk, "undo", officer=world.chief, data={}, reason="移送有误", now=at("2026-02-11"))
    row = fresh(matter)
    assert row.title == "更正后的名称" and row.filing.charge == "诈骗" and row.state == "awaiting_reasons"


def test_a_variant_is_corrected_in_the_words_of_its_table(world):
    """What is shown, offered and told of it; a word that the table does not know is refused."""
    matter = plays.opened("early_intervention", world)
    words = table_of(matter).variants
    rows = {row.target: row for row in correctables(world.prosecutor, dossier(world.prosecutor, matter.pk), TODAY)}
    assert rows["matter.variant"].old == words[matter.variant]
    assert dict(rows["matter.variant"].field.choices) == dict(words)
    other = next(code for code in words if code != matter.variant)
    data = {"target": "matter.variant", "value": other}
    perform(matter.pk, "amend", officer=world.prosecutor, data=data, reason="登记有误", now=at(TODAY))
    assert words[other] in Event.objects.filter(matter=matter, action="amend").latest("seq").text
    with pytest.raises(Invalid):
        perform(matter.pk, "amend", officer=world.prosecutor, data={**data, "value": "nothing"}, reason="登记有误", now=at(TODAY))
