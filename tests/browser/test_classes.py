"""A class, from an employee's phone to the closed gap: signed up in Spanish, scanned at the door, confirmed, printed."""

import io
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from readiness.foundation import clock
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import look_at
from tests.browser.serving import LiveServer, serve

PHONE: ViewportSize = {"width": 360, "height": 760}
SHORT = "1 person holds ‘CPR and defibrillator’ where 2 must"
"""Hull is one short of those who can resuscitate: Marcus Brooks's certificate ended."""
HOLDER = "SELECT id FROM person WHERE given_name = 'Marcus' AND family_name = 'Brooks'"


@pytest.fixture
def live(sample: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """A service of the test's own, on which the employee is someone at Hull."""
    shutil.copy(sample, tmp_path / "readiness.sqlite")
    with sqlite3.connect(tmp_path / "readiness.sqlite") as rows:
        rows.execute(f"UPDATE account SET person_id = ({HOLDER} LIMIT 1) WHERE role = 'employee'")
    rows.close()
    with serve(tmp_path) as running:
        yield running


def plan(hr: Page) -> str:
    """A class at Hull that begins in a quarter of an hour; gives its path."""
    begins = clock.now().astimezone(ZoneInfo("Europe/London")) + timedelta(minutes=15)
    hr.goto("/classes/plan?site=hull")
    hr.get_by_label("Leads to").select_option(label="CPR and defibrillator")
    hr.get_by_label("Day", exact=True).fill(begins.date().isoformat())
    hr.get_by_label("Begins").fill(f"{begins:%H:%M}")
    hr.get_by_label("Ends").fill(f"{begins + timedelta(minutes=5):%H:%M}")
    hr.get_by_label("Seats").fill("3")
    hr.get_by_label("Trainer", exact=False).first.fill("Sam Poe")
    hr.get_by_role("button", name="Plan it").click()
    hr.wait_for_url(re.compile(r"/classes/\d+"))
    return "/classes/" + hr.url.rpartition("/classes/")[2].partition("?")[0]


def pass_time(live: LiveServer, tmp_path: Path) -> None:
    """The class began and ended an hour ago."""
    with sqlite3.connect(tmp_path / "readiness.sqlite") as rows:
        rows.execute(
            "UPDATE training_class SET starts_at = datetime(starts_at, '-2 hours') || '.000000', "
            "ends_at = datetime(ends_at, '-2 hours') || '.000000' WHERE id = (SELECT max(id) FROM training_class)"
        )
    rows.close()


def test_from_signing_up_to_the_closed_gap(
    live: LiveServer, tmp_path: Path, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    visitor = visitor_of(live)
    hr = visitor.open("/compliance?site=hull&status=gap", Role.HR)
    expect(hr.get_by_text(SHORT)).to_have_count(1)
    path = plan(hr)

    phone = visitor.open("/mine", Role.EMPLOYEE, viewport=PHONE, has_touch=True, locale="es-ES")
    phone.get_by_role("link", name="Buscar un curso").click()
    look_at(phone, "account-classes")
    phone.get_by_role("link", name="CPR and defibrillator").click()
    phone.get_by_role("button", name="Inscribirme").click()
    expect(phone.get_by_text("Tiene plaza.", exact=True)).to_be_visible()
    look_at(phone, "account-class")

    hr.goto(f"{path}/door")
    seen = Image.open(io.BytesIO(hr.locator(".door svg").screenshot()))
    (code,) = zxingcpp.read_barcodes(seen)
    phone.goto("/here/" + code.text.rpartition("/here/")[2])
    look_at(phone, "class-here")
    phone.get_by_role("button", name="Estoy aquí").click()
    expect(phone.get_by_text("Está en la lista.")).to_be_visible()

    hr.goto(f"{path}/attendance")
    expect(hr.get_by_text("1 of 1 are there.")).to_be_visible()
    look_at(hr, "class-attendance-there")
    pass_time(live, tmp_path)
    hr.reload()
    hr.get_by_role("button", name="Settle who was there").click()
    expect(hr.get_by_text("Settled: 1 there")).to_be_visible()
    hr.goto(path)
    hr.get_by_role("button", name="Confirm and grant the certificates").click()
    expect(hr.get_by_text("One certificate was granted.")).to_be_visible()

    hr.goto("/dashboard")
    hr.goto("/compliance?site=hull&status=gap")
    expect(hr.get_by_text(SHORT)).to_have_count(0)
    phone.goto(path.replace("/classes", "/account/classes"))
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Certificado de asistencia").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    phone.get_by_role("link", name="Decir qué tal fue").click()
    look_at(phone, "class-feedback")

    phone.goto("/account/calendars")
    phone.get_by_role("button", name="Crear la dirección").click()
    look_at(phone, "account-calendar-made")
    assert visitor.complaints == []
