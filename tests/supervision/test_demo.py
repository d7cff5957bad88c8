"""演示办公室: every story is one the table allows, and on its day every light is on."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from cases.demo.people import FOREST, MARK, PASSWORD, PEOPLE
from cases.demo.repertoire import stories
from cases.matters import sweep
from cases.matters.papers.documents import blocks_of
from cases.matters.table.workflow import OPEN, RESERVED, SAME, VOID, WORKFLOWS, document_type, workflow
from cases.matters.telling.notices import notices, unread_notices
from cases.matters.telling.unclaimed import RUNGS
from cases.models import Case, Deadline, Document, Matter, Notice, NoticeRead, Suspect
from office import audit, clock
from office.blocks import text_of
from office.models import JointOffice, Officer, Organisation
from office.sides import Role, Side
from supervision.stories import FILINGS
from tests.at import moment
from tests.cases.one_by_one import APART, OneByOne, found
from tests.desks import check_rebuilt, check_rows
from tests.supervision.play import at
from tests.test_moments import later_than
from tests.world import signed_in

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
STORIES = tuple(stories())
"""Of every application."""
PLAYED = sum(story.makes for story in STORIES)
MATTERS = PLAYED + 10
FILING = workflow("filing")


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker):
    """The whole demonstration as it is made in the morning of its day, once for this module, and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        with time_machine.travel(moment("2026-11-20 10:05"), tick=True):
            call_command("demo", matters=MATTERS, stdout=out, stderr=StringIO())
            later = later_than(clock.now())
        yield SimpleNamespace(said=out.getvalue(), later=later)
        transaction.set_rollback(True)


def test_nothing_of_all_stories_lies_later_than_the_moment_they_were_made(office):
    """Acts planned for the afternoon have been drawn into the morning."""
    assert office.later == []


def test_rows_of_every_desk_are_what_the_stories_left(office):
    """桌面行 of all stories, written act by act, are as a rebuild writes them, and show each officer what he sees."""
    with time_machine.travel(moment("2026-11-20 10:05")):
        check_rebuilt()
        people = Officer.objects.filter(is_active=True).order_by("organisation", "username")
        one_each = {(one.organisation_id, one.roles): one for one in people.prefetch_related("grants")}
        assert check_rows(one_each.values(), clock.today()) > MATTERS


def test_every_event_of_every_story_is_a_row_of_the_table(office):
    """表外无事: replayed event by event, from and to stand in the table; reserved acts move nothing or put back."""
    played = Matter.objects.filter(imported=False)
    assert played.count() == PLAYED
    for matter in played:
        state, before, table = "", [], workflow(matter.kind)
        for event in matter.events.order_by("seq"):
            where = f"{matter.title} {event.seq} {event.action}"
            assert event.seq == 1 or event.from_state in ("", state) or event.action == "recompute", where
            if table.has_action(event.action):
                row = table.action(event.action)
                assert row.opens_matter if event.seq == 1 else state in row.source or row.source == OPEN, where
                wanted = state if row.target == SAME else row.target
                assert event.to_state == wanted, where
                before.append(state)
                state = wanted
            elif event.action in ("undo", "withdraw", "refuse"):
                state = before.pop()
                assert event.to_state in ("", state), where
            else:
                assert event.action in RESERVED | {"draft", "recompute"}, where
        assert matter.state == state, matter.title


def test_all_states_of_filing_are_on_show_and_all_but_a_few_acts(office):
    """立案监督, the main job, is shown rung by rung."""
    filings = Matter.objects.filter(kind="filing")
    assert set(filings.values_list("state", flat=True)) == {state.code for state in FILING.states}
    acted = set(filings.filter(imported=False).values_list("events__action", flat=True))
    left_out = {row.code for row in FILING.actions} - acted
    assert left_out == {
        "press_correction", "escalate_replied", "notify_withdrawal_silent", "close_withdrawn", "reply_result", "recheck_revokes",
        "revoke_correction",
    }  # fmt: skip
    assert acted >= {"receive", "refuse", "withdraw", "undo", "amend", "reassign", "return", "draft"}


@pytest.mark.parametrize("kind", [kind for kind in WORKFLOWS if kind != "filing"])
def test_every_kind_has_its_stories_and_every_turn(office, kind):
    """Of the other kinds: two courses at least, and somebody at every turn — ours, theirs, above, outside, closed."""
    shown = Matter.objects.filter(kind=kind, imported=False)
    assert shown.count() >= 2
    table = workflow(kind)
    turns = {"closed" if state.closed else state.turn for state in table.states}
    assert {"closed" if table.state(code).closed else table.state(code).turn for code in shown.values_list("state", flat=True)} == turns
    assert not shown.filter(state=VOID.code).exists()
    assert set(shown.exclude(variant="").values_list("variant", flat=True)) <= set(table.variants)


