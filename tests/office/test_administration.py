"""What each of the 三员 may do, to whom, and that every act is in the trail."""

from __future__ import annotations

import pytest

from office import actions, selectors
from office.audit import entries
from office.exceptions import ActionError, Conflict, Invalid, NotAllowed, NotFound
from office.models import JointOffice, Officer, Organisation
from office.options import option
from office.sides import Role, Side
from tests.world import PASSWORD, World, officer, signed_in

PERSON = {"username": "new.one", "name": "新人", "title": "", "phone": "", "email": ""}


def fresh(who: Officer) -> Officer:
    return Officer.objects.get(pk=who.pk)


# --- accounts --------------------------------------------------------------------------------------------------------


def test_account_is_opened_with_a_password_nobody_chose(world: World):
    client = signed_in(world.system_admin)
    data = {**PERSON, "organisation": str(world.organ.pk), "password": "chosen-by-admin-1"}
    page = client.post("/procuratorate/officers/new/", data).content.decode()
    account = Officer.objects.get(username="new.one")
    assert account.must_change_password
    assert account.organisation == world.organ
    assert not account.check_password("chosen-by-admin-1")
    shown = page.split('class="secret">')[1].split("<")[0]
    assert account.check_password(shown)
    assert shown not in client.get(f"/procuratorate/officers/{account.pk}/").content.decode()
    entry = entries().get(verb="create_officer")
    assert entry.officer_id == world.system_admin.pk
    assert shown not in str(entry.facts)


