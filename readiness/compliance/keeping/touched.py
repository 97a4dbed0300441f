"""Which sites must be judged afresh: of which something was learned since."""

from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import date

from readiness.audit.events import ProtocolApproved, SettingsChanged
from readiness.audit.events.handbook import ProtocolRetired
from readiness.compliance.days.subjects import NO_SITE
from readiness.compliance.facts import subjects
from readiness.compliance.facts.learned import LEARNED, OF_PEOPLE, PERSON_FACTS
from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import NEVER, Question, known_sql

_SITE_FACTS = ("exercise", "headcount_override", "incident", "incident_credit", "nearby_care")
_OF_EXERCISES = ("exercise_attendance", "after_action_report", "corrective_action")

# The site of an exercise never changes: any of its versions tells it.
_EXERCISES_SITE = "SELECT x.site_id FROM exercise x WHERE x.fact_id IN ({exercises})"

# NO_SITE is touched where someone may have come to it, or may have gone from it.
SITES_OF = f"""
    WITH touched_person (person_id) AS ({{people}})
    SELECT m.site_id FROM membership m
    WHERE m.site_id IS NOT NULL AND m.person_id IN (SELECT person_id FROM touched_person)
    UNION SELECT {NO_SITE.id} FROM touched_person t
    WHERE EXISTS ({subjects.UNPLACED} AND e.person_id = t.person_id)
    UNION SELECT {NO_SITE.id} FROM kept_finding k
    WHERE k.site_id = {NO_SITE.id} AND EXISTS (SELECT 1 FROM touched_person)
"""

# The same of few people of whom nothing else was learned: no certificate brings anybody to another place.
_PLACES_OF = """
    SELECT m.site_id FROM membership m WHERE m.site_id IS NOT NULL AND {among}
    UNION ALL SELECT {no_site} WHERE EXISTS ({unplaced} AND {unplaced_among})
"""


@dataclass(frozen=True, slots=True)
class Step:
    """From one question, whose answers are kept, to another of a later day or more knowledge."""

    before: Question
    now: Question

    def has_day(self, day: date) -> bool:
        """Whether a day came between."""
        return self.before.as_of < day <= self.now.as_of

    @property
    def is_within_a_day(self) -> bool:
        """Whether no day came between: only what was learned can make a difference."""
        return self.before.as_of == self.now.as_of

    @property
    def learned(self) -> dict[str, int]:
        """The values of `LEARNED`."""
        return {"after": self.before.known.number, "known": self.now.known.number}


def _of_exercises(table: str) -> str:
    """SQL for the sites of exercises of which something was learned that a table keeps."""
    return _EXERCISES_SITE.format(exercises=LEARNED.format(column="exercise", table=table))


@dataclass(frozen=True, slots=True)
class Touched:
    """Sites of which something may be otherwise: anything of `sites`; of `by_kinds` certificates of `kinds` alone.

    `people`: whose certificates alone; none: there are many. `there`: every site there is, where some may have come or
    gone; else None.
    """

    sites: Set[int]
    by_kinds: Set[int] = frozenset()
    kinds: Set[str] = frozenset()
    people: Set[int] = frozenset()
    there: Set[int] | None = None


def site_ids(now: Question) -> dict[str, int]:
    """The number of each site that was known by its code, NO_SITE among them."""
    return {site.code: site.id for site in (*subjects.all_sites(now), NO_SITE)}


def is_learned_of_others(step: Step) -> bool:
    """Whether anything but certificates became known of people and sites, or was taken back."""
    tables = (*PERSON_FACTS, "person", *_SITE_FACTS, *_OF_EXERCISES, "exemption")
    # The last change of each, found at the end of an index. A comparison with the turn before would have SQLite, where
    # it was told how values are spread, plan the whole statement anew whenever it is asked.
    latest = [f"SELECT max(recorded_in) AS latest FROM {table}" for table in tables]
    latest += [
        f"SELECT max(superseded_in) FROM {table} WHERE superseded_in < {NEVER}"
        for table in (*tables, "person_version", "site_version", "department_version")
    ]
    ((number,),) = select(f"SELECT max(latest) FROM ({' UNION ALL '.join(latest)}) AS learned")
    return (number or 0) > step.before.known.number


def has_other_sites(step: Step) -> bool:
    """Whether there are other sites than those of which something is kept, NO_SITE among them."""
    there = f"SELECT count(*) + 1 FROM site s WHERE {known_sql('s')}"
    learned = "recorded_in > :after OR (superseded_in > :after AND superseded_in <= :known)"
    other = f"({there}) <> (SELECT count(*) FROM kept_site) OR EXISTS (SELECT 1 FROM site WHERE {learned})"
    return any(True for _row in select(f"SELECT 1 WHERE {other}", **step.learned))


