"""The roads of HR: a nightly file that is held back, looked at and let in; somebody who left, taken out for ever."""

import sqlite3
import urllib.request
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Page, expect

from config import config_from_environment
from readiness.foundation import clock
from readiness.foundation.database import connected, open_database
from readiness.imports.deciding import Desk
from readiness.imports.starting import start_work
from readiness.nightly.actions import ACTOR
from readiness.nightly.following import Watch, take_turn
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import axe, keep_pictures
from tests.browser.serving import LiveServer
from tests.conftest import close


def ask(live: LiveServer, sql: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(live.folder / "readiness.sqlite")) as rows:
        return list(rows.execute(sql))


def tick(live: LiveServer) -> None:
    """One turn of the timetable."""
    database = f"sqlite:///{live.folder / 'readiness.sqlite'}"
    config = config_from_environment(
        {"READINESS_DATABASE_URL": database, "READINESS_DATA_DIR": str(live.folder)}
    )
    open_database(database)
    with connected():
        take_turn(Watch(Desk(config, ACTOR, start_work), None, 60, clock.now()))
    close()


def leavers(live: LiveServer) -> str:
    """A file by which everybody with a number of the sample leaves."""
    numbers = ask(live, "SELECT staff_number FROM person ORDER BY id LIMIT 400")
    rows = (f"{number},2020-01-01,2026-01-31" for (number,) in numbers)
    return "\n".join(["Staff number,Employed from,Employed until", *rows]) + "\n"


def send(live: LiveServer, token: str, content: str) -> None:
    asked = urllib.request.Request(
        f"{live.base_url}/api/v1/nightly/staff",
        data=content.encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "text/csv"},
    )
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 202


def shown(page: Page, name: str) -> None:
    assert axe(page) == []
    keep_pictures(page, name)
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_file_that_is_held_back_is_looked_at_and_let_in(
    sample_server: LiveServer, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    page = visitor_of(sample_server).open("/settings", Role.HR)
    page.get_by_role("link", name="Nightly files").first.click()
    page.get_by_role("button", name="Make a token").click()
    token = page.locator("code.wrap").inner_text()
    shown(page, "nightly-token")
    send(sample_server, token, leavers(sample_server))
    expect_state(sample_server, "mapping")
    tick(sample_server)
    page.goto("/imports")
    page.get_by_role("link", name="Nightly files").click()
    expect(page.get_by_text("Held back")).to_be_visible()
    shown(page, "nightly-held")
    page.get_by_role("link", name="staff.csv").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Import 400 rows").click()
    expect(page.get_by_text("What it came to")).to_be_visible(timeout=30_000)
    shown(page, "nightly-imported")
    tick(sample_server)
    page.goto("/imports/nightly")
    expect(page.get_by_text("Imported")).to_be_visible()


def expect_state(live: LiveServer, state: str) -> None:
    until = clock.now().timestamp() + 30
    while ask(live, "SELECT state FROM file_import ORDER BY id DESC LIMIT 1") != [(state,)]:
        assert clock.now().timestamp() < until


def test_somebody_who_left_is_taken_out_for_ever(
    sample_server: LiveServer, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    left = "SELECT p.id, p.staff_number, p.family_name FROM person p WHERE NOT EXISTS (SELECT 1 FROM employment e "
    ((person_id, number, name),) = ask(
        sample_server,
        f"{left} WHERE e.person_id = p.id AND e.superseded_in = 2147483647 AND e.until_on >= date('now')) LIMIT 1",
    )
    page = visitor_of(sample_server).open(f"/people/{person_id}", Role.HR)
    page.get_by_role("link", name="What is kept, to give or to erase").click()
    shown(page, "privacy-erase")
    page.get_by_label("Why", exact=True).fill("They asked for it on 28 November.")
    page.get_by_label("Staff number").fill(number)
    page.get_by_role("button", name="Take the name out for ever").click()
    expect(page.get_by_text("The name is taken out")).to_be_visible()
    assert name not in page.inner_text("main")
    shown(page, "privacy-erased")
