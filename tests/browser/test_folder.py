"""The handbook in a folder, opened as files with no network."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from readiness.handbook.export import export
from readiness.protocols.queries import shipped_protocols
from tests.browser.looking import axe, picture
from tests.handbook.making import content_of, published


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    published(tmp_path / "handbook", content_of(shipped_protocols()))
    return tmp_path / "handbook"


def test_it_opens_and_finds_as_files_with_no_network(
    editions: Path, tmp_path: Path, chromium: Browser
) -> None:
    export(editions, tmp_path / "stick")
    context = chromium.new_context(viewport={"width": 360, "height": 760}, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "stick" / "es" / "index.html").as_uri())
    page.get_by_role("textbox").fill("mi compañera dice que ya no quiere vivir")
    page.get_by_role("button", name="Buscar ayuda").click()
    rows = page.locator("[role=status] + .rows a")
    expect(rows.first).to_contain_text("suicid")
    assert rows.count() >= 3
    assert "?" not in page.url
    assert axe(page) == []
    picture(page, "folder-es")
    rows.first.click()
    expect(page.locator(".calls a").nth(1)).to_have_attribute("href", "tel:911")
    page.get_by_role("link", name="English").first.click()
    expect(page.locator("ol.steps")).to_be_visible()
    assert page.url.endswith("/stick/protocols/suicide.html")
    context.close()


def test_with_no_script_its_list_leads_on(editions: Path, tmp_path: Path, chromium: Browser) -> None:
    export(editions, tmp_path / "stick")
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "stick" / "index.html").as_uri())
    expect(page.get_by_role("textbox")).to_have_count(0)
    page.locator(".rows a").first.click()
    expect(page.locator("ol.steps")).to_be_visible()
    context.close()
