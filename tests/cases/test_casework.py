"""案件登记: one dense page; impossible input; duplicates; custody that moves clocks; what another saved meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.matters import perform
from cases.models import Case, CompulsoryMeasure, Deadline, FormDraft, Matter, Suspect
from office import audit
from tests.supervision.play import act, at, fresh, lead, receive, sign
from tests.world import signed_in

pytestmark = pytest.mark.django_db
NEW = "/procuratorate/cases/new/"
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def page(suspects=(), measures=(), **values):
    """What a browser posts."""
    data = {"number": "城公（刑）受案字〔2026〕1187号", "name": "测试甲等人诈骗案（虚构）", "charge": "诈骗", "press": "save", **values}
    for prefix, rows in (("s", suspects), ("m", measures)):
        data |= {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
        data |= {f"{prefix}-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}
    return data


def spell(suspect="0", kind="detention", began="2026-10-05", ended="", **more):
    return {"suspect": suspect, "kind": kind, "began_on": began, "ended_on": ended, **more}


@pytest.fixture
def client(world):
    return signed_in(world.prosecutor)


def entered(client, **more):
    answer = client.post(NEW, page(**more))
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.order_by("-id").first()


def edit_url(case):
    return f"/procuratorate/cases/{case.pk}/edit/"


def as_shown(client, case):
    """The edit page's fields as a browser would send them back."""
    answer = client.get(edit_url(case))
    entry = answer.context["entry"]
    data = {field.html_name: str(field.value() or "") for field in entry.case}
    for prefix, rows in (("s", entry.suspects), ("m", entry.measures)):
        data[f"{prefix}-TOTAL_FORMS"] = str(len(rows.forms))
        data[f"{prefix}-INITIAL_FORMS"] = "0"
        data |= {field.html_name: str(field.value() or "") for form in rows.forms for field in form}
    return {**data, "marker": answer.context["marker"], "press": "save"}


def test_a_case_with_people_and_measures_is_saved_as_one(client, world):
    case = entered(
        client, police=str(world.organ.pk), accepted_on="2026-10-02", filed_on="2026年10月3日", summary="虚构",
        suspects=[{"name": "测试甲", "born_on": "1990-02-03"}, {"name": ""}, {"name": "测试乙公司", "is_unit": "on"}],
        measures=[spell(ended="2026-10-20"), spell(kind="arrest", began="2026-10-20"), {"suspect": "", "kind": ""}],
    )  # fmt: skip
    assert (case.office, case.police, case.filed_on) == (world.office, world.organ, date(2026, 10, 3))
    assert list(case.suspects.values_list("name", "is_unit")) == [("测试甲", False), ("测试乙公司", True)]
    kinds = CompulsoryMeasure.objects.values_list("suspect__name", "kind", "ended_on")
    assert list(kinds) == [("测试甲", "detention", date(2026, 10, 20)), ("测试甲", "arrest", None)]
    shown = client.get(f"/procuratorate/cases/{case.pk}/").content.decode()
    assert "逮捕，2026年10月20日起" in shown and "15日" in shown
    entry = audit.entries().get(verb="create_case")
    assert entry.facts["facts"]["犯罪嫌疑人1强制措施2"] == "逮捕，2026年10月20日起"


