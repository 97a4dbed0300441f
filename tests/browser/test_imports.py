"""Every page of an import, in each state that it can be in: fit to be looked at, at each width, light and dark."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from readiness.imports.pulse import last_sign
from readiness.imports.storage import Folder
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import look_at
from tests.browser.serving import LiveServer

HEAD = "Ref,Forename,Surname,Place of work,Role,Mail,Begins\n"
GOOD = [
    "E1,Ana,Ruiz,Leeds,Nurse,ana@example.org,03/04/2020",
    "E2,Tom,Okafor,Leeds,Nurse,tom@example.org,05/06/2021",
    "E3,Mara,Lind,Yrok,Porter,mara@example.org,07/08/2022",
    "E4,Kim,Park,Swansea,Clerk,mara@example.org,09/10/2023",
]
BAD = ["E5,Jo,Bell,Leeds,Nurse,jo@example.org,soon", ",Pat,Shaw,Leeds,Nurse,pat@example.org,01/02/2024"]
CHOSEN = {
    "Ref": "staff number",
    "Place of work": "site",
    "Role": "job title",
    "Mail": "e-mail",
    "Begins": "first day of work",
}


@pytest.fixture
def page(sample_server: LiveServer, visitor_of: Callable[[LiveServer], Visitor]) -> Iterator[Page]:
    visitor = visitor_of(sample_server)
    yield visitor.open("/imports", Role.HR)
    # The browser itself says in the console that a page came with 422.
    visitor.complaints[:] = [text for text in visitor.complaints if "Failed to load resource" not in text]


def drop(page: Page, folder: Path, rows: list[str], name: str = "staff-june.csv", head: str = HEAD) -> None:
    file = folder / name
    file.write_text(head + "".join(f"{row}\n" for row in rows))
    page.goto("/imports")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()


def choose(page: Page, chosen: dict[str, str] = CHOSEN) -> None:
    """Say what the columns are, and how days are written."""
    for column, field in chosen.items():
        page.get_by_label(f"What the column {column} is", exact=True).select_option(field)
    page.get_by_label("How days are written").select_option("%d/%m/%Y")
    page.get_by_role("button", name="Go on").click()


def means(page: Page, value: str, meaning: str) -> None:
    page.get_by_label(f"What {value} means", exact=True).select_option(meaning)


def reads(page: Page) -> None:
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="What would come of it")).to_be_visible()


def test_from_unsure_columns_to_an_import_that_is_undone(page: Page, tmp_path: Path) -> None:
    drop(page, tmp_path, GOOD + BAD)
    expect(page.get_by_role("heading", name="Columns of staff-june.csv")).to_be_visible()
    look_at(page, "import-columns-unsure")
    page.get_by_label("What the column Surname is", exact=True).select_option("given name")
    page.get_by_label("What the column Ref is", exact=True).select_option("not needed")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="What needs mending")).to_be_visible()
    expect(page.get_by_label("What the column Forename is", exact=True)).to_have_value("given_name")
    look_at(page, "import-columns-faults")
    choose(page, {**CHOSEN, "Surname": "family name"})
    expect(page.get_by_text("Close to ‘York’.")).to_be_visible()
    means(page, "Yrok", "a new site of that name")
    means(page, "Swansea", "a new site of that name")
    look_at(page, "import-values")
    reads(page)
    expect(page.get_by_role("heading", name="2 new sites would be made")).to_be_visible()
    expect(page.get_by_role("heading", name="2 rows have faults")).to_be_visible()
    look_at(page, "import-preview-faults")
    page.get_by_role("link", name="All of them, by row").click()
    look_at(page, "import-problems")
    page.go_back()
    page.get_by_role("link", name="Say which sites they are").click()
    means(page, "Yrok", "York")
    reads(page)
    expect(page.get_by_role("heading", name="One new site would be made")).to_be_visible()
    page.get_by_role("button", name="Take the 4 good rows").click()
    expect(page.get_by_role("heading", name="What it came to")).to_be_visible()
    look_at(page, "import-done")
    page.get_by_role("link", name="Undo the import…").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("before it was undone")).to_be_visible()
    look_at(page, "import-undone")


def test_a_preview_without_faults_and_sites_that_are_refused(page: Page, tmp_path: Path) -> None:
    drop(page, tmp_path, GOOD)
    choose(page)
    means(page, "Yrok", "a new site of that name")
    means(page, "Swansea", "a new site of that name")
    reads(page)
    expect(page.get_by_role("button", name="Import 4 rows")).to_be_visible()
    look_at(page, "import-preview")
    page.get_by_role("button", name="Make no sites").click()
    expect(page.get_by_role("heading", name="2 rows have faults")).to_be_visible()
    page.get_by_role("button", name="Give it up").click()
    expect(page.get_by_text("The import was given up. Nothing was changed.")).to_be_visible()
    look_at(page, "import-cancelled")
    page.goto("/imports")
    look_at(page, "imports-some")


def test_what_is_no_table_is_refused(page: Page, tmp_path: Path) -> None:
    drop(page, tmp_path, [], "brochure.csv", head="%PDF-1.7\n")
    expect(page.get_by_text("The file was refused. Nothing was changed.")).to_be_visible()
    look_at(page, "import-refused")


def test_work_that_runs_and_work_that_has_stopped(
    page: Page, sample_server: LiveServer, tmp_path: Path
) -> None:
    process = drop_everyone(page, sample_server, tmp_path)
    try:
        page.get_by_role("progressbar").wait_for()
        look_at(page, "import-running")
        expect(page.get_by_role("heading", name="The work has stopped")).to_be_visible()
        look_at(page, "import-stopped")
    finally:
        os.kill(process, signal.SIGKILL)


def test_a_page_that_refreshes_by_itself_waits_for_whoever_is_typing(
    page: Page, sample_server: LiveServer, tmp_path: Path
) -> None:
    process = drop_everyone(page, sample_server, tmp_path)
    search = page.get_by_role("searchbox")
    try:
        page.get_by_role("progressbar").wait_for()
        search.press_sequentially("Mara")
    finally:
        os.kill(process, signal.SIGCONT)
    is_ready_elsewhere(page)
    expect(search).to_have_value("Mara")
    expect(page.get_by_role("progressbar")).to_be_visible()
    search.fill("")
    search.blur()
    expect(page.get_by_role("heading", name=READY)).to_be_visible()


def test_a_page_that_refreshes_by_itself_does_not_hold_back_who_has_pressed_a_link(
    page: Page, sample_server: LiveServer, tmp_path: Path
) -> None:
    process = drop_everyone(page, sample_server, tmp_path)
    slow: list[Route] = []

    def hold(route: Route) -> None:
        slow.append(route)

    try:
        page.get_by_role("progressbar").wait_for()
        page.route("**/people", hold)
        page.get_by_role("link", name="People", exact=True).click(no_wait_after=True)
    finally:
        os.kill(process, signal.SIGCONT)
    is_ready_elsewhere(page)
    slow[0].continue_()
    expect(page.get_by_role("heading", name="People")).to_be_visible()


READY = "Columns of everyone.csv"


def drop_everyone(page: Page, server: LiveServer, folder: Path) -> int:
    """Drop a long file, and hold the process that works on it; gives its number."""
    drop(page, folder, [f"N{row},Ana,Ruiz,Leeds,Nurse,,03/04/2020" for row in range(60_000)], "everyone.csv")
    return stopped_worker(server.folder)


def is_ready_elsewhere(page: Page) -> None:
    """Another page shows that the file is read; this one has fetched its part again since."""
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", name=READY)).to_be_visible()
    other.close()
    page.wait_for_timeout(2500)  # more than twice as long as until then


def stopped_worker(data: Path) -> int:
    """Hold the process that works on the only file, as if the machine had no time for it; gives its number."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for folder in (data / "imports").glob("*"):
            sign = last_sign(Folder(folder), 1)
            if sign is not None:
                os.kill(sign.process, signal.SIGSTOP)
                return sign.process
        time.sleep(0.01)
    raise AssertionError("nothing works on the file")
