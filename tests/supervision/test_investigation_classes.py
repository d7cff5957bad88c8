"""类案 and the catalogue of 监督项目: what recurs in an office; 细目 added and retired, nothing deleted."""

from __future__ import annotations

import html
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.exceptions import Invalid, NotAllowed
from cases.models import Document, Matter
from office.models import AuditEntry, OfficeOption
from supervision import catalogue
from supervision.models.investigation import SupervisionItem, SupervisionSubItem, catalogue_on
from supervision.selectors.classes import classes
from tests.supervision.play import act, fresh, sent
from tests.supervision.plays.investigation import opened
from tests.world import TODAY, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def found(world, day: str, **values) -> Matter:
    matter = opened(world, day=day, **values)
    act(matter, "establish", world.prosecutor, day)
    return fresh(matter)


# ------------------------------------------------------------------------------------------------ 类案


def test_the_third_matter_of_an_item_says_so_and_may_be_analysed(world):
    first, second = found(world, "2026-03-02"), found(world, "2026-05-06")
    with pytest.raises(NotAllowed, match="尚未达到本办公室设置的类案件数"):
        act(second, "class_analysis", world.prosecutor, "2026-05-07")
    third = found(world, "2026-11-02")
    assert (first.investigation.recurrence, second.investigation.recurrence) == ("", "")
    told = third.investigation.recurrence
    assert f"近12个月已有3件：{first.number}、{second.number}、{third.number}" in told and "城东分局" not in told
    act(third, "class_analysis", world.prosecutor, "2026-11-03")
    paper = Document.objects.get(matter=third, type="R04")
    assert (paper.addressee, fresh(third).state) == ("file", "deciding")
    assert not Matter.objects.filter(parent=third).exists()


def test_an_analysis_may_open_a_suggestion(world):
    OfficeOption.objects.create(office=world.office, key="class_matters", value=1)
    matter = found(world, "2026-11-02")
    act(matter, "class_analysis", world.prosecutor, "2026-11-03", {"suggests": "on"})
    child = Matter.objects.get(parent=matter)
    assert (child.kind, child.suggestion.subject, child.suggestion.advice) == ("suggestion", "讯问未全程录音录像", "统一配备。")


def test_what_does_not_hold_or_lies_too_far_back_does_not_count(world):
    old, unfounded, third = found(world, "2025-10-20"), opened(world, day="2026-03-02"), found(world, "2026-05-06")
    act(unfounded, "unfounded", world.prosecutor, "2026-03-03")
    last = found(world, "2026-11-02")
    assert last.investigation.recurrence == "" and {old.pk, third.pk}
    assert classes(world.prosecutor, TODAY).classes == []


def test_page_of_classes_lists_by_number_and_ranks_nobody(world):
    matters = [found(world, day) for day in ("2026-09-01", "2026-10-09", "2026-11-02")]
    act(matters[0], "oral", world.prosecutor, "2026-09-01", {"told_on": "2026-09-01", "deviation": "首次发生。"})
    sent(matters[1], "correction", world.prosecutor, world.chief, "2026-10-09", {"deviation": ""})
    page = classes(world.prosecutor, TODAY)
    assert [(view.item_no, [line.number for line in view.matters]) for view in page.classes] == [
        (2, [matter.number for matter in matters]), (13, [matter.number for matter in matters]),
    ]  # fmt: skip
    assert [view.levels for view in page.uneven] == ["口头纠正、纠正违法通知书"] * 2
    client = signed_in(world.second_prosecutor)
    shown = html.unescape(client.get(reverse("procuratorate:classes")).content.decode())
    assert all(matter.number in shown for matter in matters)
    assert "首次发生。" in shown and "供讨论" in shown and "城东分局" not in shown and "排名" not in shown
    act(matters[2], "class_analysis", world.prosecutor, TODAY.isoformat())
    assert f"已在{matters[2].number}作出" in client.get(reverse("procuratorate:classes")).content.decode()
    assert classes(world.strange_prosecutor, TODAY).classes == []


def test_page_says_where_a_class_may_be_analysed_and_which_was(world):
    """An analysis of one 监督项目 is none of another that stands in the same matter."""
    matters = [found(world, day) for day in ("2026-09-01", "2026-10-09", "2026-11-02")]
    recorded, family = classes(world.prosecutor, TODAY).classes
    assert [view.open_to.number for view in (recorded, family)] == [matters[2].number] * 2
    shown = signed_in(world.prosecutor).get(reverse("procuratorate:classes")).content.decode()
    assert shown.count("尚未作出，可在") == 2
    act(matters[2], "class_analysis", world.prosecutor, TODAY.isoformat(), {"items": [recorded.label]})
    recorded, family = classes(world.prosecutor, TODAY).classes
    assert (recorded.analysed, family.analysed) == (matters[2].number, "")
    act(matters[2], "unfounded", world.prosecutor, TODAY.isoformat())
    matter = found(world, "2026-11-20")
    act(matter, "crime", world.prosecutor, TODAY.isoformat(), {"deviation": "已涉嫌犯罪。"})
    assert classes(world.prosecutor, TODAY).classes[1].open_to.number == matter.number
    with pytest.raises(Invalid, match="分析的监督项目"):
        act(matter, "class_analysis", world.prosecutor, TODAY.isoformat(), {"items": ["没有这一项"]})


