"""The certificate of attendance as paper, and whether a paper is genuine."""

from datetime import date

from readiness.certificates.kinds import certificate_kinds
from readiness.classes.messages import place_words
from readiness.classes.models import ClassAttendance, TrainingClass
from readiness.classes.queries import attendances
from readiness.classes.states import THERE
from readiness.classes.times import clock_words
from readiness.foundation.clock import day_of
from readiness.foundation.errors import Conflict
from readiness.foundation.later import segno
from readiness.foundation.temporal import current
from readiness.foundation.words import day, language
from readiness.foundation.words import gettext as _
from readiness.people.models import Person
from readiness.typesetting.setting import Document

PREFIX = "/genuine/"


def attendance_paper(held: TrainingClass, person: Person, organisation: str, base_url: str) -> Document:
    """The paper of somebody who was at a class that is settled; raises Conflict where there is none."""
    noted = attendances(held.fact_id).get(person.id)
    if noted is None or noted.state != THERE or not noted.proof_key:
        raise Conflict(
            _("There is no paper of this: nobody was noted as there, or the class is not settled.")
        )
    address = f"{base_url}{PREFIX}{noted.proof_key}"
    return Document(
        "attendance.typ",
        _values(held, person, organisation, address),
        day_of(held.ends_at, held.time_zone),
        {"code.svg": _code(address)},
    )


def _values(held: TrainingClass, person: Person, organisation: str, address: str) -> dict[str, object]:
    held_on: date = held.held_on
    hours = clock_words(held.starts_at, held.ends_at, held.time_zone)
    return {
        "title": _("Certificate of attendance"),
        "description": _("That somebody was at a class, with a code that says whether the paper is genuine."),
        "language": language(),
        "organisation": organisation,
        "name": f"{person.given_name} {person.family_name}".strip() or person.staff_number,
        "was_at": _("was at the class"),
        "class": certificate_kinds().known(held.kind).title,
        "facts": [
            [_("Day"), f"{day(held_on)}, {hours}"],
            [_("Place"), place_words(held)],
            *([[_("Trainer"), held.trainer]] if held.trainer else []),
            *([[_("Language"), held.language]] if held.language else []),
        ],
        "scan": _("Scan this, or open the address, to see whether this paper is genuine."),
        "scan_alt": _("QR code that leads to %(address)s", address=address),
        "address": address,
        "note": _("It says that somebody was there. It is not the certificate that a course owner issues."),
    }


def _code(address: str) -> bytes:
    drawn = segno.make(address, error="m", micro=False).svg_inline(border=2, dark="#000", light="#fff")
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()


def is_genuine(proof_key: str) -> bool:
    """Whether a paper with this key was made here and still holds."""
    return bool(
        proof_key
        and ClassAttendance.select()
        .where(
            (ClassAttendance.proof_key == proof_key)
            & (ClassAttendance.state == THERE)
            & current(ClassAttendance)
        )
        .exists()
    )
