"""Proof, from an employee's phone to the closed gap: with a script and without, in English and Spanish."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from readiness.foundation import clock
from readiness.foundation.database import connected, open_database
from readiness.reminders.rules import rules_in_force
from readiness.reminders.turning import Home, wanted_on
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import keep_pictures, look_at
from tests.browser.serving import LiveServer, serve
from tests.conftest import close
from tests.evidence.files import jpeg, pdf, pdf_bytes, picture

PHONE: ViewportSize = {"width": 360, "height": 760}
HOLDER = "Marcus Brooks"
"""His certificate ended, and Hull is one short of those who can resuscitate."""
SHORT = "1 person holds ‘CPR and defibrillator’ where 2 must"


@pytest.fixture
def live(sample: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """A service of the test's own, on which the employee is someone at Hull."""
    shutil.copy(sample, tmp_path / "readiness.sqlite")
    with sqlite3.connect(tmp_path / "readiness.sqlite") as rows:
        given_name, family_name = HOLDER.split()
        holder = (
            "SELECT p.id FROM person p JOIN membership m ON m.person_id = p.id JOIN site s ON s.id = m.site_id "
            f"WHERE s.code = 'hull' AND p.given_name = '{given_name}' AND p.family_name = '{family_name}'"
        )
        ((person, ended_on),) = rows.execute(f"SELECT ({holder} LIMIT 1), date('now', '-5 days')")
        rows.execute("UPDATE account SET person_id = ? WHERE role = 'employee'", (person,))
        rows.execute(
            "UPDATE certificate SET expires_on = ?, counts_until_on = ? WHERE kind = 'cpr-aed' AND person_id = ?",
            (ended_on, ended_on, person),
        )
    rows.close()
    with serve(tmp_path) as running:
        yield running


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """What a phone's camera gives."""
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(jpeg(picture((1200, 900))))
    return path


def reminders(live: LiveServer) -> list[str]:
    """Whom the next weeks would remind of what, at Hull."""
    open_database(f"sqlite:///{live.folder / 'readiness.sqlite'}")
    with connected():
        home, today = Home("Europe/London", "GB", "en"), clock.today("Europe/London")
        days = [today + timedelta(days=number) for number in range(20)]
        found = [
            str(each.words.content["name"])
            for day in days
            for each in wanted_on(rules_in_force(), home, "Europe/London", day)
            if "CPR" in str(each.words.content.get("certificate", ""))
        ]
    close()
    return found


def fill_in(page: Page, kind: str, day: str) -> None:
    page.get_by_label("Certificate", exact=True).select_option(label=kind)
    page.get_by_label("Day of issue").fill(day)
    page.get_by_label("Who gave it").fill("Red Cross")


def test_from_a_phone_to_the_closed_gap(
    live: LiveServer, card: Path, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    assert HOLDER in reminders(live)
    visitor = visitor_of(live)
    before = visitor.open("/compliance?site=hull&status=gap", Role.HR)
    expect(before.get_by_text(SHORT)).to_have_count(1)

    page = visitor.open("/", Role.EMPLOYEE, viewport=PHONE, has_touch=True)
    page.goto("/mine")
    look_at(page, "mine")
    page.get_by_role("link", name="Send in a certificate").first.click()
    page.get_by_label("Take a picture").set_input_files(card)
    page.get_by_role("button", name="Send it in").click()
    expect(page.locator(".fault-summary")).to_be_visible()
    look_at(page, "proof-refused")
    page.get_by_label("Take a picture").set_input_files(card)
    fill_in(page, "CPR and defibrillator", "2026-11-20")
    page.get_by_role("button", name="Send it in").click()
    expect(page.get_by_text("It waits for HR.")).to_be_visible()
    look_at(page, "proof-sent")

    hr = visitor.open("/certificates", Role.HR)
    expect(hr.get_by_role("link", name=re.compile("Certificates 1"))).to_be_visible()
    hr.get_by_role("link", name="Proof that people sent in").click()
    look_at(hr, "proof-queue")
    hr.get_by_role("link", name=HOLDER).click()
    expect(hr.locator(".proof-picture img")).to_have_js_property("complete", value=True)
    assert hr.locator(".proof-picture img").evaluate("image => image.naturalWidth") > 300
    look_at(hr, "proof-look")
    hr.get_by_text("Send it back instead").click()
    hr.get_by_label("What should they do?").fill("Please write the number that is printed on it.")
    hr.get_by_role("button", name="Send it back").click()

    page.goto("/mine")
    page.get_by_role("link", name="CPR and defibrillator").first.click()
    expect(page.get_by_text("Please write the number")).to_be_visible()
    look_at(page, "proof-returned")
    page.get_by_role("link", name="Change it, and send it in again").click()
    page.get_by_label("Number").fill("RC-77")
    page.get_by_role("button", name="Send it in").click()
    expect(page.get_by_text("It waits for HR.")).to_be_visible()

    hr.goto("/certificates/proof")
    hr.get_by_role("link", name=HOLDER).click()
    hr.get_by_role("button", name="Approve").click()
    expect(hr.get_by_text(f"The certificate of {HOLDER} is recorded.")).to_be_visible()

    before.goto("/dashboard")
    before.goto("/compliance?site=hull&status=gap")
    expect(before.get_by_text(SHORT)).to_have_count(0)
    assert HOLDER not in reminders(live)
    page.goto("/mine")
    expect(page.get_by_role("row", name=re.compile("CPR and defibrillator.*Valid"))).to_be_visible()
    look_at(page, "mine-approved")
    with page.expect_download() as download:
        page.get_by_role("link", name="CPR and defibrillator").first.click()
        page.get_by_role("link", name="Picture").click()
    assert download.value.path().read_bytes().startswith(b"\xff\xd8\xff")


def test_without_a_script_and_in_spanish(
    live: LiveServer, tmp_path: Path, chromium: Browser, visitor_of: Callable[[LiveServer], Visitor]
) -> None:
    file = tmp_path / "diploma.pdf"
    file.write_bytes(pdf_bytes(pdf(2)))
    page = visitor_of(live).open(
        "/mine", Role.EMPLOYEE, viewport=PHONE, locale="es-ES", java_script_enabled=False
    )
    expect(page.get_by_role("heading", name="Lo que tiene")).to_be_visible()
    page.get_by_role("link", name="Enviar un certificado").first.click()
    page.get_by_label("O elija un archivo").set_input_files(file)
    page.get_by_label("Certificado", exact=True).select_option(label="Psychological first aid")
    page.get_by_label("Fecha de emisión").fill("2026-11-20")
    page.get_by_role("button", name="Enviarlo").click()
    expect(page.get_by_text("Espera a Recursos Humanos.")).to_be_visible()
    expect(page.get_by_text("PDF, 2 páginas")).to_be_visible()
    keep_pictures(page, "proof-sent-es")
    page.get_by_role("button", name="Retirarlo").click()
    expect(page.get_by_text("Retirado").first).to_be_visible()
