"""Doors: sign-in on both portals, sessions that end when they must, forced password change, throttle."""

from __future__ import annotations

import runpy
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import URLResolver, reverse
from django.utils import timezone

from office import actions, unsent
from office.audit import entries
from office.middleware import PORTALS
from office.models import Officer, Unsent
from office.sides import Role
from office.urls import all as all_urls
from tests.world import PASSWORD, World, sign_in, signed_in

STATUS = "/{}/status/"


def enter(client: Client, who: Officer, password: str = PASSWORD, side: str = "", **data: str):
    return client.post(f"/{side or who.side}/sign-in/", {"username": who.username, "password": password, **data})


def test_front_door_shows_both_sides(client, db):
    page = client.get("/").content.decode()
    assert 'href="/procuratorate/"' in page
    assert 'href="/police/"' in page


@pytest.mark.parametrize("identity", ["prosecutor", "legal_officer"])
def test_officer_signs_in_at_his_own_door_and_out_again(world: World, client, identity):
    who = world.identities()[identity]
    answer = enter(client, who)
    assert answer.status_code == 302
    assert answer["Location"] == f"/{who.side}/"
    page = client.get(STATUS.format(who.side))
    assert who.name in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert entries().filter(verb="sign_in", officer_id=who.pk).count() == 1
    assert client.get(f"/{who.side}/sign-out/").status_code == 405
    assert client.post(f"/{who.side}/sign-out/").status_code == 302
    assert client.get(STATUS.format(who.side)).status_code == 302
    assert entries().filter(verb="sign_out", officer_id=who.pk).count() == 1


@pytest.mark.parametrize("identity", ["prosecutor", "legal_officer"])
def test_whom_the_tests_sign_in_has_the_session_that_the_door_gives(world: World, client, identity):
    who = world.identities()[identity]
    enter(client, who)
    cookie = PORTALS[who.side].session_cookie
    by_the_door, at_once = (SessionStore(one.cookies[cookie].value).load() for one in (client, signed_in(who)))
    for moment in ("since", "seen"):
        assert abs(by_the_door.pop(moment) - at_once.pop(moment)) < 60
    assert at_once == by_the_door


def test_wrong_password_is_one_sentence_and_is_in_the_trail(world: World, client):
    answer = enter(client, world.prosecutor, "not-the-password")
    assert answer.status_code == 400
    assert "用户名或者密码不正确" in answer.content.decode()
    assert entries().get(verb="sign_in_failed").officer_id == world.prosecutor.pk
    assert client.get(STATUS.format("procuratorate")).status_code == 302


@pytest.mark.parametrize(("identity", "door", "words"), [
    ("legal_officer", "procuratorate", "您是公安机关人员，请从公安机关入口登录。"),
    ("prosecutor", "police", "您是检察机关人员，请从检察机关入口登录。"),
])  # fmt: skip
def test_officer_of_the_other_side_is_told_his_door(world: World, client, identity, door, words):
    answer = enter(client, world.identities()[identity], side=door)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert client.get(STATUS.format(door)).status_code == 302


def test_both_portals_in_one_browser(world: World, client):
    enter(client, world.prosecutor)
    enter(client, world.legal_officer)
    assert {"procuratorate_session", "police_session"} <= set(client.cookies)
    assert "sessionid" not in client.cookies
    assert "王砚秋" in client.get(STATUS.format("procuratorate")).content.decode()
    assert "方其" in client.get(STATUS.format("police")).content.decode()
    client.post("/police/sign-out/")
    assert client.get(STATUS.format("police")).status_code == 302
    assert client.get(STATUS.format("procuratorate")).status_code == 200


def test_a_session_of_one_portal_is_worth_nothing_in_the_other(world: World, client):
    sign_in(client, world.prosecutor)
    client.cookies["police_session"] = client.cookies["procuratorate_session"].value
    answer = client.get(STATUS.format("police"))
    assert answer.status_code == 302
    assert "/police/sign-in/" in answer["Location"]


def test_messages_of_one_portal_do_not_show_in_the_other(world: World, client):
    sign_in(client, world.prosecutor)
    sign_in(client, world.legal_officer)
    client.post("/procuratorate/password/", {"old": PASSWORD, "new": "another-long-one-7", "again": "another-long-one-7"})
    assert "密码已更改" not in client.get(STATUS.format("police")).content.decode()
    assert "密码已更改" in client.get(STATUS.format("procuratorate")).content.decode()


def test_csrf_is_checked_with_the_portal_s_own_cookie(world: World):
    browser = Client(enforce_csrf_checks=True)
    assert enter(browser, world.prosecutor).status_code == 403
    browser.get("/procuratorate/sign-in/")
    token = browser.cookies["procuratorate_csrf"].value
    assert "csrftoken" not in browser.cookies
    assert enter(browser, world.prosecutor, csrfmiddlewaretoken=token).status_code == 302