def sites_learned_of(step: Step) -> set[int]:
    """Sites of which, or of whose people, something but certificates became known or was taken back."""
    sites = " UNION ".join(
        [
            SITES_OF.format(people=OF_PEOPLE),
            *(LEARNED.format(column="site_id", table=table) for table in _SITE_FACTS),
            "SELECT site_id FROM site_version WHERE superseded_in > :after AND superseded_in <= :known",
            *map(_of_exercises, _OF_EXERCISES),
        ]
    )
    rows = select(sites, as_of=step.now.as_of, **step.learned)
    return {row[0] for row in rows}


FEW = 50
"""Of so many certificates at most it is noted whose they are, so that nobody else is judged afresh."""


def certificates_learned_of(step: Step) -> Touched:
    """Sites of whose people a certificate became known or was taken back, the kinds of those, and, of few, whose."""
    some = LEARNED.replace("UNION", "UNION ALL").format(column="person_id, kind", table="certificate")
    found = list(select(f"{some} LIMIT {FEW + 1}", **step.learned))
    if not found:
        return Touched(frozenset())
    if len(found) > FEW:
        people = LEARNED.format(column="person_id", table="certificate")
        sites = {
            row[0] for row in select(SITES_OF.format(people=people), as_of=step.now.as_of, **step.learned)
        }
        kinds = select(LEARNED.format(column="kind", table="certificate"), **step.learned) if sites else ()
        return Touched(frozenset(), sites, {row[0] for row in kinds})
    few = {person for person, _kind in found}
    rows = select(
        _PLACES_OF.format(
            among=among("m.person_id", "people"),
            no_site=NO_SITE.id,
            unplaced=subjects.UNPLACED,
            unplaced_among=among("e.person_id", "people"),
        ),
        people=number_list(sorted(few)),
        as_of=step.now.as_of,
        known=step.now.known.number,
    )
    return Touched(frozenset(), {row[0] for row in rows}, {kind for _person, kind in found}, few)


_ON_RECORD = {
    "protocols": ("protocol_review",),
    "lines": ("own_line",),
    "services": ("resource_verification", "resource_merge"),
    "covers": ("insurance_cover",),
    "elements": ("plan_element",),
    "policies": ("policy_review",),
}
"""Tables of what is on record for every site alike, by the part of it that they tell."""
_EVENTS = {
    "protocols": (ProtocolApproved.action, ProtocolRetired.action),
    "kept_years": (SettingsChanged.action,),
}
_ROTAS = (
    "SELECT s.site_id FROM duty_shift s WHERE s.superseded_in > :after AND s.recorded_in <= :known "
    "AND (s.recorded_in > :after OR s.superseded_in <= :known OR s.person_id IN ({people}))"
)
_READERS = "SELECT a.person_id FROM account_person a WHERE a.account_id IN ({accounts})"
"""Everybody whose an account is, or was taken for."""


def is_learned_of_all(step: Step, reads: Collection[str]) -> bool:
    """Whether something that every site is held against became known, or was taken back."""
    tables = [table for part in sorted(reads) for table in _ON_RECORD.get(part, ())]
    actions = [action for part in sorted(reads) for action in _EVENTS.get(part, ())]
    parts = [LEARNED.format(column="1", table=table) for table in tables]
    values: dict[str, str] = {f"action_{place}": action for place, action in enumerate(actions)}
    if actions:
        named = ", ".join(f":{name}" for name in values)
        parts.append(
            f"SELECT 1 FROM audit_event WHERE change_id > :after AND change_id <= :known AND action IN ({named})"
        )
    if "services" in reads:
        parts.append("SELECT 1 FROM resource_state WHERE change > :after")
    if not parts:
        return False
    rows = select(
        f"SELECT 1 FROM ({' UNION ALL '.join(parts)}) learned LIMIT 1",
        **step.learned,
        **values,
    )
    return any(True for _row in rows)


def sites_learned_of_on_record(step: Step, reads: Collection[str]) -> set[int]:
    """Sites whose rota, or whose people's reading, is otherwise than was known."""
    parts = []
    if "rota" in reads:
        tables = ("employment", "leave", "certificate", "duty_absence")
        people = " UNION ".join(LEARNED.format(column="person_id", table=table) for table in tables)
        parts.append(_ROTAS.format(people=people))
    if "acknowledged" in reads:
        accounts = " UNION ".join(
            LEARNED.format(column="account_id", table=table)
            for table in ("acknowledgement", "account_person")
        )
        parts.append(SITES_OF.format(people=_READERS.format(accounts=accounts)))
    found: set[int] = set()
    for part in parts:
        values = {"as_of": step.now.as_of} if ":as_of" in part else {}
        rows = select(part, **step.learned, **values)
        found |= {row[0] for row in rows}
    return found
