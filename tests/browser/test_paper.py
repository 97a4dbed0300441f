"""Paper as it is used: looked at and printed at a desk, hung up with a phone in the hand, told of when it is out of date."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import look_at
from tests.browser.serving import LiveServer, serve
from tests.paper.making import words

PHONE: ViewportSize = {"width": 360, "height": 760}


@pytest.fixture
def live(sample: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """A service of the test's own, which people reach by an address."""
    shutil.copy(sample, tmp_path / "readiness.sqlite")
    with serve(tmp_path, READINESS_BASE_URL="http://127.0.0.1") as running:
        yield running


def test_a_poster_is_printed_hung_up_and_told_to_be_out_of_date(
    live: LiveServer, visitor_of: Callable[[LiveServer], Visitor], tmp_path: Path
) -> None:
    visitor = visitor_of(live)
    page = visitor.open("/handbook", Role.HR)
    page.goto("/handbook/publish")
    page.get_by_role("button", name="Publish").click()
    page.goto("/handbook/paper")
    expect(page.get_by_text("Nothing hangs yet")).to_be_visible()
    page.get_by_role("link", name="Print …").click()
    page.get_by_role("combobox", name="Site (optional)").fill("head-office")
    page.get_by_label("Español").check()
    page.get_by_role("button", name="Look at it").click()
    image = page.get_by_alt_text("The first page of the first piece")
    expect(image).to_have_js_property("naturalWidth", 680)
    look_at(page, "paper-print")
    page.get_by_role("button", name="Print 2 pieces").click()
    look_at(page, "paper-batch")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Download all as ZIP").click()
    shutil.unpack_archive(loading.value.path(), tmp_path / "printed", "zip")
    (poster,) = (tmp_path / "printed").glob("head-office/poster-en-*.pdf")
    assert "Danger right now?" in words(poster.read_bytes())
    serial = poster.stem.rpartition("-")[2]

    phone = visitor.context(Role.HR, viewport=PHONE).new_page()
    phone.goto(f"/paper/{serial.lower()}")
    phone.get_by_label("Where it hangs").fill("Kitchen, 2nd floor")
    look_at(phone, "paper-piece")
    phone.get_by_role("button", name="It hangs here").click()
    expect(phone.get_by_text("Kept: it hangs here.")).to_be_visible()

    page.goto("/people/sites/1/edit")
    page.get_by_label("Assembly point").fill("The new car park")
    page.get_by_role("button", name="Save").click()
    page.goto("/handbook/paper")
    expect(page.get_by_text("Assembly point:")).to_be_visible()
    look_at(page, "paper")
    page.get_by_role("button", name="Print the one that is out of date").click()
    expect(page.get_by_role("button", name="Download the PDF")).to_be_visible()
    expect(page.get_by_role("cell", name="Kitchen, 2nd floor")).to_be_visible()

    page.get_by_role("link", name="Chicago").click()
    phone.goto(page.url)
    phone.get_by_role("button", name="It hangs here").click()
    expect(phone.get_by_role("rowheader", name="Kitchen, 2nd floor")).to_be_visible()
    page.goto("/handbook/paper")
    expect(page.get_by_text("One piece hangs, and it is up to date.")).to_be_visible()
