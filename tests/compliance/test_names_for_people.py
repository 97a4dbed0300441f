"""Findings call people, protocols and requirements by their names, never by what only a file knows them by."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from readiness.compliance.judging.assess import assess
from readiness.foundation import clock
from readiness.foundation.words import speaking
from readiness.people.models import Membership, Person, Site
from readiness.protocols.queries import shipped_protocols
from readiness.web.access import Role
from tests.compliance.test_on_record import approve
from tests.factories import MEASURE, adopt, ask, make_person, make_site
from tests.signing_in import sign_in
from tests.statements import counting

DAY = date(2026, 6, 30)
EVERYONE = {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr"}, "title": "All hold CPR"}
BOTH = {"protocols": ["aftercare", "suicide"]}
IN_PLACE = {"check": "protocols_in_place", "terms": BOTH}
AFTERCARE, SUICIDE = (shipped_protocols()[slug] for slug in ("aftercare", "suicide"))


def make_people(site: Site, count: int) -> list[Person]:
    return [make_person(site, given_name=f"Ana {number}", family_name="Ruiz") for number in range(count)]


def title_of(person: Person) -> str:
    return f"{person.given_name} Ruiz ({person.staff_number})"


def test_a_finding_about_a_person_names_them_in_the_list_and_on_the_page_of_their_site(
    client: FlaskClient,
) -> None:
    people = make_people(make_site("hull"), 3)
    adopt(EVERYONE)
    sign_in(client, Role.HR)
    for path in ("", "/findings/tested/clause-1/hull", "/findings/tested/clause-1/hull?in_place"):
        page = client.get(f"/compliance{path}").text
        assert all(title_of(person) in page for person in people), path


def test_names_cost_as_many_statements_whatever_the_number_of_people(client: FlaskClient) -> None:
    few, many = make_site("few"), make_site("many")
    make_people(few, 2)
    make_people(many, 25)
    adopt(EVERYONE)
    sign_in(client, Role.HR)
    client.get("/compliance")
    counts = []
    for code in ("few", "many", "few", "many"):
        with counting() as statements:
            assert client.get(f"/compliance?site={code}&sort=site").text.count(" Ruiz (") == 25 - 23 * (
                code == "few"
            )
        counts.append(len(statements))
    assert counts[2] == counts[3]


def test_whoever_is_out_of_reach_stays_unnamed(client: FlaskClient) -> None:
    """Who has moved away has moved: a manager sees the number that the finding of that day had, and no name beside it."""
    own, other = make_site("own"), make_site("other")
    stays, moved = make_people(own, 2)
    adopt(EVERYONE)
    today = clock.today("UTC")
    Membership.update(until_on=today - timedelta(days=30)).where(Membership.person == moved).execute()
    spell = Membership.get(Membership.person == moved)
    Membership.create(
        fact_id=-1, person=moved, site=other, department=None, job_title="", recorded_in=spell.recorded_in,
        from_on=today - timedelta(days=29), until_on=date.max, superseded_in=spell.superseded_in,
    )  # fmt: skip
    sign_in(client, Role.MANAGER, site_ids=[own.id])
    page = client.get(f"/compliance?as_of={today - timedelta(days=60)}").text
    assert title_of(stays) in page
    assert moved.staff_number in page
    assert title_of(moved) not in page


def test_what_would_be_if_somebody_took_a_class_names_them(client: FlaskClient) -> None:
    (ana,) = make_people(make_site("hull"), 1)
    adopt({**EVERYONE, "terms": {"certificate": "cpr-aed"}})
    sign_in(client, Role.HR)
    asked = {"kind": "cpr-aed", "held_on": "2030-01-01", "staff_numbers": ana.staff_number}
    page = client.get("/compliance/what-if/class", query_string=asked).text
    assert f'<span class="hint">{title_of(ana)}</span>' in page


def reason() -> str:
    (finding,) = assess(ask(DAY), MEASURE)
    return finding.reason


def test_a_protocol_that_nobody_has_approved_is_called_by_its_title_in_the_language_that_is_spoken(
    db: str,
) -> None:
    make_site("hull")
    adopt(IN_PLACE)
    for language, told in (("en", (AFTERCARE.en, SUICIDE.en)), ("es", (AFTERCARE.es, SUICIDE.es))):
        with speaking(language):
            assert reason().endswith(f"{told[0].situation}; {told[1].situation}.")
    approve("suicide", date(2026, 1, 1))
    assert reason().endswith(f" {AFTERCARE.en.situation}.")


@pytest.mark.parametrize(
    "clause",
    [
        IN_PLACE,
        {"check": "protocols_reviewed_within", "terms": {**BOTH, "within_months": 12}},
        {"check": "protocol_languages", "terms": {**BOTH, "percent": 10}},
        {"check": "protocol_acknowledged", "terms": {**BOTH, "within_days": 30}},
        {"check": "lines_verified_within", "terms": {**BOTH, "within_days": 90}},
    ],
    ids=lambda clause: str(clause["check"]),
)
def test_a_requirement_names_the_protocols_that_it_asks_for(
    client: FlaskClient, clause: dict[str, object]
) -> None:
    adopt(clause)
    sign_in(client, Role.HR)
    both = f"‘{AFTERCARE.en.situation}’ and ‘{SUICIDE.en.situation}’"
    for path in ("packs/tested", "requirements", "requirements/tested/clause-1"):
        assert both in client.get(f"/compliance/{path}").text.replace("&#39;", "'"), path
