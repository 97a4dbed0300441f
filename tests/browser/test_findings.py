"""A finding opens where it is listed, with its way out; without a script the same link leads to its page."""

from typing import Literal

import pytest
from playwright.sync_api import expect

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import axe, is_wider_than_the_window, picture

Theme = Literal["light", "dark"]
LOOKS: tuple[tuple[int, Theme], ...] = ((1440, "light"), (1440, "dark"), (360, "light"))
PLACES = {
    "list": ("/compliance", "a[data-unfold] >> nth=0"),
    "grid": ("/dashboard", ".table td a[data-unfold] >> nth=0"),
    "todo": ("/dashboard", ".todo a[data-unfold] >> nth=0"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_finding_opens_in_place_and_folds_again(visitor: Visitor, place: str) -> None:
    path, which = PLACES[place]
    page = visitor.open(path, Role.HR)
    link = page.locator(which)
    expect(link).to_have_attribute("aria-expanded", "false")
    link.click()
    part = page.locator("[data-unfolded]")
    expect(part.get_by_role("link", name="The whole finding")).to_be_visible()
    assert axe(page) == []
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 760})
        page.emulate_media(color_scheme=theme)
        picture(page, f"in-place-{place}")
    assert not is_wider_than_the_window(page)
    link.press("Escape")
    expect(part).to_have_count(0)
    expect(link).to_be_focused()


def test_the_way_out_leads_to_the_people_who_close_the_gap(visitor: Visitor) -> None:
    page = visitor.open("/compliance?status=gap&clause=mental-health-cover/one-per-ten", Role.HR)
    page.locator("a[data-unfold]").first.click()
    page.locator("[data-unfolded]").get_by_role("link", name="See who could be trained or renew").click()
    page.wait_for_url("**/people?**without=mhfa-adult**")
    expect(page.get_by_text("Without: Mental health first aid (adults)")).to_be_visible()


def test_without_a_script_the_link_leads_to_the_finding(visitor: Visitor) -> None:
    page = visitor.open("/compliance", Role.HR, java_script_enabled=False)
    page.locator("a[data-unfold]").first.click()
    page.wait_for_url("**/compliance/findings/**")
