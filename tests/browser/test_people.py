"""HR in a browser: finding someone by typing, renewing, revoking with a reason, seeing the history; on a phone too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import axe, is_wider_than_the_window, picture
from tests.browser.serving import LiveServer

VisitorOf = Callable[[LiveServer], Visitor]
PHONE = {"width": 360, "height": 760}


def tab_to(page: Page, words: str, most: int = 80) -> None:
    """Press the tab key until what has these words has the focus."""
    told = "(e => e.innerText || e.getAttribute('aria-label') || (e.labels && e.labels[0] && e.labels[0].innerText) || '')"
    for _press in range(most):
        page.keyboard.press("Tab")
        if str(page.evaluate(f"{told}(document.activeElement)")).strip().startswith(words):
            return
    raise AssertionError(f"the tab key never reaches '{words}' on {page.url}")


def type_day(page: Page, day: str) -> None:
    """Type a day as 2026-06-30 into the field that has the focus, as its parts stand there."""
    year, month, date = day.split("-")
    page.keyboard.type(f"{month}{date}{year}")


def test_hr_finds_renews_and_revokes_by_keys_alone(sample_server: LiveServer, visitor_of: VisitorOf) -> None:
    page = visitor_of(sample_server).open("/people", Role.HR)
    page.keyboard.press("/")
    page.keyboard.type("n00001")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    name = page.locator("tbody th a").inner_text()
    tab_to(page, name)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    tab_to(page, "Mental health first aid")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Mental health first aid")
    tab_to(page, "Renew")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Renew the certificate")
    tab_to(page, "Day of issue")
    type_day(page, "2026-11-20")
    tab_to(page, "Add the period")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The certificate was renewed.")
    expect(page.locator("dl.pairs").first).to_contain_text("20 November 2029")
    tab_to(page, "Revoke")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Revoke the certificate")
    tab_to(page, "Why")
    page.keyboard.type("issued to the wrong person")
    tab_to(page, "Revoke the certificate")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The certificate was revoked.")
    history = page.locator(".timeline li")
    expect(history).to_have_count(2)
    expect(history.first).to_contain_text("Why: issued to the wrong person")
    expect(history.last).to_contain_text("Recorded: Mental health first aid")


def test_several_are_revoked_on_a_phone_after_a_look(
    sample_server: LiveServer, visitor_of: VisitorOf
) -> None:
    visitor = visitor_of(sample_server)
    page = visitor.open("/certificates", Role.HR, viewport=PHONE)
    boxes = page.locator("tbody input[name=chosen]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Revoke …").click()
    expect(page.locator("h1")).to_have_text("Revoke 2 certificates")
    assert axe(page) == []
    assert not is_wider_than_the_window(page)
    page.get_by_role("button", name="Revoke 2 certificates").click()
    expect(page.locator("#faults")).to_contain_text("Write why")
    page.get_by_label("Why").fill("the trainer was none")
    page.get_by_role("button", name="Revoke 2 certificates").click()
    expect(page.get_by_role("status")).to_contain_text("2 certificates were revoked.")
    # The browser itself says in the console that the form without a reason was answered with 422.
    visitor.complaints[:] = [text for text in visitor.complaints if "Failed to load resource" not in text]


def test_the_list_works_without_scripts_and_is_taken_away(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("/people", Role.HR, java_script_enabled=False)
    page.locator("summary", has_text="Employment").click()
    page.get_by_label("On leave").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".chip")).to_contain_text("Employment: On leave")
    shown = page.locator("tbody th a").all_inner_texts()
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    path = tmp_path / "people.csv"
    download.value.save_as(path)
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[0] for line in lines][: len(shown)] == shown


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_certificate_is_added_to_those_who_are_picked_in_a_range(
    sample_server: LiveServer, visitor_of: VisitorOf, has_scripts: bool
) -> None:
    page = visitor_of(sample_server).open("/people?without=cpr-aed", Role.HR, java_script_enabled=has_scripts)
    boxes = page.locator("input[name=chosen]")
    boxes.nth(0).check()
    if has_scripts:
        expect(page.locator("[data-chosen-bar]")).to_contain_text("1 person chosen")
        boxes.nth(2).click(modifiers=["Shift"])
        expect(page.locator("[data-chosen-bar]")).to_contain_text("3 people chosen")
        picture(page, "people-chosen")
    else:
        boxes.nth(1).check()
        boxes.nth(2).check()
    page.get_by_role("button", name="Add a certificate …").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a certificate to 3 people")
    if has_scripts:
        assert axe(page) == []
        picture(page, "people-add-certificate")
        page.set_viewport_size({"width": 360, "height": 760})
        picture(page, "people-add-certificate")
        assert not is_wider_than_the_window(page)
    page.get_by_label("Certificate", exact=True).select_option("cpr-aed")
    page.get_by_label("Day of issue").fill("2026-11-02")
    page.get_by_role("button", name="Add a certificate to 3 people").click()
    expect(page.get_by_role("status").first).to_contain_text("A certificate of each of 3 people was added.")
