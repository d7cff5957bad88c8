"""授权: who may authorise whom, for how long; what it gives, and what it never gives (规则第4条)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.matters import may_sign, perform
from cases.matters.dossier import dossier
from cases.models import Document, Event, Matter
from office.actions import delegate, end_delegation, grant_role
from office.exceptions import Conflict, Invalid, NotAllowed, NotFound
from office.forms import OptionsForm
from office.models import AuditEntry, Delegation, OfficeOption, Officer, RoleGrant
from office.options import OPTIONS
from office.selectors import delegation_of
from office.sides import Role
from tests.supervision.play import act, at, opened, receive
from tests.world import World, officer, signed_in

pytestmark = pytest.mark.django_db

START, END = date(2026, 2, 3), date(2026, 3, 3)


def again(who: Officer) -> Officer:
    """The officer as the next request reads him."""
    return Officer.objects.get(pk=who.pk)


def lent(giver: Officer, to: Officer, begins: date = START, ends: date = END, *, on: str = "2026-02-02", scope: str = "签发文书") -> Delegation:
    return delegate(officer=again(giver), to=to.pk, begins_on=begins, ends_on=ends, scope=scope, now=at(on))


def drafted(world: World, drafter: Officer, day: str = "2026-02-02") -> Matter:
    """A request for reasons that waits for the 检察长."""
    matter = opened(world, "A", day)
    act(matter, "request_a", again(drafter), day)
    return matter


def paper_of(matter: Matter) -> Document:
    return Document.objects.get(matter=matter, leads=True)


def signed(matter: Matter, who: Officer, when: str, code: str = "sign", **more: Any) -> Any:
    return perform(matter.pk, code, officer=again(who), data={"document": paper_of(matter).pk}, now=at(when), **more)


# --- giving and ending -----------------------------------------------------------------------------------------------


def test_chief_authorises_a_prosecutor_and_it_is_in_the_trail(world: World):
    made = lent(world.chief, world.second_prosecutor)
    assert made.words == "受检察长何知远授权"
    entry = AuditEntry.objects.get(verb="delegate")
    assert entry.officer_id == world.chief.pk
    assert entry.facts == {"delegate": "周聿", "begins_on": "2026-02-03", "ends_on": "2026-03-03", "scope": "签发文书"}


@pytest.mark.parametrize(("begins", "ends", "sentence"), [
    (date(2026, 2, 1), END, "授权不能从今天以前开始。"),
    (END, START, "授权的截止日期不能早于开始日期。"),
    (START, date(2027, 2, 4), "授权最长一年，自2026年2月3日起最迟至2027年2月3日。"),
    (date(2028, 2, 29), date(2029, 3, 1), "授权最长一年，自2028年2月29日起最迟至2029年2月28日。"),
])  # fmt: skip
def test_days_that_will_not_do(world: World, begins, ends, sentence):
    with pytest.raises(Invalid, match=sentence):
        lent(world.chief, world.second_prosecutor, begins, ends)
    assert not Delegation.objects.exists()


def test_a_whole_year_and_a_single_day_will_do(world: World):
    lent(world.chief, world.second_prosecutor, START, date(2027, 2, 3))
    lent(world.chief, world.prosecutor, START, START)
    assert Delegation.objects.count() == 2


@pytest.mark.parametrize("who", ["chief", "assistant", "case_manager", "city_prosecutor", "strange_prosecutor", "legal_officer", "system_admin"])
def test_only_a_prosecutor_of_the_same_procuratorate_is_authorised(world: World, who):
    with pytest.raises(Invalid, match="请选择本单位可以授权的在岗人员"):
        lent(world.chief, getattr(world, who))


def test_who_decides_anyway_needs_no_delegation(world: World):
    RoleGrant.objects.create(officer=world.second_prosecutor, role=Role.CHIEF)
    with pytest.raises(Invalid, match="请选择本单位可以授权的在岗人员"):
        lent(world.chief, world.second_prosecutor)


@pytest.mark.parametrize("who", ["prosecutor", "assistant", "case_manager", "legal_officer"])
def test_only_who_decides_himself_delegates(world: World, who):
    with pytest.raises(NotAllowed, match="本人办理"):
        lent(getattr(world, who), world.second_prosecutor)


def test_no_chains(world: World):
    """A delegate cannot delegate."""
    lent(world.chief, world.second_prosecutor)
    with pytest.raises(NotAllowed, match="受授权的人不能再授权他人"):
        lent(world.second_prosecutor, world.prosecutor, on="2026-02-04")


def test_one_person_is_not_authorised_twice_for_the_same_days(world: World):
    other = officer("w.chief2", "副检", world.court, Role.CHIEF)
    lent(world.chief, world.second_prosecutor)
    with pytest.raises(Conflict, match="周聿自2026年2月3日至2026年3月3日已有授权"):
        lent(other, world.second_prosecutor, END, END + timedelta(days=9))
    lent(other, world.second_prosecutor, END + timedelta(days=1), END + timedelta(days=9))
    assert Delegation.objects.count() == 2


def test_the_database_refuses_what_a_form_must(world: World):
    for values in ({"delegate": world.chief}, {"delegate": world.prosecutor, "ends_on": START - timedelta(days=1)}):
        row = Delegation(**{"organisation": world.court, "giver": world.chief, "begins_on": START, "ends_on": END, "scope": "文书", **values})
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_ending_it_early_wants_a_reason_and_ends_it_at_once(world: World):
    made = lent(world.chief, world.second_prosecutor)
    with pytest.raises(Invalid, match="请写明终止的理由"):
        end_delegation(officer=again(world.chief), pk=made.pk, reason=" ", now=at("2026-02-05"))
    assert delegation_of(again(world.second_prosecutor), date(2026, 2, 5)) == made
    end_delegation(officer=again(world.chief), pk=made.pk, reason="已返岗", now=at("2026-02-05"))
    assert delegation_of(again(world.second_prosecutor), date(2026, 2, 5)) is None
    assert AuditEntry.objects.get(verb="end_delegation").facts == {"delegate": "周聿", "reason": "已返岗"}
    with pytest.raises(Conflict, match="已于2026年2月5日终止"):
        end_delegation(officer=again(world.chief), pk=made.pk, reason="再次", now=at("2026-02-06"))


def test_what_ran_out_is_not_ended_and_a_stranger_finds_nothing(world: World):
    made = lent(world.chief, world.second_prosecutor)
    with pytest.raises(Conflict, match="已于2026年3月3日到期"):
        end_delegation(officer=again(world.chief), pk=made.pk, reason="到期", now=at("2026-03-04"))
    with pytest.raises(NotFound):
        end_delegation(officer=again(world.city_chief), pk=made.pk, reason="越权", now=at("2026-02-05"))
    with pytest.raises(NotAllowed):
        end_delegation(officer=again(world.second_prosecutor), pk=made.pk, reason="自己", now=at("2026-02-05"))


# --- what it gives ---------------------------------------------------------------------------------------------------


def test_delegate_signs_in_the_name_of_the_chief_and_it_says_so(world: World):
    lent(world.chief, world.second_prosecutor)
    matter = drafted(world, world.prosecutor)
    result = signed(matter, world.second_prosecutor, "2026-02-03")
    assert result.event.authority == "受检察长何知远授权"
    entry = AuditEntry.objects.filter(verb="request_a").get()
    assert entry.facts["authority"] == "受检察长何知远授权"
    page = signed_in(again(world.prosecutor)).get(f"/procuratorate/matters/{matter.pk}/").content.decode()
    assert "周聿（受检察长何知远授权）" in page
    paper = signed_in(again(world.prosecutor)).get(f"/procuratorate/matters/{matter.pk}/papers/{paper_of(matter).pk}/").content.decode()
    assert "周聿（受检察长何知远授权）" in paper
    theirs = signed_in(again(world.legal_officer)).get(f"/police/matters/{matter.pk}/").content.decode()
    assert "授权" not in theirs and "周聿" not in theirs


def test_delegate_returns(world: World):
    lent(world.chief, world.second_prosecutor)
    matter = drafted(world, world.prosecutor)
    result = signed(matter, world.second_prosecutor, "2026-02-03", "return", reason="事实不清")
    assert (result.event.reason, result.event.authority) == ("事实不清", "受检察长何知远授权")


@pytest.mark.parametrize(("day", "may"), [
    (date(2026, 2, 2), False), (date(2026, 2, 3), True), (date(2026, 3, 3), True), (date(2026, 3, 4), False),
])  # fmt: skip
def test_power_begins_and_ends_with_the_day(world: World, day, may):
    lent(world.chief, world.second_prosecutor)
    matter = drafted(world, world.prosecutor)
    who = again(world.second_prosecutor)
    refused = may_sign(dossier(who, matter.pk), paper_of(matter), who, day)
    assert (refused is None) is may
    if not may:
        assert "须由检察长决定，您没有这项权限" in (refused or "")


def test_expired_delegation_signs_nothing(world: World):
    lent(world.chief, world.second_prosecutor)
    matter = drafted(world, world.prosecutor)
    with pytest.raises(NotAllowed, match="须由检察长决定，您没有这项权限"):
        signed(matter, world.second_prosecutor, "2026-03-04")
    assert paper_of(matter).status == "draft"


def test_never_his_own_draft(world: World):
    lent(world.chief, world.prosecutor)
    matter = drafted(world, world.prosecutor)
    with pytest.raises(NotAllowed, match="不能签发自己拟的稿"):
        signed(matter, world.prosecutor, "2026-02-03")


def test_never_the_draft_of_who_authorised_him(world: World):
    """Else the 检察长 would approve his own draft by another's hand."""
    RoleGrant.objects.create(officer=world.chief, role=Role.PROSECUTOR)
    lent(world.chief, world.second_prosecutor)
    matter = drafted(world, world.chief)
    with pytest.raises(NotAllowed, match="由授权人何知远拟稿，不能由受其授权的人签发"):
        signed(matter, world.second_prosecutor, "2026-02-03")


