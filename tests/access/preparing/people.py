"""People who move, and who are erased."""

from datetime import date

from readiness.foundation.temporal import current
from readiness.people.models import Membership
from tests.access.conftest import House
from tests.access.preparing.sending import DAY, Sent, post
from tests.factories import make_person
from tests.handbook.desk import fields


def move_back(house: House, role: str) -> Sent:
    person, page = make_person(house.world.own_site), "/people/{}/move"
    form = fields(house.clients[role].get(page.format(person.id)).text)
    move = {**form, "site": "other-site", "from_on": DAY.isoformat(), "reason": "A new office."}
    post(house, role, page.format(person.id), move)
    moved = Membership.select().where((Membership.person == person) & current(Membership))
    return {"path": f"/people/moves/{max(each.fact_id for each in moved)}/take-back", "reason": "Not yet."}


def erase(house: House, _role: str) -> Sent:
    """Somebody who has left."""
    person = make_person(house.world.own_site, employed_until=date(2026, 2, 1))
    path = f"/people/{person.id}/privacy/erase"
    return {"path": path, "reason": "They asked for it.", "typed": person.staff_number}