def test_brackets_and_blanks_of_a_number_do_not_make_another(client):
    entered(client)
    answer = client.post(NEW, page(number="城公（刑）受案字 [2026] 1187号"))
    assert answer.status_code == 400 and "已经登记为“测试甲等人诈骗案（虚构）”" in answer.content.decode()
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"accepted_on": "2026-11-21"}, "受案日期不能晚于今天"),
        ({"accepted_on": "2026-10-03", "filed_on": "2026-10-02"}, "立案日期不能早于受案日期"),
        ({"accepted_on": "2026-02-30"}, "请填写存在的日期"),
        ({"name": ""}, "案件名称：请填写。"),
        ({"suspects": [{"name": "甲", "born_on": "2026-12-01"}]}, "犯罪嫌疑人第1行，出生日期：出生日期不能晚于今天"),
        ({"suspects": [{"name": "甲", "born_on": "1880-12-01"}]}, "犯罪嫌疑人第1行，出生日期：日期过早，请核对年份"),
        ({"suspects": [{"name": "甲", "born_on": "1990-02-03", "id_number": "11010119900204001x"}]}, "与证件号码中的日期不一致"),
        ({"suspects": [{"name": "甲公司", "is_unit": "on", "born_on": "1990-02-03"}]}, "单位没有出生日期"),
        ({"suspects": [{"note": "只写了备注"}]}, "犯罪嫌疑人第1行，姓名或者单位名称"),
        ({"suspects": [{"name": "甲"}, {"name": "甲"}]}, "与第1行是同一人"),
        ({"suspects": [{"name": "甲"}], "measures": [spell(ended="2026-10-01")]}, "解除或者变更日期不能早于执行日期"),
        ({"suspects": [{"name": "甲"}], "measures": [spell(began="2026-11-21")]}, "执行日期不能晚于今天"),
        ({"suspects": [{"name": "甲"}], "measures": [spell(kind="")]}, "强制措施第1行，强制措施"),
        ({"suspects": [{"name": ""}], "measures": [spell()]}, "犯罪嫌疑人第1行没有填写姓名"),
        ({"suspects": [{"name": "甲"}], "measures": [spell(), spell(began="2026-10-10", ended="2026-10-12")]}, "与第1行的刑事拘留时间重叠"),
        ({"suspects": [{"name": "甲"}], "measures": [spell(ended="2026-10-12"), spell(began="2026-10-11")]}, "时间重叠"),
        ({"suspects": [{"name": "甲"}], "measures": [spell(suspect="7")]}, "强制措施第1行，犯罪嫌疑人"),
    ],
)  # fmt: skip
def test_impossible_input_gets_one_sentence_and_nothing_is_saved(client, given, sentence):
    answer = client.post(NEW, page(**given))
    assert answer.status_code == 400 and sentence in answer.content.decode()
    assert not Case.objects.exists() and not Suspect.objects.exists()


def test_following_spells_of_one_kind_are_possible(client):
    spells = [spell(ended="2026-10-12"), spell(began="2026-10-12", ended="2026-10-20"), spell(suspect="1")]
    entered(client, suspects=[{"name": "甲"}, {"name": "乙"}], measures=spells)
    assert CompulsoryMeasure.objects.count() == 3


def test_adding_rows_keeps_what_was_typed_and_judges_nothing(client):
    data = page(suspects=[{"name": "甲", "born_on": "20xx"}], measures=[spell(suspect="0", kind="arrest")])
    answer = client.post(NEW, data | {"press": "measures", "name": ""})
    text = answer.content.decode()
    assert answer.status_code == 200 and "需要改正" not in text and not Case.objects.exists()
    assert 'value="20xx"' in text and 'name="m-3-kind"' in text and "第1行 甲" in text
    assert '<option value="arrest" selected>' in text and text.count("autofocus") == 1


def test_a_draft_is_kept_for_its_officer_until_saved(client, world):
    client.post(NEW, page(press="draft", name="没写完的案件", suspects=[{"name": "测试甲"}]))
    assert not Case.objects.exists() and FormDraft.objects.get().officer == world.prosecutor
    text = client.get(NEW).content.decode()
    assert "没写完的案件" in text and "测试甲" in text and "存的草稿" in text
    assert "没写完的案件" not in signed_in(world.second_prosecutor).get(NEW).content.decode()
    entered(client, suspects=[{"name": "测试甲"}])
    assert not FormDraft.objects.exists()
    client.post(NEW, page(press="draft", name="又一件"))
    client.post(NEW, page(press="forget"))
    assert "又一件" not in client.get(NEW).content.decode()


# --- perhaps here already --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({"name": "测试甲", "born_on": "1990-02-03"}, "姓名、出生日期相同"),
        ({"name": "测试甲", "id_number": "110101 1990020 30012"}, "证件号码后6位相同"),
    ],
)
def test_the_same_person_is_hinted_at_with_a_link_and_never_merged(client, person, why):
    first = entered(client, suspects=[{"name": "测试甲", "born_on": "1990-02-03", "id_number": "110101199002030012"}])
    other = page(number="城公（刑）受案字〔2026〕2号", suspects=[person])
    answer = client.post(NEW, other)
    text = answer.content.decode()
    assert answer.status_code == 200 and why in text and f"/cases/{first.pk}/" in text
    assert Case.objects.count() == 1
    assert client.post(NEW, other | {"checked": "else"}).status_code == 200
    assert client.post(NEW, other | {"checked": answer.context["checked"]}).status_code == 302
    assert Case.objects.count() == 2 and Suspect.objects.count() == 2


