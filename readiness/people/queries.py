"""Reads of sites and people."""

from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import current
from readiness.foundation.text import nearest
from readiness.people.models import Person, Site


def get_site(code: str) -> Site:
    """The site with this code; raises NotFound naming one that is alike."""
    site: Site | None = Site.get_or_none((Site.code == code) & current(Site))
    if site is None:
        near = nearest(code, (row.code for row in Site.select(Site.code).where(current(Site))))
        hint = f" Did you mean '{near}'?" if near else ""
        raise NotFound(f"There is no site '{code}'.{hint}")
    return site


def find_person(staff_number: str) -> Person | None:
    """The person with this staff number, if we know one."""
    person: Person | None = Person.get_or_none((Person.staff_number == staff_number) & current(Person))
    return person


def site_choices(site_ids: frozenset[int] | None, most: int) -> list[Site]:
    """Up to so many sites by name: those of the numbers, or of all."""
    sites = Site.select().where(current(Site)).order_by(Site.name, Site.code).limit(most)
    if site_ids is not None:
        sites = sites.where(Site.id.in_(sorted(site_ids)))
    return list(sites)


def get_person(staff_number: str) -> Person:
    """The person with this staff number; raises NotFound."""
    person = find_person(staff_number)
    if person is None:
        raise NotFound(f"There is nobody with the staff number '{staff_number}'.")
    return person
