"""An auditor's road: the 30th of June as of and as known, four formats, verified offline, and out by date."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from readiness.foundation import clock
from readiness.web.access import Role
from tests.browser.conftest import PATIENCE
from tests.browser.looking import axe, is_wider_than_the_window, picture
from tests.browser.serving import LiveServer, serve
from tests.commands import Terminal

WEST, EAST = "Pacific/Pago_Pago", "Pacific/Kiritimati"
"""Twenty-five hours apart: it is always a later day in the second."""


def sign_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("E-mail address").fill(LiveServer.email(Role.AUDITOR))
    page.get_by_label("Password").fill(LiveServer.password)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample whose auditor's last day is today, far in the west."""
    place = tmp_path / "house"
    place.mkdir()
    database = place / "readiness.sqlite"
    database.write_bytes(sample.read_bytes())
    with sqlite3.connect(database) as connection:
        last_day = clock.today(WEST).isoformat()
        connection.execute("UPDATE account SET until_on = ? WHERE role = 'auditor'", (last_day,))
    connection.close()
    return place


def test_an_auditor_asks_of_june_takes_it_away_verifies_it_and_is_out_by_date(
    chromium: Browser, folder: Path, tmp_path: Path
) -> None:
    database = f"sqlite:///{folder / 'readiness.sqlite'}"
    desk = Terminal(database, folder)
    with serve(folder, READINESS_TIME_ZONE=WEST) as live:
        context = chromium.new_context(base_url=live.base_url, viewport={"width": 1440, "height": 900})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        sign_in(page)
        before = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        page.goto("/reports/certificates?as_of=2026-06-30")
        expect(page.get_by_role("heading", name="What it comes to")).to_be_visible()
        said = page.locator("table.table").last.inner_text()
        number = _certificate(folder)
        desk.good("certificate", "correct", number, "--expires-on", "2026-06-29")
        page.reload()
        assert page.locator("table.table").last.inner_text() != said, "what we say of June today"
        page.goto(f"/reports/certificates?as_of=2026-06-30&known_at={before}")
        assert page.locator("table.table").last.inner_text() == said, "what we knew before"
        assert axe(page) == []
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 900})
            picture(page, f"report-{width}")
            assert not is_wider_than_the_window(page)
        page.set_viewport_size({"width": 1440, "height": 900})
        key = desk.good("audit", "key").split()[-1]
        outside = Terminal(f"sqlite:///{tmp_path / 'nowhere' / 'none.sqlite'}", tmp_path / "nowhere")
        for form in ("CSV", "XLSX", "PDF", "JSON"):
            with page.expect_download() as begun:
                page.get_by_role("button", name=form, exact=True).click()
            file = tmp_path / f"{form}.zip"
            begun.value.save_as(file)
            told = outside.good("verify", file, "--key", key)
            assert "It answers as of 30 June 2026, by what was known on" in told
        page.goto("/auditor")
        expect(page.get_by_role("row", name="certificates").first).to_be_visible()
        assert axe(page) == []
        picture(page, "auditors-room")
        state = context.storage_state()
        context.close()
    with serve(folder, READINESS_TIME_ZONE=EAST) as live:
        context = chromium.new_context(base_url=live.base_url, storage_state=state)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto("/reports")
        assert "/login" in page.url, "the session ended with the day"
        sign_in(page)
        expect(page.get_by_role("alert").first).to_be_visible()
        assert "/login" in page.url
        context.close()


def _certificate(folder: Path) -> str:
    """The number of the first certificate of the report."""
    with sqlite3.connect(folder / "readiness.sqlite") as connection:
        rows = connection.execute(
            "SELECT fact_id FROM certificate WHERE expires_on > '2026-06-30' AND issued_on < '2026-06-01' "
            "ORDER BY person_id, kind, issued_on LIMIT 1"
        ).fetchall()
    connection.close()
    return str(rows[0][0])
