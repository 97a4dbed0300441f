"""The list of exercises on a day, by what was known: filtered, sorted, read by key."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation.database import select, stream
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.foundation.temporal import NEVER, Question, known_sql

EXERCISE_ORDERS = {
    "planned": Order(("x.planned_on", "x.fact_id"), (date, int)),
    "site": Order(("s.name", "x.planned_on", "x.fact_id"), (str, date, int)),
}
STANDINGS = {
    "to_come": "x.held_on IS NULL AND x.planned_on >= :as_of AND x.not_held_why = ''",
    "overdue": "x.held_on IS NULL AND x.planned_on < :as_of AND x.not_held_why = ''",
    "held": "x.held_on IS NOT NULL",
    "unsigned": "x.held_on IS NOT NULL AND r.id IS NULL",
    "not_held": "x.not_held_why <> ''",
}


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """An exercise as a list shows it. `phase` is that of its run, '' where none was begun."""

    id: int
    scenario: str
    kind: str
    site_code: str
    site_name: str
    planned_on: date
    held_on: date | None
    is_announced: bool
    phase: str
    is_signed: bool
    topic: str
    is_called_off: bool
    key: Key

    def standing(self, as_of: date) -> str:
        """How it stands, as a status."""
        if self.held_on is not None:
            return "signed" if self.is_signed else "held"
        if self.is_called_off:
            return "not_held"
        if self.phase in ("running", "paused", "stopped"):
            return self.phase
        return "overdue" if self.planned_on < as_of else "planned"


@dataclass(frozen=True, slots=True)
class ExerciseFilter:
    """What exercises must be, on the day in question; None and '': anything."""

    standing: str = ""
    kind: str = ""
    site_ids: Collection[int] | None = None


_COLUMNS = (
    "x.fact_id, x.scenario, x.kind, s.code, s.name, x.planned_on, x.held_on, x.is_announced, "
    "coalesce(t.phase, ''), CASE WHEN r.id IS NULL THEN 0 ELSE 1 END, x.topic, "
    "CASE WHEN x.not_held_why = '' THEN 0 ELSE 1 END"
)
_WIDTH = 12
_TABLES = (
    "exercise x JOIN site s ON s.id = x.site_id LEFT JOIN exercise_state t ON t.exercise = x.fact_id "
    f"LEFT JOIN after_action_report r ON r.exercise = x.fact_id AND r.superseded_in = {NEVER}"
)


def exercises_page(sought: ExerciseFilter, question: Question, page: PageRequest) -> Page[ExerciseRow]:
    """A page of the list."""
    sql, values = _asked(sought, question, page)
    return page_of([_row(row) for row in select(sql, **values)], page, lambda row: row.key)


def every_exercise(sought: ExerciseFilter, question: Question, page: PageRequest) -> Iterator[ExerciseRow]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    sql, values = _asked(sought, question, page)
    return (_row(row) for row in stream(sql, **values))


def _asked(sought: ExerciseFilter, question: Question, page: PageRequest) -> tuple[str, dict[str, Any]]:
    found = [known_sql("x"), STANDINGS.get(sought.standing, "1 = 1"), page.condition()]
    values: dict[str, Any] = {"known": question.known.number, "as_of": question.as_of, **page.values()}
    if sought.kind:
        found.append("x.kind = :kind")
        values["kind"] = sought.kind
    if sought.site_ids is not None:
        places = {f"site_{place}": number for place, number in enumerate(sorted(sought.site_ids))}
        found.append(f"x.site_id IN ({', '.join(f':{place}' for place in places)})" if places else "1 = 0")
        values |= places
    key = ", ".join(page.order.columns)
    return f"SELECT {_COLUMNS}, {key} FROM {_TABLES} WHERE {' AND '.join(found)} {page.tail()}", values


def _row(cells: tuple[Any, ...]) -> ExerciseRow:
    number, scenario, kind, code, name, planned_on, held_on, is_announced, phase, is_signed, topic, is_off = (
        cells[:_WIDTH]
    )
    return ExerciseRow(
        number, scenario, kind, code, name, planned_on, held_on, bool(is_announced), phase, bool(is_signed),
        topic, bool(is_off),
        cells[_WIDTH:],
    )  # fmt: skip