def test_next_page_is_followed_within_the_portal_only(world: World, client):
    assert enter(client, world.prosecutor, next="/procuratorate/status/")["Location"] == "/procuratorate/status/"
    for address in ("https://example.invalid/procuratorate/", "//example.invalid/", "/police/status/"):
        assert enter(Client(), world.prosecutor, next=address)["Location"] == "/procuratorate/"


def test_signed_out_officer_comes_back_to_the_page_he_wanted(world: World, client):
    answer = client.get("/police/articles/?law=规则&no=560")
    assert answer["Location"].startswith("/police/sign-in/?next=%2Fpolice%2Farticles%2F")


def test_idle_officer_is_signed_out(world: World):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = signed_in(world.prosecutor)
        clock.move_to(start + timedelta(minutes=29))
        assert client.get(STATUS.format("procuratorate")).status_code == 200
        clock.move_to(start + timedelta(minutes=58))
        assert client.get(STATUS.format("procuratorate")).status_code == 200
        clock.move_to(start + timedelta(minutes=89))
        answer = client.get(STATUS.format("procuratorate"))
        assert answer.status_code == 302
        assert "reason=idle" in answer["Location"]
        assert "自动退出" in client.get(answer["Location"]).content.decode()
        assert client.get(STATUS.format("procuratorate")).status_code == 302


def test_session_ends_after_twelve_hours_of_work(world: World):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = signed_in(world.prosecutor)
        for quarter in range(1, 49):
            clock.move_to(start + timedelta(minutes=15 * quarter))
            assert client.get(STATUS.format("procuratorate")).status_code == 200
        clock.move_to(start + timedelta(hours=12, minutes=1))
        assert client.get(STATUS.format("procuratorate")).status_code == 302


def test_disabled_officer_s_session_dies_at_once(world: World):
    client = signed_in(world.prosecutor)
    assert client.get(STATUS.format("procuratorate")).status_code == 200
    actions.disable_officer(officer=world.system_admin, pk=world.prosecutor.pk)
    assert client.get(STATUS.format("procuratorate")).status_code == 302
    assert enter(client, world.prosecutor).status_code == 400


@pytest.mark.parametrize("change", ["grant", "revoke", "reset", "move"])
def test_session_dies_when_role_password_or_organisation_changes(world: World, change):
    client = signed_in(world.legal_officer)
    pk = world.legal_officer.pk
    if change == "grant":
        actions.grant_role(officer=world.security_admin, pk=pk, role=Role.INVESTIGATOR)
    elif change == "revoke":
        actions.revoke_role(officer=world.security_admin, pk=pk, role=Role.LEGAL)
    elif change == "reset":
        actions.reset_password(officer=world.system_admin, pk=pk)
    else:
        actions.edit_officer(officer=world.system_admin, pk=pk, organisation=world.second_organ)
    assert client.get(STATUS.format("police")).status_code == 302


def test_own_password_change_keeps_this_session_and_ends_the_others(world: World):
    here, there = signed_in(world.prosecutor), signed_in(world.prosecutor)
    data = {"old": PASSWORD, "new": "quiet-river-41", "again": "quiet-river-41"}
    assert here.post("/procuratorate/password/", data).status_code == 302
    assert here.get(STATUS.format("procuratorate")).status_code == 200
    assert there.get(STATUS.format("procuratorate")).status_code == 302
    assert entries().filter(verb="change_password").count() == 1


@pytest.mark.parametrize(("data", "words"), [
    ({"old": "wrong", "new": "quiet-river-41", "again": "quiet-river-41"}, "原密码不正确"),
    ({"old": PASSWORD, "new": "quiet-river-41", "again": "quiet-river-42"}, "不一致"),
    ({"old": PASSWORD, "new": "short", "again": "short"}, "太短"),
    ({"old": PASSWORD, "new": "83920174650193", "again": "83920174650193"}, "数字"),
    ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "不能与原密码相同"),
])  # fmt: skip
def test_bad_new_password_is_refused_with_a_sentence(world: World, data, words):
    client = signed_in(world.prosecutor)
    answer = client.post("/procuratorate/password/", data)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert Officer.objects.get(pk=world.prosecutor.pk).check_password(PASSWORD)


def test_one_time_password_leads_to_the_password_page_and_nowhere_else(world: World, client):
    account, password = actions.reset_password(officer=world.system_admin, pk=world.prosecutor.pk)
    assert enter(client, account, password).status_code == 302
    for name in ("home", "status"):
        assert client.get(reverse(f"procuratorate:{name}"))["Location"] == "/procuratorate/password/"
    page = client.get("/procuratorate/password/").content.decode()
    assert "一次性密码" in page
    client.post("/procuratorate/password/", {"old": password, "new": "quiet-river-41", "again": "quiet-river-41"})
    assert client.get(STATUS.format("procuratorate")).status_code == 200


