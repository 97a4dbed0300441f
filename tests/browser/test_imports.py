"""HR's road in a browser, with the real files: drop, fix one column, confirm, undo; on a phone and on a wide screen."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import axe, picture

SCREENS = {"phone": {"width": 360, "height": 740}, "wide": {"width": 1440, "height": 900}}


@pytest.mark.parametrize("screen", SCREENS)
def test_the_real_files_are_dropped_mended_confirmed_and_undone(
    visitor: Visitor, shared_data: Path, screen: str
) -> None:
    page = visitor.open("/imports", Role.HR, viewport=SCREENS[screen])
    seen(page, f"imports-{screen}")
    page.get_by_label("File", exact=True).set_input_files(shared_data / "hr_export" / "employee_data.csv")
    page.get_by_role("button", name="Look at the file").click()
    columns = page.get_by_label("What the column BusinessUnit is")
    # The second time the columns are as they were chosen the first time.
    columns.or_(page.get_by_role("heading", name="What would come of it")).first.wait_for()
    if columns.is_visible():
        assert page.get_by_label("What the column EmployeeID is").input_value() == "staff_number"
        seen(page, f"columns-{screen}")
        columns.select_option("site")
        page.get_by_label("What the column EmployeeStatus is").select_option("")
        page.get_by_role("button", name="Go on").click()
        for each in page.get_by_role("combobox", name="means").all():
            each.select_option("a new site of that name")
        seen(page, f"values-{screen}")
        page.get_by_role("button", name="Read the file and show what would change").click()
    confirm = page.get_by_role("button", name="Import 3,000 rows")
    expect(confirm).to_be_visible()
    seen(page, f"preview-{screen}")
    confirm.click()
    expect(page.get_by_role("listitem").filter(has_text="rows are new")).to_be_visible()
    page.get_by_role("link", name="Undo the import…").wait_for()
    seen(page, f"result-{screen}")
    page.get_by_role("link", name="Undo the import…").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("before it was undone")).to_be_visible()
    assert visitor.complaints == []


def seen(page: Page, name: str) -> None:
    """Kept as a picture, without anything that axe objects to."""
    page.wait_for_load_state()
    assert axe(page) == []
    picture(page, f"imports-road-{name}")
