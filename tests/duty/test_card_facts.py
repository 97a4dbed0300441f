"""What a site's card says beside its address: from a file or a form to every language, the export, and the history."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from readiness.audit.models import AuditDetail
from readiness.foundation.database import connected, open_database
from readiness.handbook.export import export
from readiness.handbook.serving import HandbookFirst
from readiness.people.models import Site, SiteVersion
from readiness.people.places import number_doubt, number_fault
from readiness.people.queries import places
from readiness.web.access import Role
from tests.commands import Terminal
from tests.conftest import close
from tests.factories import make_site
from tests.handbook.desk import edit
from tests.handbook.making import content_of, published, with_places
from tests.handbook.test_serving import other
from tests.handbook.test_sites import words
from tests.signing_in import post, sign_in

HOSTILE = "<img src=x onerror=alert(1)>"


def test_the_card_says_in_each_language_what_is_known_and_leaves_out_the_rest(
    db: str, tmp_path: Path
) -> None:
    make_site("dayton", name="Dayton", meeting_place="Front gate", defibrillator=f"Reception {HOSTILE}")
    make_site("bare", name="Bare")
    published(tmp_path, with_places(content_of(("panic",)), tuple(places())))
    handbook = Client(HandbookFirst(other, tmp_path))
    card = handbook.get("/sites/dayton").text
    assert "Where to meet the ambulance: Front gate Defibrillator: Reception &lt;img" in words(card)
    assert "Exits" not in card
    assert "<img" not in card
    assert "Dónde esperar a la ambulancia: Front gate" in words(handbook.get("/sites/dayton?lang=es").text)
    assert "Defibrillator" not in handbook.get("/sites/bare").text
    assert "Front gate" not in handbook.get("/protocols/panic?site=dayton").text
    # Every other page at the site leads there, and so does the export for it.
    assert 'href="/sites/dayton?site=dayton"' in handbook.get("/protocols/panic?site=dayton").text
    export(tmp_path, tmp_path / "stick", "dayton")
    assert "Front gate" in (tmp_path / "stick" / "sites.html").read_text()
    assert 'href="../sites.html"' in (tmp_path / "stick" / "protocols" / "panic.html").read_text()
    assert "Punto de reunión" not in (tmp_path / "stick" / "es" / "sites.html").read_text()


def test_hr_writes_the_card_and_what_it_said_before_is_kept(client: FlaskClient) -> None:
    site = make_site("dayton", name="Dayton", exits="Front door")
    sign_in(client, Role.HR)
    address = f"/people/sites/{site.id}/edit"
    page = client.get(address).text
    assert 'value="Front door"' in page
    seen = page.partition('name="seen" type="hidden" value="')[2].partition('"')[0]
    values = {"name": "Dayton", "country": "US", "time_zone": "America/New_York", "seen": seen}
    assert post(client, address, **values, exits="Back door", assembly_point="Car park").status_code == 302
    now = Site.get_by_id(site.id)
    assert (now.exits, now.assembly_point) == ("Back door", "Car park")
    assert SiteVersion.get().exits == "Front door"
    shown = client.get(f"/people/sites/{site.id}").text
    assert "Back door" in shown
    assert '<span class="unseen">was </span>Front door' in shown
    assert any("Back door" in row.detail for row in AuditDetail.select())


def test_a_sites_file_may_bring_the_cards(terminal: Terminal) -> None:
    file = terminal.folder / "sites.csv"
    file.write_text(
        "Site code,Name,AED location,Exits,Muster point\nD1,Dayton,Reception,Front door,Car park\n"
    )
    terminal.good("init")
    terminal.good("import", "sites", file)
    file.write_text("Site code,Name,AED location\nD1,Dayton,Hall\n")
    terminal.good("import", "sites", file)
    open_database(terminal.database_url)
    with connected():
        (site,) = Site.select()
        assert (site.defibrillator, site.exits, site.assembly_point) == ("Hall", "Front door", "Car park")
        assert SiteVersion.get().defibrillator == "Reception"
    close()


@pytest.mark.parametrize("typed", ["ask Bob", "911 or 7777", "9", "()", "none", "1" * 40])
def test_what_cannot_be_dialled_is_no_emergency_number(typed: str) -> None:
    assert "Write one number, such as 911 or 112" in number_fault(typed)
    assert not number_doubt(typed, "GB")


def test_a_number_that_is_none_of_the_country_s_is_asked_about() -> None:
    for typed, country in (("999", "GB"), ("112", "GB"), (" 911 ", "US"), ("", "GB"), ("17", "FR")):
        assert not number_fault(typed)
        assert not number_doubt(typed, country), (typed, country)
    assert number_doubt("991", "GB") == (
        "991 is not an emergency number of GB that is known here (999, 112). "
        "Is it the number of your own control room?"
    )


def test_words_are_refused_as_an_emergency_number_and_a_doubtful_one_is_told_of(client: FlaskClient) -> None:
    site = make_site("hull", name="Hull", country="GB", time_zone="Europe/London")
    sign_in(client, Role.HR)
    address, doubt = f"/people/sites/{site.id}/edit", "991 is not an emergency number of GB"
    refused = edit(client, address, emergency_number="ask Bob")
    assert refused.status_code == 422
    assert "&#39;ask Bob&#39; is no number that can be dialled." in refused.text
    assert edit(client, address, emergency_number="991").status_code == 302
    told, later = (client.get(f"/people/sites/{site.id}").text for _each in range(2))
    assert (told.count(doubt), later.count(doubt)) == (2, 1)
    assert edit(client, address, emergency_number="999").status_code == 302
    assert doubt not in client.get(f"/people/sites/{site.id}").text


def test_a_sites_file_whose_emergency_number_is_words_is_refused_at_that_row(terminal: Terminal) -> None:
    file = terminal.folder / "sites.csv"
    file.write_text("Site code,Name,Emergency number\nD1,Dayton,911\nD2,Durham,ask Bob\n")
    terminal.good("init")
    said = terminal.run("import", "sites", file)
    assert "'ask Bob' is no number that can be dialled." in said.out + said.err