@override_settings(AXES_ENABLED=True)
def test_guessing_is_throttled_per_account_and_address(world: World, client):
    for _ in range(5):
        last = enter(client, world.prosecutor, "wrong-guess")
    assert last.status_code == 429
    assert "暂停登录15分钟" in last.content.decode()
    assert enter(client, world.prosecutor).status_code == 429
    assert enter(client, world.second_prosecutor).status_code == 302
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert enter(elsewhere, world.prosecutor).status_code == 302


def test_officer_without_a_role_is_told_whom_to_ask(world: World):
    account, _ = actions.create_officer(
        officer=world.system_admin, organisation=world.court, username="new.one", name="新人", title="", phone="", email=""
    )
    Officer.objects.filter(pk=account.pk).update(must_change_password=False)
    client = signed_in(Officer.objects.get(pk=account.pk))
    assert "请与本单位安全管理员联系" in client.get("/procuratorate/").content.decode()


def test_expired_role_counts_no_more(world: World):
    grant = world.prosecutor.grants.get()
    grant.expires_on = timezone.localdate() - timedelta(days=1)
    grant.save()
    assert Officer.objects.get(pk=world.prosecutor.pk).roles == frozenset()


def test_matter_address_without_portal_goes_where_one_is_signed_in(world: World, client):
    address = "/matters/0198c0de-0000-7000-8000-000000000001/"
    assert "请选择入口" in client.get(address).content.decode()
    sign_in(client, world.legal_officer)
    assert client.get(address)["Location"] == "/police/matters/0198c0de-0000-7000-8000-000000000001/"


def test_few_and_constant_queries_for_who_is_asking(world: World, django_assert_max_num_queries):
    client = signed_in(world.chief)
    with django_assert_max_num_queries(10):
        client.get(STATUS.format("procuratorate"))


def test_cookies_are_bound_to_the_host_over_https():
    with override_settings(SESSION_COOKIE_SECURE=True):
        assert PORTALS["police"].session_cookie == "__Host-police_session"


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True)
def test_host_cookies_carry_what_their_prefix_demands(world: World, client):
    answer = client.post("/police/sign-in/", {"username": world.legal_officer.username, "password": PASSWORD}, secure=True)
    morsel = answer.cookies["__Host-police_session"]
    assert (morsel["path"], morsel["domain"], bool(morsel["secure"]), bool(morsel["httponly"])) == ("/", "", True, True)
    assert client.get(STATUS.format("police"), secure=True).status_code == 200


