"""The road of a gap: found, given to somebody, spoken of; the way there looks right at every width, light and dark."""

from collections.abc import Callable
from datetime import timedelta

from readiness.foundation import clock
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import look_at
from tests.browser.serving import LiveServer


def test_a_gap_is_given_and_spoken_of(
    visitor_of: Callable[[LiveServer], Visitor], sample_server: LiveServer
) -> None:
    visitor = visitor_of(sample_server)
    page = visitor.open("/compliance?status=gap&sort=urgency", Role.HR)
    page.goto(str(page.locator("tbody tr a").first.get_attribute("href")))
    page.get_by_role("link", name="Give it to somebody").click()
    page.get_by_label("Who sees to it").fill("nobody at all")
    page.get_by_label("Until", exact=True).fill((clock.today("UTC") + timedelta(days=20)).isoformat())
    page.get_by_label("A word to them").fill("The next class has seats.")
    page.get_by_role("button", name="Give it", exact=True).click()
    page.get_by_text("Nobody who has an address").first.wait_for()
    visitor.complaints.clear()  # the browser says of a refused form that it was refused
    look_at(page, "follow-up-give")
    owner = page.locator("#owner-offered option").first.get_attribute("value") or ""
    page.get_by_label("Who sees to it").fill(owner)
    page.get_by_role("button", name="Give it", exact=True).click()
    page.get_by_text("It was given").wait_for()
    look_at(page, "follow-up-finding")
    page.goto("/compliance/follow-ups")
    look_at(page, "follow-ups")
    page.locator("tbody tr a").first.click()
    page.get_by_label("What there is to say").fill("Two seats are booked.")
    page.get_by_role("button", name="Say it").click()
    page.get_by_text("Two seats are booked.").wait_for()
    look_at(page, "follow-up")
    assert visitor.complaints == []
