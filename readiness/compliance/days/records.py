"""What is known of a site, or of a person, on a day: the facts that checks are told. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from readiness.compliance.days.on_record import NOTHING_ON_RECORD, OnRecord, ProtocolText
from readiness.compliance.days.spells import Spell
from readiness.foundation.temporal import FIRST_DAY

ExerciseKind = Literal["seminar", "workshop", "tabletop", "game", "drill", "functional", "full-scale"]
Topic = Literal[
    "fire", "evacuation", "lockdown", "shelter", "tornado", "earthquake", "active-threat", "bomb-threat",
    "security", "medical", "other",
]  # fmt: skip
Trait = Literal["lunch-or-recess", "community-based", "responders-present", "facilitated"]


@dataclass(frozen=True, slots=True)
class HeldExercise:
    """An exercise that was held, or a real incident that is credited as one for the clause `for_clause`.

    `topic`: what was practised; `participants` None: nobody wrote down who was there. `signed_on`: when its report
    was first signed.
    """

    held_on: date
    kind: str
    topic: str = ""
    shift: str = ""
    is_announced: bool = True
    traits: frozenset[str] = frozenset()
    participants: int | None = None
    signed_on: date | None = None
    for_clause: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OpenedAction:
    """A corrective action: opened with a report, due, done, closed."""

    opened_on: date
    due_on: date
    done_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class OfferedDebrief:
    """A real incident, and when those involved were offered a debrief."""

    occurred_on: date
    offered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Attended:
    """Someone on the staff was at an exercise of the site; `present`: the days on which they work there."""

    person: int
    held_on: date
    present: Sequence[Spell]
    kind: str = "drill"


@dataclass(frozen=True, slots=True)
class SiteRecords:
    """What was done at a site, and what is on record for it, over all days."""

    exercises: Sequence[HeldExercise] = ()
    actions: Sequence[OpenedAction] = ()
    incidents: Sequence[OfferedDebrief] = ()
    attended: Sequence[Attended] = ()
    on_record: OnRecord = NOTHING_ON_RECORD

    def for_clause(self, key: tuple[str, str]) -> "SiteRecords":
        """The same, without incidents that are credited for other clauses only."""
        if not self.exercises or all(each.for_clause is None for each in self.exercises):
            return self
        held = [each for each in self.exercises if each.for_clause in (None, key)]
        return replace(self, exercises=held)


NOTHING_DONE = SiteRecords()


@dataclass(frozen=True, slots=True)
class SiteDay:
    """The facts of one site on one day. `holders` counts people by the certificate kind that is asked."""

    day: date
    headcount: int
    holders: Mapping[str, int] = field(default_factory=dict)
    records: SiteRecords = NOTHING_DONE
    asked_from: date = FIRST_DAY
    """The first day on which the clause was asked: what lies wholly before it is not held against the site."""


@dataclass(frozen=True, slots=True)
class PersonDay:
    """The facts of one person at one site on one day. `holds`: a certificate of the kind asked counts."""

    day: date
    joined_on: date
    job_title: str = ""
    department: str = ""
    holds: bool = False
    has_evidence: bool = False
    issued_on: date | None = None
    """The day of issue of the latest certificate that counts."""
    learned: Sequence["Learned"] = ()
    role_from: date = FIRST_DAY
    """Since when they work here as what they do."""
    protocols: Mapping[str, Sequence[ProtocolText]] = field(default_factory=dict)
    acknowledged: Sequence["Acknowledged"] = ()


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Someone said of a text of a protocol that they have read it."""

    slug: str
    number: int
    acknowledged_on: date


@dataclass(frozen=True, slots=True)
class Learned:
    """Something that a person learned: on which day, for so many minutes, about what."""

    done_on: date
    minutes: int
    topic: str = ""


def spaced(held: Sequence[HeldExercise], spacing_days: int) -> Iterator[HeldExercise]:
    """Those that count where they must lie so many days apart: the first, and each that is far enough from the last."""
    latest: date | None = None
    for each in sorted(held, key=lambda exercise: exercise.held_on):
        if latest is None or (each.held_on - latest).days >= spacing_days:
            latest = each.held_on
            yield each