def test_page_of_classes_asks_the_same_of_two_as_of_ten(world):
    client = signed_in(world.prosecutor)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("procuratorate:classes")).status_code == 200
        return len(caught)

    for day in ("2026-09-01", "2026-10-09", "2026-11-02"):
        found(world, day)
    few = queries()
    for day in ("2026-09-02", "2026-09-03", "2026-09-04", "2026-09-07", "2026-09-08", "2026-09-09"):
        found(world, day)
    assert queries() == few


# ------------------------------------------------------------------------------------------------ the catalogue


def test_sixteen_items_each_sub_item_with_an_article(world):
    catalogue.load(apps, None)
    catalogue.load(apps, None)  # what stands stays
    assert SupervisionItem.objects.count() == 16 and SupervisionSubItem.objects.count() == sum(len(subs) for *_, subs in catalogue.ITEMS)
    assert all(sub.article for sub in SupervisionSubItem.objects.all())
    assert SupervisionItem.objects.get(code="v05").article == "规则第567条第5项"
    catalogue.unload(apps, None)
    assert not SupervisionItem.objects.exists() and not SupervisionSubItem.objects.exists()


def test_a_later_wording_is_a_later_version_and_the_old_matter_keeps_its_own(world):
    matter = opened(world)
    old = SupervisionItem.objects.get(code="v02")
    old.effective_to = date(2026, 6, 30)
    old.save()
    SupervisionItem.objects.create(code="v02", version=2, text="新的条文", article="规则第567条第2项", effective_from=date(2026, 7, 1))
    assert [item.text for item in catalogue_on(date(2026, 6, 30)) if item.code == "v02"] == [old.text]
    assert [item.text for item in catalogue_on(date(2026, 7, 1)) if item.code == "v02"] == ["新的条文"]
    assert matter.violations.first().item == old
    with pytest.raises(ProtectedError):
        old.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        SupervisionItem.objects.create(code="v02", version=2, text="再来一条", article="", effective_from=date(2026, 8, 1))


def test_an_office_adds_and_retires_its_own(world):
    catalogue.load(apps, None)
    client, item = signed_in(world.prosecutor), SupervisionItem.objects.get(code="v12")
    address = reverse("procuratorate:catalogue")
    for wrong, sentence in (
        ({"item": item.pk, "text": "讯问未成年人没有通知法定代理人到场", "article": "有关规定"}, "请写明条文"),
        ({"item": item.pk, "text": "", "article": "刑诉法第281条第1款"}, "请填写。"),
    ):
        answer = client.post(address, wrong)
        assert answer.status_code == 400 and sentence in html.unescape(answer.content.decode())
    given = {"item": item.pk, "text": "讯问未成年人时没有通知其法定代理人", "article": "刑诉法第281条第1款"}
    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 409
    mine = SupervisionSubItem.objects.get(office=world.office)
    assert (mine.added_by, AuditEntry.objects.filter(verb="add_sub_item", subject_id=str(mine.pk)).count()) == (world.prosecutor, 1)
    assert given["text"] in client.get(address).content.decode()
    assert given["text"] not in signed_in(world.strange_prosecutor).get(address).content.decode()
    with pytest.raises(Invalid, match="第1条监督项目"):
        opened(world, day="2026-11-02", violations=[{"item": "0" * 8, "facts": "甲"}])
    matter = opened(world, day="2026-11-02", violations=[{"item": str(mine.pk), "facts": "讯问时没有通知。"}])
    assert matter.violations.get().label == given["text"]
    retire = reverse("procuratorate:sub_item_retire", kwargs={"pk": mine.pk})
    assert client.post(retire, {}).status_code == 400 and client.post(retire, {"reason": "并入其他细目"}).status_code == 302
    mine.refresh_from_db()
    assert (mine.is_active, mine.retired_by, mine.retired_reason) == (False, world.prosecutor, "并入其他细目")
    assert AuditEntry.objects.filter(verb="retire_sub_item").count() == 1 and client.post(retire, {"reason": "再停"}).status_code == 409
    assert "已停用" in client.get(address).content.decode()
    with pytest.raises(Invalid, match="第1条监督项目"):
        opened(world, day="2026-11-02", violations=[{"item": str(mine.pk), "facts": "又一次。"}])
    assert fresh(matter).violations.get().sub == mine


def test_what_came_with_the_system_and_what_is_anothers_is_not_retired(world):
    catalogue.load(apps, None)
    shipped = SupervisionSubItem.objects.first()
    theirs = SupervisionSubItem.objects.create(office=world.strange_office, item=shipped.item, text="外院细目", article="规则第264条")
    client = signed_in(world.chief)
    for one in (shipped, theirs):
        assert client.post(reverse("procuratorate:sub_item_retire", kwargs={"pk": one.pk}), {"reason": "停用"}).status_code == 404
    assert signed_in(world.assistant).post(reverse("procuratorate:catalogue"), {}).status_code == 403
    assert SupervisionSubItem.objects.filter(is_active=True).count() == SupervisionSubItem.objects.count()
