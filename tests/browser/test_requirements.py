"""What is asked, in a browser: a pack is taken on, a ratio changed from a day, a requirement written after its preview."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from readiness.foundation import clock
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import axe, picture
from tests.browser.serving import LiveServer

TODAY = clock.today("America/New_York")
TOMORROW = TODAY + timedelta(days=1)


def cease(page: Page, pack_id: str) -> None:
    page.goto(f"/compliance/packs/{pack_id}/cease")
    page.get_by_label("From").fill(TODAY.isoformat())
    page.get_by_label("Why").fill("To take it on again")
    page.get_by_role("button", name="Cease").click()


def adopt(page: Page, pack_id: str) -> None:
    page.goto(f"/compliance/packs/{pack_id}")
    page.get_by_role("link", name="Adopt this pack").click()
    page.get_by_label("From").fill(TODAY.isoformat())
    page.get_by_role("button", name="See what it would mean").click()
    expect(page.get_by_text("Nothing has been saved yet.")).to_be_visible()
    page.get_by_role("button", name="Adopt it").click()
    expect(page.get_by_role("status").first).to_contain_text("applies from")


def look(page: Page, name: str, has_scripts: bool) -> None:
    """What axe finds, and a picture: it waits for a script of its own, so only where scripts run."""
    if has_scripts:
        assert axe(page) == []
        picture(page, name)


def change_ratio(page: Page, has_scripts: bool) -> None:
    page.goto("/compliance/requirements/mental-health-cover/one-per-ten")
    page.get_by_role("link", name="Set own terms").click()
    page.get_by_label("One for every so many people").fill("5")
    page.get_by_label("From").fill(TOMORROW.isoformat())
    page.get_by_label("Why").fill("Our needs assessment")
    page.get_by_role("button", name="See what it would mean").click()
    expect(page.get_by_text("Would be:")).to_be_visible()
    look(page, "own-terms-preview", has_scripts)
    page.get_by_role("button", name="Set these terms").click()
    expect(page.get_by_text("1 in every 10 people").first).to_be_visible()
    page.goto(f"/compliance/requirements/mental-health-cover/one-per-ten?as_of={TOMORROW}")
    expect(page.get_by_text("1 in every 5 people").first).to_be_visible()


def write_requirement(page: Page, has_scripts: bool) -> None:
    page.goto("/compliance/requirements")
    page.get_by_role("link", name="Write a requirement").click()
    page.get_by_label("So many exercises within a time").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What is asked, in a line").fill("An exercise each quarter")
    page.get_by_label("Exercises at least").fill("1")
    page.get_by_label("Within months").fill("3")
    page.get_by_label("Where it is written").fill("Handbook 7")
    page.get_by_role("button", name="See what it would mean").click()
    expect(page.get_by_text("Would be:")).to_be_visible()
    look(page, "own-requirement-preview", has_scripts)
    page.get_by_role("button", name="Adopt it").click()
    expect(page.get_by_role("link", name="An exercise each quarter")).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_pack_is_taken_on_its_ratio_changed_and_a_requirement_written(
    sample_server: LiveServer, visitor_of: Callable[[LiveServer], Visitor], has_scripts: bool
) -> None:
    page = visitor_of(sample_server).context(Role.HR, java_script_enabled=has_scripts).new_page()
    cease(page, "mental-health-cover")
    adopt(page, "mental-health-cover")
    change_ratio(page, has_scripts)
    write_requirement(page, has_scripts)


def test_a_word_explains_itself_without_a_script(visitor: Visitor) -> None:
    page = visitor.open("/settings/kinds", Role.HR, java_script_enabled=False)
    word = page.get_by_role("button", name="renewal window")
    explained = page.get_by_text("in which it is due for renewal")
    expect(explained).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(explained).to_be_visible()
