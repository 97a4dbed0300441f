"""Writing the sample organisation, and removing it."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from readiness.audit.actions import Recording, recording
from readiness.audit.events import SampleAdded, SampleRemoved
from readiness.certificates.models import Certificate
from readiness.certificates.validity import Validity, expiry, last_day
from readiness.classes.removing import forget_what_is_of_no_class
from readiness.compliance.keeping import forget as forget_what_is_kept
from readiness.duty.actions import put_keys
from readiness.duty.keys import new_key
from readiness.exercises.actions import get_scenario, write_held, write_plan
from readiness.exercises.queries import get_exercise
from readiness.exercises.running import forget_runs_of_no_exercise
from readiness.foundation import clock
from readiness.foundation.database import execute, insert_rows, select
from readiness.foundation.errors import Conflict, NotFound
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, NEVER, day_before, next_fact_id
from readiness.incidents.retention import forget_what_is_of_no_incident
from readiness.people.models import Employment, Leave, Membership, Site
from readiness.people.search_index import index_people
from readiness.people.search_words import person_key
from readiness.protocols.actions import take_back_sample_approvals, write_approval
from readiness.protocols.queries import latest_revisions
from readiness.protocols.states import State
from readiness.requirements.actions import ExemptionRequest, grant_exemption, write_adoption
from readiness.requirements.queries import adoption_in_force
from readiness.sample.classes import write_classes
from readiness.sample.incidents import write_incidents
from readiness.sample.organisation import (
    DEPARTMENTS,
    NAME,
    SITES,
    SamplePerson,
    sample_exercises,
    sample_people,
)
from readiness.sample.rotas import CARD_OF, write_rotas
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.standards.packs import shipped_packs
from readiness.trends.rows import forget_nights_of_nothing

ACTOR = "sample"
APPROVER = "Priya Shah, invented (sample)"
SCENARIOS = ("talks-of-suicide", "aggression-at-the-counter")
PACKS = (
    "ca-6401-9", "cms-482-15-d", "mental-health-cover", "own-policy", "school-drills-us-mi",
    "school-drills-us-mn", "school-drills-us-nj", "school-drills-us-ny", "school-drills-us-wa",
)  # fmt: skip
"""What the sample organisation holds itself to. It is named, so that a pack that comes to be shipped tells no other
story of its sites: nobody there learned first aid at work."""


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How much of the sample was written or removed."""

    sites: int
    people: int
    certificates: int = 0
    card: str = ""
    """The address of a card with its key, which is told this once."""


def has_organisation() -> bool:
    """Whether there is any site or person now, sample or not; what was taken back is none."""
    rows = select(
        f"SELECT 1 FROM site WHERE superseded_in = {NEVER} "
        f"UNION ALL SELECT 1 FROM person WHERE superseded_in = {NEVER} LIMIT 1"
    )
    return next(rows, None) is not None


def _has_sample() -> bool:
    return next(select("SELECT 1 FROM site WHERE is_sample LIMIT 1"), None) is not None


def add_sample(today: date, kinds: CertificateKinds) -> SampleSize:
    """Write the sample organisation, relative to a day; raises Conflict where it is there already."""
    people = sample_people(today)
    with recording(ACTOR, is_sample=True) as opened:
        # Asked inside the change: two who add it at once must not both find nothing.
        if _has_sample():
            raise Conflict(
                "The sample organisation is there already. Remove it with: readiness sample remove"
            )
        _refuse_namesakes(people)
        site_ids = _write_sites()
        person_ids = _write_people(people)
        _write_facts(people, person_ids, site_ids, opened)
        certificates = _write_certificates(people, person_ids, kinds, opened)
        write_rotas(people, person_ids, today, kinds, opened)
        write_classes(people, person_ids, today, opened)
        _write_exercises(today, opened)
        write_incidents(today, ACTOR, opened)
        _write_requirements(today, opened)
        for draft in latest_revisions():
            if draft.state == State.DRAFT:
                write_approval(draft, APPROVER, opened, is_sample=True)
        size = SampleSize(len(site_ids), len(people), certificates, _write_key(opened))
        opened.note(SampleAdded(NAME, sites=size.sites, people=size.people, certificates=certificates))
    return size


def _write_key(opened: Recording) -> str:
    """A key for the card of the site at which somebody is always on duty, so that it can be looked at."""
    site, key = Site.get(Site.code == CARD_OF, Site.is_sample), new_key()
    put_keys(opened, {site: key}, clock.now())
    return f"/sites/{site.code}/{key}"


