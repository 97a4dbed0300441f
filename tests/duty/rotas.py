"""People on rotas for tests: each call is one thing that somebody does."""

from datetime import date

from readiness.duty.actions import Agreed, agree
from readiness.duty.rota_actions import ShiftWish, add_shifts
from readiness.people.models import Person, Site
from tests.factories import make_certificate, make_person

TODAY = date(2026, 11, 30)
"""A Monday."""
EVERY_DAY = tuple(range(7))


def on_rota(
    site: Site,
    given_name: str = "Ana",
    hours: tuple[str, str] = ("08:00", "17:00"),
    weekdays: tuple[int, ...] = EVERY_DAY,
    kind: str = "first-aid",
) -> Person:
    """Someone with a certificate that counts through 2027, on duty at a site every week."""
    person = make_person(site, given_name=given_name)
    make_certificate(person, kind, date(2026, 1, 1), date(2027, 12, 31))
    add_shifts(site, ShiftWish(person.staff_number, weekdays, *hours), "a test")
    return person


def shown(
    person: Person,
    phone: str = "312-555-0100",
    place: str = "2nd floor, by the kitchen",
    audience: str = "card",
) -> Person:
    """The same, who agreed to be shown."""
    agree(person, Agreed(phone, place, "en, es", audience=audience), TODAY, "a test")
    return person
