"""What may be done with who was at a class: noting it, settling it, and granting the certificate, exactly once."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from readiness.audit.actions import recording
from readiness.audit.events.classes import AttendanceConfirmed, AttendanceNoted, ClassClosed
from readiness.certificates.actions import CertificateDetails, grant_certificate
from readiness.certificates.actions import Desk as CertificateDesk
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.queries import get_certificate
from readiness.classes import messages
from readiness.classes.actions import Desk, changeable
from readiness.classes.messages import Post
from readiness.classes.models import ClassAttendance, TrainingClass
from readiness.classes.queries import attendances, enrolments_in, find_enrolment, get_class, seats_of
from readiness.classes.seating import Standing, write_standing
from readiness.classes.states import ABSENT, BY_CLOSING, ENROLLED, SAID, THERE
from readiness.foundation.clock import day_of
from readiness.foundation.errors import Conflict, NotFound
from readiness.foundation.temporal import current, record, supersede, withdraw
from readiness.foundation.words import gettext as _
from readiness.people.models import Person

DOORS_OPEN = timedelta(hours=1)
"""So long before it begins somebody may be noted as there."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted of somebody, and in which way it became known."""

    state: str
    way: str
    reason: str = ""


class _KnownAlready(Exception):
    """What is noted is known, and nothing is recorded a second time."""


def note_attendance(number: int, person: Person, noted: Noted, desk: Desk) -> None:
    """Note whether somebody is at a class; noting it again changes nothing.

    Who has no seat takes a free one; raises Conflict where there is none.
    """
    with suppress(_KnownAlready), recording(desk.actor) as opened:
        post = Post(_open_list(number, desk), opened, desk.now)
        if _says_nothing_new(_noted(number, person), noted):
            raise _KnownAlready
        enrolled = find_enrolment(number, person.id)
        if (enrolled is None or enrolled.state != ENROLLED) and noted.state != ABSENT:
            if seats_of(post.training_class).free_count < 1:
                raise Conflict(_("Every seat is taken. Whoever has no seat cannot be noted as there."))
            write_standing(post, person, Standing(ENROLLED, desk.now, desk.actor))
        _write(post, person, noted, desk)


def take_note_back(number: int, person: Person, desk: Desk) -> None:
    """What was noted of somebody was a mistake, and nothing is known again."""
    with recording(desk.actor) as opened:
        _open_list(number, desk)
        present = _noted(number, person)
        if present is None:
            raise Conflict(_("Nothing is noted of them."))
        withdraw(present, opened.change)
        opened.note(AttendanceNoted(person.staff_number, training_class=number, state="", way=present.way))


def close_class(number: int, desk: Desk) -> ClassClosed:
    """Settle who was there: whoever has a seat and was not noted was absent, and is told; certificates are granted."""
    with recording(desk.actor) as opened:
        present = _open_list(number, desk)
        post = Post(present, opened, desk.now)
        noted = attendances(number)
        granted = there = absent = 0
        for each in enrolments_in(number, ENROLLED):
            known = noted.get(each.person_id)
            if known is not None and known.state == THERE:
                there += 1
                granted += _settle(post, known, each.person, desk)
                continue
            absent += 1
            if known is None or known.state != ABSENT:
                _write(post, each.person, Noted(ABSENT, BY_CLOSING), desk)
            post.tell(messages.NO_SHOW, each.person, key="once")
        supersede(present, opened.change, is_closed=True)
        closed = ClassClosed(str(number), there=there, absent=absent, granted=granted)
        opened.note(closed)
    return closed


def confirm(number: int, people: Sequence[Person], desk: Desk) -> int:
    """Grant what waits for it the certificate; gives how many. Confirmed twice, it is granted once."""
    with recording(desk.actor) as opened:
        present = get_class(number)
        if not present.is_closed:
            raise Conflict(_("Settle first who was there."))
        post = Post(present, opened, desk.now)
        granted = 0
        for person in people:
            known = _noted(number, person)
            if known is not None and known.state == THERE and known.certificate is None:
                _grant(post, known, person, desk)
                granted += 1
        if not granted:
            raise Conflict(_("Nothing waits to be confirmed any more."))
    return granted


