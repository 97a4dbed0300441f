"""People of both sites, with what is recorded of them, as they stand in addresses."""

from collections.abc import Callable
from datetime import date
from typing import Any

from readiness.certificates.models import Certificate
from readiness.duty.queries import shifts_of
from readiness.duty.rota_actions import ShiftWish, add_absence, add_shifts
from readiness.people.models import Site
from tests.access.world import Values, World
from tests.factories import make_certificate, make_leave, make_person


def holder(world: World, site: Site) -> Certificate:
    """Someone at a site, with an employment, a membership, a leave and a certificate of one number each."""
    person = make_person(site, department="Care")
    make_leave(person, date(2026, 1, 1), date(2026, 1, 2))
    return make_certificate(person, "pfa", date(2026, 1, 1))


def of_holders(tell: Callable[[Certificate], Any], none: Any) -> Callable[[World], Values]:
    """Something of whoever works at the own site, and at the other one; both are made once."""

    def values(world: World) -> Values:
        if not world.holders:
            world.holders.extend(holder(world, site) for site in (world.own_site, world.other_site))
        own, other = world.holders
        return Values(tell(own), tell(other), none=none)

    return values


def of_rotas(tell: Callable[[Certificate], Any]) -> Callable[[World], Values]:
    """Something of whoever is on the rota of the own site, and of the other one; sometimes absent."""

    def values(world: World) -> Values:
        people = of_holders(lambda holder: holder, none=999_999)(world)
        for holder, site in ((people.own, world.own_site), (people.other, world.other_site)):
            if not shifts_of(holder.person.id, date(2026, 1, 1)):
                add_shifts(site, ShiftWish(holder.person.staff_number, (0,), "8", "17"), "a test")
                add_absence(holder.person, date(2026, 12, 24), None, "a test")
        return Values(tell(people.own), tell(people.other), none=999_999)

    return values