def _refuse_namesakes(people: list[SamplePerson]) -> None:
    """What is there by the sample's names would be mixed with it."""
    taken = {site.code for site in SITES} & {
        code for (code,) in select(f"SELECT code FROM site WHERE superseded_in = {NEVER}")
    }
    taken |= {each.staff_number for each in people} & {
        number for (number,) in select(f"SELECT staff_number FROM person WHERE superseded_in = {NEVER}")
    }
    if taken:
        raise Conflict(
            f"The sample needs names that are in use here: {', '.join(sorted(taken)[:5])}. "
            "Add it to a database of its own (READINESS_DATABASE_URL)."
        )


def _write_sites() -> dict[str, int]:
    columns = (
        "code", "name", "address", "country", "region", "time_zone", "kind", "hazard", "open_to_public",
        "languages", "emergency_number", "outside_line_prefix", "is_sample",
    )  # fmt: skip
    rows = [
        (
            site.code, site.name, site.address, site.country, site.region, site.time_zone, site.kind,
            site.hazard, site.open_to_public, json.dumps(site.languages), site.emergency_number,
            site.outside_line_prefix, True,
        )
        for site in SITES
    ]  # fmt: skip
    insert_rows("site", columns, rows)
    known = {name for (name,) in select(f"SELECT name FROM department WHERE superseded_in = {NEVER}")}
    insert_rows(
        "department", ("name", "is_sample"), [(name, True) for name in DEPARTMENTS if name not in known]
    )
    return dict(select("SELECT code, id FROM site WHERE is_sample"))


def _write_people(people: list[SamplePerson]) -> dict[str, int]:
    columns = (
        "staff_number", "given_name", "family_name", "name_key", "email", "email_key", "phone", "languages",
        "is_sample",
    )  # fmt: skip
    insert_rows(
        "person",
        columns,
        [
            (
                each.staff_number, each.given_name, each.family_name,
                person_key(each.given_name, each.family_name), each.email, each.email,
                "", json.dumps(each.languages), True,
            )
            for each in people
        ],
    )  # fmt: skip
    ids = dict(select("SELECT staff_number, id FROM person WHERE is_sample"))
    index_people(list(ids.values()))
    return ids


def _write_facts(
    people: list[SamplePerson], person_ids: dict[str, int], site_ids: dict[str, int], opened: Recording
) -> None:
    department_ids = dict(select(f"SELECT name, id FROM department WHERE superseded_in = {NEVER}"))
    employments: list[tuple[Any, ...]] = []
    memberships: list[tuple[Any, ...]] = []
    leaves: list[tuple[Any, ...]] = []
    for each in people:
        person = person_ids[each.staff_number]
        employments.append((person, each.from_on, each.until_on or LAST_DAY))
        work = (department_ids[each.department], each.job_title)
        if each.moved_on:
            memberships.append(
                (person, FIRST_DAY, day_before(each.moved_on), site_ids[each.moved_from], *work)
            )
        memberships.append((person, each.moved_on or FIRST_DAY, LAST_DAY, site_ids[each.site], *work))
        if each.leave_from_on:
            leaves.append((person, each.leave_from_on, LAST_DAY))
    spell = ("person_id", "from_on", "until_on")
    _write_versions(Employment, spell, employments, opened)
    _write_versions(Membership, (*spell, "site_id", "department_id", "job_title"), memberships, opened)
    _write_versions(Leave, spell, leaves, opened)


def _write_versions(
    model: Any, columns: tuple[str, ...], rows: list[tuple[Any, ...]], opened: Recording
) -> None:
    first, change = next_fact_id(model), opened.change.id
    insert_rows(
        model._meta.table_name,
        ("fact_id", "recorded_in", "superseded_in", *columns),
        [
            (
                first + place,
                change,
                NEVER,
                *(cell.isoformat() if isinstance(cell, date) else cell for cell in row),
            )
            for place, row in enumerate(rows)
        ],
    )


