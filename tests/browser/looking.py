"""What is looked at on a page: axe's rules, its width, its picture."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PICTURES = Path(__file__).parent.parent.parent / "build" / "pictures"
KEEPS_PICTURES = "READINESS_TEST_PICTURES" in os.environ
"""Six pictures of each page take longer than all that is asked of it: `make pictures` keeps them."""
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, Theme] = ("light", "dark")
HEIGHTS = {360: 760, 768: 1024, 1440: 900}
TALLEST = 3000

_AXE = Axe()


def axe(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds on the page, each in a line that says where; nothing is what a test wants."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_AXE.axe_script)
    # What it found in order says something of each rule and element, and takes as long to bring here as to find.
    violations = page.evaluate(f"axe.run({json.dumps(options)}).then((found) => found.violations)")
    return [
        f"{violation['id']}: {node['target']} ({' '.join(node['failureSummary'].split())})"
        for violation in violations
        for node in violation["nodes"]
    ]


def is_wider_than_the_window(page: Page) -> bool:
    """Whether one has to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page as it stands now, where pictures are kept: <name>-<width>-<theme>.png."""
    if not KEEPS_PICTURES:
        return
    theme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    width = int(page.evaluate("innerWidth"))
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}-{width}-{theme}.png"
    height = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
    size = page.viewport_size
    page.set_viewport_size(
        {"width": width, "height": max(height, HEIGHTS[360])}
    )  # so that all is where it belongs
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    if size is not None:
        page.set_viewport_size(size)


# Every cell of a card that says something, but is not shown; what is folded, or marked as for wide screens, is left out.
UNSEEN = """
[...document.querySelectorAll(".is-cards > .table > tbody > tr > *")]
  .filter((cell) => /[\\p{L}\\p{N}]/u.test(cell.textContent))
  .filter((cell) => !cell.matches(".is-for-wide") && !cell.closest("details:not([open])") && !cell.checkVisibility())
  .map((cell) => cell.textContent.trim())
"""


def nothing_is_lost(page: Page) -> None:
    """The page is as narrow as a phone: the cards say all that the table says, and no markup stands in a sentence."""
    assert page.evaluate(UNSEEN) == [], "in the table, not on the cards"
    assert "<time" not in page.inner_text("body")


def keep_pictures(page: Page, name: str) -> None:
    """At no width does the page scroll sideways; a picture at each, light and dark, where they are kept."""
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert not is_wider_than_the_window(page), f"scrolls sideways at {width} px"
        if width == min(HEIGHTS):
            nothing_is_lost(page)
        for theme in THEMES if KEEPS_PICTURES else ():
            page.emulate_media(color_scheme=theme)
            picture(page, name)


# The rows of a table are alike: when all have been looked at once, some stand for them.
SHORTEN = """
for (const body of document.querySelectorAll("tbody"))
  for (const row of [...body.rows].slice(10)) row.remove();
"""


def look_through(page: Page) -> None:
    """axe finds nothing on a wide screen and a phone, nor in the dark, where only colours are others.

    The page's tables are shortened.
    """
    found = _look(page, 1440, "light")
    assert found == [], found
    page.evaluate(SHORTEN)
    rest: tuple[tuple[int, Theme], ...] = ((360, "light"), (360, "dark"))
    for width, theme in rest:
        assert _look(page, width, theme) == [], f"{width} px, {theme}"


def _look(page: Page, width: int, theme: Theme) -> list[str]:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.emulate_media(color_scheme=theme)
    return axe(page, ["color-contrast"] if theme == "dark" else [])


def look_at(page: Page, name: str) -> None:
    """Keep pictures of a page in the state in which it is, look through it, and leave it light and wide."""
    page.wait_for_load_state()
    keep_pictures(page, name)
    look_through(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": HEIGHTS[1440]})
