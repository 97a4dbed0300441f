"""What was done at sites, by set-based queries: exercises and their reports, actions, who attended."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from readiness.compliance.days.records import (
    Attended,
    HeldExercise,
    OfferedDebrief,
    OpenedAction,
    SiteRecords,
)
from readiness.compliance.days.spells import Spell, merged, shared
from readiness.compliance.facts.subjects import at_sites
from readiness.foundation.database import select
from readiness.foundation.temporal import Question, known_sql

# A report that was signed again was signed the first time all the same.
_FIRST_SIGNED = """
    SELECT r.exercise, min(r.signed_on) AS signed_on FROM after_action_report r
    WHERE r.recorded_in <= :known GROUP BY r.exercise
"""
_PARTICIPANTS = f"""
    SELECT a.exercise, count(*) AS participants FROM exercise_attendance a
    WHERE {known_sql("a")} GROUP BY a.exercise
"""
_HELD = "x.superseded_in > :known AND x.recorded_in <= :known AND x.held_on IS NOT NULL"


def site_records(question: Question, site_ids: Sequence[int] | None = None) -> dict[int, SiteRecords]:
    """Per site what was done there, over all days; as many statements whatever there is."""
    held = _held(question, site_ids)
    actions, attended = _actions(question, site_ids), _attended(question, site_ids)
    incidents = _incidents(question, site_ids)
    return {
        site: SiteRecords(
            held.get(site, ()), actions.get(site, ()), incidents.get(site, ()), attended.get(site, ())
        )
        for site in held.keys() | actions.keys() | attended.keys() | incidents.keys()
    }


def _held(question: Question, site_ids: Sequence[int] | None) -> dict[int, list[HeldExercise]]:
    by_site: dict[int, list[HeldExercise]] = defaultdict(list)
    condition, values = at_sites("x", site_ids)
    for site_id, held_on, kind, topic, shift, is_announced, traits, present, written, signed_on in select(
        "SELECT x.site_id, x.held_on, x.kind, x.topic, x.shift, x.is_announced, x.traits, "
        "x.participant_count, p.participants, r.signed_on "
        f"FROM exercise x LEFT JOIN ({_FIRST_SIGNED}) r ON r.exercise = x.fact_id "
        f"LEFT JOIN ({_PARTICIPANTS}) p ON p.exercise = x.fact_id "
        f"WHERE {_HELD} {condition} ORDER BY x.site_id, x.held_on, x.fact_id",
        known=question.known.number,
        **values,
    ):
        by_site[site_id].append(
            HeldExercise(
                held_on,
                kind,
                topic,
                shift,
                bool(is_announced),
                frozenset(listed(traits)),
                present if present is not None else written,
                signed_on,
            )
        )
    for site_id, credited in _credited(question, site_ids):
        by_site[site_id].append(credited)
    return by_site


def _credited(question: Question, site_ids: Sequence[int] | None) -> Iterator[tuple[int, HeldExercise]]:
    """Real incidents that were credited as exercises, each for its clause."""
    condition, values = at_sites("c", site_ids)
    for site_id, occurred_on, pack_id, clause_id in select(
        f"SELECT c.site_id, c.occurred_on, c.pack_id, c.clause_id FROM incident_credit c "
        f"WHERE {known_sql('c')} {condition} ORDER BY c.site_id, c.occurred_on, c.fact_id",
        known=question.known.number,
        **values,
    ):
        yield site_id, HeldExercise(occurred_on, "incident", for_clause=(pack_id, clause_id))


def listed(traits: Any) -> list[str]:
    """A list as either database gives it."""
    found: list[str] = json.loads(traits) if isinstance(traits, str) else traits
    return found


def _actions(question: Question, site_ids: Sequence[int] | None) -> dict[int, list[OpenedAction]]:
    """Actions are opened with the report of their exercise."""
    by_site: dict[int, list[OpenedAction]] = defaultdict(list)
    condition, values = at_sites("x", site_ids)
    for site_id, signed_on, due_on, done_on, closed_on in select(
        f"SELECT x.site_id, r.signed_on, a.due_on, a.done_on, a.closed_on FROM corrective_action a "
        f"JOIN exercise x ON x.fact_id = a.exercise JOIN ({_FIRST_SIGNED}) r ON r.exercise = a.exercise "
        f"WHERE {known_sql('a')} AND {known_sql('x')} {condition} ORDER BY x.site_id, a.fact_id",
        known=question.known.number,
        **values,
    ):
        by_site[site_id].append(OpenedAction(signed_on, due_on, done_on, closed_on))
    return by_site


def _incidents(question: Question, site_ids: Sequence[int] | None) -> dict[int, list[OfferedDebrief]]:
    by_site: dict[int, list[OfferedDebrief]] = defaultdict(list)
    condition, values = at_sites("i", site_ids)
    for site_id, occurred_on, offered_on in select(
        f"SELECT i.site_id, i.occurred_on, i.debrief_offered_on AS offered_on FROM incident i "
        f"WHERE {known_sql('i')} {condition} ORDER BY i.site_id, i.occurred_on, i.fact_id",
        known=question.known.number,
        **values,
    ):
        by_site[site_id].append(OfferedDebrief(occurred_on, offered_on))
    return by_site


def _attended(question: Question, site_ids: Sequence[int] | None) -> dict[int, list[Attended]]:
    """Who of the staff was at an exercise of a site, with the days on which they work there."""
    condition, values = at_sites("x", site_ids)
    places: dict[tuple[int, int], tuple[list[Spell], list[Spell]]] = defaultdict(lambda: ([], []))
    attended: dict[tuple[int, int], set[tuple[date, str]]] = defaultdict(set)
    for site, person, held_on, kind, from_on, until_on, employed_from, employed_until in select(
        "SELECT x.site_id, a.person_id, x.held_on, x.kind, m.from_on, m.until_on, e.from_on, e.until_on "
        "FROM exercise_attendance a JOIN exercise x ON x.fact_id = a.exercise "
        "JOIN membership m ON m.person_id = a.person_id AND m.site_id = x.site_id "
        "JOIN employment e ON e.person_id = a.person_id "
        f"WHERE {known_sql('a')} AND {_HELD} AND {known_sql('m')} AND {known_sql('e')} {condition} "
        "ORDER BY x.site_id, a.person_id",
        known=question.known.number,
        **values,
    ):
        attended[site, person].add((held_on, kind))
        places[site, person][0].append(Spell(from_on, until_on))
        places[site, person][1].append(Spell(employed_from, employed_until))
    by_site: dict[int, list[Attended]] = defaultdict(list)
    for (site, person), held in attended.items():
        here, employed = places[site, person]
        present = shared(merged(here), merged(employed))
        by_site[site] += [Attended(person, held_on, present, kind) for held_on, kind in sorted(held)]
    return by_site
