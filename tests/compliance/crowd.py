"""People of every kind that a short row alone cannot tell of, and of those who are alike."""

from datetime import date, timedelta
from itertools import pairwise

from readiness.compliance.days.findings import GRAVITY
from readiness.evidence.models import LearningActivity
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, day_before, record
from readiness.people.models import Membership, Person, Site
from readiness.requirements.actions import ExemptionRequest, grant_exemption
from tests.factories import adopt, change, make_certificate, make_person, make_site, work_at
from tests.histories import CLAUSES

TODAY = date(2026, 6, 30)
ABOUT_PEOPLE = (
    {"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa", "within_days": 20}},
    {
        "check": "everyone_in_role_holds",
        "terms": {
            "certificate": "cpr",
            "job_titles": ["Nurse"],
            "departments": ["Care"],
            "renewed_within_months": 1,
        },
    },
    {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr", "job_titles": ["Nurse"]}},
    {
        "check": "certificate_evidence_on_file",
        "terms": {"certificate": "mhfa", "number_is_evidence": True},
        "applies": {"no_care_within": 2},
    },
    {
        "check": "everyone_in_role_holds",
        "terms": {"certificate": "full"},
        "applies": {"headcount_from": 2},
    },
    {"check": "everyone_in_role_holds", "terms": {"certificate": "full"}, "applies": {"country": ["FR"]}},
    {"check": "continuing_education", "terms": {"at_least": 1, "within_months": 2}},
)

OF_PEOPLE = f"clause-{len(CLAUSES) + 1}"
"""The first of them, among all that the crowd is asked."""

LATER = (
    {"check": "holders_per_headcount", "terms": {"certificate": "cpr", "one_per": 1}},
    {"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa"}},
)
"""What is asked from a later day on."""


def make_crowd() -> list[Person]:
    """Two dozen people at some sites, by their number; beside them some who come, go, and come again."""
    severities = [*GRAVITY]
    adopt(*({**each, "severity": severities[n % 3]} for n, each in enumerate((*CLAUSES, *ABOUT_PEOPLE))))
    adopt(*LATER, from_on=TODAY + timedelta(days=50), id="later")
    opens = make_site("opens")
    make_person(opens, staff_number="S90", employed_from=TODAY + timedelta(days=200))
    _back_and_forth(make_site("there"), make_site("back"))
    sites = [make_site("here"), make_site("paris", country="FR"), make_site("unknown", country="")]
    people = []
    for number in range(24):
        person = make_person(
            None,
            staff_number=f"S{number:02}",
            employed_from=TODAY - timedelta(days=40 * (number % 5)),
            employed_until=TODAY + timedelta(days=9) if number % 7 == 3 else LAST_DAY,
        )
        if number % 6:
            with change() as opened:
                work_at(
                    person,
                    sites[number % 3],
                    opened,
                    job_title=("Nurse", "", "Cook")[number % 3],
                    department=("", "Care")[number % 2],
                )
        people.append(person)
        for kind in ("mhfa", "cpr", "full")[: number % 4]:
            make_certificate(
                person,
                kind,
                TODAY - timedelta(days=20 + number),
                TODAY + timedelta(days=5 * number),
                number="N" * (number % 2),
                evidence="a file" * (number % 3 == 0),
            )
    with change() as opened:
        work_at(people[1], sites[0], opened, job_title="Cook")
    with change() as opened:
        for person in people[::5]:
            record(
                LearningActivity, opened.change, person=person, done_on=TODAY - timedelta(days=30), minutes=60,
                title="A course", topic="", confirmed_by="a test",
            )  # fmt: skip
    for site, who in (("here", "S03"), ("paris", "")):
        grant_exemption(
            ExemptionRequest("tested", OF_PEOPLE, site, TODAY - timedelta(days=9), TODAY, "Told", who),
            "a test",
        )
    return people


def _back_and_forth(there: Site, back: Site) -> None:
    """Somebody who changes places, and comes back as something else; what they hold ends meanwhile, and begins again."""
    person = make_person(None, staff_number="S91")
    days = [FIRST_DAY, *(TODAY + timedelta(days=days) for days in (10, 25, 40)), LAST_DAY]
    for place, (from_on, until_on) in enumerate(pairwise(days)):
        with change() as opened:
            record(
                Membership, opened.change, person=person, site=(back, there)[place % 2],
                job_title=("Cook", "", "Nurse", "")[place], from_on=from_on, until_on=day_before(until_on),
            )  # fmt: skip
    make_certificate(person, "mhfa", FIRST_DAY, TODAY + timedelta(days=30))
    for someone in (person, make_person(there, staff_number="S92")):
        make_certificate(someone, "cpr", FIRST_DAY, TODAY + timedelta(days=5))
        make_certificate(someone, "cpr", TODAY + timedelta(days=30), TODAY + timedelta(days=60))
