"""Leaving a page at once, where being seen with it may harm: by the button, by keys, covered, gone from the history."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from readiness.protocols.queries import shipped_protocols
from tests.browser.looking import picture
from tests.browser.serving import LiveServer
from tests.handbook.making import content_of, published

ELSEWHERE = "https://www.weather.gov/"


@pytest.fixture
def context(chromium: Browser, sample_server: LiveServer) -> Iterator[BrowserContext]:
    published(sample_server.folder / "handbook", content_of(shipped_protocols()))
    context = chromium.new_context(
        base_url=sample_server.base_url, viewport={"width": 360, "height": 760}, service_workers="block"
    )
    context.route(
        f"{ELSEWHERE}**", lambda route: route.fulfill(body="<h1>Sunny</h1>", content_type="text/html")
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.clock.install()
    page.goto("/")
    page.goto("/protocols/home")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def left_for_good(page: Page) -> None:
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    page.wait_for_url("**/")
    assert "protocols" not in page.url


@pytest.mark.parametrize(
    "keys",
    [
        ["ShiftLeft", "ShiftLeft", "ShiftLeft"],
        ["ShiftLeft", "ShiftRight", "ShiftLeft"],
        ["ShiftRight", "ShiftRight", "ShiftLeft"],
    ],
)
def test_three_presses_of_either_shift_leave_and_the_back_button_does_not_return(
    page: Page, keys: list[str]
) -> None:
    press(page, *keys[:2])
    expect(page.get_by_role("status")).to_have_text("Shift. Press it 1 more time to leave.")
    press(page, keys[2])
    left_for_good(page)


def test_both_shifts_held_at_once_count_as_presses(page: Page) -> None:
    page.keyboard.down("ShiftLeft")
    page.keyboard.down("ShiftRight")
    page.keyboard.up("ShiftRight")
    page.keyboard.up("ShiftLeft")
    press(page, "ShiftRight")
    page.wait_for_url(ELSEWHERE)


def test_the_button_leaves_and_the_page_is_covered_before_the_next_one_comes(page: Page) -> None:
    # What is seen is written down in the very moment of the press, before any browser has gone elsewhere.
    page.evaluate(
        """addEventListener("click", () => {
          const seen = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility());
          const middle = document.elementFromPoint(180, 400);
          sessionStorage.seen = JSON.stringify([...seen, middle].map((each) => [each.className, each.innerText]));
        })"""
    )
    page.get_by_role("link", name="Leave this page").click()
    left_for_good(page)
    assert page.evaluate("JSON.parse(sessionStorage.seen)") == [["cover", "Leaving."]] * 2


def test_presses_that_come_too_late_or_belong_to_a_letter_do_not_leave(page: Page) -> None:
    lights = page.locator(".leave i")
    press(page, "Shift", "Shift")
    expect(lights).to_have_text("●●○")
    page.clock.fast_forward(5001)
    expect(page.get_by_role("status")).to_have_text(
        "You are still on this page: Shift was not pressed 3 times."
    )
    expect(lights).to_be_hidden()
    press(page, "Shift+A", "Shift+B", "Shift+C", "Shift", "Shift", "a", "Shift")
    assert page.url.endswith("/protocols/home")
    page.clock.fast_forward(5001)
    page.clock.fast_forward(5001)
    expect(page.get_by_role("status")).to_have_text("")


def test_the_button_stays_in_sight_and_the_page_says_that_history_stays(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    page.get_by_text("About leaving").click()
    expect(page.get_by_text("does not clear it from the history")).to_be_in_viewport()
    expect(page.get_by_text("Pressing Shift three times")).to_be_visible()
    button = page.get_by_role("link", name="Leave this page")
    for share in (0, 0.5, 1):
        page.evaluate(f"scrollTo(0, {share} * document.documentElement.scrollHeight)")
        expect(button).to_be_in_viewport(ratio=1)
        box: Any = button.bounding_box()
        assert box["height"] >= 48
        assert page.evaluate(
            "([x, y]) => !!document.elementFromPoint(x, y).closest('.leave')",
            [box["x"] + 5, box["y"] + box["height"] / 2],
        )
    picture(page, "leaving")


def test_after_leaving_the_back_button_shows_nothing_that_was_read_before(context: BrowserContext) -> None:
    page = context.new_page()  # with the clock as it is: a clock of a test knows no navigations
    page.goto("/")
    page.goto("/search?q=my+husband+hits+me")
    page.locator(".rows a").first.click()
    page.wait_for_url("**/protocols/*")
    page.go_back()
    page.wait_for_url("**/search*")  # as long as nothing was left, one comes back to what was found
    page.locator(".rows a").first.click()
    page.wait_for_url("**/protocols/*")
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    page.wait_for_url(re.compile(r"//[^/]+/(\?lang=\w+)?$"))
    expect(page.locator("main")).not_to_contain_text("This may be it")


def test_pages_that_harm_nobody_have_no_button_and_no_keys(page: Page) -> None:
    page.goto("/protocols/panic")
    press(page, "Shift", "Shift", "Shift")
    assert page.locator("[data-leave]").count() == 0
    assert page.url.endswith("/protocols/panic")


def test_with_no_script_it_is_a_link(
    chromium: Browser, context: BrowserContext, sample_server: LiveServer
) -> None:
    plain = chromium.new_context(base_url=sample_server.base_url, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/protocols/home")
    button = page.get_by_role("link", name="Leave this page")
    expect(button).to_have_attribute("href", ELSEWHERE)
    expect(button).to_have_attribute("rel", "noreferrer nofollow")
    expect(page.get_by_text("Pressing Shift three times")).to_be_hidden()
    plain.close()
