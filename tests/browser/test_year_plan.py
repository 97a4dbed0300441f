"""A year is planned in a browser: asked for, seen as a picture, dragged to another day, accepted and taken back."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from readiness.foundation import clock
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import axe
from tests.browser.serving import LiveServer, serve

YEAR = clock.today("America/New_York").year + 1


def test_a_year_is_asked_for_dragged_accepted_and_taken_back(
    visitor_of: Callable[[LiveServer], Visitor], sample: Path, tmp_path: Path
) -> None:
    shutil.copy(sample, tmp_path / "readiness.sqlite")
    with serve(tmp_path) as live:
        visitor = visitor_of(live)
        page = visitor.open("/exercises/year", Role.COORDINATOR)
        page.locator("#first_on").fill(date(YEAR, 1, 1).isoformat())
        page.locator("#last_on").fill(date(YEAR, 12, 31).isoformat())
        assert axe(page) == []
        page.get_by_role("button", name="Propose a year").click()
        page.wait_for_url(re.compile(r"/year/\d+$"))
        expect(page.get_by_text(re.compile("costs at most|proven that no plan is better"))).to_be_visible()
        plan = page.url
        assert axe(page) == []
        page.locator(".year-picture tbody a").first.click()
        month = page.locator(".plan-months table:has([data-move])").first
        mark = month.locator("[data-move]").first
        first = month.locator("[data-day]:has([data-move])").first.get_attribute("data-day")
        target = month.locator("[data-day]:not(.is-closed):not(:has(a))").first
        day = target.get_attribute("data-day")
        assert axe(page) == []
        mark.drag_to(target)
        expect(page.get_by_text("Moved. What it breaks")).to_be_visible()
        assert page.locator(f"[data-day='{day}'] [data-move]").count() == 1
        assert page.locator(f"[data-day='{first}'] [data-move]").count() == 0
        page.goto(plan)
        page.get_by_role("button", name="Accept all of it").click()
        expect(page.get_by_text("are planned.")).to_be_visible()
        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_text("are taken back.")).to_be_visible()
        assert visitor.complaints == []
