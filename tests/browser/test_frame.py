"""The frame in a browser: keys, scripts off, another day, colours, paper."""

import pytest
from playwright.sync_api import Page, expect

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import axe, picture

DESIGN = "/settings/design"


def focused(page: Page) -> str:
    """The words of what has the focus."""
    return str(
        page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || ''")
    ).strip()


def test_axe_sees_what_is_wrong(visitor: Visitor) -> None:
    page = visitor.open("/settings/design", Role.HR)
    page.evaluate("document.querySelector('h1').outerHTML = '<img src=\"/static/icon.svg\"><p hidden></p>'")
    assert {line.partition(":")[0] for line in axe(page)} >= {"image-alt", "page-has-heading-one"}


def test_the_frame_is_walked_by_keys_alone(visitor: Visitor) -> None:
    page = visitor.open("/account", Role.HR)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert focused(page) == page.locator("main").locator("a, button, summary").first.inner_text()


def test_a_menu_opens_and_closes_by_keys_and_gives_the_focus_back(visitor: Visitor) -> None:
    page = visitor.open(DESIGN, Role.HR)
    day = page.locator("summary", has_text="As of today")
    day.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("The day in question")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("The day in question")).to_be_hidden()
    assert focused(page).startswith("As of today")


def test_another_day_tints_the_frame_says_so_and_is_kept_by_every_link(visitor: Visitor) -> None:
    page = visitor.open(DESIGN, Role.HR)
    today = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("summary", has_text="As of today").click()
    page.get_by_label("The day in question").fill("2026-06-30")
    page.get_by_role("button", name="Show this day").click()
    expect(page.get_by_text("This is 30 June 2026, not today.")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != today
    for entry in page.locator(".rail .entry").all():
        assert "as_of=2026-06-30" in str(entry.get_attribute("href"))
    page.get_by_role("link", name="Back to today").click()
    expect(page.get_by_text("not today")).to_be_hidden()


def test_what_is_narrowed_stays_when_the_day_changes(visitor: Visitor) -> None:
    page = visitor.open(f"{DESIGN}?at=York&sort=-name", Role.HR)
    page.locator("summary", has_text="As of today").click()
    page.get_by_label("The day in question").fill("2026-06-30")
    page.get_by_role("button", name="Show this day").click()
    page.wait_for_url("**as_of=2026-06-30**")
    assert "at=York" in page.url
    assert "sort=-name" in page.url


def test_a_chosen_theme_is_there_before_the_page_is_drawn_and_stays(visitor: Visitor) -> None:
    page = visitor.open(DESIGN, Role.HR, color_scheme="light")
    page.locator("[data-theme-choice]").select_option("dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 24, 23)"
    page.reload(wait_until="commit")
    page.wait_for_selector("body", state="attached")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 24, 23)"
    page.locator("[data-theme-choice]").select_option("")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 248, 244)"


def test_high_contrast_is_clean_too(visitor: Visitor) -> None:
    page = visitor.open(DESIGN, Role.HR, color_scheme="light")
    page.locator("[data-theme-choice]").select_option("contrast")
    assert axe(page, ["color-contrast", "color-contrast-enhanced"]) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, ["color-contrast", "color-contrast-enhanced"]) == []


def test_on_a_phone_the_rail_is_a_menu_that_needs_no_script(visitor: Visitor) -> None:
    page = visitor.open(
        "/account", Role.HR, java_script_enabled=False, viewport={"width": 360, "height": 760}, has_touch=True
    )
    rail = page.get_by_role("navigation", name="Main")
    expect(rail).to_be_hidden()
    page.get_by_role("button", name="Menu").tap()
    expect(rail).to_be_visible()
    page.get_by_role("button", name="Close").tap()
    expect(rail).to_be_hidden()


