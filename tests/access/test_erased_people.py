"""Whoever was erased is on no page, in no list, file or log, whatever was looked at before."""

import logging
from pathlib import Path

import pytest

from readiness.certificates.models import Certificate
from readiness.evidence.models import CertificateProof, EvidenceFile
from readiness.evidence.vault import Vault
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.formats import FORMATS
from readiness.foundation.temporal import record
from readiness.imports.models import FileImport
from readiness.imports.storage import Storage
from readiness.people.models import Person
from readiness.privacy.models import Erasure
from tests.access.conftest import PARAMETER, House
from tests.access.table import read_table
from tests.conftest import close
from tests.factories import change
from tests.privacy.canaries import CANARIES, Planted, plant

ROLES = ("hr", "auditor")
LISTS = ("/people", "/certificates", "/audit", "/compliance", "/duty")


def with_files(planted: Planted, data_dir: Path) -> None:
    """Proof of a certificate, and a file that was imported."""
    sha256 = Vault(data_dir).keep(b"%PDF Windhovermann", b"small")
    with change() as opened:
        file = EvidenceFile.create(
            sha256=sha256, media="application/pdf", size=18, page_count=1, kept_at=clock.now()
        )
        number = Certificate.get(Certificate.person == planted.person).fact_id
        record(CertificateProof, opened.change, certificate=number, file=file)
    storage = Storage(data_dir)
    folder = storage.new_folder()
    storage.kept(folder).file.write_text("Windhovermann, Quetzalia")
    FileImport.update(folder=folder).where(FileImport.file_name == "windhovermann.csv").execute()


@pytest.fixture
def planted(house: House) -> Planted:
    house.restore()
    with connected():
        found = plant(clock.now())
        with_files(found, house.database.parent)
    close()
    return found


def clean(text: str, where: str) -> None:
    told = text.casefold()
    assert not [canary for canary in CANARIES if canary.casefold() in told], where


def addresses(house: House, person_id: int, role: str) -> list[str]:
    """Every page that there is, at this person where it is about one; and the lists as files."""
    pages = [
        PARAMETER.sub(
            lambda found: str(
                person_id if found.group(1) == "person_id" else house.values[found.group(1)].own_of(role)
            ),
            line.route,
        )
        for line in read_table()
        if line.method == "GET" and not line.route.startswith("/static")
    ]
    searched = [f"/people?q={canary[:6]}" for canary in CANARIES[:2]]
    return [*pages, *searched, *(f"{each}?format={form}" for each in LISTS for form in FORMATS)]


def told(house: House, role: str, address: str) -> str:
    answer = house.clients[role].get(address, buffered=True)
    return answer.get_data().decode(errors="replace")


def post(house: House, role: str, path: str, **values: str) -> int:
    client = house.clients[role]
    sent = {"csrf_token": house.tokens[role], **values}
    return client.post(path, data=sent).status_code


def test_whoever_was_erased_is_told_of_nowhere(
    house: House, planted: Planted, caplog: pytest.LogCaptureFixture
) -> None:
    person_id = planted.person.id
    page = f"/people/{person_id}/privacy"
    seen = "".join(told(house, "hr", each) for each in addresses(house, person_id, "hr"))
    assert {canary for canary in CANARIES if canary in seen} >= {"Quetzalia", "Windhovermann", "QZ-88123"}
    assert post(house, "hr", f"{page}/hold", kept_for="A claim") == 302
    assert post(house, "hr", f"{page}/erase", reason="asked", typed="QZ-88123") == 422
    assert post(house, "hr", f"{page}/holds/1/release") == 302
    assert post(house, "hr", f"{page}/erase", reason="asked", typed="QZ-8812") == 422
    assert post(house, "hr", f"{page}/erase", reason="asked", typed="QZ-88123") == 302
    caplog.set_level(logging.DEBUG)
    for role in ROLES:
        for address in addresses(house, person_id, role):
            clean(told(house, role, address), f"{address} as {role}")
    clean(caplog.text, "the log")
    for path in house.database.parent.rglob("*"):
        if path.is_file() and not path.name.startswith("readiness.sqlite") and path.suffix != ".first":
            clean(path.read_bytes().decode(errors="replace"), str(path))
    with connected():
        assert Erasure.select().count() == 1
        assert (
            EvidenceFile.get(EvidenceFile.size == 18).missing_since is not None
        )  # that there was proof stays a fact
        assert Person.get_by_id(person_id).staff_number == Erasure.get().pseudonym
    house.restore()