def test_another_person_of_the_same_name_is_no_hint(client):
    entered(client, suspects=[{"name": "测试甲", "born_on": "1990-02-03"}])
    entered(client, number="另号", suspects=[{"name": "测试甲", "born_on": "1991-02-03"}, {"name": "测试乙", "born_on": "1990-02-03"}])


def test_another_offices_case_is_no_hint(client, world):
    case = Case.objects.create(office=world.strange_office, number="外号", name="外院案件", charge="诈骗")
    Suspect.objects.create(office=world.strange_office, case=case, name="测试甲", born_on=date(1990, 2, 3))
    assert client.post(NEW, page(number="外号", suspects=[{"name": "测试甲", "born_on": "1990-02-03"}])).status_code == 302


# --- changing --------------------------------------------------------------------------------------------------------


@pytest.fixture
def case(client):
    return entered(client, suspects=[{"name": "测试甲"}, {"name": "测试乙"}], measures=[spell(ended="2026-10-20"), spell(suspect="1")])


def test_an_unchanged_page_changes_nothing(client, case):
    before = list(Suspect.objects.values()), list(CompulsoryMeasure.objects.values())
    assert client.post(edit_url(case), as_shown(client, case)).status_code == 302
    assert (list(Suspect.objects.values()), list(CompulsoryMeasure.objects.values())) == before
    assert not audit.entries().filter(verb="edit_case").exists()


def test_changes_and_removals_are_in_the_trail(client, case):
    data = as_shown(client, case) | {"charge": "合同诈骗", "s-1-remove": "on", "m-1-remove": "on", "m-0-ended_on": "2026-10-21"}
    assert client.post(edit_url(case), data).status_code == 302
    assert list(case.suspects.values_list("name", flat=True)) == ["测试甲"]
    changes = audit.entries().get(verb="edit_case").facts["changes"]
    assert changes["案由"] == ["诈骗", "合同诈骗"] and changes["犯罪嫌疑人2"] == ["测试乙", ""]
    assert changes["犯罪嫌疑人1强制措施1"] == ["刑事拘留，2026年10月5日至2026年10月20日", "刑事拘留，2026年10月5日至2026年10月21日"]


def test_removing_a_person_with_measures_left_asks_first(client, case):
    answer = client.post(edit_url(case), as_shown(client, case) | {"s-1-remove": "on"})
    assert answer.status_code == 400 and "将被删除" in answer.content.decode()


def test_someone_saved_meanwhile(client, case, world):
    mine = as_shown(client, case) | {"charge": "我的改动"}
    other = signed_in(world.second_prosecutor)
    assert other.post(edit_url(case), as_shown(other, case) | {"charge": "别人的改动"}).status_code == 302
    answer = client.post(edit_url(case), mine)
    text = answer.content.decode()
    assert answer.status_code == 409 and "周聿于" in text and "保存过本案" in text and "我的改动" in text
    assert Case.objects.get().charge == "别人的改动"
    # whoever has looked saves again, knowingly
    assert client.post(edit_url(case), mine | {"marker": answer.context["marker"]}).status_code == 302
    assert Case.objects.get().charge == "我的改动"


