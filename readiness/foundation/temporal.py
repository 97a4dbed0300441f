"""Two times for every fact: the days on which it is true, and the changes in which we learned of it.

A *change* is one committed act of recording; changes are numbered in the order in which they
became known. A *fact* is kept as versions. Each version says which change recorded it and which
change superseded it, and nothing else of a version is ever touched, so that what was known at
any instant can be asked for ever.

The days on which something is true are the fact's own columns (from_on, until_on, issued_on …);
open ends are stored as the first or last day of the calendar, so that comparing needs no OR.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from peewee import SQL, AutoField, BooleanField, Expression, IntegerField

from readiness.foundation import clock
from readiness.foundation.database import BaseModel, UTCDateTimeField, execute, lock, select, transaction
from readiness.foundation.errors import Conflict
from readiness.foundation.formats import instant_text
from readiness.foundation.rows import has_json, inserted

FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)
ASKED_YEARS = range(1900, 2200)
"""What may be asked about lies in these: at the ends of the calendar there is no day before or after."""
NEVER = 2**31 - 1
"""The number of a change that will not come: what no change has superseded."""


class Change(BaseModel):
    """One committed act of recording. Its number orders what we knew."""

    id = AutoField()
    recorded_at = UTCDateTimeField(index=True)
    is_sample = BooleanField(default=False)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was known: every change up to this number. `at` is the instant that was asked about.

    Of all that is known now it is the instant of the latest change. Whatever is held for as long as nothing is
    recorded goes by both: a database that was restored counts on from an earlier change, and comes to the same
    numbers with other facts.
    """

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """The day in question, and the instant of knowledge."""

    as_of: date
    known: Knowledge

    def to_json(self) -> dict[str, str]:
        """As it is kept until somebody looks again."""
        return {"as_of": self.as_of.isoformat(), "known_at": instant_text(self.known.at)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Question":
        """The question as it was kept; one statement."""
        return cls(date.fromisoformat(kept["as_of"]), knowledge_at(datetime.fromisoformat(kept["known_at"])))


class Kept(BaseModel):
    """Something that facts are about: known from one change until another takes it back, and kept for ever.

    What was taken back stays, so that what was known before can still be told; `current` leaves it out.
    """

    recorded_in = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    superseded_in = IntegerField(default=NEVER, constraints=[SQL(f"DEFAULT {NEVER}")])


class Fact(BaseModel):
    """A version of a fact. `fact_id` is the same through all versions of one fact."""

    id = AutoField()
    fact_id = IntegerField(index=True)
    recorded_in = IntegerField()
    superseded_in = IntegerField(default=NEVER)


def index_changes(model: type[Fact] | type[Kept]) -> None:
    """Make findable what a change recorded or superseded. Most versions never are, and stay out of the second."""
    table = model._meta.table_name
    model.add_index(model.recorded_in, name=f"{table}_recorded")
    model.add_index(
        model.superseded_in,
        where=model.superseded_in < SQL(str(NEVER)),
        name=f"{table}_superseded",
    )


FactType = TypeVar("FactType", bound=Fact)
FACT_COLUMNS = ("fact_id", "recorded_in", "superseded_in")


@contextmanager
def changing(*, is_sample: bool = False) -> Iterator[Change]:
    """Open a change: one transaction, alone among writers.

    Being alone is what makes the numbers an order of knowledge.
    """
    with transaction():
        lock("change")
        instant = _next_instant()
        # Written out, as what every change does: peewee takes longer to word a statement than the database to run it.
        ((number,),) = execute(
            "INSERT INTO change (recorded_at, is_sample) VALUES (:instant, :is_sample) RETURNING id",
            instant=instant, is_sample=is_sample,
        )  # fmt: skip
        yield Change(id=number, recorded_at=instant, is_sample=is_sample)


def stamp(change: Change) -> None:
    """Give a change its instant, as the last thing that is done in it.

    A question asked while a long change runs is then answered the same way ever after. It is none earlier than the
    one with which the change was opened, which is after every earlier change: nobody else has recorded since.
    """
    change.recorded_at = max(clock.now(), change.recorded_at)
    execute(
        "UPDATE change SET recorded_at = :instant WHERE id = :id", instant=change.recorded_at, id=change.id
    )


def _next_instant() -> datetime:
    """Now, but after every earlier change, even when the machine's clock was set back."""
    latest = select("SELECT recorded_at FROM change ORDER BY id DESC LIMIT 1")
    after: list[datetime] = [recorded_at + timedelta(microseconds=1) for (recorded_at,) in latest]
    return max([clock.now(), *after])


def knowledge_at(instant: datetime | None = None) -> Knowledge:
    """What was known at an instant; without one, all that is known now.

    The answer for now names the instant of the latest change, so that asking again with that
    instant gives the same answer for ever.
    """
    until, values = ("", {}) if instant is None else ("WHERE recorded_at <= :instant", {"instant": instant})
    rows = select(f"SELECT id, recorded_at FROM change {until} ORDER BY id DESC LIMIT 1", **values)
    for number, recorded_at in rows:
        return Knowledge(number, instant or recorded_at)
    return Knowledge(0, instant or clock.now())


def has_come(instant: datetime) -> bool:
    """Whether it can be told what was known at an instant: it is past, or that of the latest change."""
    return instant <= max(clock.now(), knowledge_at().at)


def records_began_at(*, with_sample: bool = True) -> datetime | None:
    """The instant of the first change, or of the first that is none of a sample's; before it nothing was known."""
    chosen = "" if with_sample else "WHERE NOT is_sample"
    rows = select(f"SELECT recorded_at FROM change {chosen} ORDER BY id LIMIT 1")
    return next((recorded_at for (recorded_at,) in rows), None)


def known(model: type[Fact] | type[Kept], knowledge: Knowledge) -> Expression:
    """The condition that a version, or what facts are about, is what was known."""
    return (model.recorded_in <= knowledge.number) & (model.superseded_in > knowledge.number)


def known_sql(alias: str) -> str:
    """The same condition in SQL, for the place :known."""
    return f"{alias}.recorded_in <= :known AND {alias}.superseded_in > :known"


def current(model: type[Fact] | type[Kept]) -> Expression:
    """The condition that a version is what we hold true now, inside a change."""
    return model.superseded_in == NEVER


def next_fact_id(model: type[Fact]) -> int:
    """The first free fact number; safe because only one change is open at a time."""
    ((last,),) = execute(f"SELECT max(fact_id) FROM {model._meta.table_name}")
    return int(last or 0) + 1


def _insert(version: FactType) -> FactType:
    if has_json(type(version)):
        version.save(force_insert=True)
    else:
        version.id = inserted(version)
    return version


def record(model: type[FactType], change: Change, **values: Any) -> FactType:
    """Record a fact that we did not know of."""
    return _insert(model(fact_id=next_fact_id(model), recorded_in=change.id, **values))


def supersede(version: FactType, change: Change, **values: Any) -> FactType:
    """Record a new version of a fact; the old one stays as what we knew until now."""
    _close(version, change)
    kept = {
        field.name: getattr(version, field.name)
        for field in version._meta.sorted_fields
        if field.name not in {"id", "recorded_in", "superseded_in"}
    }
    return _insert(type(version)(**{**kept, **values}, recorded_in=change.id))


def withdraw(version: Fact, change: Change) -> None:
    """Say that what was recorded never was true; no version takes its place."""
    _close(version, change)


def _close(version: Fact, change: Change) -> None:
    closed = execute(
        f"UPDATE {version._meta.table_name} SET superseded_in = :change WHERE id = :id AND superseded_in = :never",
        change=change.id,
        id=version.id,
        never=NEVER,
    ).rowcount
    if closed != 1:
        raise Conflict("Someone else changed this meanwhile. Look at it again, then repeat your change.")


def day_before(day: date) -> date:
    return day if day == FIRST_DAY else day - timedelta(days=1)


def day_after(day: date) -> date:
    return day if day == LAST_DAY else day + timedelta(days=1)


def versions(model: type[FactType], fact_id: int) -> Sequence[FactType]:
    """Every version of one fact, oldest knowledge first: what we knew when."""
    return list(model.select().where(model.fact_id == fact_id).order_by(model.recorded_in, model.id))
