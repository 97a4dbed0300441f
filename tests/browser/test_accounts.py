"""Someone is invited, comes in, and is signed out: on pages, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import axe, picture
from tests.signing_in import PASSWORD


def invite(page: Page, email: str, name: str) -> str:
    page.goto("/settings/accounts")
    page.get_by_role("link", name="Invite someone").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Coordinator").check()
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Hand over this link")).to_be_visible()
    return page.get_by_label("Link").input_value()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_whoever_is_invited_chooses_a_password_and_is_in(visitor: Visitor, has_scripts: bool) -> None:
    admin = visitor.context(Role.ADMIN, java_script_enabled=has_scripts).new_page()
    email = f"sam-{has_scripts}@example.org".lower()
    link = invite(admin, email, "Sam Chen")
    assert link.startswith(visitor.base_url)
    guest = visitor.context(
        java_script_enabled=has_scripts, viewport={"width": 360, "height": 740}
    ).new_page()
    guest.goto(link)
    guest.get_by_label("New password").fill("too short")
    guest.get_by_label("The same once more").fill("too short")
    guest.get_by_role("button", name="Save and sign in").click()
    expect(guest.get_by_role("alert")).to_contain_text("Use at least 15 characters")
    guest.get_by_label("New password").fill(PASSWORD)
    guest.get_by_label("The same once more").fill(PASSWORD)
    guest.get_by_role("button", name="Save and sign in").click()
    guest.goto("/account")
    expect(guest.get_by_text(email)).to_be_visible()
    guest.get_by_role("button", name="Sign out").first.click()
    expect(guest.get_by_role("heading", name="Sign in")).to_be_visible()
    guest.goto(link)
    expect(guest.get_by_role("heading", name="This link does not work any more.")).to_be_visible()


def test_the_link_is_copied_and_shown_once(visitor: Visitor) -> None:
    context = visitor.context(Role.ADMIN, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    link = invite(page, "copied@example.org", "Kim Park")
    assert axe(page) == []
    picture(page, "account-link")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.goto("/settings/accounts")
    assert link not in page.content()


def test_a_wrong_password_says_so_and_the_focus_goes_to_what_is_said(visitor: Visitor) -> None:
    page = visitor.open("/login")
    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("The e-mail address or the password is not right.")
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.get_by_label("E-mail address").input_value() == "nobody@example.org"
    assert page.get_by_label("Password").input_value() == ""
    assert axe(page) == []
    picture(page, "login-refused")
    visitor.complaints.clear()  # the console says that the page came with 403
