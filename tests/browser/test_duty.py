"""Who is on duty, on a phone: the key is made, printed and opened; with no script, and with the database gone."""

import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from readiness.duty.keys import hash_of
from readiness.handbook.keyed import ROSTER
from readiness.handbook.numbers import digits
from readiness.people.places import Place
from readiness.protocols.queries import shipped_protocols
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import keep_pictures, look_at, look_through, picture
from tests.browser.serving import LiveServer, serve
from tests.browser.test_offline import EVERYTHING_KEPT, wait_for_copy
from tests.handbook.making import content_of, published, with_places

PHONE: ViewportSize = {"width": 360, "height": 760}
OFFICE = Place(
    "head-office", "Chicago", "177 Main Street, Chicago, IL", "US", "911", "9",
    meeting_place="Front gate", defibrillator="Reception, on the wall", assembly_point="Car park",
)  # fmt: skip


@pytest.fixture
def live(sample: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """A service of the test's own, with an edition that knows the head office."""
    shutil.copy(sample, tmp_path / "readiness.sqlite")
    with sqlite3.connect(tmp_path / "readiness.sqlite") as rows:
        shift = "SELECT person_id FROM duty_shift JOIN site ON site.id = site_id WHERE code = 'portland'"
        rows.execute(f"UPDATE account SET person_id = ({shift} LIMIT 1) WHERE role = 'employee'")
    rows.close()
    published(tmp_path / "handbook", with_places(content_of(shipped_protocols()), (OFFICE,)))
    with serve(tmp_path) as running:
        yield running


@pytest.fixture
def phone(chromium: Browser, live: LiveServer) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=live.base_url, viewport=PHONE, java_script_enabled=False)
    yield context
    assert context.cookies() == []
    context.close()


def make_key(visitor: Visitor) -> Page:
    """The page of the card once a coordinator has made its key."""
    page = visitor.open("/duty/sites/1/card", Role.COORDINATOR)
    page.get_by_role("button", name="Renew the key").click()
    expect(page.locator("svg.qr")).to_be_visible()
    return page


def wait_for_roster(live: LiveServer, address: str) -> None:
    """Until the machine knows the key of an address, which takes it some seconds; before, it may know an older one."""
    until, roster = time.monotonic() + 30, live.folder / "handbook" / ROSTER
    known = hash_of(address.rpartition("/")[2])
    while not (roster.exists() and known in roster.read_text()):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_the_printed_key_shows_on_a_phone_whom_to_call_with_no_script_and_no_database(
    live: LiveServer, phone: BrowserContext, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    page = make_key(visitor_of(live))
    look_at(page, "duty-card-key")
    page.emulate_media(media="print")
    picture(page, "duty-card-print")
    page.emulate_media(media="screen")
    address = page.locator(".qr-address").inner_text()
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(page.locator("svg.qr").screenshot())))
    assert code.text == address, "what is scanned is the exact address"
    wait_for_roster(live, address)
    (live.folder / "readiness.sqlite").rename(live.folder / "gone.sqlite")

    card = phone.new_page()
    answer = card.goto(address)
    assert answer is not None
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    expect(card.get_by_role("heading", name="On duty here now")).to_be_visible()
    calls = card.locator("ul.who").first.locator("a")
    assert calls.count() >= 1
    for call in calls.all():
        assert digits(call.get_attribute("href") or "") == digits(call.locator("i").inner_text())
        assert re.search(r"\w", call.locator("b").inner_text())
    expect(card.get_by_text("Front gate")).to_be_visible()
    assert card.title() == "Help now"
    card.get_by_role("link", name="Español").first.click()
    expect(card.get_by_role("heading", name="De guardia aquí ahora")).to_be_visible()

    card.goto("/sites/head-office/wrong")
    assert card.locator("ul.who").count() == 0
    for name, path in (
        ("site-card-keyed", address),
        ("site-card-keyed-es", f"{address}?lang=es"),
        ("site-card", "/sites/head-office"),
    ):
        page.goto(path)
        look_through(page)
        keep_pictures(page, name)
    key = address.rpartition("/")[2]
    assert key not in (live.folder / "server.log").read_text()


def test_a_phone_keeps_nothing_of_a_keyed_card_and_shows_the_public_one_with_no_network(
    live: LiveServer, chromium: Browser, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    address = make_key(visitor_of(live)).locator(".qr-address").inner_text()
    wait_for_roster(live, address)
    context = chromium.new_context(viewport=PHONE, locale="en-US")
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", name="On duty here now")).to_be_visible()
    number = page.locator("ul.who a i").first.inner_text()
    wait_for_copy(page)
    page.reload()
    kept = page.evaluate(EVERYTHING_KEPT)
    assert len(kept) > 30
    key = address.rpartition("/")[2]
    assert not [name for name, text in kept.items() if number in text or key in name or key in text]
    context.set_offline(True)
    page.goto(address)
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    expect(page.get_by_role("heading", name="Chicago")).to_be_visible()
    expect(page.get_by_text("Front gate")).to_be_visible()
    assert page.locator("ul.who").count() == 0
    context.close()


def test_someone_says_in_one_tap_that_they_are_here_and_is_there_for_everyone(
    live: LiveServer, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    visitor = visitor_of(live)
    page = visitor.open("/account", Role.EMPLOYEE, viewport=PHONE)
    page.get_by_role("link", name="You on duty").click()
    page.get_by_role("button", name="I am here today").click()
    expect(page.get_by_text("You said: here today.")).to_be_visible()
    look_at(page, "account-duty")
    seen = visitor.open("/duty", Role.COORDINATOR)
    expect(seen.get_by_role("row", name="Portland").get_by_text("says so")).to_be_visible()
    page.get_by_role("button", name="Not here today").click()
    expect(page.get_by_text("You said: not here today.")).to_be_visible()
    seen.reload()
    expect(seen.get_by_role("row", name="Portland").get_by_text("says so")).to_have_count(0)