def test_kinds_follow_one_another(office):
    """One case from the detention to 检察意见, and the other ways matters lead to each other."""
    links = set(Matter.objects.exclude(parent=None).values_list("parent__kind", "kind"))
    assert links >= {
        ("lead", "filing"), ("measure", "measure"), ("measure", "investigation"), ("arrest_review", "supplementary"),
        ("arrest_review", "no_arrest"), ("no_arrest", "supplementary"), ("no_arrest", "arrest_review"), ("leak", "arrest_review"),
        ("prosecution_review", "supplementary"), ("prosecution_review", "non_prosecution"), ("prosecution_review", "leak"),
        ("non_prosecution", "follow_up"), ("investigation", "suggestion"),
    }  # fmt: skip
    case = Case.objects.get(name__startswith="祁某海")
    kinds = Counter(case.matters.values_list("kind", flat=True))
    assert kinds == {
        "measure": 3, "arrest_review": 1, "custody_review": 1, "prosecution_review": 1, "supplementary": 2, "non_prosecution": 1, "follow_up": 1,
    }  # fmt: skip
    last = case.matters.filter(closed_at=None).get()
    assert (last.state, last.title) == ("awaiting_police", f"祁某海涉嫌盗窃行刑反向衔接案{MARK}"), "the bracket stays at the end"


def test_custody_runs_out_soon(office):
    """提请批准逮捕 in a day or two, 取保候审 in twelve, an outline half answered."""
    running = Deadline.objects.filter(status="running", matter__closed_at=None)
    assert running.filter(rule="request_arrest", due_on__range=(TODAY + timedelta(days=1), TODAY + timedelta(days=2))).exists()
    assert running.filter(rule="bail_12m", due_on=TODAY + timedelta(days=12)).exists()
    outlines = Matter.objects.filter(kind="supplementary", state="working")
    assert any(0 < matter.outline_items.filter(status__in=("done", "part")).count() < matter.outline_items.count() for matter in outlines)


def test_every_rung_is_on_show(office):
    """What the list of stories promises, read back from the rows."""
    clocks = Deadline.objects.filter(status="running", matter__closed_at=None, nature="duty")
    left = Counter((due - TODAY).days for due in clocks.values_list("due_on", flat=True))
    assert left[0] >= 2, "今天届满"
    assert left[-1] >= 2, "已超期"
    assert any(day < -10 for day in left), "严重超期"
    assert any(1 <= day <= 3 for day in left), "即将到期"
    assert any(day > 3 for day in left), "未到期"
    waits = {(TODAY - paper.issued_on).days for paper in Document.objects.filter(status="issued", addressee=Side.POLICE, matter__imported=False)}
    assert {1, 3, 7} <= waits, "送达未签收"
    swept = Document.objects.filter(status="draft", swept_for__isnull=False)
    assert set(swept.values_list("matter__kind", "action")) == {
        ("filing", "correct"), ("filing", "correct_silence"), ("filing", "escalate"), ("no_arrest", "correct"),
        ("supplementary", "ask_why"), ("investigation", "press"), ("arrest_review", "monitor"),
    }  # fmt: skip
    assert Deadline.objects.filter(nature="right", status="running", due_on__lt=TODAY).exists(), "期满未提复核"
    assert Document.objects.filter(status="returned").exists()
    assert Matter.objects.filter(events__late_days=3).exists()
    assert Matter.objects.filter(imported=True, documents__status="issued", documents__received_on=None).exists()
    forest = Matter.objects.filter(police__code=FOREST, imported=False)
    assert forest.filter(state="tracked").exists()
    assert not forest.filter(events__actor_side=Side.POLICE, events__entered_for=False).exists(), "森林公安从不登录"


def test_inboxes_of_the_day_show_every_light(office, monkeypatch):
    """OFFICE_TODAY moves the clock of the web to the day of the show."""
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())
    shown = {}
    for username in ("jc.wang", "jc.zhou", "ga.fang", "ga.tang", "sj.lu"):
        officer = Officer.objects.get(username=username)
        answer = signed_in(officer).get(f"/{officer.side}/inbox/")
        assert answer.status_code == 200
        shown[username] = answer.content.decode()
    for side in (("jc.wang", "jc.zhou"), ("ga.fang", "ga.tang")):
        pages = "".join(shown[username] for username in side)
        assert all(f"{light}（" in pages for light in ("严重超期", "已超期", "即将到期", "未到期", "未起算")), side
    assert "待签收（" in shown["ga.fang"]
    assert "复核" in shown["sj.lu"]


