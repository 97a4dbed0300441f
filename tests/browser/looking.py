"""What is looked at on a page: axe's rules, its width, its picture."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PICTURES = Path(__file__).parent.parent.parent / "build" / "pictures"
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
    found = page.evaluate(f"axe.run({json.dumps(options)})")
    return [
        f"{violation['id']}: {node['target']} ({' '.join(node['failureSummary'].split())})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def is_wider_than_the_window(page: Page) -> bool:
    """Whether one has to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def picture(page: Page, name: str) -> Path:
    """Keep a picture of the page as it stands now: build/pictures/<name>-<width>-<theme>.png."""
    theme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    width = int(page.evaluate("innerWidth"))
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}-{width}-{theme}.png"
    height = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    return path
