"""Who is on the rota of sites and when they are free; which languages people speak; by a few statements for all."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from readiness.compliance.days.on_record import RotaShift, Spoken
from readiness.compliance.days.series import holding, presence
from readiness.compliance.days.spells import Spell, merged, shared, without
from readiness.compliance.days.subjects import Asked, PersonFacts
from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.facts import subjects
from readiness.compliance.facts.subjects import at_sites
from readiness.foundation.database import as_json, select
from readiness.foundation.temporal import Question, known_sql
from readiness.people.versions import as_known


def rotas(
    question: Question, asked: Asked, site_ids: Sequence[int] | None, supposed: Supposed = NOTHING_SUPPOSED
) -> dict[int, list[RotaShift]]:
    """By site, every shift that was known, with the days on which whoever has it is there."""
    condition, values = at_sites("s", site_ids)
    rows = list(
        select(
            "SELECT s.site_id, s.person_id, s.weekday, s.from_minute, s.until_minute, s.from_on, s.until_on "
            f"FROM duty_shift s WHERE {known_sql('s')} {condition} ORDER BY s.site_id, s.fact_id",
            known=question.known.number,
            **values,
        )
    )
    people = sorted({row[1] for row in rows})
    absent: dict[int, list[Spell]] = defaultdict(list)
    for person, from_on, until_on in select(
        f"SELECT d.person_id, d.from_on, d.until_on FROM duty_absence d WHERE {known_sql('d')}",
        known=question.known.number,
    ):
        absent[person].append(Spell(from_on, until_on))
    free = {}
    for person in map(supposed.of, subjects.people(question, asked, people) if people else ()):
        away = merged([*person.leaves, *absent[person.id]])
        free[person.id] = without(merged(person.employments), away), holding(person, asked)
    found: dict[int, list[RotaShift]] = defaultdict(list)
    for site_id, person_id, weekday, start, end, from_on, until_on in rows:
        spells, held = free.get(person_id, ([], {}))
        found[site_id].append(RotaShift(weekday, start, end, Spell(from_on, until_on), spells, held))
    return found


def spoken(
    question: Question, asked: Asked, site_ids: Sequence[int] | None, supposed: Supposed = NOTHING_SUPPOSED
) -> dict[int, Spoken]:
    """By site, how many speak which language from day to day: everyone's days are read once."""
    found: dict[int, Spoken] = defaultdict(Spoken)
    for site_id, languages in _stated(question):
        if site_ids is None or site_id in site_ids:
            found[site_id].stated = frozenset(languages)
    speaks = _languages(question)
    chosen = None if site_ids is None else subjects.people_of(question, site_ids)
    for person in map(supposed.of, subjects.people(question, asked, chosen)):
        for site_id, present in presence(person).items():
            if present and site_id in found:
                found[site_id].add(speaks.get(person.id, ()), present, _there(person, present, asked))
    return found


def _there(person: PersonFacts, present: Sequence[Spell], asked: Asked) -> dict[str, list[Spell]]:
    """The days on which someone is at a site, not on leave, and holds each kind."""
    away = merged(person.leaves)
    return {kind: without(shared(present, held), away) for kind, held in holding(person, asked).items()}


def _stated(question: Question) -> list[tuple[int, list[str]]]:
    return [
        (id_, as_json(languages)) for id_, languages in select(_then("site"), known=question.known.number)
    ]


def _languages(question: Question) -> dict[int, tuple[str, ...]]:
    """By person, the languages that they were known to speak; those of whom none is known are left out."""
    kept: dict[Any, tuple[str, ...]] = {}
    found = {}
    for id_, languages in select(_then("person"), known=question.known.number):
        spoken_ones = tuple(as_json(languages) or ())
        if spoken_ones:
            found[id_] = kept.setdefault(spoken_ones, spoken_ones)
    return found


def _then(table: str) -> str:
    """The languages of all as they were known."""
    then = as_known(table, ("id", "recorded_in", "superseded_in"), ("languages",))
    return f"SELECT n.id, n.languages FROM {then} n WHERE {known_sql('n')}"
