"""One embedded office with the demonstration for each module, and a desk for each person, kept while the module runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.desk import Desk
from tests.conftest import EmbeddedOffice
from tests.embedded.offices import NewOffice, accounts, furnished


@pytest.fixture(scope="module")
def office(embedded_office: NewOffice) -> Iterator[EmbeddedOffice]:
    """A running office that lives on 2026-11-20."""
    made = furnished(embedded_office)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def seat(office: EmbeddedOffice, browser: Browser) -> Iterator[Callable[..., Desk]]:
    """``seat("jc.wang")``: his desk, signed in once; context options (``java_script_enabled``) make another one."""
    people, desks = accounts(office), {}

    def take(username: str, **context: object) -> Desk:
        key = (username, repr(sorted(context.items())))
        if key not in desks:
            desks[key] = Desk(browser, office, username, people[username]["password"], **context)
        return desks[key]

    yield take
    for desk in desks.values():
        desk.close()