def test_it_counts_only_while_its_giver_decides_himself(world: World):
    lent(world.chief, world.second_prosecutor)
    day = date(2026, 2, 3)
    assert delegation_of(again(world.second_prosecutor), day) is not None
    RoleGrant.objects.filter(officer=world.chief).update(expires_on=date(2026, 2, 2))
    assert delegation_of(again(world.second_prosecutor), day) is None
    RoleGrant.objects.filter(officer=world.chief).update(expires_on=None)
    Officer.objects.filter(pk=world.chief.pk).update(is_active=False)
    assert delegation_of(again(world.second_prosecutor), day) is None
    Officer.objects.filter(pk=world.chief.pk).update(is_active=True)
    Officer.objects.filter(pk=world.second_prosecutor.pk).update(organisation=world.city)
    assert delegation_of(again(world.second_prosecutor), day) is None


def test_what_the_office_reserves_to_the_chief_is_not_lent(world: World):
    OfficeOption.objects.create(office=world.office, key="undelegated_acts", value=["要求说明不立案理由"])
    lent(world.chief, world.second_prosecutor)
    matter = drafted(world, world.prosecutor)
    with pytest.raises(NotAllowed, match="不得授权，须由检察长本人决定"):
        signed(matter, world.second_prosecutor, "2026-02-03")
    signed(matter, world.chief, "2026-02-03")


