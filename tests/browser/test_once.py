"""A button that is pressed twice sends once."""

from __future__ import annotations

from django.conf import settings
from playwright.sync_api import Page, Route

FORM = '<form method="{method}" action="http://office.test/x"><button>确认</button></form>'


def test_a_double_click_sends_once_and_a_search_as_often_as_pressed(page: Page):
    sent: list[str] = []

    def taken(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)  # the page stays

    page.route("http://office.test/**", taken)
    for method, times in (("post", 1), ("get", 2)):
        sent.clear()
        page.set_content(FORM.format(method=method))
        page.add_script_tag(path=settings.BASE_DIR / "static" / "js" / "once.js")
        page.click("button")
        page.wait_for_timeout(200)
        page.click("button")
        page.wait_for_timeout(200)
        assert len(sent) == times, method
