"""Printing and hanging up in pages: keys are renewed knowingly, and managers print for their own sites."""

import re

import pytest
from flask.testing import FlaskClient

from readiness.duty.models import DutyCardKey
from readiness.foundation import clock
from readiness.handbook.models import EditionSwitch, HandbookEdition
from readiness.paper.models import PaperPrint
from readiness.people.models import Site
from readiness.protocols.actions import bring_starters
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.protocols.states import State
from readiness.web.access import Role
from tests.factories import make_site
from tests.handbook.desk import fields
from tests.paper.making import read_codes
from tests.signing_in import sign_in

PRINT = "/handbook/paper/print"


@pytest.fixture
def sites(client: FlaskClient) -> tuple[Site, Site]:
    bring_starters([shipped_protocols()["panic"]], "a test")
    ProtocolRevision.update(state=State.PUBLISHED, approved_at=clock.now()).execute()
    by = {"made_at": clock.now(), "made_by": "a test", "revisions": {"panic": 1}, "links": {}, "outages": []}
    edition = HandbookEdition.create(name="edition-3f9a12cdffffffff.sqlite", content=b"", **by)
    EditionSwitch.create(name=edition.name, switched_at=clock.now(), switched_by="a test")
    return make_site("dayton", address="121 Main Street"), make_site("ohio", address="1 Oak Street")


def test_keys_are_renewed_after_it_was_said_how_many(client: FlaskClient, sites: tuple[Site, Site]) -> None:
    sign_in(client, Role.HR)
    asked = {**fields(client.get(PRINT).text), "site": "dayton", "renews_keys": "y", "languages": ["en"]}
    warned = client.post(PRINT, data=asked)
    assert "Renew one key and print" in warned.text
    assert not DutyCardKey.select().exists()
    ordered = client.post(PRINT, data={**asked, "seen_keys": fields(warned.text)["seen_keys"]})
    assert "Download this now" in ordered.text
    assert DutyCardKey.select().count() == 1
    batch = PaperPrint.get().batch.id
    file = client.post(f"/handbook/paper/batches/{batch}/file", data=fields(ordered.text))
    assert file.content_type == "application/pdf"
    (address,) = read_codes(file.data)
    assert re.fullmatch(r"http://localhost/sites/dayton/[\w-]{22}\?lang=en", address)
    later = client.get(f"/handbook/paper/batches/{batch}").text
    assert "The file cannot be made again" in later
    assert "Download the PDF" not in later


def test_a_manager_prints_for_the_own_sites_alone(client: FlaskClient, sites: tuple[Site, Site]) -> None:
    sign_in(client, Role.MANAGER, site_ids=(sites[0].id,))
    asked = {**fields(client.get(PRINT).text), "languages": ["en", "es"]}
    refused = client.post(PRINT, data={**asked, "site": "ohio"})
    assert refused.status_code == 422
    assert "There is no site &#39;ohio&#39; among yours." in refused.text
    assert client.get("/handbook/paper/preview.png?of=ohio").status_code == 404
    client.post(PRINT, data={**asked, "site": ""})
    assert {(each.site.code, each.language) for each in PaperPrint.select()} == {
        ("dayton", "en"),
        ("dayton", "es"),
    }
    batch = PaperPrint.get().batch.id
    archive = client.post(f"/handbook/paper/batches/{batch}/file", data={"csrf_token": asked["csrf_token"]})
    assert archive.content_type == "application/zip"
    assert archive.data.startswith(b"PK")
    assert "2 of 2" in client.get(f"/handbook/paper/batches/{batch}").text


def test_before_anything_is_published_it_says_what_to_do(client: FlaskClient) -> None:
    sign_in(client, Role.COORDINATOR)
    answer = client.get(PRINT)
    assert answer.status_code == 409
    assert "Publish it under Handbook" in answer.text
    assert "Nothing hangs yet" in client.get("/handbook/paper").text


def test_a_piece_that_hangs_and_is_out_of_date_is_not_told_as_up_to_date(
    client: FlaskClient, sites: tuple[Site, Site]
) -> None:
    sign_in(client, Role.HR)
    client.post(PRINT, data={**fields(client.get(PRINT).text), "site": "dayton", "languages": ["en"]})
    address = f"/paper/{PaperPrint.get().serial}"
    assert (
        client.post(address, data={**fields(client.get(address).text), "place": "Kitchen"}).status_code == 302
    )
    assert 'Hangs<span class="unseen"> (Up to date)' in client.get(address).text
    Site.update(emergency_number="7777").where(Site.id == sites[0].id).execute()
    page = client.get(address).text
    assert "Out of date: take it down" in page
    assert 'Hangs<span class="unseen"> (Out of date)' in page
    assert "Up to date" not in page
    assert client.get("/handbook").status_code == 200


def test_a_site_is_named_as_people_call_it(client: FlaskClient, sites: tuple[Site, Site]) -> None:
    sign_in(client, Role.HR)
    asked = {**fields(client.get(PRINT).text), "languages": ["en"]}
    unknown = client.post(PRINT, data={**asked, "site": "Nowhere"})
    assert (unknown.status_code, "There is no site ‘Nowhere’." in unknown.text) == (422, True)
    ordered = client.post(PRINT, data={**asked, "site": sites[0].name.upper()})
    assert ordered.status_code == 302, ordered.text
    assert PaperPrint.get().site == sites[0]
