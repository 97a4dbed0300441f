"""The handbook on a phone whose network is gone and whose server is dead: whole, dated, and dropped when withdrawn."""

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from readiness.foundation import words
from readiness.foundation.database import connected, open_database
from readiness.handbook.content import Content
from readiness.handbook.edition import show_none
from readiness.people.places import Place
from readiness.protocols.queries import shipped_protocols
from tests.browser.looking import axe, picture
from tests.browser.serving import LiveServer, serve
from tests.conftest import close
from tests.factories import make_site
from tests.handbook.making import content_of, published
from tests.resources.directories import bring, package
from tests.resources.test_pages import TOWN

PHONE: ViewportSize = {"width": 360, "height": 760}
DAYTON = Place("dayton", "Dayton", "121 Main Street, Dayton", "US", "911", "9")
QUAY = Place("quay", "The quay", "1 Quay Street, Miami, FL 33101", "US")
LEEDS = Place("L/1", "Leeds & <co>", "5 Station Road, Leeds", "GB")
KEPT = "async () => (await caches.keys()).join()"
COUNT = "async () => (await caches.keys()).length"
EVERYTHING_KEPT = """async () => {
  const entries = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const text = await (await cache.match(request)).text();
      entries[new URL(request.url).pathname] = text.replace(/"savedAt":\\d+/, "");
    }
  }
  return entries;
}"""
READY = """async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated" """


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    shutil.copy(sample, tmp_path / "readiness.sqlite")
    publish(tmp_path, content_of(shipped_protocols()))
    return tmp_path


def publish(folder: Path, content: Content) -> None:
    published(folder / "handbook", replace(content, places=(DAYTON, LEEDS)))


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=PHONE, locale="en-US")
    yield context
    assert context.cookies() == []
    context.close()


def port(live: LiveServer) -> int:
    return int(live.base_url.rpartition(":")[2])


def wait_for(page: Page, what: str, wanted: object) -> None:
    until = time.monotonic() + 30
    while (found := page.evaluate(what)) != wanted:
        assert time.monotonic() < until, (what, found)
        time.sleep(0.05)


def wait_for_copy(page: Page) -> None:
    """Until the phone has a copy, and the worker that goes with it."""
    wait_for(page, READY, True)
    wait_for(page, COUNT, 1)


def visit(folder: Path, context: BrowserContext, path: str = "/") -> tuple[Page, LiveServer]:
    """A phone that opened one page, once; then the server is ended and the network cut."""
    with serve(folder) as live:
        page = context.new_page()
        page.goto(live.base_url + path)
        wait_for_copy(page)
    context.set_offline(True)
    return page, live


@pytest.mark.parametrize(
    ("language", "typed", "button", "day"),
    [
        ("en", "he says he cant go on and wants to dye", "Find help", "Saved on this phone on"),
        ("es", "mi compañera dice que ya no quiere vivir", "Buscar ayuda", "Guardado en este teléfono el"),
    ],
)
def test_with_no_network_a_sentence_leads_to_the_steps_and_the_number(
    folder: Path, context: BrowserContext, language: str, typed: str, button: str, day: str
) -> None:
    page, live = visit(folder, context)
    page.goto(live.base_url + ("/" if language == "en" else "/?lang=es"))
    with words.speaking(language):
        expect(page.get_by_text(f"{day} {words.day(date.today())}")).to_be_in_viewport()  # noqa: DTZ011 - the phone's
    picture(page, f"offline-first-{language}")
    page.get_by_role("textbox").fill(typed)
    page.get_by_role("button", name=button).click()
    rows = page.locator(".rows a")
    expect(rows.first).to_contain_text("suicid")
    assert rows.count() >= 3
    expect(page.locator(".calls a").first).to_have_attribute("href", "tel:988")
    assert (
        page.evaluate(
            "document.querySelector('.calls').compareDocumentPosition(document.querySelector('.rows'))"
        )
        == 4
    )
    picture(page, f"offline-found-{language}")
    rows.first.click()
    expect(page.locator(".calls a").nth(1)).to_have_attribute("href", "tel:911")
    assert page.locator("ol.steps > li").count() >= 5
    expect(page.get_by_text(day)).to_be_visible()
    assert axe(page) == []
    assert not any(typed in text for text in page.evaluate(EVERYTHING_KEPT).values())
    assert page.request.storage_state()["origins"] == []


