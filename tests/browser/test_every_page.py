"""Every page, for every role that has it: axe finds nothing, nothing is refused, nothing scrolls sideways; pictures."""

from typing import Literal

import pytest
from playwright.sync_api import Page, Response

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import HEIGHTS, axe, is_wider_than_the_window, picture
from tests.browser.pages import PAGES, PageCase

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, Theme] = ("light", "dark")

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
        _keep_pictures(page, case.name)
    assert _look(page, 1440, "light") == []
    page.evaluate(SHORTEN)
    rest: tuple[tuple[int, Theme], ...] = ((1440, "dark"), (360, "light"), (360, "dark"))
    for width, theme in rest:
        assert _look(page, width, theme) == [], f"{width} px, {theme}"
        assert not is_wider_than_the_window(page), f"scrolls sideways at {width} px"
    if case.status != 200:  # the browser itself says so in the console
        visitor.complaints[:] = [text for text in visitor.complaints if "Failed to load resource" not in text]


# The rows of a table are alike: when all have been looked at once, some stand for them.
SHORTEN = """
for (const body of document.querySelectorAll("tbody"))
  for (const row of [...body.rows].slice(10)) row.remove();
"""


def _look(page: Page, width: int, theme: Theme) -> list[str]:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.emulate_media(color_scheme=theme)
    return axe(page, ["color-contrast"] if theme == "dark" else [])


def _keep_pictures(page: Page, name: str) -> None:
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert not is_wider_than_the_window(page), f"scrolls sideways at {width} px"
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            picture(page, name)


def _open(page: Page, case: PageCase) -> Response:
    answer = page.goto(case.path)
    assert answer is not None
    return answer
