"""What a site's card says beside its address: from a file or a form to every language, the export, and the history."""

from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import Client

from readiness.audit.models import AuditDetail
from readiness.foundation.database import connected, open_database
from readiness.handbook.export import export
from readiness.handbook.serving import HandbookFirst
from readiness.people.models import Site, SiteVersion
from readiness.people.queries import places
from readiness.web.access import Role
from tests.commands import Terminal
from tests.conftest import close
from tests.factories import make_site
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
