"""Reading and writing snapshots; each function one statement or few, within the caller's transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from readiness.compliance.judging.cells import Cell
from readiness.foundation.database import among, execute, insert_rows, number_list, select
from readiness.foundation.temporal import LAST_DAY, Knowledge

Key = tuple[int, str, str]
"""A site's number, pack and clause."""


@dataclass(frozen=True, slots=True)
class Night:
    """A day of which there is a snapshot, and by what knowledge."""

    on: date
    known: Knowledge
    is_afterwards: bool
    restated_known: int


def latest_night() -> date | None:
    """The latest day of which there is a snapshot."""
    taken = latest_taken()
    return taken.on if taken else None


class Taken(NamedTuple):
    """A day of which a snapshot was taken, and when: the same night is taken anew where a database was restored."""

    on: date
    at: datetime


def latest_taken() -> Taken | None:
    """The latest snapshot."""
    rows = select("SELECT night_on, taken_at FROM snapshot_night ORDER BY night_on DESC LIMIT 1")
    return next((Taken(*row) for row in rows), None)


def nights(first: date, last: date) -> list[Night]:
    """The nights of these days, the oldest first."""
    rows = select(
        "SELECT night_on, known, known_at, is_afterwards, restated_known FROM snapshot_night "
        "WHERE night_on >= :first AND night_on <= :last ORDER BY night_on",
        first=first,
        last=last,
    )
    return [
        Night(on, Knowledge(known, known_at), bool(is_afterwards), restated)
        for on, known, known_at, is_afterwards, restated in rows
    ]


def open_cells() -> dict[Key, tuple[int, str]]:
    """The cells as they stood in the latest snapshot: the row's number and the status."""
    rows = select(
        "SELECT id, site_id, pack_id, clause_id, status FROM snapshot_cell WHERE until_on = :open",
        open=LAST_DAY,
    )
    return {(site, pack, clause): (number, status) for number, site, pack, clause, status in rows}


def cells_on(day: date) -> dict[Key, str]:
    """The statuses as a snapshot tells them of a day."""
    rows = select(
        "SELECT site_id, pack_id, clause_id, status FROM snapshot_cell "
        "WHERE from_on <= :day AND until_on >= :day",
        day=day,
    )
    return {(site, pack, clause): status for site, pack, clause, status in rows}


def end_cells(numbers: Collection[int], until_on: date) -> None:
    execute(
        f"UPDATE snapshot_cell SET until_on = :until_on WHERE {among('id', 'ended')}",
        until_on=until_on,
        ended=number_list(sorted(numbers)),
    )


def begin_cells(cells: Mapping[Key, Cell], from_on: date) -> None:
    insert_rows(
        "snapshot_cell",
        ("site_id", "pack_id", "clause_id", "status", "need", "have", "from_on", "until_on"),
        [
            (*key, cell.status.value, cell.need, cell.have, from_on.isoformat(), LAST_DAY.isoformat())
            for key, cell in cells.items()
        ],
    )


def write_night(night: Night, taken_at: datetime) -> None:
    execute(
        "INSERT INTO snapshot_night (night_on, known, known_at, taken_at, is_afterwards, restated_known) "
        "VALUES (:night_on, :known, :known_at, :taken_at, :is_afterwards, :restated_known)",
        night_on=night.on,
        known=night.known.number,
        known_at=night.known.at,
        taken_at=taken_at,
        is_afterwards=night.is_afterwards,
        restated_known=night.restated_known,
    )


def replace_restated(day: date, known: int, told: Mapping[Key, str]) -> None:
    """Make these what is told otherwise of a day, by this knowledge."""
    execute("DELETE FROM restated_cell WHERE night_on = :day", day=day)
    insert_rows(
        "restated_cell",
        ("night_on", "site_id", "pack_id", "clause_id", "status"),
        [(day.isoformat(), *key, status) for key, status in told.items()],
    )
    execute("UPDATE snapshot_night SET restated_known = :known WHERE night_on = :day", known=known, day=day)


def forget_before(day: date) -> None:
    """Remove what ended before a day."""
    execute("DELETE FROM snapshot_cell WHERE until_on < :day", day=day)
    execute("DELETE FROM snapshot_night WHERE night_on < :day", day=day)


def forget_nights_of_nothing() -> None:
    """Remove the nights where no cell of any is left."""
    execute("DELETE FROM snapshot_night WHERE NOT EXISTS (SELECT 1 FROM snapshot_cell)")
