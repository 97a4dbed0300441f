"""Writing the sample organisation: its year, day by day, then what it is today."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from readiness.audit.actions import Recording, recording
from readiness.audit.events import SampleAdded, SamplePartRecorded
from readiness.duty.actions import put_keys
from readiness.duty.keys import new_key
from readiness.foundation import clock
from readiness.foundation.database import insert_rows, lock, select, transaction
from readiness.foundation.errors import Conflict
from readiness.foundation.temporal import NEVER, records_began_at
from readiness.people.models import Site
from readiness.people.naming import has_sample
from readiness.protocols.actions import write_approval
from readiness.protocols.queries import latest_revisions
from readiness.protocols.states import State
from readiness.sample.certificates import CertificateSteps
from readiness.sample.classes import class_steps
from readiness.sample.incidents import incident_steps
from readiness.sample.organisation import DEPARTMENTS, NAME, SITES, SamplePerson, sample_people
from readiness.sample.past import Past, Step, by_day, told_at
from readiness.sample.requirements import exercise_steps, requirement_steps
from readiness.sample.rotas import CARD_OF, CARDS, rota_step
from readiness.sample.staff import Staff
from readiness.sample.writing import ACTOR
from readiness.standards.certificate_kinds import CertificateKinds

APPROVER = "Priya Shah, invented (sample)"


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How much of the sample was written."""

    sites: int
    people: int
    certificates: int
    card: str
    """The address of a card with its key, which is told this once."""


def has_organisation() -> bool:
    """Whether there is any site or person now, sample or not; what was taken back is none."""
    rows = select(
        f"SELECT 1 FROM site WHERE superseded_in = {NEVER} "
        f"UNION ALL SELECT 1 FROM person WHERE superseded_in = {NEVER} LIMIT 1"
    )
    return next(rows, None) is not None


def add_sample(today: date, kinds: CertificateKinds) -> SampleSize:
    """Write the sample organisation, relative to a day; raises Conflict where it is there already.

    Where nothing was recorded before, each part of it becomes known on the day of the past year on which it would
    have. Where records have begun, what is earlier than they are cannot be added any more: all of it is known from now.
    """
    people, past = sample_people(today), Past(today)
    with transaction():
        # Asked while nobody else can write: two who add it at once must not both find nothing.
        lock("change")
        if has_sample():
            raise Conflict(
                "The sample organisation is there already. Remove it with: readiness sample remove"
            )
        _refuse_namesakes(people)
        has_past = records_began_at() is None
        for day, steps in by_day(_steps(people, past, kinds)):
            with ExitStack() as within:
                if has_past and day < today:
                    within.enter_context(clock.told(told_at(day)))
                opened = within.enter_context(recording(ACTOR, is_sample=True))
                for step in steps:
                    step.write(opened)
        return _finish(people, past.began_on.isoformat() if has_past else "")


def _steps(people: list[SamplePerson], past: Past, kinds: CertificateKinds) -> Iterator[Step]:
    """All that became known; what begins everything comes first."""
    numbers: dict[str, int] = {}
    yield Step(past.began_on, _write_sites)
    yield from Staff(numbers).steps(people, past)
    yield from requirement_steps(past)
    yield from CertificateSteps(people, numbers, past, kinds)
    yield from exercise_steps(past)
    yield from class_steps(people, numbers, past.today)
    yield from incident_steps(past.today)
    yield rota_step(people, numbers, past.today, kinds)


def _finish(people: Sequence[SamplePerson], told_from: str) -> SampleSize:
    """What is done today: protocols are approved, a card gets its key."""
    with recording(ACTOR, is_sample=True) as opened:
        _approve(opened)
        certificates = sum(len(each.certificates) for each in people)
        size = SampleSize(len(SITES), len(people), certificates, _write_key(opened))
        opened.note(
            SampleAdded(
                NAME,
                sites=size.sites,
                people=size.people,
                certificates=certificates,
                told_from=told_from,
            )
        )
    return size


def approve_protocols() -> None:
    """Let the sample's clinician approve the protocols that came after it."""
    if any(draft.state == State.DRAFT for draft in latest_revisions()):
        with recording(ACTOR, is_sample=True) as opened:
            _approve(opened)


def _approve(opened: Recording) -> None:
    for draft in latest_revisions():
        if draft.state == State.DRAFT:
            write_approval(draft, APPROVER, opened, is_sample=True)


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


def _write_sites(opened: Recording) -> None:
    columns = (
        "code", "name", "address", "country", "region", "time_zone", "kind", "hazard", "open_to_public",
        "languages", "emergency_number", "outside_line_prefix", "is_sample", "recorded_in", "superseded_in", *CARDS,
    )  # fmt: skip
    known = (True, opened.change.id, NEVER)
    rows = [
        (
            site.code, site.name, site.address, site.country, site.region, site.time_zone, site.kind,
            site.hazard, site.open_to_public, json.dumps(site.languages), site.emergency_number,
            site.outside_line_prefix, *known, *(CARDS.values() if site.code != "hull" else [""] * len(CARDS)),
        )
        for site in SITES
    ]  # fmt: skip
    insert_rows("site", columns, rows)
    there = {name for (name,) in select(f"SELECT name FROM department WHERE superseded_in = {NEVER}")}
    new = [(name, *known) for name in DEPARTMENTS if name not in there]
    insert_rows("department", ("name", "is_sample", "recorded_in", "superseded_in"), new)
    opened.note(SamplePartRecorded("sites", new=len(rows)))
