"""open_office and import_statutes: one line on success, one sentence on refusal, nothing changed."""

from __future__ import annotations

import json
import re

import pytest
from django.core.management import CommandError, call_command

from office.audit import entries
from office.models import JointOffice, Officer, Organisation, Statute
from office.sides import Role
from tests.world import World, signed_in

WORDS = [
    "--code", "QS", "--name", "清水县侦查监督与协作配合办公室", "--procuratorate-code", "QSJCY",
    "--procuratorate-name", "清水县人民检察院", "--abbreviation", "清检", "--police", "QSGA:清水县公安局",
    "--police", "QSJJ：清水县公安局交警大队", "--system-admin", "qs.system:清甲", "--security-admin", "qs.security:清乙",
]  # fmt: skip


def test_office_is_opened_and_its_administrators_can_sign_in(db, capsys, client):
    call_command("open_office", *WORDS)
    line = capsys.readouterr().out
    assert line.count("\n") == 1
    office = JointOffice.objects.get(code="QS")
    assert [organ.name for organ in office.organs.all()] == ["清水县公安局", "清水县公安局交警大队"]
    passwords = dict(re.findall(r"用户名([a-z.]+)，一次性密码([a-z0-9-]+)", line))
    assert set(passwords) == {"qs.system", "qs.security"}
    assert Officer.objects.get(username="qs.security").roles == {Role.SECURITY_ADMIN}
    answer = client.post("/procuratorate/sign-in/", {"username": "qs.system", "password": passwords["qs.system"]})
    assert answer.status_code == 302
    assert client.get("/procuratorate/officers/")["Location"] == "/procuratorate/password/"
    assert {"open_office", "create_officer"} <= set(entries().values_list("verb", flat=True))
    assert not any(password in str(entry.facts) for entry in entries() for password in passwords.values())


def test_second_opening_is_refused_and_changes_nothing(db, capsys):
    call_command("open_office", *WORDS)
    before = (Officer.objects.values_list("password", flat=True).order_by("pk")[:], Organisation.objects.count())
    with pytest.raises(CommandError, match="已经开设，未作改动"):
        call_command("open_office", *WORDS)
    assert Organisation.objects.count() == before[1]


@pytest.mark.parametrize(("place", "value", "words"), [
    ("--superior", "NOWHERE", "没有代码为“NOWHERE”的上级人民检察院"),
    ("--system-admin", "qs.security:同名", "已有人使用"),
    ("--system-admin", "系统:清甲", "应为3至40个字母"),
    ("--police", "QSGA:另一个公安局", "已经登记"),
])  # fmt: skip
def test_impossible_office_is_refused_whole(db, place, value, words):
    with pytest.raises(CommandError, match=words):
        call_command("open_office", *WORDS, place, value)
    assert not JointOffice.objects.exists()
    assert not Officer.objects.exists()
    assert not Organisation.objects.exists()
    assert not entries().exists()


def test_county_hangs_under_its_city(world: World):
    call_command("open_office", *WORDS, "--superior", "LHJCY")
    assert Organisation.objects.get(code="QSJCY").parent == world.city


# --- statutes --------------------------------------------------------------------------------------------------------

RULES_560 = {
    "law": "人民检察院刑事诉讼规则(高检发释字〔2019〕4号)",
    "article": "第560条",
    "text": "（测试用条文，不是原文）\n第二款。",
    "source": "测试",
}


@pytest.fixture
def statutes(tmp_path):
    def write(rows: object) -> str:
        path = tmp_path / "articles.json"
        path.write_text(rows if isinstance(rows, str) else json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        return str(path)

    return write


def test_statutes_come_in_once_and_are_updated(db, capsys, statutes):
    call_command("import_statutes", statutes([RULES_560]))
    assert "新增1条" in capsys.readouterr().out
    row = Statute.objects.get()
    assert (row.key, row.article) == ("RULES", "第560条")
    call_command("import_statutes", statutes([RULES_560]))
    assert "新增0条，更新0条" in capsys.readouterr().out
    call_command("import_statutes", statutes([{**RULES_560, "text": "改了"}]))
    assert "更新1条" in capsys.readouterr().out
    assert Statute.objects.get().text == "改了"


@pytest.mark.parametrize(("rows", "words"), [
    ("不是 JSON", "不是有效的JSON文件"),
    ({"law": "x"}, "应为法条列表"),
    ([], "应为法条列表"),
    ([RULES_560, {"law": "某法", "article": "第1条"}], "第2条缺少"),
    ([{**RULES_560, "law": "长" * 121}], "不超过120字"),
])  # fmt: skip
def test_bad_file_of_statutes_writes_nothing(db, statutes, rows, words):
    with pytest.raises(CommandError, match=words):
        call_command("import_statutes", statutes(rows))
    assert not Statute.objects.exists()


def test_missing_file_is_a_sentence(db):
    with pytest.raises(CommandError, match=r"无法读取gone\.json"):
        call_command("import_statutes", "gone.json")


@pytest.mark.parametrize("query", ["law=规则&no=560", "law=RULES&no=第560条第2款", "law=人民检察院刑事诉讼规则&no=第560条"])
def test_article_is_shown_by_any_of_its_names(world: World, statutes, query):
    call_command("import_statutes", statutes([RULES_560]))
    page = signed_in(world.legal_officer).get(f"/police/articles/?{query}").content.decode()
    assert "测试用条文" in page
    assert "《人民检察院刑事诉讼规则》第560条" in page


def test_article_not_taken_in_is_a_sentence(world: World):
    client = signed_in(world.prosecutor)
    assert "尚未导入" in client.get("/procuratorate/articles/?law=规则&no=560").content.decode()
    assert client.get("/procuratorate/articles/").status_code == 400