@pytest.mark.parametrize(("username", "least"), [("jc.he", 6), ("ga.ju", 1)])
def test_drafts_wait_for_who_decides(office, username, least):
    """待审批: over several kinds on the side of the 检察长."""
    officer = Officer.objects.get(username=username)
    drafts = Document.objects.filter(status="draft", leads=True, origin_side=officer.side, matter__imported=False)
    assert drafts.count() >= least
    if officer.side == Side.PROCURATORATE:
        assert len(set(drafts.values_list("matter__kind", flat=True))) >= 5


def test_custody_moves_the_last_day(office):
    """同一天收到通知: 在押的不顺延，取保候审的顺延 (刑诉法第105条第4款但书)."""
    held, bailed = (
        Deadline.objects.get(rule="withdraw_after_notice", status="running", matter__title__startswith=name) for name in ("戚某鸣", "邢某书")
    )
    assert held.begins_on == bailed.begins_on == date(2026, 11, 6)
    assert (held.due_on, bailed.due_on) == (date(2026, 11, 21), date(2026, 11, 23))


def test_month_end_ends_on_a_month_end(office):
    letter = Deadline.objects.get(rule="letter_result_3m", status="running", matter__title__startswith="江某才")
    assert (letter.begins_on, letter.due_on) == (date(2026, 8, 31), date(2026, 11, 30))


def test_the_result_keeps_the_day_of_the_transfer(office):
    """登记处理结果 repeats what 侦查终结 registered; handing it in blanks nothing."""
    judged = Matter.objects.filter(kind="filing", imported=False, state="tracked")
    assert judged.count() == 2
    for matter in judged:
        assert matter.filing.transferred_on <= matter.events.get(action="concluded").on < matter.filing.judged_on


def test_all_is_marked_and_impossible(office):
    assert all(MARK in name for name in Organisation.objects.values_list("name", flat=True))
    assert all(MARK in name for name in JointOffice.objects.values_list("name", flat=True))
    # 强制措施 and what follows it are named after the suspect alone: there the case bears the mark
    # and what a meeting agreed is named by its own words: there the meeting does
    for matter in Matter.objects.select_related("case", "parent"):
        names = [matter.title, matter.public_title]
        bearers = [matter.case.name if matter.case else "", matter.parent.title if matter.parent and matter.kind == "resolution" else ""]
        assert all(MARK in name for name in names) or any(MARK in name for name in bearers), matter
    assert all(MARK in name for name in Case.objects.values_list("name", flat=True))
    # 000000 is no place, month 13 no month
    # whom a 商请提前介入函 names is registered by name alone
    assert set(Suspect.objects.values_list("id_number", flat=True)) == {"000000199913450000", ""}


def test_police_read_no_complainant(office):
    """The name of a complainant stands in no text that the police may open."""
    told = [*Document.objects.filter(origin_side=Side.PROCURATORATE, addressee=Side.POLICE).exclude(status="draft")]
    assert told
    for paper in told:
        detail = getattr(paper.matter, workflow(paper.matter.kind).detail)
        name = getattr(detail, "complainant", "")
        assert not name or name not in str(paper.context.get("fields", "")) + paper.matter.public_title, paper


def test_papers_read_as_papers(office):
    """Every paper of every kind in words: no code of a choice, no sentence for a box that was not ticked."""
    papers = list(Document.objects.filter(origin_side=Side.PROCURATORATE, matter__imported=False).select_related("matter"))
    made = {paper: text_of(blocks_of(paper)) for paper in papers if document_type(paper.type).origin == "made"}
    assert len({paper.type for paper in made}) > 50
    for paper, words in made.items():
        assert not re.search(r"[A-Za-z_]{3,}|None|\{|\}", words), f"{paper.name}{paper.number}：{words}"
    for name, told in (("石某根", False), ("田某义", True)):
        decision = next(words for paper, words in made.items() if paper.type == "D25" and paper.matter.title.startswith(name))
        assert ("被害人如果不服" in decision) is told
    for name, told in (("亓某斌", False), ("逄某杰", True)):
        refusal = next(words for paper, words in made.items() if paper.type == "D22N" and paper.matter.title.startswith(name))
        assert ("补充侦查提纲另行送交" in refusal) is told


