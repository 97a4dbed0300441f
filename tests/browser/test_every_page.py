"""Every page, for every role that has it: axe finds nothing, nothing is refused, nothing scrolls sideways; pictures."""

import pytest
from playwright.sync_api import Page, Response

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import HEIGHTS, axe, is_wider_than_the_window, picture
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
    for width in (360, 768, 1440) if keeps_picture else (360, 1440):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            if keeps_picture:
                picture(page, case.name)
            if width != 768:
                rules = ["color-contrast"] if theme == "dark" else []
                assert axe(page, rules) == [], f"{width} px, {theme}"
        assert not is_wider_than_the_window(page), f"scrolls sideways at {width} px"
    if case.status != 200:  # the browser itself says so in the console
        visitor.complaints[:] = [text for text in visitor.complaints if "Failed to load resource" not in text]


def _open(page: Page, case: PageCase) -> Response:
    answer = page.goto(case.path)
    assert answer is not None
    return answer
