"""The page of a matter and its acts, through the browser's own way in: what each side sees, and is refused."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.matters import allowed_actions, perform, sweep
from cases.matters.dossier import dossier
from cases.matters.telling.words import light_of, with_due
from cases.models import Case, CompulsoryMeasure, Deadline, Document, Event, FormDraft, Matter, Suspect
from office.models import AuditEntry
from tests.supervision.play import FILLED, act, at, fresh, lead, receive, scan, sign
from tests.world import officer, signed_in

pytestmark = pytest.mark.django_db
TODAY = "2026-02-12"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY)


def opened(world, branch="A", **values):
    given = lead(branch, received_on="2026-02-02", police=str(world.organ.pk), **values)
    return perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-02"), data=given).matter


@pytest.fixture
def matter(world):
    return opened(world)


@pytest.fixture
def asked(world, matter):
    """The police have signed for the request of reasons: seven days run, to 24 February."""
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    receive(matter, world.legal_officer, "2026-02-10")
    return fresh(matter)


@pytest.fixture
def ordered(world):
    """Branch B: the withdrawal notice has been signed for; the police may withdraw the case or object."""
    row = opened(world, "B")
    act(row, "request_b", world.prosecutor, "2026-02-03")
    sign(row, world.chief, "2026-02-03")
    receive(row, world.legal_officer, "2026-02-03")
    act(row, "explain", world.legal_officer, "2026-02-04")
    sign(row, world.head, "2026-02-04")
    receive(row, world.case_manager, "2026-02-05")
    act(row, "notify_withdrawal", world.prosecutor, "2026-02-09")
    sign(row, world.chief, "2026-02-10")
    receive(row, world.legal_officer, "2026-02-11")
    return fresh(row)


def url(who, name, *args):
    return reverse(f"{who.side}:{name}", args=args)


def get(who, name, *args, query=""):
    return signed_in(who).get(url(who, name, *args) + query)


def post(who, name, *args, **data):
    return signed_in(who).post(url(who, name, *args), data)


def text(response):
    return response.content.decode()


def test_our_name_of_a_case_and_the_day_of_a_lead_are_ours(world, asked):
    asked.case = Case.objects.create(office=world.office, number="城公受案字〔2026〕7号", name="金丝雀案名", charge="诈骗罪")
    asked.save(update_fields=["case"])
    theirs, ours = (text(get(who, "matter", asked.pk)) for who in (world.legal_officer, world.prosecutor))
    assert "城公受案字〔2026〕7号" in theirs and "金丝雀案名" not in theirs and "受理日期" not in theirs
    assert "城公受案字〔2026〕7号" in ours and "金丝雀案名" in ours and "受理日期" in ours


# --- the page ----------------------------------------------------------------------------------------------------------


def test_both_sides_read_one_page(world, asked):
    ours = get(world.prosecutor, "matter", asked.pk)
    assert ours.status_code == 200
    for words in ("侦监立〔2026〕1号", "2026年2月24日，剩12天", "青江公安局城东分局", "期限怎么算的", "要求说明不立案理由通知书", "控告人甲"):
        assert words in text(ours)
    theirs = text(get(world.legal_officer, "matter", asked.pk))
    assert "请于2026年2月24日前书面说明不立案理由：收到之日起七日" in theirs
    assert "期限怎么算的" in theirs and "自此起算：说明不立案理由，至2月24日" in theirs


def test_clock_shows_its_steps_with_articles(world, asked):
    page = text(get(world.prosecutor, "matter", asked.pk))
    for step in Deadline.objects.get(rule="explain_no_filing").steps:
        assert step["text"] in page
    assert "规则第560条" in page


def test_unsigned_paper_starts_no_clock(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    page = text(get(world.prosecutor, "matter", matter.pk))
    assert "未起算（待签收）" in page and "线下登记签收" in page
    theirs = text(get(world.legal_officer, "matter", matter.pk))
    assert ">签收</button>" in theirs and "拒收" in theirs
    assert ">签收</button>" not in text(get(world.investigator, "matter", matter.pk))


def test_custody_is_computed_from_measures(world):
    case = Case.objects.create(office=world.office, police=world.organ, number="受案1号", name="测试案", charge="盗窃")
    suspect = Suspect.objects.create(office=world.office, case=case, name="测试乙")
    row = opened(world, "B", case=str(case.pk))
    assert "无人在押" in text(get(world.prosecutor, "matter", row.pk))
    spell = CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="detention", began_on=date(2026, 2, 1))
    assert "测试乙 刑事拘留（2月1日起）" in text(get(world.prosecutor, "matter", row.pk))
    spell.ended_on = date(2026, 2, 12)  # the day of release is free
    spell.save()
    assert "无人在押" in text(get(world.prosecutor, "matter", row.pk))


@pytest.mark.parametrize("who", ["prosecutor", "legal_officer"])
def test_number_of_queries_does_not_grow_with_the_trail(world, asked, who):
    def add(count):
        for number in range(count):
            perform(asked.pk, "note", officer=world.prosecutor, data={"text": f"附言{number}", "shown": "both"}, now=at("2026-02-11"))

    def queries():
        client = signed_in(getattr(world, who))
        address = url(getattr(world, who), "matter", asked.pk)
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    add(10)
    few = queries()
    add(190)
    assert queries() == few


def test_filter_narrows_the_trail(world, asked):
    perform(asked.pk, "note", officer=world.prosecutor, data={"text": "只看附言", "shown": "both"}, now=at("2026-02-11"))
    notes = get(world.prosecutor, "matter", asked.pk, query="?only=notes").context["lines"]
    assert [line.label for line in notes] == ["附言"]
    papers = get(world.prosecutor, "matter", asked.pk, query="?only=papers").context["lines"]
    assert {"签收", "拟稿呈批"} <= {line.label for line in papers} and "附言" not in {line.label for line in papers}
    clocks = get(world.prosecutor, "matter", asked.pk, query="?only=clocks").context["lines"]
    assert "签收" in {line.label for line in clocks} and "拟稿呈批" not in {line.label for line in clocks}


def test_automatic_reminders_stand_in_the_trail(world, asked):
    sweep(now=at("2026-02-22"))
    lines = get(world.prosecutor, "matter", asked.pk).context["lines"]
    assert any(line.tag == "系" and "说明不立案理由" in line.label for line in lines)


def test_own_reminder_is_never_called_overdue(world, asked, monkeypatch):
    act(asked, "explain", world.legal_officer, "2026-02-12")
    sign(asked, world.head, "2026-02-12")
    monkeypatch.setenv("OFFICE_TODAY", "2026-03-20")
    page = text(get(world.prosecutor, "matter", asked.pk))
    assert "提醒已过" in page and "内部提醒，不是法定期限" in page and "已超期" not in page
    assert "内部提醒" not in text(get(world.legal_officer, "matter", asked.pk))


def test_primary_button_is_what_must_be_done(world, asked, monkeypatch):
    act(asked, "explain", world.legal_officer, "2026-02-12")
    sign(asked, world.head, "2026-02-12")
    receive(asked, world.prosecutor, "2026-02-12")
    buttons = {row.code: row for row in get(world.prosecutor, "matter", asked.pk).context["buttons"]}
    assert buttons["notify_filing"].primary and buttons["notify_filing"].decides == "须由检察长决定"
    assert not buttons["found_crime"].primary


def test_objection_stands_beside_the_answer(world, ordered):
    context = get(world.legal_officer, "matter", ordered.pk).context
    (duty,) = context["duties"]
    assert [row.code for row in duty["answers"]] == ["withdraw_case", "ask_reconsideration"]
    assert duty["answers"][1].objection and "不同意，要求复议" in duty["answers"][1].label


def test_paper_entries_are_offered_apart(world, asked):
    context = get(world.prosecutor, "matter", asked.pk).context
    assert {row.code for row in context["entries"]} == {"explain", "file"}
    assert not {row.code for row in context["buttons"]} & {"explain", "file"}
    assert get(world.chief, "matter", asked.pk).context["entries"] == []


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("请{due}书面说明理由", "请书面说明理由"),
        ("没有异议请立即撤案，最迟{due}；有异议可以要求复议", "没有异议请立即撤案；有异议可以要求复议"),
        ("公安机关可以提请复核，{due}", "公安机关可以提请复核"),
        ("可以要求复议。最迟{due}，规则第564条", "可以要求复议。规则第564条"),
    ],
)
def test_sentences_read_well_with_and_without_a_day(sentence, plain):
    assert with_due(sentence, None) == plain
    assert "于2026年11月30日前" in with_due(sentence, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("due", "code", "words"),
    [(20, "soon", "今日到期"), (23, "soon", "剩3天"), (24, "later", "剩4天"), (19, "overdue", "已超期1天"), (10, "overdue", "已超期10天"), (9, "severe", "已超期11天")],
)
def test_lights(due, code, words):
    light = light_of(date(2026, 11, due), date(2026, 11, 20), severe_days=10, soon_days=3)
    assert (light.code, light.words) == (code, words)


# --- who sees, who may ---------------------------------------------------------------------------------------------------


def test_what_one_cannot_see_is_not_there(world, asked):
    for who in (world.strange_prosecutor, world.strange_legal_officer, world.other_legal_officer):
        for name in ("matter", "note", "undo", "reassign", "amend"):
            assert get(who, name, asked.pk).status_code == 404, (who.name, name)
        assert get(who, "act", asked.pk, "explain").status_code == 404


def test_an_undisclosed_matter_is_not_there_for_the_police(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    for who in (world.legal_officer, world.head, world.investigator):
        assert get(who, "matter", matter.pk).status_code == 404
    sign(matter, world.chief, "2026-02-06")
    assert get(world.legal_officer, "matter", matter.pk).status_code == 200


def test_wrong_role_is_told_why(world, matter):
    answer = get(world.case_manager, "act", matter.pk, "request_a")
    assert answer.status_code == 403 and "由检察官办理，您没有这项权限" in text(answer)
    assert get(world.system_admin, "matter", matter.pk).status_code == 403
    assert get(world.prosecutor, "undo", matter.pk).status_code == 403
    assert get(world.case_manager, "amend", matter.pk).status_code == 403
    assert get(world.complaint_officer, "reassign", matter.pk).status_code == 403
    assert post(world.case_manager, "act", matter.pk, "request_a", version=matter.version, **FILLED["request_a"]).status_code == 403
    assert get(world.prosecutor, "act", matter.pk, "no-such-act").status_code == 404
    assert get(world.prosecutor, "act", matter.pk, "register").status_code == 404


def test_reading_a_subordinate_is_audited(world, matter):
    assert get(world.prosecutor, "matter", matter.pk).status_code == 200
    assert not AuditEntry.objects.filter(verb="read").exists()
    page = get(world.city_prosecutor, "matter", matter.pk)
    assert page.status_code == 200 and page.context["buttons"] == []
    entry = AuditEntry.objects.get(verb="read")
    assert entry.officer_name == "市检察官" and entry.subject_id == str(matter.pk)


CANARIES = {
    "title": "内部名称金丝雀案", "complainant": "金丝雀控告人", "complainant_contact": "金丝雀电话", "facts": "金丝雀线索内容",
    "source": "lawyer",
}


def test_internal_fields_are_absent_for_the_police(world):
    row = opened(world, public_title="测试甲案", **CANARIES)
    perform(row.pk, "note", officer=world.prosecutor, data={"text": "金丝雀内部附言", "shown": "own"}, now=at("2026-02-03"))
    act(row, "request_a", world.prosecutor, "2026-02-03", {"facts": "金丝雀原稿"})
    draft = Document.objects.get(matter=row)
    perform(row.pk, "return", officer=world.chief, data={"document": draft.pk}, reason="金丝雀退回理由", now=at("2026-02-03"))
    perform(row.pk, "revise", officer=world.prosecutor, now=at("2026-02-03"),
            data={"document": draft.pk, "facts": "公开的情况。"})
    sign(row, world.chief, "2026-02-04")
    receive(row, world.legal_officer, "2026-02-05")
    perform(row.pk, "amend", officer=world.prosecutor, reason="金丝雀更正理由", now=at("2026-02-06"),
            data={"target": "detail.remarks", "value": "金丝雀备注"})
    perform(row.pk, "amend", officer=world.prosecutor, reason="金丝雀更正理由", now=at("2026-02-06"),
            data={"target": "matter.public_title", "value": "测试甲立案监督案"})
    act(row, "found_crime", world.prosecutor, "2026-02-06", {"contents": "金丝雀另案草稿"})
    sweep(now=at("2026-02-25"))
    paper = Document.objects.get(pk=draft.pk)
    words = ["金丝雀", "律师申请", world.chief.name, "捕诉审查", "内部名称"]
    for who in (world.legal_officer, world.investigator, world.head):
        client = signed_in(who)
        pages = [
            url(who, "matter", row.pk), url(who, "matter", row.pk) + "?only=papers", url(who, "paper", row.pk, paper.pk),
            url(who, "note", row.pk), url(who, "act", row.pk, "explain"),
        ]
        for address in pages:
            body = text(client.get(address))
            assert not [word for word in words if word in body], address
    ours = text(get(world.prosecutor, "matter", row.pk))
    assert all(word in ours for word in ("金丝雀控告人", "金丝雀线索内容", "金丝雀内部附言", "金丝雀退回理由", "律师申请", world.chief.name))


def test_a_police_draft_is_the_polices_own(world, asked):
    act(asked, "explain", world.legal_officer, "2026-02-12", {"situation": "金丝雀警方原稿"})
    draft = Document.objects.get(matter=asked, status="draft")
    perform(asked.pk, "return", officer=world.head, data={"document": draft.pk}, reason="金丝雀退回", now=at("2026-02-12"))
    page = text(get(world.prosecutor, "matter", asked.pk))
    assert "金丝雀" not in page and world.head.name not in page
    assert get(world.prosecutor, "paper", asked.pk, draft.pk).status_code == 404


# --- acting ----------------------------------------------------------------------------------------------------------------


def test_act_page_says_what_will_happen(world, matter):
    page = text(get(world.prosecutor, "act", matter.pk, "request_a"))
    for words in ("制作《要求说明不立案理由通知书》，送公安机关", "须由检察长决定", "自收到之日起算：", "自此向公安机关公开本事项", "呈检察长决定"):
        assert words in page


def test_draft_then_paper(world, matter):
    answer = post(world.prosecutor, "act", matter.pk, "request_a", version=matter.version, **FILLED["request_a"])
    draft = Document.objects.get(matter=matter)
    assert answer.status_code == 302 and answer.url == url(world.prosecutor, "paper", matter.pk, draft.pk)
    assert fresh(matter).state == "review"
    again = get(world.prosecutor, "act", matter.pk, "request_a")
    assert again.status_code == 302 and again.url == answer.url  # an open draft is opened


def test_bad_input_is_one_sentence_and_changes_nothing(world, matter):
    answer = post(world.prosecutor, "act", matter.pk, "request_a", version=matter.version, reasons="写了一半的依据")
    page = text(answer)
    assert answer.status_code == 400 and "有1处需要改正" in page and "写了一半的依据" in page
    assert not Document.objects.exists() and fresh(matter).version == matter.version
    broken = post(world.prosecutor, "act", matter.pk, "request_a", version="x", **FILLED["request_a"])
    assert broken.status_code == 400 and "页面不完整，请刷新后重新办理。" in text(broken)


def test_stale_page_is_409_with_who_acted_and_input_kept(world, matter):
    stale = matter.version
    perform(matter.pk, "note", officer=world.assistant, data={"text": "先行附言"}, now=at(TODAY))
    answer = post(world.prosecutor, "act", matter.pk, "request_a", version=stale, facts="已经写好的情况", reasons="依据")
    page = text(answer)
    assert answer.status_code == 409 and "李珩办理了“附言”" in page and "已经写好的情况" in page
    assert not Document.objects.exists()
    assert f'name="version" value="{fresh(matter).version}"' in page
    retry = post(world.prosecutor, "act", matter.pk, "request_a", version=fresh(matter).version, facts="已经写好的情况")
    assert retry.status_code == 302


def test_stale_page_does_not_name_the_other_sides_people(world, asked):
    stale = asked.version
    act(asked, "found_crime", world.prosecutor, TODAY, {"contents": "内部"})
    answer = post(world.legal_officer, "act", asked.pk, "explain", version=stale, **FILLED["explain"], files=scan())
    page = text(answer)
    assert answer.status_code == 409 and "方其办理了“签收”" in page
    assert world.prosecutor.name + "办理" not in page and "拟稿" not in page


def test_wrong_file_is_a_sentence(world, asked):
    given = {**FILLED["explain"], "files": scan("木马.exe")}
    answer = post(world.legal_officer, "act", asked.pk, "explain", version=asked.version, **given)
    assert answer.status_code == 400 and "“木马.exe”不是可以上传的文件" in text(answer)
    assert "接报后进行了审查。" in text(answer) and "文件不随页面保留" in text(answer)


def test_typed_words_are_kept_and_come_back(world, matter):
    key = f"act:{matter.pk}:request_a"
    saved = post(world.prosecutor, "act", matter.pk, "request_a", version=matter.version, press="save", facts="写了一半")
    assert saved.status_code == 302 and FormDraft.objects.get(officer=world.prosecutor, key=key).data == {"facts": ["写了一半"]}
    assert "写了一半" in text(get(world.prosecutor, "act", matter.pk, "request_a"))
    assert "写了一半" not in text(get(world.second_prosecutor, "act", matter.pk, "request_a"))
    post(world.prosecutor, "act", matter.pk, "request_a", version=matter.version, facts="写完了")
    assert not FormDraft.objects.exists()


def test_kept_paper_entry_comes_back_whole(world, asked):
    post(world.prosecutor, "act", asked.pk, "explain", press="save", on="2026-02-11", reason="纸质回函", situation="接报情况")
    context = get(world.prosecutor, "act", asked.pk, "explain").context
    assert context["extra"].initial == {"on": "2026-02-11", "reason": "纸质回函"}
    assert context["form"].fields["situation"].initial == "接报情况"


def test_kept_choices_come_back_as_choices(world, matter):
    methods = ["interview_officer", "copy_papers"]
    post(world.prosecutor, "act", matter.pk, "verify", version=matter.version, press="save", methods=methods, contents="核实受案")
    form = get(world.prosecutor, "act", matter.pk, "verify").context["form"]
    assert form.fields["methods"].initial == methods


def test_preview_shows_the_paper_and_writes_nothing(world, matter):
    before = (Event.objects.count(), Document.objects.count(), AuditEntry.objects.count())
    answer = post(world.prosecutor, "act", matter.pk, "request_a", version=matter.version, press="preview", facts="预览的情况")
    page = text(answer)
    assert answer.status_code == 200 and "预览：《要求说明不立案理由通知书》" in page and page.count("预览的情况") >= 2
    assert (Event.objects.count(), Document.objects.count(), AuditEntry.objects.count()) == before
    blank = post(world.prosecutor, "act", matter.pk, "request_a", version=matter.version, press="preview", facts="")
    assert blank.status_code == 400


def test_user_text_is_never_markup(world, matter):
    evil = "<script>alert(1)</script>{{ 7|add:7 }}"
    page = text(post(world.prosecutor, "act", matter.pk, "request_a", version=matter.version, press="preview", facts=evil))
    assert "<script>alert(1)" not in page and "&lt;script&gt;" in page


def test_paper_entry_by_the_prosecutor(world, asked):
    address = get(world.prosecutor, "act", asked.pk, "explain")
    assert "线下登记：书面说明理由" in text(address) and "实际办理日期" in text(address)
    short = post(world.prosecutor, "act", asked.pk, "explain", version=asked.version, **FILLED["explain"], files=scan())
    assert short.status_code == 400 and fresh(asked).state == "awaiting_reasons" and "实际办理日期" in text(short)
    done = post(
        world.prosecutor, "act", asked.pk, "explain", version=asked.version, **FILLED["explain"], files=scan("回函.pdf"),
        on="2026-02-11", reason="分局以纸质回函回复",
    )
    assert done.status_code == 302 and fresh(asked).state == "reasons_given"
    theirs = text(get(world.legal_officer, "matter", asked.pk))
    assert "线下登记" in theirs and "分局以纸质回函回复" in theirs and "回函.pdf" in theirs
    early = get(world.chief, "act", asked.pk, "explain")
    assert early.status_code == 403


def test_entry_before_the_preceding_act_is_refused(world, asked):
    given = {**FILLED["explain"], "files": scan(), "on": "2026-02-09", "reason": "早于签收"}
    answer = post(world.prosecutor, "act", asked.pk, "explain", version=asked.version, **given)
    assert answer.status_code == 400 and "不能早于前一办理日期（2026年2月10日）" in text(answer)


def test_receipt_comes_before_the_answer(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    paper = Document.objects.get(matter=matter)
    answer = get(world.legal_officer, "act", matter.pk, "explain")
    assert answer.status_code == 302 and answer.url == url(world.legal_officer, "paper", matter.pk, paper.pk)


def test_no_act_is_offered_that_is_refused(world, asked):
    """Every button leads to a page, for everyone on either side."""
    for who in world.identities().values():
        if who.side and get(who, "matter", asked.pk).status_code == 200:
            for offer in allowed_actions(dossier(who, asked.pk), who, date.fromisoformat(TODAY)):
                assert get(who, "act", asked.pk, offer.code).status_code == 200, (who.name, offer.code)


# --- opening ---------------------------------------------------------------------------------------------------------------


def test_open_register_and_hint(world, matter):
    given = lead("A", received_on="2026-02-11", police=str(world.organ.pk))
    address = ("open", "filing", "register")
    hint = get(world.prosecutor, *address, query="?similar=1&subject=测试甲&title=")
    assert matter.number in text(hint) and "人员相同" in text(hint)
    checked = post(world.prosecutor, *address, press="check", **given)
    assert checked.status_code == 200 and "可能已经登记过" in text(checked) and Matter.objects.count() == 1
    done = post(world.prosecutor, *address, **given)
    assert done.status_code == 302 and Matter.objects.count() == 2  # a hint, not a bar
    assert done.url == url(world.prosecutor, "matter", Matter.objects.order_by("-id").first().pk)


def test_hint_stays_inside_the_office(world, matter):
    found = get(world.strange_prosecutor, "open", "filing", "register", query="?similar=1&subject=测试甲")
    assert matter.number not in text(found)


def test_open_keeps_what_was_typed(world):
    post(world.prosecutor, "open", "filing", "register", press="save", title="半个名称", variant="B")
    page = text(get(world.prosecutor, "open", "filing", "register"))
    assert "半个名称" in page
    bad = post(world.prosecutor, "open", "filing", "register", title="只有名称", received_on="2026-02-30")
    assert bad.status_code == 400 and "请填写存在的日期" in text(bad) and "只有名称" in text(bad) and not Matter.objects.exists()


def test_who_opens(world):
    assert get(world.case_manager, "open", "filing", "register").status_code == 403
    assert get(world.complaint_officer, "open", "filing", "register").status_code == 200
    assert get(world.complaint_officer, "open", "filing", "take_over").status_code == 403
    assert get(world.prosecutor, "open", "nothing", "register").status_code == 404
    assert get(world.prosecutor, "open", "filing", "request_a").status_code == 404
    assert get(world.legal_officer, "open", "filing", "register").status_code == 403
    assert get(world.legal_officer, "open", "filing", "request_a").status_code == 404
    assert get(world.legal_officer, "open", "early_intervention", "request").status_code == 200


# --- undo, amend, reassign, note ---------------------------------------------------------------------------------------------


def test_undo_page(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-12")
    sign(matter, world.chief, "2026-02-12")
    page = get(world.chief, "undo", matter.pk)
    assert "将撤销“要求说明不立案理由”" in text(page)
    assert post(world.chief, "undo", matter.pk, version=fresh(matter).version, reason="").status_code == 400
    stale = post(world.chief, "undo", matter.pk, version=0, reason="文书有误")
    assert stale.status_code == 409 and "文书有误" in text(stale)
    done = post(world.chief, "undo", matter.pk, version=fresh(matter).version, reason="文书有误")
    assert done.status_code == 302 and fresh(matter).state == "review"
    assert "已撤销" in text(get(world.prosecutor, "matter", matter.pk))


def test_amend_page_shows_what_would_move(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    receive(matter, world.prosecutor, "2026-02-11", on=date(2026, 2, 10), reason="纸质", evidence=[scan()])
    paper = Document.objects.get(matter=matter)
    target = f"receipt:{paper.pk}"
    listed = {row.target for row in get(world.prosecutor, "amend", matter.pk).context["rows"]}
    assert target in listed and "detail.charge" in listed
    given = {"target": target, "value": "2026-02-06", "reason": "回证日期登记有误", "version": fresh(matter).version}
    seen = post(world.prosecutor, "amend", matter.pk, press="preview", **given)
    shifts = [(row.label, row.old, row.new) for row in seen.context["shifts"]]
    assert seen.status_code == 200 and shifts == [("说明不立案理由", date(2026, 2, 24), date(2026, 2, 13))]
    assert Deadline.objects.get(rule="explain_no_filing").begins_on == date(2026, 2, 10)
    done = post(world.prosecutor, "amend", matter.pk, press="do", **given)
    assert done.status_code == 302 and Deadline.objects.get(rule="explain_no_filing").begins_on == date(2026, 2, 6)
    same = post(world.prosecutor, "amend", matter.pk, **{**given, "version": fresh(matter).version})
    assert same.status_code == 400 and "与原内容相同" in text(same)
    none = post(world.prosecutor, "amend", matter.pk, target="matter.state", value="x", reason="y", version=fresh(matter).version)
    assert none.status_code == 400


def test_police_receipt_in_their_own_portal_cannot_be_amended(world, asked):
    rows = get(world.prosecutor, "amend", asked.pk).context["rows"]
    assert not [row for row in rows if row.target.startswith(("receipt:", "event:"))]
    assert get(world.legal_officer, "amend", asked.pk).status_code == 403


def test_reassign_page(world, matter):
    page = get(world.prosecutor, "reassign", matter.pk)
    names = [label for _, label in page.context["form"].fields["to"].choices]
    assert any("周聿" in label for label in names) and not any("外检察官" in label or "方其" in label for label in names)
    done = post(world.prosecutor, "reassign", matter.pk, to=str(world.second_prosecutor.pk), reason="分工调整", version=matter.version)
    assert done.status_code == 302 and fresh(matter).handler == world.second_prosecutor
    bad = post(world.prosecutor, "reassign", matter.pk, to=str(world.strange_prosecutor.pk), reason="x", version=fresh(matter).version)
    assert bad.status_code == 400


def test_police_reassign_among_themselves(world, asked):
    second = officer("w.investigator2", "民警乙", world.organ, "investigator")
    done = post(world.legal_officer, "reassign", asked.pk, to=str(second.pk), reason="分工", version=asked.version)
    assert done.status_code == 302 and fresh(asked).police_handler == second
    assert "转办" not in [line.label for line in get(world.prosecutor, "matter", asked.pk).context["lines"]]


def test_note_page_both_ways(world, asked):
    own = post(world.legal_officer, "note", asked.pk, text="警方内部附言", shown="own", version=asked.version)
    assert own.status_code == 302 and "警方内部附言" not in text(get(world.prosecutor, "matter", asked.pk))
    post(world.legal_officer, "note", asked.pk, text="对登记有异议", shown="both", version=fresh(asked).version, files=scan("说明.pdf"))
    page = text(get(world.prosecutor, "matter", asked.pk))
    assert "对登记有异议" in page and "说明.pdf" in page
    assert post(world.legal_officer, "note", asked.pk, text="", shown="own", version=fresh(asked).version).status_code == 400


def test_closed_matter_says_so(world, matter):
    act(matter, "no_need", world.prosecutor, "2026-02-12")
    page = text(get(world.prosecutor, "matter", matter.pk))
    assert "已办结" in page and "事项已经办结" in page and get(world.prosecutor, "act", matter.pk, "request_a").status_code == 403
