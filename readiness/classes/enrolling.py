"""What may be done with places in a class: inviting, signing up oneself or others, leaving again."""

from collections.abc import Sequence

from readiness.audit.actions import Recording, recording
from readiness.classes import messages
from readiness.classes.actions import Desk, changeable
from readiness.classes.messages import Post
from readiness.classes.models import TrainingClass
from readiness.classes.queries import find_enrolment, seats_of
from readiness.classes.seating import Standing, fill_free_seats, write_standing
from readiness.classes.states import ENROLLED, INVITED, LEFT, WAITING
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.words import gettext as _
from readiness.people.models import Person


def sign_up(number: int, person: Person, desk: Desk) -> str:
    """Somebody asks for a seat themselves; gives whether they have one or wait.

    Raises Conflict where the class is not open to them, or signing up is over.
    """
    with recording(desk.actor) as opened:
        present = _still_to_come(number, desk)
        known = find_enrolment(number, person.id)
        if not present.is_open and (known is None or known.state not in (INVITED, ENROLLED, WAITING)):
            raise Conflict(_("This class is by invitation. Ask HR or your manager for a seat."))
        if present.cut_off_at is not None and desk.now > present.cut_off_at:
            raise Conflict(_("Signing up is over. Ask HR whether there is still a seat."))
        return _seat(Post(present, opened, desk.now), person, desk)


def enrol(number: int, people: Sequence[Person], desk: Desk) -> dict[int, str]:
    """Put people into a class, in their order; gives by person whether they have a seat or wait for one."""
    if not people:
        raise InvalidInput(_("people: Name at least one person."))
    with recording(desk.actor) as opened:
        post = Post(_still_to_come(number, desk), opened, desk.now)
        found, refused = {}, []
        for person in people:
            try:
                found[person.id] = _seat(post, person, desk)
            except Conflict as conflict:
                refused += [f"people: {person.staff_number}: {problem}" for problem in conflict.problems]
        if refused:
            raise Conflict(refused)
        return found


def invite(number: int, people: Sequence[Person], desk: Desk) -> list[Person]:
    """Invite people to sign up themselves; gives whom, without those who stand to the class already."""
    with recording(desk.actor) as opened:
        post = Post(_still_to_come(number, desk), opened, desk.now)
        invited = [person for person in people if _invited(post, person, desk, again=True)]
        if not invited:
            raise Conflict(_("people: All of them are invited, have a seat or wait already."))
        return invited


def invite_within(number: int, people: Sequence[Person], desk: Desk, opened: Recording) -> list[Person]:
    """Invite people within a change that is open, to seats that are promised to nobody; gives whom.

    Whoever stands or stood to the class in some way is left out. Raises Conflict where nobody can sign up any more.
    """
    present = _still_to_come(number, desk)
    if present.cut_off_at is not None and desk.now > present.cut_off_at:
        raise Conflict(_("Signing up is over. Ask HR whether there is still a seat."))
    post, seats = Post(present, opened, desk.now), seats_of(present)
    room = seats.free_count - seats.waiting_count - seats.invited_count
    invited: list[Person] = []
    for person in people:
        if len(invited) < room and _invited(post, person, desk, again=False):
            invited.append(person)
    return invited


def _invited(post: Post, person: Person, desk: Desk, *, again: bool) -> bool:
    """Whether somebody was invited now: not who stands to the class already, and who left it only `again`."""
    known = find_enrolment(post.training_class.fact_id, person.id)
    if known is not None and not (again and known.state == LEFT):
        return False
    write_standing(post, person, Standing(INVITED, desk.now, desk.actor))
    post.tell(messages.INVITED, person)
    return True


def leave(number: int, person: Person, desk: Desk) -> list[Person]:
    """Give up a seat, a place in the line or an invitation; gives who moved up. Raises Conflict once it began."""
    with recording(desk.actor) as opened:
        post = Post(_still_to_come(number, desk), opened, desk.now)
        known = find_enrolment(number, person.id)
        if known is None or known.state == LEFT:
            raise Conflict(_("There is no seat to give up."))
        write_standing(post, person, Standing(LEFT, known.asked_at, desk.actor))
        post.forget(person)
        if known.state != INVITED:
            post.tell(messages.LEFT, person)
        return fill_free_seats(post)


def _seat(post: Post, person: Person, desk: Desk) -> str:
    """A seat if one is free, else a place at the end of the line."""
    known = find_enrolment(post.training_class.fact_id, person.id)
    if known is not None and known.state in (ENROLLED, WAITING):
        raise Conflict(
            _("has a seat already.") if known.state == ENROLLED else _("is waiting for a seat already.")
        )
    seats = seats_of(post.training_class)
    # Whoever waits comes first: a seat that is free is theirs.
    state = ENROLLED if seats.free_count > seats.waiting_count else WAITING
    write_standing(post, person, Standing(state, desk.now, desk.actor))
    post.tell(messages.ENROLLED if state == ENROLLED else messages.WAITING, person)
    return state


def _still_to_come(number: int, desk: Desk) -> TrainingClass:
    present = changeable(number)
    if desk.now >= present.starts_at:
        raise Conflict(_("This class has begun. Whoever is there is noted on the list."))
    return present
