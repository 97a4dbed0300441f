"""Which people a list is about: conditions on them in SQL, and the few to begin with where there are few.

A list is read in the order of an index until it is long enough. That is quick while enough of the
rows match; where few do, it is quick to begin with those few. Which of the two holds is counted up
to a limit, so that the time does not grow with the number of people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from readiness.foundation.database import select
from readiness.foundation.temporal import Question, known_sql
from readiness.people.reach import Reach, reached, within_reach

FEW = 5000


class EmploymentStatus(StrEnum):
    """What someone is to the organisation on a day."""

    ACTIVE = "active"
    ON_LEAVE = "on_leave"
    NOT_STARTED = "not_started"
    ENDED = "ended"


class Standing(StrEnum):
    """Whom a list is about: those employed on the day, those of one status, or everyone."""

    EMPLOYED = "employed"
    ON_LEAVE = "on_leave"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a room above asks of a person p: SQL, which may say :as_of and :known, and the values of its own places."""

    sql: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What people must be, on the day in question. None and '': anything."""

    words: tuple[str, ...] = ()
    site_id: int | None = None
    department_id: int | None = None
    job_title: str = ""
    standing: Standing = Standing.EVERYONE
    person_id: int | None = None
    also: Condition | None = None

    @property
    def asks_where(self) -> bool:
        """Whether anything is asked of where and as what people work."""
        return bool(_places(self))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, by someone with a reach."""

    question: Question
    reach: Reach

    def values(self) -> dict[str, Any]:
        """The values for the places that every list has."""
        known = self.question.known.number
        return {"as_of": self.question.as_of, "known": known, **self.reach.values()}


# The employments and leaves of the person p that were known. Each EXISTS has a LIMIT, which says nothing; but
# without it SQLite turns it into a join, and reads the whole table for a filter before the first row is found.
_EMPLOYMENT = f"SELECT 1 FROM employment e WHERE e.person_id = p.id AND {known_sql('e')}"
EMPLOYED = f"EXISTS ({_EMPLOYMENT} AND e.from_on <= :as_of AND e.until_on >= :as_of LIMIT 1)"
_TO_COME = f"EXISTS ({_EMPLOYMENT} AND e.from_on > :as_of LIMIT 1)"
AWAY = (
    f"EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id AND {known_sql('l')} "
    "AND l.from_on <= :as_of AND l.until_on >= :as_of LIMIT 1)"
)
STATUS = (
    f"CASE WHEN {EMPLOYED} THEN CASE WHEN {AWAY} THEN 'on_leave' ELSE 'active' END "
    f"WHEN {_TO_COME} THEN 'not_started' ELSE 'ended' END"
)
"""SQL for the status of the person p, who was employed once or will be."""

# Nearly everybody was employed once. Said by EXISTS, PostgreSQL would reckon with one in nine where it does not know
# what :known is, and plan anew for each page rather than once.
_HAS_STANDING = {
    Standing.EMPLOYED: (EMPLOYED,),
    Standing.ON_LEAVE: (EMPLOYED, AWAY),
    Standing.NOT_STARTED: (f"NOT {EMPLOYED}", _TO_COME),
    Standing.ENDED: (f"NOT {EMPLOYED}", f"NOT {_TO_COME}", f"EXISTS ({_EMPLOYMENT} LIMIT 1)"),
    Standing.EVERYONE: (f"({_EMPLOYMENT} LIMIT 1) IS NOT NULL",),
}

# Where and as what someone works on the day, as m.
MEMBERSHIP_ON_THE_DAY = (
    "LEFT JOIN membership m ON m.id = (SELECT w.id FROM membership w WHERE w.person_id = p.id "
    f"AND {known_sql('w')} AND w.from_on <= :as_of AND w.until_on >= :as_of ORDER BY w.from_on DESC LIMIT 1)"
)