def test_police_head_authorises_too(world: World):
    lent(world.head, world.investigator)
    matter = drafted(world, world.prosecutor)
    signed(matter, world.chief, "2026-02-02")
    receive(matter, again(world.legal_officer), "2026-02-03")
    act(matter, "explain", again(world.legal_officer), "2026-02-04")
    paper = Document.objects.get(matter=matter, action="explain", leads=True)
    result = perform(matter.pk, "sign", officer=again(world.investigator), data={"document": paper.pk}, now=at("2026-02-04"))
    assert result.event.authority == "受公安机关负责人局长甲授权"
    ours = signed_in(again(world.prosecutor)).get(f"/procuratorate/matters/{matter.pk}/").content.decode()
    assert "局长甲" not in ours and "邵勉" not in ours


def test_it_gives_nothing_else(world: World):
    """撤销上一步 and 撤回 after receipt stay with the 检察长 himself."""
    lent(world.chief, world.second_prosecutor)
    matter = drafted(world, world.prosecutor)
    signed(matter, world.second_prosecutor, "2026-02-03")
    with pytest.raises(NotAllowed):
        perform(matter.pk, "undo", officer=again(world.second_prosecutor), data={}, reason="有误", now=at("2026-02-03"))
    assert not Event.objects.filter(matter=matter, action="undo").exists()


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page(world: World, monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", "2026-02-02")
    client = signed_in(again(world.chief))
    given = {"to": str(world.second_prosecutor.pk), "begins_on": "2026-02-02", "ends_on": "2026-03-03", "scope": "签发文书"}
    assert "请填写授权" not in client.get("/procuratorate/delegations/").content.decode()
    shown = client.post("/procuratorate/delegations/", given, follow=True).content.decode()
    assert "已授权周聿，自2026年2月2日至2026年3月3日。" in shown and "生效中" in shown
    twice = client.post("/procuratorate/delegations/", given)
    assert twice.status_code == 409 and "已有授权" in twice.content.decode()
    late = client.post("/procuratorate/delegations/", {**given, "ends_on": "2026-01-01"})
    assert late.status_code == 400 and "不能早于开始日期" in late.content.decode()
    made = Delegation.objects.get()
    done = client.post(f"/procuratorate/delegations/{made.pk}/end/", {"reason": "已返岗"}, follow=True).content.decode()
    assert "已终止" in done and "已返岗" in done
    # the delegate reads it and cannot write it
    theirs = signed_in(again(world.second_prosecutor))
    assert "新的授权" not in theirs.get("/procuratorate/delegations/").content.decode()
    assert theirs.post("/procuratorate/delegations/", given).status_code == 403


def test_another_organisation_reads_none_of_it(world: World):
    lent(world.chief, world.second_prosecutor)
    for who in (world.city_chief, world.head, world.strange_prosecutor):
        page = signed_in(again(who)).get(f"/{who.side}/delegations/").content.decode()
        assert "周聿" not in page


def test_the_auditor_reads_it_in_words(world: World):
    lent(world.chief, world.second_prosecutor)
    page = signed_in(again(world.audit_admin)).get("/procuratorate/audit/").content.decode()
    assert "授权" in page and "何知远授权周聿" in page and "受授权人：周聿" in page


def test_a_role_that_ran_out_is_no_role_to_lend_to(world: World):
    grant_role_day = timezone.localdate() - timedelta(days=1)
    RoleGrant.objects.filter(officer=world.second_prosecutor).update(expires_on=grant_role_day)
    with pytest.raises(Invalid):
        lent(world.chief, world.second_prosecutor, timezone.localdate(), timezone.localdate(), on=timezone.localdate().isoformat())
    grant_role(officer=again(world.security_admin), pk=world.second_prosecutor.pk, role=Role.PROSECUTOR)
    lent(world.chief, world.second_prosecutor, timezone.localdate(), timezone.localdate(), on=timezone.localdate().isoformat())


def test_the_setting_knows_only_acts_that_somebody_decides(world: World):
    client = signed_in(again(world.system_admin))
    page = client.get("/procuratorate/options/").content.decode()
    assert "不得授权他人、须由负责人本人决定的事项" in page and "待核" in page
    form = OptionsForm({"undelegated_acts": "通知立案、纠正违发"}, settings=[OPTIONS["undelegated_acts"]])
    assert form.errors["undelegated_acts"] == ["没有须由负责人决定的“纠正违发”，请按办理按钮上的名称填写。"]
    form = OptionsForm({"undelegated_acts": "通知立案，通知立案"}, settings=[OPTIONS["undelegated_acts"]])
    assert form.is_valid() and form.cleaned_data["undelegated_acts"] == ["通知立案"]
    form = OptionsForm({"undelegated_acts": ""}, settings=[OPTIONS["undelegated_acts"]])
    assert form.is_valid() and form.cleaned_data["undelegated_acts"] == []
