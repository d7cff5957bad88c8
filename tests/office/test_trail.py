"""The trail: append-only by the database, chained by a keyed hash, read by the 审计管理员 alone."""

from __future__ import annotations

import hashlib
import importlib
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from office import actions, audit
from office.models import AuditEntry, AuditHead
from office.sides import Role
from tests.world import World, officer, signed_in

append_only = importlib.import_module("office.migrations.0003_append_only")


@pytest.fixture
def chain(world: World) -> str:
    """Six entries in the chain of the office."""
    for number in range(6):
        audit.record(world.prosecutor, "accept", world.prosecutor, chain=world.office.pk, n=number, day=world.office.name)
    return str(world.office.pk)


@pytest.fixture
def unguarded(chain: str):
    """The hand of someone who owns the database: triggers gone for the length of a test."""
    append_only.run(connection, "remove")
    yield chain
    append_only.run(connection, "install")


@pytest.mark.parametrize("act", [
    lambda rows: rows.update(officer_name="他人"),
    lambda rows: rows.delete(),
    lambda rows: rows.filter(seq=6).delete(),
])  # fmt: skip
def test_database_refuses_to_change_or_delete(chain, act):
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic():
        act(AuditEntry.objects.filter(chain=chain))
    assert AuditEntry.objects.filter(chain=chain, officer_name="王砚秋").count() == 6
    assert list(audit.verify()) == []


def test_sound_chain_is_sound_when_read_back(chain):
    assert list(audit.verify(chain)) == []
    assert audit.heads([chain])[chain][0] == 6


@pytest.mark.parametrize(("column", "value"), [
    ("officer_name", "他人"), ("verb", "close"), ("facts", {"n": 99}), ("subject_label", "另一件"), ("at", "2026-01-01T00:00:00+08:00"),
])  # fmt: skip
def test_edited_entry_is_found(unguarded, column, value):
    AuditEntry.objects.filter(chain=unguarded, seq=3).update(**{column: value})
    assert [(finding.chain, finding.seq) for finding in audit.verify()] == [(unguarded, 3)]


def test_entry_taken_from_the_middle_is_found(unguarded):
    AuditEntry.objects.filter(chain=unguarded, seq=3).delete()
    (finding,) = audit.verify()
    assert (finding.seq, finding.text) == (3, "第3条缺失")


def test_cut_tail_is_found(unguarded):
    AuditEntry.objects.filter(chain=unguarded, seq__gt=4).delete()
    (finding,) = audit.verify()
    assert finding.seq == 5


def test_suffix_recomputed_without_the_key_is_found(unguarded):
    """Someone rewrites an entry and every digest after it, with a plain hash because he lacks the key."""
    previous = AuditEntry.objects.get(chain=unguarded, seq=2).digest
    for entry in AuditEntry.objects.filter(chain=unguarded, seq__gte=3).order_by("seq"):
        entry.previous, entry.officer_name = previous, "他人"
        words = json.dumps([entry.previous, entry.seq, entry.officer_name, entry.verb, entry.facts])
        previous = entry.digest = hashlib.sha256(words.encode()).hexdigest()
        entry.save()
    AuditHead.objects.filter(chain=unguarded).update(digest=previous)
    assert [finding.seq for finding in audit.verify()] == [3]


def test_another_key_does_not_verify(chain, settings):
    settings.AUDIT_KEY = "another-key-of-the-same-length-as-the-first-one!"
    assert [finding.seq for finding in audit.verify(chain)] == [1]


def test_command_says_one_line_or_the_first_bad_entry(chain, capsys):
    call_command("verify_audit")
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert "审计记录完整" in out
    append_only.run(connection, "remove")
    AuditEntry.objects.filter(chain=chain, seq=5).update(verb="x")
    append_only.run(connection, "install")
    with pytest.raises(CommandError, match="第5条与校验值不符"):
        call_command("verify_audit")


def test_migration_is_reversible(db):
    append_only.remove(None, connection_editor())
    append_only.install(None, connection_editor())