def conditions(sought: PeopleFilter, asked: Asked) -> tuple[list[str], dict[str, Any]]:
    """What must hold of a person p and the membership m, and the values of the places."""
    found = [*_HAS_STANDING[sought.standing], *within_reach(asked.reach, "p.id")]
    found += [_has_word(place) for place in range(len(sought.words))]
    found += [f"m.{column} = :{column}" for column in _places(sought)]
    if sought.person_id is not None:
        found.append("p.id = :person")
    values = _values(sought, asked)
    if sought.also is not None:
        found.append(sought.also.sql)
        values |= sought.also.values
    return found, values


def _places(sought: PeopleFilter) -> dict[str, int | str]:
    """What a membership must have, by its column."""
    wanted = {
        "site_id": sought.site_id,
        "department_id": sought.department_id,
        "job_title": sought.job_title or None,
    }
    return {column: value for column, value in wanted.items() if value is not None}


_BY_WORD = "SELECT f.person_id FROM person_word f WHERE"


def _has_word(place: int) -> str:
    return f"EXISTS (SELECT 1 FROM person_word f WHERE f.person_id = p.id AND {_begins(place)} LIMIT 1)"


def _begins(place: int) -> str:
    return f"f.word >= :word_{place} AND f.word < :past_{place}"


def _values(sought: PeopleFilter, asked: Asked) -> dict[str, Any]:
    values = {**asked.values(), **_places(sought), "person": sought.person_id}
    for place, word in enumerate(sought.words):
        # Every word that begins with this one: no letter in UTF-8 has the byte 255.
        values |= {f"word_{place}": word.encode(), f"past_{place}": word.encode() + b"\xff"}
    return values


@dataclass(frozen=True, slots=True)
class Few:
    """Those to begin with: SQL of their numbers, how many at most, and the condition that they meet by that alone.

    `is_by_word`: the SQL is of person_word f, where it ends with conditions.
    """

    sql: str
    count: int
    condition: str = ""

    @property
    def is_by_word(self) -> bool:
        return self.sql.startswith(_BY_WORD)


def few_people(sought: PeopleFilter, asked: Asked) -> Few | None:
    """All who may be meant, where one of the conditions leaves few; None where each leaves many."""
    if sought.person_id is not None:
        return Few("SELECT id FROM person WHERE id = :person", 1)
    values = _values(sought, asked)
    smallest: Few | None = None
    for sql, condition in _sources(sought, asked):
        # What leaves no fewer than are known already need not be counted to its end.
        most = FEW if smallest is None else smallest.count - 1
        ((count,),) = select(f"SELECT count(*) FROM ({sql} LIMIT :most + 1) few", most=most, **values)
        if count <= most:
            smallest = Few(sql, count, condition)
    return smallest


_MEMBERS = (
    f"SELECT w.person_id FROM membership w WHERE {known_sql('w')} "
    "AND w.from_on <= :as_of AND w.until_on >= :as_of"
)
_FEW_HAVE = {
    Standing.NOT_STARTED: (
        f"SELECT e.person_id FROM employment e WHERE {known_sql('e')} AND e.from_on > :as_of"
    ),
    Standing.ON_LEAVE: (
        f"SELECT l.person_id FROM leave l WHERE {known_sql('l')} "
        "AND l.from_on <= :as_of AND l.until_on >= :as_of"
    ),
}


def _sources(sought: PeopleFilter, asked: Asked) -> Iterator[tuple[str, str]]:
    """For each condition that an index serves: the people that it leaves, and the condition if they all meet it."""
    for place in range(len(sought.words)):
        yield f"{_BY_WORD} {_begins(place)}", _has_word(place)
    if asked.reach.site_ids is not None:
        yield reached(), ""
    for column in _places(sought):
        yield f"{_MEMBERS} AND w.{column} = :{column}", ""
    if sought.standing in _FEW_HAVE:
        yield _FEW_HAVE[sought.standing], ""
