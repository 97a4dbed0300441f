"""Resources on a phone, with no script: what somebody needs, who is near, the number; looked at as a picture."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from readiness.foundation.database import connected, open_database
from readiness.handbook.shelf import stock
from readiness.resources.cards import Home
from tests.browser.looking import look_at
from tests.browser.serving import LiveServer
from tests.conftest import close
from tests.resources.directories import bring, package
from tests.resources.test_pages import TOWN

PHONE: ViewportSize = {"width": 360, "height": 760}


@pytest.fixture
def page(chromium: Browser, sample_server: LiveServer, tmp_path: Path) -> Iterator[Page]:
    open_database(f"sqlite:///{sample_server.folder / 'readiness.sqlite'}")
    bring(package(tmp_path / "county.zip", TOWN))
    with connected():
        stock(sample_server.folder / "handbook", Home("US", "America/New_York"))
    close()
    context = chromium.new_context(base_url=sample_server.base_url, viewport=PHONE)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def test_from_a_need_to_a_number_with_the_database_gone(page: Page, sample_server: LiveServer) -> None:
    page.goto("/resources")
    look_at(page, "resources-public")
    (sample_server.folder / "readiness.sqlite").rename(sample_server.folder / "gone.sqlite")
    page.get_by_role("textbox").fill("a shelter for tonight")
    page.get_by_role("button", name="Find help").click()
    assert "shelter" not in page.url
    look_at(page, "resources-found")
    expect(page.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    page.get_by_role("link", name="Night shelter").click()
    look_at(page, "resource-public")
    expect(page.get_by_text("Hours not known: call")).to_be_visible()
    expect(page).to_have_title("Help near you")
