"""What may be done with a person by hand: adding someone, and changing what someone is called and reached by."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from readiness.audit.actions import Recording, recording
from readiness.audit.chain import canonical_json
from readiness.audit.events.people import DepartmentAdded, PersonAdded, PersonEdited
from readiness.audit.histories import changed_meanwhile
from readiness.foundation.emails import is_email, no_email
from readiness.foundation.errors import Conflict
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, record
from readiness.foundation.words import gettext as _
from readiness.imports.reading.cells import read_languages
from readiness.people.models import Department, Employment, Membership, Person
from readiness.people.queries import (
    find_department,
    find_person,
    get_person_by_id,
    get_site_by_id,
    latest_version_of,
)
from readiness.people.search_index import index_people
from readiness.people.search_words import person_key
from readiness.people.typed import Typed
from readiness.people.versions import keep_person


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What someone is called and reached by, as it is typed."""

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    languages: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """Where and as what someone works. The department is named; one that is new is made."""

    site_id: int | None = None
    department: str = ""
    job_title: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Someone to add. Open ends are None."""

    staff_number: str
    details: PersonDetails
    work: Work = field(default_factory=Work)
    from_on: date | None = None
    until_on: date | None = None


COLUMNS = ("given_name", "family_name", "email", "phone", "languages")


def add_person(new: NewPerson, actor: str) -> Person:
    """Add someone, employed and at work from the first day; raises InvalidInput naming every fault."""
    typed = Typed()
    staff_number = typed.text(
        "staff_number", new.staff_number, longest=64, missing=_("Write the staff number; it says who it is.")
    )
    values = _checked(typed, new.details)
    work = checked_work(typed, new.work)
    from_on, until_on = typed.days(new.from_on, new.until_on)
    if new.from_on is None:
        typed.fault("from_on", _("Write the first day of work."))
    typed.check()
    with recording(actor) as opened:
        _check_free(staff_number)
        person = Person.create(staff_number=staff_number, recorded_in=opened.change.id, **values)
        index_people([person.id])
        record(Employment, opened.change, person=person, from_on=from_on, until_on=until_on)
        department = write_department(work.department, opened)
        record(
            Membership, opened.change, person=person, site=work.site_id, department=department,
            job_title=work.job_title, from_on=FIRST_DAY, until_on=LAST_DAY,
        )  # fmt: skip
        opened.note(
            PersonAdded(
                staff_number,
                site=get_site_by_id(work.site_id).code if work.site_id else "",
                department=work.department,
                job_title=work.job_title,
                from_on=from_on.isoformat(),
                until_on="" if until_on == LAST_DAY else until_on.isoformat(),
            )
        )
    return person


def _check_free(staff_number: str) -> None:
    present = find_person(staff_number)
    if present is not None:
        raise Conflict(
            _(
                "staff_number: %(number)s is %(name)s already. Change that record, or give another number.",
                number=staff_number,
                name=f"{present.given_name} {present.family_name}".strip(),
            )
        )


def edit_person(person_id: int, details: PersonDetails, reason: str, seen: str, actor: str) -> None:
    """Change what someone is called and reached by; raises Conflict where `seen` is no longer how it is."""
    typed = Typed()
    values = _checked(typed, details)
    reason = typed.text("reason", reason)
    typed.check()
    with recording(actor) as opened:
        person = get_person_by_id(person_id)
        if seen_of(person) != seen:
            raise changed_meanwhile(latest_version_of(person))
        changed = [name for name in COLUMNS if getattr(person, name) != values[name]]
        if not changed:
            raise Conflict(_("Nothing was changed: everything is as it was."))
        keep_person(person.id, opened.change)
        Person.update(**values).where(Person.id == person.id).execute()
        index_people([person.id])
        opened.note(PersonEdited(person.staff_number, fields=changed, reason=reason))


def as_typed(person: Person) -> dict[str, str]:
    """What a form begins with: the columns as they would be typed, and what it remembers of them."""
    texts = {name: getattr(person, name) for name in COLUMNS if name != "languages"}
    return {**texts, "languages": ", ".join(person.languages), "seen": seen_of(person)}


def seen_of(person: Person) -> str:
    """What a form remembers of how someone's columns were when it was opened."""
    seen = [getattr(person, name) for name in COLUMNS]
    return hashlib.sha256(canonical_json(seen).encode()).hexdigest()[:32]


def _checked(typed: Typed, details: PersonDetails) -> dict[str, object]:
    """Every column of a person but the staff number, as it is kept."""
    given_name = typed.text("given_name", details.given_name)
    family_name = typed.text("family_name", details.family_name)
    if not (given_name or family_name):
        typed.fault("family_name", _("Write the person's name."))
    email = typed.text("email", details.email)
    if email and not is_email(email):
        typed.fault("email", no_email(email))
    return {
        "given_name": given_name,
        "family_name": family_name,
        "name_key": person_key(given_name, family_name),
        "email": email,
        "email_key": email.casefold(),
        "phone": typed.text("phone", details.phone, longest=64),
        "languages": read_languages(typed.text("languages", details.languages)),
    }


def checked_work(typed: Typed, work: Work) -> Work:
    """The same, tidied; a site that is not there is a fault."""
    if work.site_id is not None:
        get_site_by_id(work.site_id)
    return Work(
        work.site_id, typed.text("department", work.department), typed.text("job_title", work.job_title)
    )


def write_department(name: str, opened: Recording) -> Department | None:
    """The department of this name, made where it is new; None for no name. Within a change that is open."""
    if not name:
        return None
    department = find_department(name)
    if department is None:
        department = Department.create(name=name, recorded_in=opened.change.id)
        opened.note(DepartmentAdded(name))
    return department