def test_numbers_follow_the_days(office):
    """One office lived these stories side by side: a later paper has a higher number, and none is missing."""
    own = Organisation.objects.get(code="QJJCY")
    for kind in ("D01", "D06", "D10"):
        issued = list(Document.objects.filter(issuer=own, type=kind, year=2026, seq__isnull=False).order_by("issued_at", "seq").values_list("seq", flat=True))
        assert issued == list(range(1, len(issued) + 1)), kind


def test_deadline_check_has_run_and_finds_nothing_more(office):
    assert Notice.objects.filter(rung="severe").exists()
    with transaction.atomic():
        again = sweep(now=at(TODAY, 18))
        climbed = Notice.objects.filter(created_at=at(TODAY, 18))
        # hours go by, and what nobody has taken up climbs with them
        assert (again.notices, again.drafts) == (climbed.count(), 0) and set(climbed.values_list("rung", flat=True)) <= set(RUNGS)
        transaction.set_rollback(True)


def test_trail_is_sound(office):
    assert list(audit.verify()) == []


def test_says_what_it_did_in_one_line(office):
    assert office.said.count("\n") == 1
    assert office.said.startswith(f"已装入演示办公室（以2026-11-20为今天）：人员{len(PEOPLE)}人，事项{MATTERS}件")
    assert Matter.objects.count() == MATTERS
    assert Matter.objects.filter(imported=True).count() == MATTERS - PLAYED
    assert all(story.makes == 1 for story in FILINGS)
    assert len(STORIES) > 2 * len(FILINGS)


def test_bell_rings_for_news_only(office):
    before = TODAY - timedelta(days=3)
    assert NoticeRead.objects.filter(read_at__date=before).exists()
    for officer in Officer.objects.filter(username__in=["jc.wang", "jc.he", "ga.fang"]):
        assert not notices(officer, TODAY).filter(Q(is_read=False), created_at__date__lt=before).exists(), officer.name
    unread = Notice.objects.filter(superseded=False, side=Side.POLICE, matter__police__code="QJCD").exclude(reads__officer__username="ga.fang")
    assert unread.filter(created_at__date=TODAY).exists()
    wang = Officer.objects.get(username="jc.wang")
    assert 5 <= unread_notices(wang, TODAY) < 99


def test_accounts_name_every_role_and_open_both_portals(office, monkeypatch):
    out, said = StringIO(), StringIO()
    call_command("demo", accounts=True, json=True, stdout=out, stderr=said)
    rows = json.loads(out.getvalue())
    assert said.getvalue() == f"共{len(rows)}个演示账号。\n"
    assert all(set(row) == {"username", "password", "side", "roles", "name", "office", "login_url"} for row in rows)
    assert {role for row in rows for role in row["roles"]} == set(Role.values)
    assert all(row["login_url"] == f"http://localhost:{settings.PORT}/{row['side']}/sign-in/" for row in rows)
    for username in ("jc.wang", "ga.fang", "gl.anquan"):
        row = next(row for row in rows if row["username"] == username)
        answer = Client().post(f"/{row['side']}/sign-in/", {"username": username, "password": row["password"]})
        assert (answer.status_code, answer["Location"]) == (302, f"/{row['side']}/"), username


def test_table_of_accounts_is_readable(office):
    out = StringIO()
    call_command("demo", accounts=True, stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "演示账号（单位、人员、案件均属虚构）"
    assert len(lines) == len(PEOPLE) + 4
    assert any("王砚秋" in line and "检察官" in line and PASSWORD in line for line in lines)


def test_changed_password_is_not_told(office):
    with transaction.atomic():
        Officer.objects.filter(username="jc.li").update(password_changed_at=timezone.now())
        out = StringIO()
        call_command("demo", accounts=True, json=True, stdout=out, stderr=StringIO())
        assert [row["username"] for row in json.loads(out.getvalue()) if not row["password"]] == ["jc.li"]
        transaction.set_rollback(True)


def test_the_check_tells_of_the_demonstration_what_one_clock_after_the_other_would(office):
    """All kinds, both sides, several days: the set-based check beside the one that is written out in Python."""
    with transaction.atomic():
        Notice.objects.filter(event=None).delete()
        plain = OneByOne()
        for days in (0, 1, 3, 8, 15):
            now = at(TODAY + timedelta(days=days))
            number = plain.check(now)
            written = sweep(now=now).notices - Notice.objects.filter(APART | Q(rung__in=RUNGS), created_at=now).count()
            assert written == number > 0, days
            assert found() == plain.told, days
        transaction.set_rollback(True)
