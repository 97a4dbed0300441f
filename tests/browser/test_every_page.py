"""Every page: axe finds nothing, nothing is refused, nothing scrolls sideways; pictures.

Each is looked through by the first role that has it; `long_every_role` looks through every page by every role.
"""

import pytest
from playwright.sync_api import Page, Response

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import keep_pictures, look_through
from tests.browser.pages import PAGES, PageCase

CASES = [
    pytest.param(page, page.roles[0] if page.roles else None, id=f"{page.name}-{(*page.roles, 'nobody')[0]}")
    for page in PAGES
]


@pytest.mark.parametrize(("case", "role"), CASES)
def test_page(visitor: Visitor, case: PageCase, role: Role | None) -> None:
    page = visitor.open("about:blank", role)
    answer = _open(page, case)
    assert answer.status == case.status, page.inner_text("body")
    keep_pictures(page, case.name)
    look_through(page)
    if case.status != 200:  # the browser itself says so in the console
        visitor.complaints[:] = [text for text in visitor.complaints if "Failed to load resource" not in text]


def _open(page: Page, case: PageCase) -> Response:
    answer = page.goto(case.path)
    assert answer is not None
    return answer