# --- custody ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def running(client, case, world):
    """A C clock whose last day, 2026-02-17, lies in the 春节 holiday (law.md 1.3 #2)."""
    CompulsoryMeasure.objects.all().delete()
    matter = perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-02"),
                     data=lead("B", received_on="2026-02-02", police=str(world.organ.pk), case=str(case.pk))).matter  # fmt: skip
    act(matter, "request_b", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    receive(matter, world.legal_officer, "2026-02-10")
    return matter


def test_custody_moves_the_clocks_it_moves_and_the_timeline_says_so(client, case, world, running, monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", "2026-02-11")
    assert Deadline.objects.get(rule="explain_filing").due_on == date(2026, 2, 24)
    data = as_shown(client, case)
    place = int(data["m-TOTAL_FORMS"]) - 1
    data |= {f"m-{place}-suspect": "0", f"m-{place}-kind": "detention", f"m-{place}-began_on": "2026-02-08"}
    answer = client.post(edit_url(case), data, follow=True)
    assert "由2026年2月24日改为2026年2月17日" in answer.content.decode()
    assert Deadline.objects.get(rule="explain_filing").due_on == date(2026, 2, 17)
    assert fresh(running).next_due_on == date(2026, 2, 17)
    event = running.events.get(action="recompute")
    assert "2026年2月24日改为2026年2月17日（羁押情况变化）" in event.text and event.officer == world.prosecutor
    # released before the last day: it rolls again
    data = as_shown(client, case)
    client.post(edit_url(case), data | {f"m-{place}-ended_on": "2026-02-11"})
    assert Deadline.objects.get(rule="explain_filing").due_on == date(2026, 2, 24)
    assert running.events.filter(action="recompute").count() == 2


def test_bail_is_no_custody(client, case, running, monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", "2026-02-11")
    data = as_shown(client, case)
    place = int(data["m-TOTAL_FORMS"]) - 1
    client.post(edit_url(case), data | {f"m-{place}-suspect": "0", f"m-{place}-kind": "bail", f"m-{place}-began_on": "2026-02-08"})
    assert CompulsoryMeasure.objects.count() == 1
    assert Deadline.objects.get(rule="explain_filing").due_on == date(2026, 2, 24)


def test_the_page_of_a_case_lists_its_matters(client, case, running):
    text = client.get(f"/procuratorate/cases/{case.pk}/").content.decode()
    assert running.number in text and Matter.objects.get().title in text


# --- who -------------------------------------------------------------------------------------------------------------


def test_the_police_have_no_case_pages(case, world):
    client = signed_in(world.legal_officer)
    for path in ("cases/", "cases/new/", f"cases/{case.pk}/", f"cases/{case.pk}/edit/"):
        assert client.get(f"/police/{path}").status_code == 404


def test_who_sees_and_who_keeps(case, world):
    url = f"/procuratorate/cases/{case.pk}/"
    for name, sees, keeps in (("assistant", 200, 200), ("chief", 200, 403), ("case_manager", 200, 403), ("strange_prosecutor", 404, 404),
                              ("city_prosecutor", 200, 403), ("system_admin", 403, 403)):  # fmt: skip
        client = signed_in(world.identities()[name])
        assert (client.get(url).status_code, client.get(f"{url}edit/").status_code) == (sees, keeps), name
    assert audit.entries().filter(verb="read", subject_id=str(case.pk)).get().officer_name == "市检察官"


def test_search_and_pages(client, world):
    entered(client, suspects=[{"name": "测试甲"}])
    for number in range(55):
        Case.objects.create(office=world.office, number=f"号{number}", name=f"另案{number}", charge="盗窃")
    first = client.get("/procuratorate/cases/").content.decode()
    cursor = first.split("after=")[1].split('"')[0]
    second = client.get(f"/procuratorate/cases/?after={cursor}").content.decode()
    assert "另案54" in first and "另案54" not in second and "测试甲等人" in second
    for words in ("测试甲", "受案字〔2026〕1187", "诈骗"):
        found = client.get("/procuratorate/cases/", {"q": words}).content.decode()
        assert "测试甲等人诈骗案" in found and "另案1" not in found
    assert "没有符合" in client.get("/procuratorate/cases/", {"q": "没有这个词"}).content.decode()


def test_constant_number_of_queries(client, world):
    def count():
        with CaptureQueriesContext(connection) as seen:
            client.get("/procuratorate/cases/")
        return len(seen)

    def more(first, last):
        for number in range(first, last):
            case = Case.objects.create(office=world.office, number=f"号{number}", name="案", charge="盗窃", police=world.organ)
            suspect = Suspect.objects.create(office=world.office, case=case, name="测试甲")
            CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="arrest", began_on=date(2026, 10, 1))

    more(0, 2)
    few = count()
    more(2, 30)
    assert count() == few
