"""Who gets a seat: within an open change, in which nobody else gives any. There are never more than there are seats."""

from dataclasses import dataclass
from datetime import datetime

from readiness.audit.events.classes import EnrolmentChanged
from readiness.classes.messages import MOVED_UP, Post
from readiness.classes.models import Enrolment
from readiness.classes.queries import enrolments_in, find_enrolment, seats_of
from readiness.classes.states import ENROLLED, WAITING
from readiness.foundation.temporal import record, supersede
from readiness.people.models import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody is to stand to a class from now on."""

    state: str
    asked_at: datetime
    asked_by: str


def write_standing(post: Post, person: Person, standing: Standing) -> Enrolment:
    """Let somebody stand so to the class."""
    number = post.training_class.fact_id
    values = {"state": standing.state, "asked_at": standing.asked_at, "asked_by": standing.asked_by}
    present = find_enrolment(number, person.id)
    if present is None:
        written = record(Enrolment, post.opened.change, training_class=number, person=person, **values)
    else:
        written = supersede(present, post.opened.change, **values)
    post.opened.note(EnrolmentChanged(person.staff_number, training_class=number, state=standing.state))
    return written


def fill_free_seats(post: Post) -> list[Person]:
    """Give the seats that are free to those who have waited longest, and tell them; gives who moved up."""
    free = seats_of(post.training_class).free_count
    if post.now >= post.training_class.starts_at:
        return []
    moved = enrolments_in(post.training_class.fact_id, WAITING)[:free]
    for each in moved:
        write_standing(post, each.person, Standing(ENROLLED, each.asked_at, each.asked_by))
        post.tell(MOVED_UP, each.person)
    return [each.person for each in moved]
