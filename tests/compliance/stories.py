"""What the page of a finding tells of its past: for tests of it."""

import re
from datetime import date

from flask.testing import FlaskClient

from readiness.certificates.models import Certificate
from readiness.people.models import Person, Site
from tests.factories import (
    make_certificate,
    make_person,
    make_site,
)

ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 1}}
EVERYONE = {"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa-adult"}}
DRILL = {"check": "exercises_in_window", "terms": {"at_least": 1, "within_months": 12}}
DAY = date(2026, 6, 30)
LEEDS = "/compliance/findings/tested/clause-1/leeds"


def words(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def section(page: str, title: str) -> str:
    """The words of one section of a page; '' where it has none."""
    _before, found, rest = page.partition(f"<h2>{title}</h2>")
    return words(rest.partition("</section>")[0]) if found else ""


def stood(client: FlaskClient, path: str) -> str:
    return section(client.get(path).text, "How it stood")


def known(client: FlaskClient, path: str) -> str:
    return section(client.get(path).text, "What we knew when")


def ana_of_leeds() -> tuple[Site, Person, Certificate]:
    site = make_site("leeds")
    ana = make_person(site, given_name="Ana", family_name="Ruiz", staff_number="P-1")
    held = make_certificate(ana, "mhfa-adult", date(2026, 3, 1), date(2026, 6, 14), issuer="Red Cross")
    return site, ana, held
