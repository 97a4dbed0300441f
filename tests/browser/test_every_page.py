"""Every page: axe finds nothing, nothing is refused, nothing scrolls sideways; pictures.

Each is looked through by the first role that has it; `long_every_role` looks through every page by every role.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, StorageState

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import keep_pictures, look_through
from tests.browser.pages import PAGES, PageCase
from tests.browser.serving import LiveServer

CASES = [
    pytest.param(page, page.roles[0] if page.roles else None, id=f"{page.name}-{(*page.roles, 'nobody')[0]}")
    for page in PAGES
]


@pytest.fixture(scope="module")
def pages(
    chromium: Browser, server: LiveServer, states: dict[Role, StorageState]
) -> Iterator[Callable[[Role | None], tuple[Visitor, Page]]]:
    """A page for each role that goes from address to address, as people do: style and scripts are fetched once."""
    visitor = Visitor(chromium, server.base_url, states)
    opened: dict[Role | None, Page] = {}

    def page_of(role: Role | None) -> tuple[Visitor, Page]:
        if role not in opened:
            opened[role] = visitor.open("about:blank", role)
        opened[role].emulate_media(color_scheme="light")
        visitor.complaints.clear()
        return visitor, opened[role]

    yield page_of
    visitor.close()


@pytest.mark.parametrize(("case", "role"), CASES)
def test_page(
    pages: Callable[[Role | None], tuple[Visitor, Page]], case: PageCase, role: Role | None
) -> None:
    visitor, page = pages(role)
    answer = _open(page, case)
    assert answer.status == case.status, page.inner_text("body")
    keep_pictures(page, case.name)
    look_through(page)
    complaints = visitor.complaints
    if case.status != 200:  # the browser itself says so in the console
        complaints = [text for text in complaints if "Failed to load resource" not in text]
    assert complaints == []


def _open(page: Page, case: PageCase) -> Response:
    answer = page.goto(case.path)
    assert answer is not None
    return answer
