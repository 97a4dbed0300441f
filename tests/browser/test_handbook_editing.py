"""From a changed sentence to the page that employees read, by two people; and a line that is out of order."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from readiness.handbook.serving import LOOKED_AFTER
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import look_at
from tests.browser.serving import LiveServer

PANIC = "/handbook/protocols/panic"
PATIENCE = 180_000
FIRST = "Sit down with them. Breathe out slowly."


def forgive(people: Visitor, words: str) -> None:
    """Leave out what the browser itself says in the console: of a form with faults, of an icon that no page names."""
    people.complaints[:] = [text for text in people.complaints if words not in text]


def publish(page: Page) -> None:
    """Building an edition takes seconds, and a busy machine its time."""
    page.get_by_role("button", name="Publish").click(timeout=PATIENCE, no_wait_after=True)
    expect(page.get_by_role("status")).to_contain_text("Published.", timeout=PATIENCE)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save as a draft").click()


def test_a_sentence_is_changed_approved_by_another_published_and_read(
    sample_server: LiveServer, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    people = visitor_of(sample_server)
    hr = people.open("/handbook/publish", Role.HR)
    look_at(hr, "handbook-publish-first")
    publish(hr)
    look_at(hr, "handbook-list-published")
    hr.goto(f"{PANIC}/edit/en")
    hr.get_by_label("First", exact=True).fill("Short")
    hr.locator("#wording summary").first.click()
    hr.locator("#say").fill("One.")
    save(hr)
    expect(hr.locator("#faults")).to_contain_text("2 things need mending")
    forgive(people, "422")
    look_at(hr, "handbook-edit-faults")
    hr.goto(f"{PANIC}/edit/en")
    hr.get_by_label("First", exact=True).fill(FIRST)
    save(hr)
    expect(hr.get_by_role("status")).to_contain_text("Kept as revision 2")
    hr.goto(PANIC)
    hr.get_by_role("button", name="Send for review").click()
    look_at(hr, "handbook-protocol-in-review")
    coordinator = people.open(f"{PANIC}/compare", Role.COORDINATOR)
    look_at(coordinator, "handbook-compare")
    coordinator.goto(PANIC)
    coordinator.get_by_role("button", name="Approve revision 2").click()
    coordinator.goto("/handbook/publish")
    look_at(coordinator, "handbook-publish-changed")
    publish(coordinator)
    coordinator.goto("/handbook/editions")
    look_at(coordinator, "handbook-editions")
    employee = people.open("/handbook", Role.EMPLOYEE)
    look_at(employee, "handbook-to-read")
    employee.goto(PANIC)
    expect(employee.locator(".two-texts .first").first).to_have_text(FIRST)
    employee.get_by_role("button", name="I have read it").click()
    expect(employee.get_by_role("status").first).to_contain_text("you have read it")
    look_at(employee, "handbook-protocol-employee")
    employee.goto("/protocols/panic")
    expect(employee.locator("h1")).to_have_text(FIRST)
    forgive(people, "404")


def test_a_line_is_swapped_in_one_action_and_the_handbook_says_so(
    sample_server: LiveServer, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    people = visitor_of(sample_server)
    page = people.open("/handbook/publish", Role.COORDINATOR)
    publish(page)
    page.goto("/handbook/lines/us-988/swap")
    page.get_by_label("What stands in").select_option("us-disaster-distress")
    page.get_by_label("988 Línea de Prevención del Suicidio y Crisis").check()
    page.get_by_label("Why").fill("Told by the operator.")
    page.get_by_role("button", name="Look at what will stand there").click(no_wait_after=True)
    page.get_by_role("button", name="Show the other line now").click(no_wait_after=True)
    page.wait_for_url(lambda url: "/swap" not in url, timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Out of order")).to_be_visible(timeout=PATIENCE)
    look_at(page, "handbook-line-out")
    page.goto("/handbook/lines")
    look_at(page, "handbook-lines-out")
    page.goto("/protocols/suicide")
    expect(page.locator(".banner").first).to_contain_text("does not answer just now")
    expect(page.locator(".calls a").first).to_have_attribute("href", "tel:+18009855990")
    look_at(page, "handbook-banner")
    page.goto("/?lang=es")
    expect(page.locator(".banner").first).to_contain_text("no responde en este momento")
    page.goto("/handbook/lines/us-988/put-back")
    page.get_by_label("Why").fill("It rings again.")
    page.get_by_role("button", name="Show the line again").click(no_wait_after=True)
    expect(page.get_by_role("status")).to_contain_text("is shown again", timeout=PATIENCE)
    page.wait_for_timeout(1000 * LOOKED_AFTER)
    page.goto("/protocols/suicide")
    expect(page.locator(".calls a").first).to_have_attribute("href", "tel:988")
    expect(page.locator(".banner")).to_have_count(0)
    forgive(people, "404")


def test_a_protocol_is_begun_and_what_needs_mending_is_opened(
    sample_server: LiveServer, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    people = visitor_of(sample_server)
    page = people.open("/handbook/add-protocol", Role.COORDINATOR)
    page.get_by_label("Address").fill("lockdown")
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_role("status")).to_contain_text("Begun.")
    look_at(page, "handbook-begun-about")
    page.goto("/handbook/begun/lockdown/en")
    expect(page.locator("#steps-4-do")).to_be_visible()
    expect(page.locator("#steps-5-do")).to_be_hidden()
    look_at(page, "handbook-begun-text")
    page.locator("#steps-0-do").fill("Go in.")
    page.get_by_text("6 (empty)").click()
    page.locator("#steps-5-do").fill("x" * 121)
    page.get_by_role("button", name="Keep this part").click()
    expect(page.locator("#steps-5-do")).to_be_visible()  # opened, since something in it needs mending
    forgive(people, "422")
    look_at(page, "handbook-begun-faults")
    page.goto("/handbook")
    look_at(page, "handbook-list-begun")


def test_a_long_text_is_folded_and_its_button_in_sight_on_a_phone_without_scripts(
    sample_server: LiveServer, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    people = visitor_of(sample_server)
    page = people.open(
        "/handbook/protocols/suicide/edit/en", Role.HR, java_script_enabled=False,
        viewport={"width": 360, "height": 760},
    )  # fmt: skip
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["height"] < 3200
    expect(page.get_by_role("button", name="Save as a draft")).to_be_in_viewport()
    page.get_by_role("link", name="Whom to tell").click()
    expect(page.locator("#escalate")).to_be_in_viewport()
    page.locator("#escalate summary").first.click()
    expect(page.locator("#escalate-0-whom")).to_be_visible()
    expect(page.get_by_role("button", name="Save as a draft")).to_be_in_viewport()