def correct_attendance(number: int, person: Person, noted: Noted, desk: Desk) -> None:
    """Somebody was there after all, or was not. A certificate that was granted is withdrawn first, by hand."""
    with recording(desk.actor) as opened:
        present = get_class(number)
        if not present.is_closed:
            raise Conflict(_("This class is not settled yet. Note it on the list."))
        known = _noted(number, person)
        if known is None:
            raise Conflict(_("They had no seat in this class."))
        if known.state == noted.state:
            raise Conflict(_("Nothing was changed: everything is as it was."))
        if known.certificate is not None and _is_held(known.certificate):
            raise Conflict(
                _(
                    "Certificate %(number)s was granted for it. Withdraw that one first, then correct this.",
                    number=known.certificate,
                )
            )
        post = Post(present, opened, desk.now)
        written = _write(post, person, noted, desk)
        if noted.state == THERE:
            _settle(post, written, person, desk)


def waits_for_confirmation(training_class: TrainingClass) -> bool:
    """Whether certificates of this class are granted by HR's confirmation alone."""
    return certificate_kinds().known(training_class.kind).confirms_classes


def _open_list(number: int, desk: Desk) -> TrainingClass:
    present = changeable(number)
    if desk.now < present.starts_at - DOORS_OPEN:
        raise Conflict(_("Who is there is noted from an hour before the class begins."))
    return present


def _new_key() -> str:
    """By what a paper is verified: random, since whoever can guess it could make one."""
    return secrets.token_hex(10)


def _is_held(certificate: int) -> bool:
    """Whether a certificate that was granted is still held true."""
    try:
        get_certificate(certificate)
    except NotFound:
        return False
    return True


def _noted(number: int, person: Person) -> ClassAttendance | None:
    found: ClassAttendance | None = ClassAttendance.get_or_none(
        (ClassAttendance.training_class == number)
        & (ClassAttendance.person == person.id)
        & current(ClassAttendance)
    )
    return found


def _says_nothing_new(known: ClassAttendance | None, noted: Noted) -> bool:
    """Whether it is noted so already; a number that is typed at the door takes nothing back."""
    return known is not None and (known.state == noted.state or noted.state == SAID)


def _write(post: Post, person: Person, noted: Noted, desk: Desk) -> ClassAttendance:
    number = post.training_class.fact_id
    known = _noted(number, person)
    values = {
        "state": noted.state,
        "way": noted.way,
        "noted_at": desk.now,
        "noted_by": desk.actor,
        "certificate": None,
        "proof_key": "",
    }
    if known is None:
        written = record(ClassAttendance, post.opened.change, training_class=number, person=person, **values)
    else:
        written = supersede(known, post.opened.change, **values)
    post.opened.note(
        AttendanceNoted(
            person.staff_number, training_class=number, state=noted.state, way=noted.way, reason=noted.reason
        )
    )
    return written


def _settle(post: Post, known: ClassAttendance, person: Person, desk: Desk) -> int:
    """Grant the certificate at once, where the kind asks for no confirmation; gives how many were granted."""
    if waits_for_confirmation(post.training_class):
        supersede(known, post.opened.change, proof_key=known.proof_key or _new_key())
        return 0
    _grant(post, known, person, desk)
    return 1


def _grant(post: Post, known: ClassAttendance, person: Person, desk: Desk) -> None:
    present = post.training_class
    held_on = day_of(present.ends_at, present.time_zone)
    certificate = grant_certificate(
        person,
        present.kind,
        CertificateDetails(held_on, issuer=present.trainer),
        CertificateDesk(desk.actor, max(held_on, day_of(desk.now, present.time_zone)), certificate_kinds()),
        post.opened,
    )
    supersede(
        known,
        post.opened.change,
        certificate=certificate,
        confirmed_by=desk.actor,
        proof_key=known.proof_key or _new_key(),
    )
    post.opened.note(
        AttendanceConfirmed(person.staff_number, training_class=present.fact_id, certificate=certificate)
    )
