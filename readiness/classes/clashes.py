"""What speaks against somebody being in a class at its time: told as warnings, which whoever decides may overrule."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from readiness.certificates.kinds import certificate_kinds
from readiness.classes.models import TrainingClass
from readiness.classes.states import ENROLLED
from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import NEVER
from readiness.foundation.words import day
from readiness.foundation.words import gettext as _

Warnings = Mapping[int, list[str]]
OtherDays = Callable[[Sequence[int], date], Warnings]
"""What rooms above know of the day of people: sentences by the person's number."""


def clashes(
    training_class: TrainingClass, person_ids: Sequence[int], others: OtherDays
) -> dict[int, list[str]]:
    """Sentences by person; who has none is not in it. A constant number of statements."""
    found: dict[int, list[str]] = {}
    for told in (
        _not_employed(training_class, person_ids),
        _on_leave(training_class, person_ids),
        _in_another(training_class, person_ids),
        others(person_ids, training_class.held_on),
    ):
        for person_id, sentences in told.items():
            found.setdefault(person_id, []).extend(sentences)
    return found


def _not_employed(training_class: TrainingClass, person_ids: Sequence[int]) -> Warnings:
    rows = select(
        f"SELECT p.id FROM person p WHERE {among('p.id', 'people')} AND NOT EXISTS (SELECT 1 FROM employment e "
        "WHERE e.person_id = p.id AND e.superseded_in = :never AND e.from_on <= :day AND e.until_on >= :day)",
        people=number_list(person_ids),
        never=NEVER,
        day=training_class.held_on,
    )
    return {person_id: [_("Not employed here on that day.")] for (person_id,) in rows}


def _on_leave(training_class: TrainingClass, person_ids: Sequence[int]) -> Warnings:
    rows = select(
        f"SELECT l.person_id, l.until_on FROM leave l WHERE {among('l.person_id', 'people')} "
        "AND l.superseded_in = :never AND l.from_on <= :day AND l.until_on >= :day",
        people=number_list(person_ids),
        never=NEVER,
        day=training_class.held_on,
    )
    return {person_id: [_("On leave on that day.")] for person_id, _until_on in rows}


def _in_another(training_class: TrainingClass, person_ids: Sequence[int]) -> Warnings:
    rows = select(
        "SELECT e.person_id, c.kind, c.held_on FROM enrolment e JOIN training_class c ON "
        "c.fact_id = e.training_class AND c.superseded_in = :never "
        f"WHERE {among('e.person_id', 'people')} AND e.superseded_in = :never AND e.state = '{ENROLLED}' "
        "AND NOT c.is_cancelled AND c.fact_id <> :number AND c.starts_at < :ends AND c.ends_at > :starts",
        people=number_list(person_ids),
        never=NEVER,
        number=training_class.fact_id or 0,
        starts=training_class.starts_at,
        ends=training_class.ends_at,
    )
    kinds = certificate_kinds()
    found: dict[int, list[str]] = {}
    for person_id, kind, held_on in rows:
        sentence = _(
            "In the class “%(kind)s” on %(day)s, at the same time.",
            kind=kinds.known(kind).title,
            day=day(held_on),
        )
        found.setdefault(person_id, []).append(sentence)
    return found
