"""One person at one portal of an embedded office: what he sees and presses, in the words of the pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import APIResponse, Browser, BrowserContext, Locator, Page, Response, expect

from tests.conftest import PATIENCE, EmbeddedOffice
from tests.embedded.offices import TODAY

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def scan(name: str = "扫描件.pdf") -> dict[str, Any]:
    """A file as the browser's picker would give it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def side_of(username: str) -> str:
    return "police" if username.startswith("ga.") else "procuratorate"


class Desk:
    """Signed in on its own browser context; whatever a script or a server error spoils fails the test."""

    def __init__(self, browser: Browser, office: EmbeddedOffice, username: str, password: str, **context: Any) -> None:
        self.office, self.username, self.password = office, username, password
        context.setdefault("viewport", {"width": 1366, "height": 900})
        self.context: BrowserContext = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True, **context)
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page = self._opened()
        self.wrong: list[str] = []
        self.sign_in()

    def _opened(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}：{error}"))
        page.on("console", lambda line: self.wrong.append(f"{page.url}：{line.text}") if line.type == "error" and " 40" not in line.text else None)
        page.on("response", lambda answer: self.wrong.append(f"{answer.url}：{answer.status}") if answer.status >= 500 else None)
        return page

    def tab(self) -> Page:
        """A second tab of the same person."""
        return self._opened()

    @property
    def portal(self) -> str:
        return f"{self.office.url}/{side_of(self.username)}/"

    def sign_in(self) -> None:
        """Through the door of his side."""
        self.page.goto(f"{self.portal}sign-in/")
        self.page.fill("[name=username]", self.username)
        self.page.fill("[name=password]", self.password)
        self.page.click("button:has-text('登录')")
        expect(self.page.locator(".who summary")).to_be_attached()

    def go(self, path: str) -> Page:
        """Open a page of his portal."""
        answer = self._answer(path)
        assert answer is not None and answer.status == 200, (path, answer and answer.status, self.words()[:300])
        return self.page

    def _answer(self, path: str) -> Response | None:
        """What a page answers. A page that reloads itself in the same moment, as the record of a meeting does once it is over, leaves
        no answer to read: then it is opened again."""
        return self.page.goto(f"{self.portal}{path}") or self.page.goto(f"{self.portal}{path}")

    def status(self, path: str) -> int:
        """Open a page that may be refused; what it says can be read then."""
        answer = self._answer(path)
        assert answer is not None
        return answer.status

    def words(self, where: str = "main") -> str:
        """What a person reads there."""
        return re.sub(r"\s+", " ", self.page.locator(where).inner_text())

    def press(self, name: str, within: Locator | None = None) -> None:
        """A button or link by its words."""
        place = within if within is not None else self.page.locator("main")
        one = place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True))
        one.first.click()

    def leaf_to(self, place: Locator) -> Locator:
        """Turn the pages of a list until the place is there."""
        while not place.count():
            self.press("下一页")
            self.page.wait_for_load_state()
        return place.first

    def fill(self, **values: str) -> None:
        """Fields by name; a choice by its value, or in a list by words of its line; of a tick box ``on`` or ``off``."""
        for name, value in values.items():
            self._fill(self.page.locator(f"main [name='{name}']"), value)

    def _fill(self, field: Locator, value: str) -> None:
        kind = field.first.get_attribute("type")
        if kind == "radio" or (kind == "checkbox" and field.count() > 1):
            field.and_(self.page.locator(f"[value='{value}']")).check()
        elif kind == "checkbox":
            field.set_checked(value != "off")
        elif field.first.evaluate("one => one.tagName") == "SELECT":
            field.select_option(self._line(field, value))
        else:
            field.fill(value)

    @staticmethod
    def _line(field: Locator, value: str) -> str:
        """The value of the line of a list that is meant."""
        lines = field.locator("option").evaluate_all("all => all.map(one => [one.value, one.textContent])")
        found = [code for code, _ in lines if code == value] or [code for code, words in lines if value in words]
        assert found, f"没有“{value}”：{[words for _, words in lines]}"
        return str(found[0])

    def fill_rows(self, name: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Repeated items, card after card; cards that are there already are written over."""
        place = self.page.locator(f"main [data-rows='{name}']")
        cards = place.locator(".row-card")
        for number, row in enumerate(rows):
            if number >= cards.count():
                place.get_by_role("button", name="增加一条").click()
            for field, words in row.items():
                self._fill(cards.nth(number).locator(f"[name$='-{field}']"), words)

    def attach(self, name: str = "files") -> None:
        self.page.set_input_files(f"main form [name='{name}']", scan())

    def submit(self) -> None:
        """The button that does it."""
        self.page.click("main button[name=press][value=do]")

    def refusal(self) -> str:
        """What the page says was wrong; empty when nothing was."""
        found = self.page.locator("main .errors")
        return found.first.inner_text() if found.count() else ""

    def refused(self) -> str:
        """What the page says once the act was not taken."""
        expect(self.page.locator("main .errors").first).to_be_visible()
        return self.refusal()

    def done(self) -> None:
        """The last act was taken."""
        assert not self.refusal(), self.refusal()
        expect(self.page.locator("main .message.success").first).to_be_visible()

    def fetch(self, address: str) -> APIResponse:
        """Download with his session."""
        return self.context.request.get(address if address.startswith("http") else f"{self.office.url}{address}")

    def close(self) -> None:
        self.context.close()
        assert not self.wrong, self.wrong


# --- matters ---------------------------------------------------------------------------------------------------------


class Matter:
    """One matter as the people of both sides handle it in their browsers."""

    def __init__(self, pk: str, title: str) -> None:
        self.pk, self.title = pk, title

    @classmethod
    def opened(cls, desk: Desk, kind: str, code: str, **values: str) -> Matter:
        """登记: a new matter; a list fills repeated items."""
        desk.go(f"open/{kind}/{code}/")
        _typed(desk, values)
        desk.submit()
        desk.done()
        return cls.here(desk)

    @classmethod
    def here(cls, desk: Desk) -> Matter:
        """The matter whose page is open."""
        return cls(re.sub(r"[?#].*", "", desk.page.url).rstrip("/").rsplit("/", 1)[-1], desk.page.locator("main h1").inner_text())

    @property
    def path(self) -> str:
        return f"matters/{self.pk}/"

    def form(self, desk: Desk, code: str, **values: Any) -> None:
        """The page of an act, filled in and not handed in; ``item=2`` takes the second row, lists fill repeated items."""
        item = values.pop("item", "")
        desk.go(f"{self.path}do/{code}/{f'?item={item}' if item else ''}")
        _typed(desk, values)

    def act(self, desk: Desk, code: str, *, files: bool = False, **values: Any) -> None:
        """Open the page of an act, fill it in, do it."""
        self.form(desk, code, **values)
        if files:
            desk.attach()
        desk.submit()
        desk.done()

    def paper(self, desk: Desk, press: str) -> None:
        """Open the one paper that waits for this person, and press what it waits for."""
        desk.go(self.path)
        waiting = desk.page.locator("main .waiting .row, main section:has(h2:text-is('草稿')) .row").first
        waiting.locator("a").first.click()
        desk.page.wait_for_url("**/papers/**")
        desk.press(press)
        desk.page.wait_for_load_state()
        desk.done()

    def sign(self, desk: Desk) -> None:
        self.paper(desk, "批准" if side_of(desk.username) == "police" else "签发")

    def receive(self, desk: Desk) -> None:
        """Beside the paper, on the page of the matter."""
        desk.go(self.path)
        desk.press("签收", within=desk.page.locator("main .waiting .row", has=desk.page.get_by_text("签收", exact=True)).first)
        desk.page.wait_for_load_state()
        desk.done()

    def state(self, desk: Desk) -> str:
        """Where it stands: whose move it is, and what is asked by when."""
        desk.go(self.path)
        return " ".join(one.inner_text() for one in desk.page.locator("main .strip, main .duty").all())

    def follows(self, desk: Desk, kind: str) -> Matter:
        """The newest matter of a kind that came from this one, by its link."""
        desk.go(self.path)
        link = desk.page.locator("main section:has(h2:text-is('相关事项')) a", has_text=kind).last
        link.click()
        desk.page.wait_for_url(lambda address: self.pk not in address)
        return Matter.here(desk)


def taken_over(desk: Desk, title: str, branch: str = "A", organ: str = "城东分局") -> Matter:
    """立案监督 begun at once, with a lead the police must never read."""
    return Matter.opened(
        desk, "filing", "take_over", variant=branch, title=title, police=organ, charge="合同诈骗", subject="演示某", source="casework",
        received_on="2026-11-18", complainant="控告人赵某某", facts="内部线索内容，公安机关不应看见。",
    )  # fmt: skip


def _typed(desk: Desk, values: Mapping[str, Any]) -> None:
    """Fields, and lists of repeated items, in the order given."""
    for name, value in values.items():
        if isinstance(value, list | tuple):
            desk.fill_rows(name, value)
        else:
            desk.fill(**{name: value})


__all__ = ["PDF", "TODAY", "Desk", "Matter", "scan", "side_of", "taken_over"]