@pytest.mark.parametrize(("change", "words"), [
    ({"username": "w.prosecutor"}, "已存在"),
    ({"username": "王砚秋"}, "应为3至40个字母"),
    ({"name": ""}, "必填"),
    ({"email": "not-mail"}, "邮"),
])  # fmt: skip
def test_bad_account_is_refused_and_what_was_typed_is_kept(world: World, change, words):
    client = signed_in(world.system_admin)
    before = Officer.objects.count()
    answer = client.post(
        "/procuratorate/officers/new/", {**PERSON, "title": "书记员", "organisation": str(world.court.pk), **change}
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert words in page
    assert 'value="书记员"' in page
    assert 'class="errors"' in page
    assert Officer.objects.count() == before


@pytest.mark.parametrize("identity", ["prosecutor", "chief", "security_admin", "audit_admin", "head"])
def test_only_a_system_administrator_keeps_accounts(world: World, identity):
    who = world.identities()[identity]
    for act in (
        lambda: actions.create_officer(officer=who, organisation=world.court, **PERSON),
        lambda: actions.reset_password(officer=who, pk=world.assistant.pk),
        lambda: actions.disable_officer(officer=who, pk=world.assistant.pk),
        lambda: actions.set_leave(officer=who, pk=world.assistant.pk, until=None),
        lambda: actions.set_options(officer=who, values={"severe_days": 3}),
        lambda: actions.create_organisation(officer=who, side=Side.POLICE, code="X", name="某派出所", short_name="某所"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not entries().exists()


def test_strangers_are_out_of_reach(world: World):
    with pytest.raises(NotFound):
        actions.reset_password(officer=world.system_admin, pk=world.strange_prosecutor.pk)
    with pytest.raises(NotFound):
        actions.grant_role(officer=world.security_admin, pk=world.city_prosecutor.pk, role=Role.CASE_MANAGER)
    with pytest.raises(NotAllowed):
        actions.create_officer(officer=world.system_admin, organisation=world.strange_organ, **PERSON)
    assert signed_in(world.system_admin).get(f"/procuratorate/officers/{world.strange_prosecutor.pk}/").status_code == 404


def test_administrator_cannot_shut_himself_out_nor_the_last_security_administrator(world: World):
    for act in (actions.disable_officer, actions.reset_password):
        with pytest.raises(NotAllowed, match="自己"):
            act(officer=world.system_admin, pk=world.system_admin.pk)
    with pytest.raises(NotAllowed, match="唯一的安全管理员"):
        actions.disable_officer(officer=world.system_admin, pk=world.security_admin.pk)
    with pytest.raises(Conflict):
        actions.enable_officer(officer=world.system_admin, pk=world.prosecutor.pk)


def test_leave_disable_and_enable_through_the_pages(world: World):
    client, pk = signed_in(world.system_admin), world.assistant.pk
    assert client.post(f"/procuratorate/officers/{pk}/leave/", {"until": "2026-12-01"}).status_code == 302
    assert fresh(world.assistant).on_leave_until.isoformat() == "2026-12-01"
    assert client.post(f"/procuratorate/officers/{pk}/leave/", {"until": "十二月"}).status_code == 400
    assert client.post(f"/procuratorate/officers/{pk}/leave/", {"until": ""}).status_code == 302
    assert fresh(world.assistant).on_leave_until is None
    assert client.post(f"/procuratorate/officers/{pk}/disable/").status_code == 302
    assert client.post(f"/procuratorate/officers/{pk}/disable/").status_code == 409
    assert client.post(f"/procuratorate/officers/{pk}/enable/").status_code == 302
    assert [entry.verb for entry in entries().order_by("id")] == ["set_leave", "set_leave", "disable_officer", "enable_officer"]


def test_account_cannot_change_sides(world: World):
    with pytest.raises(Invalid, match="另一机关"):
        actions.edit_officer(officer=world.system_admin, pk=world.prosecutor.pk, organisation=world.organ)


# --- whose the police accounts are -----------------------------------------------------------------------------------


def test_organ_with_its_own_administrator_is_left_to_him(world: World):
    assert actions.reset_password(officer=world.system_admin, pk=world.legal_officer.pk)
    own = officer("p.system", "警系", world.organ, Role.SYSTEM_ADMIN)
    with pytest.raises(NotFound):
        actions.reset_password(officer=world.system_admin, pk=world.legal_officer.pk)
    assert actions.reset_password(officer=world.system_admin, pk=world.other_legal_officer.pk)
    assert actions.reset_password(officer=own, pk=world.legal_officer.pk)
    # roles stay with the procuratorate's 安全管理员 until the organ has one of its own
    assert actions.grant_role(officer=world.security_admin, pk=world.legal_officer.pk, role=Role.INVESTIGATOR)
    officer("p.security", "警安", world.organ, Role.SECURITY_ADMIN)
    with pytest.raises(NotFound):
        actions.grant_role(officer=world.security_admin, pk=world.investigator.pk, role=Role.LEGAL)


def test_police_administrator_manages_his_organ_and_what_is_below_it(world: World):
    own = officer("p.system", "警系", world.organ, Role.SYSTEM_ADMIN)
    station = actions.create_organisation(
        officer=own, side=Side.POLICE, code="QJNH", name="城东分局南湖派出所", short_name="南湖所", parent=world.organ
    )
    account, _ = actions.create_officer(officer=own, organisation=station, **PERSON)
    assert set(selectors.officers_of(own, Role.SYSTEM_ADMIN)) == {
        own, account, world.investigator, world.legal_officer, world.head,
    }  # fmt: skip
    with pytest.raises(NotFound):
        actions.reset_password(officer=own, pk=world.other_legal_officer.pk)
    with pytest.raises(Invalid, match="上级单位"):
        actions.create_organisation(officer=own, side=Side.POLICE, code="Y", name="独立局", short_name="独立局", parent=None)
    with pytest.raises(NotAllowed):
        actions.set_options(officer=own, values={"severe_days": 3})
    assert signed_in(own).get("/police/officers/").status_code == 200


# --- roles -----------------------------------------------------------------------------------------------------------


def test_security_administrator_grants_and_revokes_on_his_page(world: World):
    client, pk = signed_in(world.security_admin), world.assistant.pk
    assert client.post(f"/procuratorate/roles/{pk}/", {"role": Role.PROSECUTOR, "expires_on": ""}).status_code == 302
    assert fresh(world.assistant).roles == {Role.ASSISTANT, Role.PROSECUTOR}
    assert client.post(f"/procuratorate/roles/{pk}/revoke/", {"role": Role.ASSISTANT}).status_code == 302
    assert client.post(f"/procuratorate/roles/{pk}/revoke/", {"role": Role.ASSISTANT}).status_code == 409
    assert fresh(world.assistant).roles == {Role.PROSECUTOR}
    grant = fresh(world.assistant).grants.get()
    assert grant.granted_by == world.security_admin
    assert [entry.verb for entry in entries().order_by("id")] == ["grant_role", "revoke_role"]


@pytest.mark.parametrize(("identity", "role"), [
    ("legal_officer", Role.PROSECUTOR),
    ("prosecutor", Role.LEGAL),
    ("prosecutor", Role.SYSTEM_ADMIN),
    ("prosecutor", Role.AUDIT_ADMIN),
    ("audit_admin", Role.PROSECUTOR),
    ("audit_admin", Role.SYSTEM_ADMIN),
    ("system_admin", Role.AUDIT_ADMIN),
    ("prosecutor", Role.PROSECUTOR),
])  # fmt: skip
def test_role_that_does_not_fit_is_refused(world: World, identity, role):
    who = world.identities()[identity]
    before = fresh(who).roles
    with pytest.raises(ActionError):
        actions.grant_role(officer=world.security_admin, pk=who.pk, role=role)
    assert fresh(who).roles == before
    assert not entries().exists()


def test_nobody_grants_to_himself_and_nobody_else_grants(world: World):
    for act in (actions.grant_role, actions.revoke_role):
        with pytest.raises(NotAllowed, match="自己"):
            act(officer=world.security_admin, pk=world.security_admin.pk, role=Role.SECURITY_ADMIN)
    for identity in ("system_admin", "audit_admin", "chief", "head"):
        with pytest.raises(NotAllowed, match="只有安全管理员"):
            actions.grant_role(officer=world.identities()[identity], pk=world.assistant.pk, role=Role.PROSECUTOR)


def test_form_offers_only_roles_that_fit(world: World):
    offered = {role for role, _ in selectors.grantable_roles(fresh(world.prosecutor))}
    assert offered == {Role.ASSISTANT, Role.CHIEF, Role.CASE_MANAGER, Role.COMPLAINTS, Role.EXECUTION, Role.ADMINISTRATIVE}
    assert selectors.grantable_roles(fresh(world.audit_admin)) == []
    client = signed_in(world.security_admin)
    answer = client.post(f"/procuratorate/roles/{world.prosecutor.pk}/", {"role": Role.SYSTEM_ADMIN})
    assert answer.status_code == 400


def test_role_until_a_day_before_today_is_refused(world: World):
    client = signed_in(world.security_admin)
    answer = client.post(f"/procuratorate/roles/{world.prosecutor.pk}/", {"role": Role.CHIEF, "expires_on": "2020-01-01"})
    assert answer.status_code == 400
    assert "有效期不能早于今天" in answer.content.decode()


# --- organisations and settings --------------------------------------------------------------------------------------


def test_new_organ_joins_the_office(world: World):
    client = signed_in(world.system_admin)
    data = {"code": "QJSL", "name": "青江森林公安局", "short_name": "森林公安", "level": "county", "parent": "", "order": "30"}
    assert client.post("/procuratorate/organisations/new/", data).status_code == 302
    made = Organisation.objects.get(code="QJSL")
    assert made.side == Side.POLICE
    assert made in world.office.organs.all()
    again = client.post("/procuratorate/organisations/new/", data)
    assert again.status_code == 400
    assert Organisation.objects.filter(code="QJSL").count() == 1


def test_organisation_cannot_hang_below_itself(world: World):
    station = actions.create_organisation(
        officer=world.system_admin, side=Side.POLICE, code="QJNH", name="南湖派出所", short_name="南湖所", parent=world.organ
    )
    assert station not in world.office.organs.all()
    with pytest.raises(Invalid, match="下级"):
        actions.edit_organisation(officer=world.system_admin, pk=world.organ.pk, parent=station)
    client = signed_in(world.system_admin)
    page = f"/procuratorate/organisations/{world.organ.pk}/"
    data = {
        "code": "QJCD",
        "name": "青江公安局城东分局",
        "short_name": "城东",
        "level": "county",
        "parent": "",
        "order": "5",
        "is_active": "on",
    }
    assert client.post(page, data).status_code == 302
    assert Organisation.objects.get(pk=world.organ.pk).short_name == "城东"
    assert client.get(f"/procuratorate/organisations/{world.strange_organ.pk}/").status_code == 404


def test_settings_are_saved_with_old_and_new(world: World):
    client = signed_in(world.system_admin)
    page = client.get("/procuratorate/options/")
    data = {name: field.value() for name, field in ((f.name, f) for f in page.context["form"])}
    data = {key: value for key, value in data.items() if value not in (False, None)}
    assert client.post("/procuratorate/options/", data).status_code == 302
    assert not entries().exists(), "nothing changed, nothing in the trail"
    answer = client.post("/procuratorate/options/", {**data, "severe_days": "15", "lead_days": "5，2，0", "mail_notices": "on"})
    assert answer.status_code == 302
    assert option(world.office.pk, "severe_days") == 15
    assert option(world.office.pk, "lead_days") == [5, 2, 0]
    assert option(world.office.pk, "mail_notices") is True
    assert entries().get().facts["changes"]["severe_days"] == [10, 15]
    bad = client.post("/procuratorate/options/", {**data, "lead_days": "三天"})
    assert bad.status_code == 400
    assert option(world.office.pk, "lead_days") == [5, 2, 0]
    assert client.post("/procuratorate/options/", data).status_code == 302
    assert option(world.office.pk, "severe_days") == 10
    assert JointOffice.objects.get(pk=world.office.pk).options.count() == 0


def test_pages_of_administrators_list_their_own(world: World):
    page = signed_in(world.system_admin).get("/procuratorate/officers/").content.decode()
    assert "王砚秋" in page
    assert "方其" in page
    assert "外检察官" not in page
    found = signed_in(world.system_admin).get("/procuratorate/officers/?q=方其").content.decode()
    assert "王砚秋" not in found
    assert "青江公安局城东分局" in signed_in(world.system_admin).get("/procuratorate/organisations/").content.decode()


def test_passwords_never_reach_the_trail(world: World):
    _, password = actions.reset_password(officer=world.system_admin, pk=world.legal_officer.pk)
    assert password not in "".join(str(entry.facts) + entry.subject_label for entry in entries())
    assert PASSWORD not in "".join(str(entry.facts) for entry in entries())