def _write_certificates(
    people: list[SamplePerson], person_ids: dict[str, int], kinds: CertificateKinds, opened: Recording
) -> int:
    columns = (
        "person_id", "kind", "issued_on", "expires_on", "counts_until_on", "revoked_on", "revoked_reason",
        "issuer", "number", "evidence",
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for person in people:
        for held in person.certificates:
            expires_on = expiry(kinds[held.kind], held.issued_on, held.expires_on)
            until_on = last_day(Validity(held.issued_on, expires_on, held.revoked_on))
            reason = "issued to the wrong person" if held.revoked_on else ""
            rows.append(
                (
                    person_ids[person.staff_number], held.kind, held.issued_on, expires_on, until_on,
                    held.revoked_on, reason, "", held.number, held.evidence,
                )
            )  # fmt: skip
    _write_versions(Certificate, columns, rows, opened)
    return len(rows)


def _write_exercises(today: date, opened: Recording) -> None:
    sites = {site.code: site for site in Site.select().where(Site.is_sample)}
    for place, each in enumerate(sample_exercises(today)):
        scenario = get_scenario(SCENARIOS[place % len(SCENARIOS)])
        number = write_plan(sites[each.site], scenario, each.planned_on, opened)
        if each.held_on is not None and each.held_on <= today:
            write_held(get_exercise(number), each.held_on, opened)


def _write_requirements(today: date, opened: Recording) -> None:
    from_on = date(today.year - 1, 1, 1)
    for pack in (shipped_packs()[pack_id] for pack_id in PACKS):
        # What the organisation itself has adopted is not touched, so that removing the sample leaves it.
        if adoption_in_force(pack.id) is None:
            write_adoption(pack, from_on, opened)
    request = ExemptionRequest(
        pack_id="own-policy",
        clause_id="exercise-twice-a-year",
        site_code="nome",
        from_on=today - timedelta(days=60),
        until_on=today + timedelta(days=120),
        reason="The road to the site is closed in winter; the exercise is held in spring.",
    )
    grant_exemption(request, ACTOR, opened)


# What began with the sample goes with it, whatever was made of it since.
_BEGUN_IN_SAMPLE = """
    DELETE FROM {table} WHERE fact_id IN (
        SELECT b.fact_id FROM {table} b WHERE b.recorded_in IN (SELECT id FROM change WHERE is_sample)
    )
"""

_OF_DUTY = ("duty_consent", "duty_absence")
_OF_DUTY_AT_SITES = ("duty_shift", "duty_said")
_OF_PEOPLE = (
    "enrolment",
    "class_attendance",
    "feedback_given",
    "certificate",
    "leave",
    "membership",
    "employment",
    "exercise_attendance",
    "incident_helper",
    "training_need_person",
    "exercise_invitation",
    *_OF_DUTY,
    *_OF_DUTY_AT_SITES,
)
_OF_SITES = (
    "incident",
    "incident_credit",
    "exercise",
    "training_class",
    "headcount_override",
    "membership",
    *_OF_DUTY_AT_SITES,
    "duty_card_key",
)


def remove_sample(actor: str) -> SampleSize:
    """Delete every row of the sample, and what was recorded about it; the trail of it stays.

    Raises NotFound where there is no sample. A sample site that has real people stays, as a real one.
    """
    with recording(actor) as opened:
        if not _has_sample():
            raise NotFound("There is no sample organisation.")
        execute(
            "UPDATE site SET is_sample = :no WHERE is_sample AND id IN (SELECT m.site_id FROM membership m "
            "JOIN person p ON p.id = m.person_id WHERE NOT p.is_sample)",
            no=False,
        )
        size = SampleSize(
            next(select("SELECT count(*) FROM site WHERE is_sample"))[0],
            next(select("SELECT count(*) FROM person WHERE is_sample"))[0],
        )
        for table in ("adoption", "exemption"):
            execute(_BEGUN_IN_SAMPLE.format(table=table))
        execute("DELETE FROM exemption WHERE site_code IN (SELECT code FROM site WHERE is_sample)")
        execute("DELETE FROM own_terms WHERE pack_id NOT IN (SELECT pack_id FROM adoption)")
        for table in _OF_PEOPLE:
            execute(f"DELETE FROM {table} WHERE person_id IN (SELECT id FROM person WHERE is_sample)")
        execute("DELETE FROM exercise WHERE recorded_in IN (SELECT id FROM change WHERE is_sample)")
        for table in _OF_SITES:
            execute(f"DELETE FROM {table} WHERE site_id IN (SELECT id FROM site WHERE is_sample)")
        forget_runs_of_no_exercise()
        forget_what_is_of_no_incident()
        forget_what_is_of_no_class()
        for table in ("outbox_message", "notice_link", "reminder"):
            execute(f"DELETE FROM {table} WHERE person IN (SELECT id FROM person WHERE is_sample)")
        for table in ("person", "site"):
            execute(f"DELETE FROM {table} WHERE is_sample")
        execute("DELETE FROM pack_text WHERE id NOT IN (SELECT text_id FROM adoption)")
        execute(
            "DELETE FROM department WHERE is_sample AND NOT EXISTS "
            "(SELECT 1 FROM membership m WHERE m.department_id = department.id)"
        )
        take_back_sample_approvals()
        forget_what_is_kept()
        forget_nights_of_nothing()
        opened.note(SampleRemoved(NAME, sites=size.sites, people=size.people))
    return size
