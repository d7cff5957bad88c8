"""A button that is pressed twice sends once."""

from __future__ import annotations

from django.conf import settings
from playwright.sync_api import Page

FORM = '<form method="{method}" action="http://office.test/x"><button>确认</button></form>'
#: What reaches the window after the script has had its say: a form that is still to be sent, or one that was stopped.
LISTEN = "() => { window.sent = 0; window.addEventListener('submit', one => { window.sent += one.defaultPrevented ? 0 : 1; }); }"


def test_a_double_click_sends_once_and_a_search_as_often_as_pressed(page: Page):
    page.route("http://office.test/**", lambda route: route.fulfill(status=204))  # the page stays
    page.clock.set_fixed_time("2026-11-20T10:00:00+08:00")  # a slow machine must not make two presses of a double click
    for method, times in (("post", 1), ("get", 2)):
        page.set_content(FORM.format(method=method))
        page.add_script_tag(path=settings.BASE_DIR / "static" / "js" / "once.js")
        page.evaluate(LISTEN)
        page.click("button")
        page.click("button")
        assert page.evaluate("window.sent") == times, method
