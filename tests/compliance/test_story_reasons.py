"""Why something was done is told of that alone of which it was said, however much else the same change holds."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.audit.events import CertificateRevoked
from readiness.certificates.actions import Seen, revoke_certificates
from readiness.certificates.models import Certificate
from readiness.foundation.database import connected
from readiness.foundation.temporal import LAST_DAY, record, supersede
from readiness.people.models import Person
from readiness.web.access import Role
from tests.compliance.stories import EVERYONE, LEEDS, ONE, ana_of_leeds
from tests.conftest import close
from tests.factories import adopt, change, make_certificate, make_person
from tests.signing_in import sign_in

PATH = f"{LEEDS}?as_of=2026-06-30"
WHY = "Why: issued to the wrong person"


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings)).test_client()
    close()


def paragraphs(client: FlaskClient, path: str) -> list[str]:
    """What the latest change says, paragraph by paragraph."""
    page = client.get(path).text.partition("<h2>What we knew when</h2>")[2]
    entry = page.partition("<li")[2].partition("</li>")[0]
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<p[^>]*>(.*?)</p>", entry)]


def revoke_and_record(held: Certificate, whose: Person) -> Certificate:
    """One change that revokes a certificate for a reason, and in which another becomes known without one."""
    with change() as opened:
        supersede(held, opened.change, revoked_on=date(2026, 4, 10), counts_until_on=date(2026, 4, 9))
        opened.note(
            CertificateRevoked(
                held.person.staff_number,
                certificate=held.fact_id,
                revoked_on="2026-04-10",
                reason="issued to the wrong person",
            )
        )
        return record(
            Certificate,
            opened.change,
            person=whose,
            kind="mhfa-adult",
            issued_on=date(2026, 4, 11),
            counts_until_on=LAST_DAY,
        )


@pytest.mark.parametrize("is_hers", [True, False])
def test_the_reason_of_a_revocation_is_not_that_of_what_else_was_recorded_then(
    client: FlaskClient, is_hers: bool
) -> None:
    with connected():
        site, ana, held = ana_of_leeds()
        tom = make_person(site, given_name="Tom", family_name="Okafor", staff_number="P-2")
        adopt(ONE, EVERYONE)
        other = revoke_and_record(held, ana if is_hers else tom)
        name = "Ana Ruiz" if is_hers else "Tom Okafor"
    sign_in(client, Role.HR)
    _when, *told = paragraphs(client, PATH)
    place = next(n for n, each in enumerate(told) if each.startswith("Ana Ruiz: Revoked"))
    assert told[place + 1] == WHY
    recorded = next(n for n, each in enumerate(told) if each.startswith(f"{name}: Recorded"))
    assert told[recorded + 1 : recorded + 2] != [WHY]
    assert told.count(WHY) == 1
    about_tom = paragraphs(client, f"{PATH.replace('clause-1', 'clause-2')}&person=P-2")
    assert WHY not in about_tom
    assert WHY not in client.get(f"/certificates/{other.fact_id}").text
    assert WHY in client.get(f"/certificates/{held.fact_id}").text
    assert WHY not in client.get(f"/people/{tom.id}").text


def test_a_reason_of_all_that_a_change_holds_is_told_once_of_all(client: FlaskClient) -> None:
    with connected():
        site, _ana, first = ana_of_leeds()
        tom = make_person(site, given_name="Tom", family_name="Okafor")
        second = make_certificate(tom, "mhfa-adult", date(2026, 3, 2))
        adopt(ONE)
        seen = [Seen(each.fact_id, each.id) for each in (first, second)]
        revoke_certificates(seen, date(2026, 4, 10), "not genuine", "Mara Lind")
    sign_in(client, Role.HR)
    _when, *told = paragraphs(client, PATH)
    assert [each.partition(":")[0] for each in told] == ["Ana Ruiz", "Tom Okafor", "Why", "See"]


def test_of_very_many_that_are_told_by_their_number_the_reason_of_all_is_told(client: FlaskClient) -> None:
    with connected():
        site = ana_of_leeds()[0]
        made = [make_certificate(make_person(site), "mhfa-adult", date(2026, 3, 2)) for _ in range(6)]
        adopt(ONE)
        seen = [Seen(each.fact_id, each.id) for each in made]
        revoke_certificates(seen, date(2026, 4, 10), "not genuine", "Mara Lind")
    sign_in(client, Role.HR)
    _when, *told = paragraphs(client, PATH)
    assert told == ["6 certificates were corrected, revoked or withdrawn.", "Why: not genuine"]