def test_what_is_kept_is_everything_whatever_was_visited(
    folder: Path, context: BrowserContext, chromium: Browser
) -> None:
    page, _live = visit(folder, context, "/protocols/panic?lang=es")
    one = page.evaluate(EVERYTHING_KEPT)
    another = chromium.new_context()
    page, _live = visit(folder, another, "/protocols/home")
    other = page.evaluate(EVERYTHING_KEPT)
    another.close()
    assert one == other
    assert one.keys() >= {f"/kept/US/es/protocols/{slug}" for slug in shipped_protocols()}


@pytest.mark.parametrize(
    "path",
    [
        "/", "/?lang=es", "/protocols/home", "/protocols/suicide?lang=es", "/offline", "/search?q=panic",
        "/protocols/suicide?site=dayton", "/protocols/home?site=L%2F1&lang=es", "/sites/dayton",
        "/sites/L%2F1?lang=es", "/?site=nowhere",
    ],
)  # fmt: skip
def test_the_page_in_the_phone_is_the_page_of_the_server(
    folder: Path, context: BrowserContext, path: str
) -> None:
    with serve(folder) as live:
        page = context.new_page()
        page.goto(f"{live.base_url}/")
        wait_for_copy(page)
        online = page.request.get(live.base_url + path).text()
    context.set_offline(True)
    answer = page.goto(live.base_url + path)
    assert answer is not None
    assert answer.from_service_worker
    without_note = re.sub(r'<p class="saved">.*?</p>', "", answer.text())
    without_way_in = re.sub(r'· <a href="/offline[^>]*>.*?</a> · <a href="/login">.*?</a>', "", online)
    # With no directory there is nobody to name, and where more is told needs a network.
    without_way_in = re.sub(r'(?s)<section class="near">.*?</section>\n?', "", without_way_in)
    if path.startswith("/search"):  # each finds in its own way, and offers at least three
        without_note, without_way_in = (
            re.sub(r"(?s)<ul class=\"rows\">.*?</ul>", "", each) for each in (without_note, without_way_in)
        )
    assert without_note == without_way_in


def test_a_new_edition_takes_the_place_of_the_old_and_a_withdrawn_handbook_leaves_nothing(
    folder: Path, context: BrowserContext
) -> None:
    page, live = visit(folder, context, "/protocols/panic")
    first = str(page.evaluate(KEPT))
    publish(folder, content_of(["suicide", "home", "aftercare", "helpers"]))
    with serve(folder, port(live)):
        context.set_offline(False)
        page.goto(f"{live.base_url}/")
        wait_for(page, f"async () => (await caches.keys()).join() !== '{first}'", True)
        wait_for_copy(page)
    context.set_offline(True)
    page.goto(f"{live.base_url}/protocols/panic")
    expect(page.get_by_role("heading", level=1)).to_have_text("On this phone, with no network")
    assert "panic" not in page.content().lower()
    assert page.locator(".rows a").count() == 4

    show_none(folder / "handbook")
    with serve(folder, port(live)):
        context.set_offline(False)
        page.goto(f"{live.base_url}/")
        wait_for(page, COUNT, 0)
    context.set_offline(True)
    page.goto(f"{live.base_url}/protocols/suicide")
    expect(page.locator("h1").first).to_have_text(
        "If someone is in danger, call the emergency number of where you are."
    )
    expect(page.locator("a[href='tel:911']")).to_be_visible()
    assert page.locator("a[href='tel:999']").count() == 1, (
        "where nobody said which country is home, any may be"
    )
    assert page.locator("a:not([href^='tel:'])").count() == 0
    assert "suicid" not in page.content()
    picture(page, "offline-withdrawn")
    assert axe(page) == []


