"""Every page that every person of the demonstration can reach: it answers, fits the screen, and speaks Chinese."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import ClassVar
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk import Desk
from tests.conftest import EmbeddedOffice
from tests.embedded.offices import accounts

pytestmark = [pytest.mark.browser, pytest.mark.embedded]

WIDE, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}

#: Words in Latin letters that a reader of these pages knows by no other name, or that are names themselves.
KNOWN = {
    "PDF", "DOCX", "Word", "WPS", "Excel", "xlsx", "MB", "KB", "SHA", "DNA", "CSV", "JPG", "PNG", "GB",
}  # fmt: skip
#: What a page shows of accounts and of the trail: user names, codes of organisations, verbs.
OF_MACHINES = ("officers/", "organisations/", "audit/")
#: A page of this shape is opened once per person: the others differ in their words only.
ALIKE = (
    (re.compile(r"/rows/[^/]+/"), "/rows/*/"),
    (re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}/"), "/*/"),
    (re.compile(r"\?.*$"), ""),
)
#: Pages opened of each shape, by the first of a portal and by the others: matters in different states have different buttons.
OF_EACH, OF_SEEN = 3, 1
SHOWS = """() => {
  const root = document.documentElement, wide = root.clientWidth;
  const out = [];
  for (const one of document.querySelectorAll('body *')) {
    const box = one.getBoundingClientRect();
    if (box.width && box.right > wide + 1 && !one.closest('.scroll, .desk, .scrolled, .out, .skip')) {
      out.push(one.tagName + '.' + one.className + '「' + (one.innerText || '').slice(0, 20) + '」');
    }
  }
  return {over: root.scrollWidth - wide, out: out.slice(0, 3)};
}"""


def shape(address: str) -> str:
    path = address
    for pattern, word in ALIKE:
        path = pattern.sub(word, path)
    return path


def latin(words: str) -> set[str]:
    """Words of Latin letters a Chinese reader would stumble over; a hash (校验值) is none, whatever stands before it."""
    cleaned = re.sub(r"[\w.+-]+@[\w.-]+|https?://\S+|\b[a-z]{2}\.[a-z]+\b|(?<![0-9a-z])(?=[0-9a-f]*\d)[0-9a-f]{12,}(?![0-9a-z])|\S+\.(pdf|docx|xlsx|png|jpg)", " ", words)
    return {word for word in re.findall(r"[A-Za-z]{2,}", cleaned) if word not in KNOWN}


def bare(page: str) -> str:
    """The words of a page that was only fetched."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


class Walk:
    """Goes from page to page of one person's portal, and notes what is wrong.

    Pages of a shape that others of the portal have seen in the browser are only fetched and read.
    """

    seen: ClassVar[set[str]] = set()

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page
        self.wrong: list[str] = []
        self.visited: dict[str, int] = {}

    def go(self) -> None:
        queue, met = deque([self.desk.portal]), {self.desk.portal}
        while queue:
            address = queue.popleft()
            kind = shape(address)
            if self.visited.get(kind, 0) >= (OF_SEEN if kind in self.seen else OF_EACH):
                continue
            self.visited[kind] = self.visited.get(kind, 0) + 1
            for link in self._fetch(address) if kind in self.seen else self._look(address):
                if link not in met:
                    met.add(link)
                    queue.append(link)
        self.seen.update(self.visited)

    def _look(self, address: str) -> Iterator[str]:
        if re.search(r"/(pdf|docx|receipt|export|template)/|/attachments/", address):
            answer = self.desk.context.request.get(address)
            if answer.status != 200 or not answer.body():
                self._note(address, f"下载 {answer.status}")
            return
        answer = self.page.goto(address)
        if answer is None or answer.status != 200:
            self._note(address, f"打开得到 {answer and answer.status}")
            return
        self._read(self.page.url, f"{self.page.title()} {self.page.inner_text('body')}")
        for width in (WIDE, PHONE):
            self._measure(address, width)
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        yield from self._links(self.page.url, self.page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))"))

    def _fetch(self, address: str) -> Iterator[str]:
        answer = self.desk.context.request.get(address)
        if answer.status != 200 or not answer.body():
            self._note(address, f"打开得到 {answer.status}")
        elif "text/html" in answer.headers["content-type"]:
            page = answer.text()
            self._read(answer.url, bare(page))
            yield from self._links(answer.url, [html.unescape(href) for href in re.findall(r'<a\b[^>]*?\shref="([^"]+)"', page)])

    def _links(self, base: str, found: list[str]) -> Iterator[str]:
        for href in found:
            link = urldefrag(urljoin(base, href))[0]
            if urlsplit(link).netloc == urlsplit(self.desk.portal).netloc and "/static/" not in link:
                yield link

    def _read(self, address: str, words: str) -> None:
        if not any(part in address for part in OF_MACHINES):
            strange = latin(words)
            if strange:
                self._note(address, f"英文：{'、'.join(sorted(strange)[:6])}")
        for sign in ("None", "{{", "{%", "Traceback", "undefined", "�"):
            if sign in words:
                self._note(address, f"出现“{sign}”")

    def _measure(self, address: str, width: dict[str, int]) -> None:
        self.page.set_viewport_size(width)  # type: ignore[arg-type]
        found = self.page.evaluate(SHOWS)
        if found["over"] > 0:
            self._note(address, f"宽{width['width']}时横向超出{found['over']}像素：{'；'.join(found['out'])}")

    def _note(self, address: str, what: str) -> None:
        self.wrong.append(f"{self.desk.username} {address.removeprefix(self.desk.office.url)}：{what}")


WALKERS = (
    "jc.wang", "jc.li", "jc.he", "jc.meng", "jc.shen", "jc.yan", "jc.zhuang", "ga.fang", "ga.shao", "ga.ju", "sj.lu", "ss.tong",
    "bs.jiang", "gl.xitong", "gl.anquan", "gl.shenji",
)  # fmt: skip


@pytest.mark.parametrize("username", WALKERS)
def test_every_page_in_reach(username: str, seat: Callable[..., Desk]) -> None:
    walk = Walk(seat(username))
    walk.go()
    assert not walk.wrong, "\n".join(walk.wrong)
    assert not walk.desk.wrong, walk.desk.wrong
    assert sum(walk.visited.values()) >= 5


def test_the_doors_and_the_sign_in_pages(office: EmbeddedOffice, browser: Browser) -> None:
    context = browser.new_context(locale="zh-CN", viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in ("/", "/procuratorate/sign-in/", "/police/sign-in/"):
        answer = page.goto(f"{office.url}{path}")
        assert answer is not None and answer.status == 200
        assert not latin(page.inner_text("body"))
        for width in (PHONE, WIDE):
            page.set_viewport_size(width)  # type: ignore[arg-type]
            assert page.evaluate(SHOWS)["over"] == 0, path
    missing(page, office)
    context.close()
    assert not errors


def missing(page: Page, office: EmbeddedOffice) -> None:
    """A page that is not there says so in Chinese, for a stranger too."""
    answer = page.goto(f"{office.url}/没有这一页/")
    assert answer is not None and answer.status == 404
    words = page.inner_text("body")
    assert re.search(r"[一-鿿]{4}", words)
    assert not latin(words), words


def test_all_roles_of_the_demonstration_are_walked(office: EmbeddedOffice) -> None:
    """A new role in the demonstration must be walked too."""
    people = accounts(office)
    walked = {role for name in WALKERS for role in people[name]["roles"]}
    assert {role for row in people.values() for role in row["roles"]} == walked
