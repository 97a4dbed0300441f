"""One step a screen: what to do next and whom to call are in sight, with no script, and the back button goes back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from readiness.protocols.queries import shipped_protocols
from tests.browser.looking import axe, is_wider_than_the_window, picture
from tests.browser.serving import LiveServer
from tests.handbook.making import content_of, published

PHONE: ViewportSize = {"width": 360, "height": 640}


@pytest.fixture
def server(sample_server: LiveServer) -> LiveServer:
    published(sample_server.folder / "handbook", content_of(shipped_protocols()))
    return sample_server


@pytest.fixture(params=[False, True], ids=["no script", "script"])
def context(
    request: pytest.FixtureRequest, chromium: Browser, server: LiveServer
) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        base_url=server.base_url, viewport=PHONE, java_script_enabled=request.param, service_workers="block"
    )
    yield context
    context.close()


def number_of_step(page: Page) -> str:
    shown = page.locator(".at:visible")
    expect(shown).to_have_count(1)
    return shown.inner_text()


def test_step_by_step_and_back_again_with_the_number_in_sight(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/protocols/panic")
    steps = page.locator("ol.steps > li")
    count = steps.count()
    expect(page.locator(".at:visible")).to_have_count(0)
    page.get_by_role("link", name="One step at a time").click()
    for step in range(1, count + 1):
        assert number_of_step(page) == f"Step {step} of {count}"
        expect(page.locator("ol.steps > li:visible")).to_have_count(1)
        for number in ("988", "911"):
            expect(page.locator(f".calls a[href='tel:{number}']")).to_be_in_viewport(ratio=1)
        if step < count:
            page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Next")).to_have_count(0)
    page.get_by_role("link", name="Back").click()
    assert number_of_step(page) == f"Step {count - 1} of {count}"
    page.go_back()
    assert number_of_step(page) == f"Step {count} of {count}"
    page.get_by_role("link", name="All steps").click()
    expect(page.locator("ol.steps > li:visible")).to_have_count(count)


def test_on_a_page_at_risk_the_button_stays_and_steps_leave_no_trail(
    chromium: Browser, server: LiveServer
) -> None:
    context = chromium.new_context(base_url=server.base_url, viewport=PHONE, service_workers="block")
    page = context.new_page()
    page.goto("/")
    page.goto("/protocols/home")
    page.get_by_role("link", name="One step at a time").click()
    page.get_by_role("link", name="Next").click()
    assert number_of_step(page).startswith("Step 2 of")
    expect(page.get_by_role("link", name="Leave this page")).to_be_in_viewport(ratio=1)
    page.go_back()
    assert page.url == f"{server.base_url}/"
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("slug", ["home", "suicide"])
def test_axe_finds_nothing_on_a_step(chromium: Browser, server: LiveServer, slug: str, theme: str) -> None:
    context = chromium.new_context(base_url=server.base_url, viewport=PHONE, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    for step in (2, 4):
        page.goto(f"/protocols/{slug}?lang=es#step-{step}")
        assert axe(page) == []
        assert not is_wider_than_the_window(page)
        picture(page, f"step-{slug}-{step}")
    context.close()
