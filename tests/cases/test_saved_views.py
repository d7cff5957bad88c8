"""常用视图: kept, renamed, deleted; only one's own; what is no option any more is one sentence."""

from __future__ import annotations

import html
import re

import pytest

from cases.desk.lists.saving import MOST, save_view
from cases.models import SavedView
from office.models import Officer
from tests.cases.day import again, page, text, working_day
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def keep(who: Officer, name: str = "公安超期", query: str = "turn=police&who=office", of: str = "inbox"):
    return signed_in(again(who)).post(f"/{who.side}/views/", {"page": of, "name": name, "query": query})


@pytest.mark.parametrize("who", ["prosecutor", "legal_officer"])
def test_kept_from_a_list_and_opened_again(world: World, who):
    officer = getattr(world, who)
    busy = working_day(world)
    query = "who=mine&kind=filing&after=abc&ticked=all&junk=1"
    client = signed_in(officer)
    answer = client.post(f"/{officer.side}/views/", {"page": "inbox", "name": "公安超期", "query": query})
    assert answer.status_code == 302
    view = SavedView.objects.get()
    assert (view.officer, view.query) == (officer, "who=mine&kind=filing")
    shown = client.get(answer["Location"])
    assert shown.status_code == 200 and "已存为常用视图“公安超期”" in text(shown)
    body = html.unescape(signed_in(officer).get(f"/{officer.side}/inbox/").content.decode())
    address = re.search(r'href="([^"]+)"[^>]*>公安超期</a>', body)[1]
    assert address == f"/{officer.side}/inbox/?who=mine&kind=filing&view={view.pk}"
    assert busy["soon"].number in text(signed_in(officer).get(address.replace("mine", "office")))


def test_every_list_has_its_own(world: World):
    keep(world.prosecutor, "甲", "state=open&month=2026-11", of="matters")
    keep(world.prosecutor, "甲", "turn=police")
    assert SavedView.objects.count() == 2
    shown = page(world.prosecutor, "matters/")
    assert "常用视图甲管理" in shown
    opened = signed_in(world.prosecutor).get("/procuratorate/matters/?" + SavedView.objects.get(page="matters").query)
    assert opened.status_code == 200


def test_views_are_nobody_elses(world: World):
    keep(world.prosecutor)
    view = SavedView.objects.get()
    assert "公安超期" not in page(world.second_prosecutor, "inbox/") and "公安超期" not in page(world.second_prosecutor, "views/")
    for press in ("rename", "delete"):
        answer = signed_in(world.second_prosecutor).post(f"/procuratorate/views/{view.pk}/", {"press": press, "name": "改"})
        assert answer.status_code == 404
    assert SavedView.objects.get().name == "公安超期"
    # another's view in the address is no view
    strange = signed_in(world.second_prosecutor).get(f"/procuratorate/inbox/?turn=gone&view={view.pk}")
    assert strange.status_code == 400


def test_renamed_and_deleted(world: World):
    keep(world.prosecutor)
    keep(world.prosecutor, "乙", "turn=procuratorate")
    view, other = SavedView.objects.order_by("created_at")
    client = signed_in(world.prosecutor)
    assert client.post(f"/procuratorate/views/{view.pk}/", {"press": "rename", "name": "新名"}).status_code == 302
    assert SavedView.objects.get(pk=view.pk).name == "新名"
    same = client.post(f"/procuratorate/views/{other.pk}/", {"press": "rename", "name": "新名"})
    assert same.status_code == 400 and "已有名为“新名”的常用视图" in text(same)
    empty = client.post(f"/procuratorate/views/{other.pk}/", {"press": "rename", "name": " "})
    assert empty.status_code == 400 and "请填写常用视图的名称" in text(empty)
    assert SavedView.objects.get(pk=other.pk).name == "乙"
    assert client.post(f"/procuratorate/views/{view.pk}/", {"press": "delete"}).status_code == 302
    assert [one.name for one in SavedView.objects.all()] == ["乙"]


@pytest.mark.parametrize(("given", "sentence"), [
    ({"name": "", "query": "turn=police"}, "请填写常用视图的名称"),
    ({"name": "长" * 21, "query": "turn=police"}, "不超过20个字"),
    ({"name": "空", "query": "after=abc"}, "现在没有筛选条件"),
    ({"name": "公安超期", "query": "turn=police"}, "已有名为“公安超期”的常用视图"),
    ({"name": "长", "query": "police=" + "x" * 1100}, "筛选条件太多"),
])  # fmt: skip
def test_bad_input_is_one_sentence_and_nothing_changes(world: World, given, sentence):
    keep(world.prosecutor)
    answer = keep(world.prosecutor, **given)
    assert answer.status_code == 400 and sentence in text(answer)
    assert SavedView.objects.count() == 1


def test_unknown_list_is_refused(world: World):
    assert keep(world.prosecutor, of="cases").status_code == 400
    assert not SavedView.objects.exists()


def test_no_more_than_twenty(world: World):
    for number in range(MOST):
        save_view("inbox", f"视图{number}", "turn=police", officer=world.prosecutor)
    answer = keep(world.prosecutor, "多")
    assert answer.status_code == 400 and "最多保存20个" in text(answer)
    assert keep(world.prosecutor, "多", of="matters").status_code == 302


def test_what_is_no_option_any_more_is_one_sentence(world: World):
    """A kind that the office no longer has, an organ that left it, a colleague who went."""
    busy = working_day(world)
    keep(world.prosecutor, "旧", f"turn=police&police={world.second_organ.pk}&kind=gone")
    view = SavedView.objects.get()
    world.office.organs.remove(world.second_organ)
    client = signed_in(world.prosecutor)
    answer = client.get(f"/procuratorate/inbox/?{view.query}&view={view.pk}")
    shown = text(answer)
    assert answer.status_code == 200
    assert "常用视图“旧”中“类别”、“公安机关”的原条件已不存在，已略去" in shown
    assert "待办（5）" in shown and busy["over"].number in shown and busy["other"].number not in shown  # the rest of it still narrows
    assert client.get(f"/procuratorate/inbox/?{view.query}").status_code == 400  # typed by hand it is refused as ever
    keep(world.prosecutor, "人", f"handler={world.second_prosecutor.pk}", of="matters")
    view = SavedView.objects.get(name="人")
    Officer.objects.filter(pk=world.second_prosecutor.pk).update(is_active=False)
    answer = client.get(f"/procuratorate/matters/?{view.query}&view={view.pk}")
    assert answer.status_code == 200 and "常用视图“人”中“承办人”的原条件已不存在" in text(answer)


def test_a_view_deleted_meanwhile_still_opens_its_list(world: World):
    keep(world.prosecutor)
    view = SavedView.objects.get()
    SavedView.objects.all().delete()
    assert signed_in(world.prosecutor).get(f"/procuratorate/inbox/?{view.query}&view={view.pk}").status_code == 200
    assert signed_in(world.prosecutor).get("/procuratorate/inbox/?view=x").status_code == 400
