"""Incidents in which somebody helped."""

from readiness.foundation import clock
from readiness.incidents.caring import name_helper
from readiness.incidents.retention import place_hold
from readiness.people.models import Person, Site
from tests.incidents.happening import SEALED, happened


def incident(site: Site) -> int:
    """An incident in which each of those who work there helped."""
    number = happened(site, SEALED)
    for person in Person.select().order_by(Person.id):
        name_helper(number, person.staff_number, "a test")
    place_hold(number, "A claim is open", clock.today("UTC"), "a test")
    return number