def test_unknown_page_is_a_plain_sentence(world: World):
    answer = signed_in(world.prosecutor).get("/procuratorate/nowhere/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


@time_machine.travel("2026-11-20T02:00:00Z", tick=False)
def test_footer_says_no_secrets_time_and_last_check(world: World):
    client = signed_in(world.prosecutor)
    page = client.get(STATUS.format("procuratorate")).content.decode()
    assert "本系统不得录入涉密信息" in page
    assert "服务器时间" in page
    assert "期限检查尚未运行" in page
    actions.job_started("sweep_deadlines", now=timezone.now() - timedelta(minutes=7))
    actions.job_finished("sweep_deadlines", now=timezone.now() - timedelta(minutes=6, seconds=5), summary="新增0条")
    page = client.get(STATUS.format("procuratorate")).content.decode()
    assert "期限检查6分钟前完成" in page
    assert 'class="alarm"' not in page
    actions.job_finished("sweep_deadlines", now=timezone.now() - timedelta(minutes=16))
    assert 'class="alarm"' in client.get(STATUS.format("procuratorate")).content.decode()


@pytest.mark.parametrize(
    ("portal", "prefixes"),
    [(None, ["procuratorate/", "police/"]), ("police", ["police/"]), ("procuratorate", ["procuratorate/"]), ("api", [])],
)
def test_one_process_serves_both_portals_or_the_one_it_is_told(portal, prefixes):
    with override_settings(PORTAL=portal):
        patterns = runpy.run_path(str(Path(all_urls.__file__)))["urlpatterns"]
    assert [str(one.pattern) for one in patterns if isinstance(one, URLResolver)] == prefixes


def test_form_of_an_expired_page_is_refused_in_chinese(db):
    answer = Client(enforce_csrf_checks=True).post("/police/sign-in/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


@pytest.mark.parametrize("template", ["400.html", "500.html", "503.html", "office/locked.html"])
def test_pages_of_last_resort_need_no_request(template):
    assert "回首页" in render_to_string(template)


# ------------------------------------------------------------------------------------------------ what was typed is handed back

TYPED = "会商意见：应当先补查资金去向。"


@pytest.fixture
def idle(world: World):
    """A client whose session has been idle for an hour, with a page still open."""
    client = signed_in(world.prosecutor)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        yield client


def typed(client: Client, world: World):
    drawn = client.cookies.get(PORTALS["procuratorate"].csrf_cookie)
    return hand_in(client, drawn.value if drawn else "x")


def hand_in(client: Client, token: str):
    """A form of the page that bears this token."""
    return client.post("/procuratorate/delegations/", {"text": TYPED, "version": "3", "csrfmiddlewaretoken": token})


def test_what_was_typed_comes_back_to_the_same_person(world: World, idle):
    answer = typed(idle, world)
    assert "reason=idle" in answer["Location"]
    assert TYPED not in idle.get(answer["Location"]).content.decode()  # the next person at this computer reads nothing
    answer = enter(idle, world.prosecutor)
    assert answer["Location"] == "/procuratorate/unsent/"
    page = idle.get(answer["Location"]).content.decode()
    assert TYPED in page
    assert 'action="/procuratorate/delegations/"' in page
    assert 'name="version" value="3"' in page
    assert "csrfmiddlewaretoken\" value=\"x" not in page


def test_nobody_else_reads_what_was_typed(world: World, idle):
    typed(idle, world)
    assert enter(idle, world.second_prosecutor)["Location"] == "/procuratorate/"
    assert TYPED not in idle.get("/procuratorate/unsent/").content.decode()


def test_typed_after_the_session_is_gone(world: World, idle):
    """Another page of the same browser found the session ended first: who typed is still known, until he signs out himself."""
    client = Client()
    enter(client, world.prosecutor)
    client.get("/procuratorate/status/")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert "reason=idle" in client.get("/procuratorate/status/")["Location"]
        typed(client, world)
        assert enter(client, world.prosecutor)["Location"] == "/procuratorate/unsent/"
    client.post("/procuratorate/sign-out/")
    typed(client, world)
    assert Unsent.objects.count() == 1


def test_handed_in_again_it_no_longer_waits(world: World, idle):
    typed(idle, world)
    enter(idle, world.prosecutor)
    row = Unsent.objects.get()
    assert TYPED in idle.get("/procuratorate/unsent/").content.decode()
    idle.post("/procuratorate/unsent/", {"unsent": str(row.pk)})
    assert not Unsent.objects.exists()
    assert TYPED not in idle.get("/procuratorate/unsent/").content.decode()


def test_what_waited_a_day_is_shown_no_more_and_gone_when_anybody_signs_in(world: World, idle):
    typed(idle, world)
    enter(idle, world.prosecutor)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        later = Client()
        assert unsent.waiting(world.prosecutor, "/procuratorate/") == []
        assert Unsent.objects.exists()
        enter(later, world.second_prosecutor)
    assert not Unsent.objects.exists()


def test_passwords_are_never_kept(world: World):
    client = signed_in(world.prosecutor)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        client.post("/procuratorate/password/", {"old": PASSWORD, "new": "another one altogether"})
    assert not Unsent.objects.exists()


@pytest.fixture
def drawn(world: World):
    """A client that checks tokens, and the token of a page drawn for the prosecutor before he signed in again."""
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        client.get("/procuratorate/sign-in/")
        token = client.cookies[PORTALS["procuratorate"].csrf_cookie].value
        enter(client, world.prosecutor, csrfmiddlewaretoken=token)
    return client, token


def test_a_page_from_before_the_last_sign_in_hands_back(drawn):
    client, token = drawn
    answer = hand_in(client, token)
    assert (answer.status_code, answer["Location"]) == (302, "/procuratorate/unsent/")
    assert TYPED in client.get(answer["Location"]).content.decode()


def test_a_page_of_who_sat_here_before_is_not_handed_to_who_sits_here_now(world: World, drawn):
    """The page was the prosecutor's; his colleague signed in in the same browser, and hands that old page in."""
    client, token = drawn
    client.get("/procuratorate/sign-in/")
    enter(client, world.second_prosecutor, csrfmiddlewaretoken=client.cookies[PORTALS["procuratorate"].csrf_cookie].value)
    assert hand_in(client, token).status_code == 403
    assert not Unsent.objects.exists()


def test_what_is_refused_still_waits(world: World, idle):
    typed(idle, world)
    enter(idle, world.prosecutor)
    row = Unsent.objects.get()
    assert idle.post("/procuratorate/delegations/", {"text": TYPED, "unsent": str(row.pk)}).status_code >= 400
    assert Unsent.objects.filter(pk=row.pk).exists()


def test_what_waited_a_day_is_gone(world: World, idle):
    typed(idle, world)
    Unsent.objects.update(at=timezone.now() - timedelta(hours=25))
    assert enter(idle, world.prosecutor)["Location"] == "/procuratorate/"
    assert not Unsent.objects.exists()