class connection_editor:  # noqa: N801 - stands where a schema editor stands
    connection = connection


def test_auditor_reads_filters_and_turns_pages(world: World):
    for number in range(60):
        audit.record(world.prosecutor, "accept", world.prosecutor, chain=world.office.pk, n=number)
    actions.reset_password(officer=world.system_admin, pk=world.legal_officer.pk)
    audit.record(world.strange_prosecutor, "accept", world.strange_prosecutor, word="别院之事")
    client = signed_in(world.audit_admin)
    first = client.get("/procuratorate/audit/")
    page = first.content.decode()
    assert "重置密码" in page
    assert "别院之事" not in page
    assert len(first.context["rows"]) == 50
    second = client.get("/procuratorate/audit/" + first.context["more"])
    assert len(second.context["rows"]) == 11
    assert second.context["more"] == ""
    shown = client.get("/procuratorate/audit/?verb=reset_password").context["rows"]
    assert [row["name"] for row in shown] == ["系甲"]
    assert client.get("/procuratorate/audit/?after=nonsense").status_code == 400
    assert client.get("/procuratorate/audit/?since=昨天").status_code == 400


def test_police_auditor_sees_what_his_people_did_and_nothing_of_the_other_side(world: World):
    auditor = officer("p.audit", "警审", world.organ, Role.AUDIT_ADMIN)
    audit.record(world.prosecutor, "accept", world.prosecutor, chain=world.office.pk, word="检察机关内部")
    audit.record(world.legal_officer, "receive", world.legal_officer, chain=world.office.pk, word="签收一件")
    audit.record(world.other_legal_officer, "receive", world.other_legal_officer, chain=world.office.pk, word="河西之事")
    page = signed_in(auditor).get("/police/audit/").content.decode()
    assert "签收一件" in page
    assert "检察机关内部" not in page
    assert "河西之事" not in page


def test_auditor_verifies_with_a_button_and_that_is_in_the_trail(world: World):
    client = signed_in(world.audit_admin)
    answer = client.post("/procuratorate/audit/verify/", follow=True)
    assert "逐条核验相符" in answer.content.decode()
    assert AuditEntry.objects.get(verb="verify_audit").officer_id == world.audit_admin.pk


@pytest.mark.parametrize("identity", ["system_admin", "security_admin", "prosecutor", "chief"])
def test_nobody_else_reads_the_trail(world: World, identity):
    assert signed_in(world.identities()[identity]).get("/procuratorate/audit/").status_code == 403


def test_auditor_sees_the_number_of_a_matter_and_nothing_of_its_contents(world: World):
    audit.record(world.prosecutor, "accept", world.prosecutor, chain=world.office.pk)
    with_contents = {"source": "举报人王某", "label": "受理"}
    append_only.run(connection, "remove")
    AuditEntry.objects.update(
        subject_type="matter", subject_label="甲涉嫌诈骗 · 应当立案而不立案（青检侦监立〔2026〕14号）", facts=with_contents
    )
    append_only.run(connection, "install")
    page = signed_in(world.audit_admin).get("/procuratorate/audit/").content.decode()
    assert "青检侦监立〔2026〕14号" in page
    assert "受理" in page
    assert "举报人" not in page
    assert "诈骗" not in page


def test_trail_of_accounts_is_in_words(world: World):
    actions.grant_role(officer=world.security_admin, pk=world.legal_officer.pk, role=Role.INVESTIGATOR)
    actions.edit_officer(officer=world.system_admin, pk=world.assistant.pk, organisation=world.court, title="一级检察官助理")
    actions.set_options(officer=world.system_admin, values={"severe_days": 12})
    page = signed_in(world.audit_admin).get("/procuratorate/audit/").content.decode()
    assert "角色：办案民警" in page
    assert "改动：职务由“无”改为“一级检察官助理”" in page
    assert "改动：严重超期的界线由“10”改为“12”" in page
