"""The handbook on a phone, with no script: from a typed sentence to the steps and the number, also with no database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from readiness.protocols.queries import shipped_protocols
from tests.browser.looking import keep_pictures, look_through
from tests.browser.serving import LiveServer
from tests.handbook.making import content_of, published, with_places

PHONE: ViewportSize = {"width": 360, "height": 760}


@pytest.fixture
def page(chromium: Browser, sample_server: LiveServer) -> Iterator[Page]:
    published(sample_server.folder / "handbook", content_of(shipped_protocols()))
    context = chromium.new_context(base_url=sample_server.base_url, viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize(
    ("language", "typed", "button", "situation"),
    [
        ("en", "he says he cant go on and wants to die", "Find help", "suicid"),
        ("es", "mi compañera dice que ya no quiere vivir", "Buscar ayuda", "suicid"),
    ],
)
def test_a_sentence_leads_to_the_steps_and_the_number_with_the_database_gone(
    page: Page, sample_server: LiveServer, language: str, typed: str, button: str, situation: str
) -> None:
    page.goto("/" if language == "en" else f"/?lang={language}")
    Path(sample_server.folder / "readiness.sqlite").rename(sample_server.folder / "gone.sqlite")
    page.get_by_role("textbox").fill(typed)
    page.get_by_role("button", name=button).click()
    assert typed not in page.url
    # It stands where it can be typed on, and nowhere else: not in a title, an address or a link.
    assert page.get_by_role("textbox").input_value() == typed
    assert page.content().count(typed) == 1
    assert typed not in page.title()
    row = page.locator(".rows a").first
    expect(row).to_contain_text(situation)
    row.click()
    expect(page.locator(".calls a").first).to_have_attribute("href", "tel:988")
    expect(page.locator(".calls a").nth(1)).to_have_attribute("href", "tel:911")
    assert page.locator("ol.steps > li").count() >= 5
    assert page.locator(".who > li").count() == 3


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/protocols/suicide",
        "/protocols/home",
        "/search?q=panic",
        "/offline",
        "/sites/dayton",
        "/protocols/panic?site=dayton",
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing(chromium: Browser, sample_server: LiveServer, path: str, language: str) -> None:
    published(sample_server.folder / "handbook", with_places(content_of(shipped_protocols())))
    context = chromium.new_context(base_url=sample_server.base_url)
    page = context.new_page()
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    name = path.replace("?site=", "-at-").partition("?")[0].strip("/").replace("/", "-") or "first"
    keep_pictures(page, f"handbook-{name}-{language}")
    look_through(page)
    context.close()
