"""Of whom is asked what would be: people by staff number, or by name where that says who is meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readiness.foundation import words
from readiness.foundation.temporal import current
from readiness.foundation.text import name_key
from readiness.foundation.words import gettext as _
from readiness.people.models import Membership, Person, Site
from readiness.people.queries import current_spells, find_person
from readiness.web.access import may_see_site


@dataclass(frozen=True, slots=True)
class Named:
    """Who is meant, each once, and in sentences what says nobody or several."""

    people: Sequence[Person]
    faults: Sequence[str]


def named(typed: str) -> Named:
    """Those of a text that the account may see: between commas, semicolons and lines a name, or staff numbers."""
    people: dict[int, Person] = {}
    unknown: list[str] = []
    faults: list[str] = []
    for part in filter(None, (each.strip() for each in re.split(r"[,;\n]", typed))):
        found = _meant(part)
        if len(found) > 1:
            numbers = words.join([each.staff_number for each in found])
            faults.append(
                _("Several people are called %(name)s: write one of %(numbers)s.", name=part, numbers=numbers)
            )
        elif found:
            people[found[0].id] = found[0]
        else:
            numbered = {number: _seen(number) for number in part.split()}
            there = {person.id: person for person in numbered.values() if person is not None}
            people |= there
            unknown += [number for number, person in numbered.items() if person is None] if there else [part]
    if unknown:
        faults.insert(
            0,
            _(
                "There is nobody with this staff number or name at your sites: %(numbers)s.",
                numbers=", ".join(unknown),
            ),
        )
    return Named(list(people.values()), faults)


def _meant(part: str) -> list[Person]:
    """Whose staff number it is, else all whose name it is, the given name first or the family name."""
    by_number = _seen(part)
    if by_number is not None:
        return [by_number]
    parts = name_key(part).split()
    keys = [" ".join(parts[place:] + parts[:place]) for place in range(len(parts))]
    if len(keys) < 2:
        return []
    rows = Person.select().where(Person.name_key.in_(keys) & current(Person)).order_by(Person.staff_number)
    return [each for each in rows if _may_see(each)]


def _seen(staff_number: str) -> Person | None:
    """The person, if the account may see one of their sites."""
    person = find_person(staff_number)
    return person if person is not None and _may_see(person) else None


def _may_see(person: Person) -> bool:
    return any(may_see_site(site.id if site else None) for site in _places(person))


def _places(person: Person) -> list[Site | None]:
    """Where they work, worked or will; None: somewhere that is not recorded."""
    return [spell.site for spell in current_spells(Membership, person.id) if isinstance(spell, Membership)]


def sites_of(people: Sequence[Person]) -> list[str]:
    """The codes of their sites that the account may see."""
    sites = [site for person in people for site in _places(person)]
    return sorted({site.code for site in sites if site is not None and may_see_site(site.id)})
