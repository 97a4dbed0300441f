"""Every page, for roles that have it: axe finds nothing, nothing is refused, nothing scrolls sideways; pictures.

Each page is looked through in two themes by one role; by the others it is glanced at. `long_every_role` looks through
every page by every role.
"""

import pytest
from playwright.sync_api import Page, Response

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import glance_at, keep_pictures, look_through
from tests.browser.pages import PAGES, PageCase

CASES = [
    pytest.param(page, role, id=f"{page.name}-{role or 'nobody'}")
    for page in PAGES
    for role in (page.roles or (None,))
]


@pytest.mark.parametrize(("case", "role"), CASES)
def test_page(visitor: Visitor, case: PageCase, role: Role | None) -> None:
    keeps_picture = role is None or role is case.roles[0]
    page = visitor.open("about:blank", role)
    answer = _open(page, case)
    assert answer.status == case.status, page.inner_text("body")
    if keeps_picture:
        keep_pictures(page, case.name)
        look_through(page)
    else:
        glance_at(page)
    if case.status != 200:  # the browser itself says so in the console
        visitor.complaints[:] = [text for text in visitor.complaints if "Failed to load resource" not in text]


def _open(page: Page, case: PageCase) -> Response:
    answer = page.goto(case.path)
    assert answer is not None
    return answer