def test_without_scripts_everything_is_reached_by_forms_and_links(visitor: Visitor) -> None:
    page = visitor.open(DESIGN, Role.HR, java_script_enabled=False)
    page.locator("summary", has_text="As of today").click()
    page.get_by_label("The day in question").fill("2026-06-30")
    page.get_by_role("button", name="Show this day").click()
    expect(page.get_by_text("This is 30 June 2026, not today.")).to_be_visible()
    page.locator(".tools summary", has_text="Site").click()
    page.get_by_label("York").check()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("Site: York").first).to_be_visible()
    assert "as_of=2026-06-30" in page.url
    page.get_by_role("link", name="Remove: Site: York").click()
    expect(page.get_by_text("Site: York")).to_be_hidden()
    assert page.locator(".only-script:visible").count() == 0


def test_picked_rows_bring_up_the_bar_and_a_range_is_picked_with_shift(visitor: Visitor) -> None:
    page = visitor.open(DESIGN, Role.HR)
    bar = page.locator("[data-chosen-bar]")
    expect(bar).to_be_hidden()
    boxes = page.locator("input[name=chosen]")
    boxes.nth(0).click()
    expect(bar).to_contain_text("1 chosen")
    boxes.nth(3).click(modifiers=["Shift"])
    expect(bar).to_contain_text("4 chosen")
    page.get_by_label("Choose all on this page").click()
    expect(bar).to_contain_text("7 chosen")


def test_the_focus_goes_to_the_summary_of_faults_and_from_there_to_the_field(visitor: Visitor) -> None:
    for scripts in (True, False):
        page = visitor.open(DESIGN, Role.HR, java_script_enabled=scripts)
        expect(page.locator("#faults")).to_be_focused()
        page.get_by_role("link", name="Write the name that people use for the site.").click()
        expect(page.get_by_label("Name of the site")).to_be_focused()


def test_on_paper_there_are_words_and_no_frame(visitor: Visitor) -> None:
    page = visitor.open(f"{DESIGN}?as_of=2026-06-30", Role.HR)
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.get_by_text("This is 30 June 2026, not today.")).to_be_visible()
    expect(page.locator(".paper")).to_be_visible()
    picture(page, "design-paper")


def test_a_question_opens_in_place_and_closes_without_doing_anything(visitor: Visitor) -> None:
    page = visitor.open(DESIGN, Role.HR)
    page.get_by_role("link", name="Revoke…").click()
    dialog = page.get_by_role("dialog", name="Revoke Ana Ruiz's certificate?")
    expect(dialog).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Leave it as it is").click()
    expect(dialog).to_be_hidden()
    assert page.url.endswith(DESIGN)


def test_what_a_plot_draws_fills_the_room_between_its_labels_and_its_end(visitor: Visitor) -> None:
    page = visitor.open(DESIGN, Role.HR)
    drawn = page.locator(".plot-svg .inset")
    assert drawn.count()
    for each in drawn.all():
        room = each.evaluate("svg => svg.closest('.plot-svg').getBoundingClientRect().toJSON()")
        held = each.evaluate(
            "svg => { const all = [...svg.querySelectorAll('path, rect')].map(e => e.getBoundingClientRect());"
            " return [Math.min(...all.map(e => e.left)), Math.max(...all.map(e => e.right))]; }"
        )
        assert held == pytest.approx([room["left"], room["right"]], abs=2)


def test_the_table_beside_a_plot_opens_in_place(visitor: Visitor) -> None:
    page = visitor.open(DESIGN, Role.HR, java_script_enabled=False)
    plot = page.get_by_role("figure").filter(has_text="Cover by site")
    expect(plot.get_by_role("img")).to_have_accessible_name("Cover by site")
    expect(plot.get_by_role("table")).to_be_hidden()
    plot.get_by_text("As a table").click()
    expect(plot.get_by_role("row", name="Dallas 7 of 9")).to_be_visible()


def test_what_was_ticked_in_a_menu_counts_when_it_closes(visitor: Visitor) -> None:
    page = visitor.open(DESIGN, Role.HR)
    page.locator(".tools summary", has_text="Site").click()
    page.get_by_role("checkbox", name="York").check()
    page.get_by_role("checkbox", name="Leeds").check()
    page.get_by_role("heading", name="A list").click()
    page.wait_for_url("**at=Leeds&at=York**")
    expect(page.get_by_text("Site: York").first).to_be_visible()