def test_a_server_that_fails_or_is_slow_is_as_good_as_none(folder: Path, context: BrowserContext) -> None:
    with serve(folder) as live:
        page = context.new_page()
        page.goto(f"{live.base_url}/")
        wait_for_copy(page)
        (folder / "handbook" / "current").write_text("edition-broken.sqlite\n", encoding="utf-8")
    # An edition that cannot be read is no withdrawal: the phone keeps what it has.
    with serve(folder, port(live)):
        page.goto(f"{live.base_url}/healthz")
        page.evaluate(
            "async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => {})"
        )
        assert page.evaluate(KEPT)
    page.goto(f"{live.base_url}/protocols/panic")
    expect(page.get_by_text("Saved on this phone on")).to_be_visible()


def test_coming_back_to_what_was_found_asks_the_server_again_while_it_answers(
    folder: Path, context: BrowserContext
) -> None:
    with serve(folder) as live:
        page = context.new_page()
        page.goto(f"{live.base_url}/")
        wait_for_copy(page)
        page.get_by_role("textbox").fill("mi compañera dice que ya no quiere vivir")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search")
        page.locator(".rows a").first.click()
        page.wait_for_url("**/protocols/*")
        page.go_back()
        page.wait_for_url("**/search")
        expect(page.locator(".rows a").first).to_contain_text("suicid")
        assert page.locator(".saved").count() == 0


def test_with_no_network_a_protocol_still_names_who_is_near_its_site(
    folder: Path, context: BrowserContext
) -> None:
    open_database(f"sqlite:///{folder / 'readiness.sqlite'}")
    bring(package(folder / "county.zip", TOWN))
    with connected():
        make_site("quay", address=QUAY.address, country="US")
    close()
    published(folder / "handbook", replace(content_of(shipped_protocols()), places=(QUAY,)))
    page = context.new_page()
    with serve(folder) as live:
        until = time.monotonic() + 30
        while 'const NEAR = ""' in page.request.get(f"{live.base_url}/sw.js").text():
            assert time.monotonic() < until
            time.sleep(0.2)
        page.goto(f"{live.base_url}/")
        wait_for_copy(page)
    context.set_offline(True)
    page.goto(f"{live.base_url}/protocols/home?site=quay")
    near = page.locator(".near")
    expect(near.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    expect(near).to_contain_text("Open day and night · not yet verified here · about a mile away")
    expect(near).to_contain_text(f"as it was known on {words.day(date.today())}")  # noqa: DTZ011 - the phone's
    near.scroll_into_view_if_needed()
    picture(page, "offline-near")
    assert axe(page) == []
    near.get_by_role("link", name="Shelter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help near you")
    assert page.locator("[data-need] small").count() >= 3
    picture(page, "offline-resources")
    assert axe(page) == []


def test_it_can_be_installed_and_begins_at_its_site(folder: Path, context: BrowserContext) -> None:
    with serve(folder) as live:
        page = context.new_page()
        page.goto(f"{live.base_url}/protocols/panic?site=dayton&lang=es")
        wait_for_copy(page)
        manifest = page.evaluate(
            "async () => (await fetch(document.querySelector('[rel=manifest]').href)).json()"
        )
        assert manifest["start_url"] == "/?site=dayton&lang=es"
        assert manifest["name"] == "Ayuda ahora"
        for icon in manifest["icons"]:
            assert page.evaluate("async (src) => (await fetch(src)).status", icon["src"]) == 200
        client = context.new_cdp_session(page)
        errors = client.send("Page.getInstallabilityErrors")["installabilityErrors"]
        # As every page of a test is, which not every browser calls a hindrance.
        assert {error["errorId"] for error in errors} <= {"in-incognito"}
