"""What a year of snapshots costs: 500 sites, 12 clauses, 365 nights, on SQLite in a folder of its own.

    python -m bench.trends [--changes N]

`--changes`: how often a cell's status changes in the year, on average (12). Rows are written as the timetable
writes them, a night at a time; then the pages' statements are timed, the best of five by the processor's clock.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from readiness.compliance.days.findings import Status
from readiness.compliance.judging.cells import Cell
from readiness.foundation.database import connected, execute, insert_rows, open_database, select, transaction
from readiness.foundation.migrating import migrate
from readiness.foundation.temporal import Knowledge
from readiness.trends import rows
from readiness.trends.course import counted
from readiness.trends.queries import Looked, begun_and_ended, changed_between, restated
from readiness.trends.rows import Key, Night

SITES, CLAUSES, NIGHTS = 500, 12, 365
FIRST = date(2026, 1, 1)
LAST = FIRST + timedelta(days=NIGHTS - 1)
STATUSES = (Status.MET, Status.MET, Status.DUE, Status.GAP, Status.CANNOT_TELL)


def main() -> None:
    parser = argparse.ArgumentParser(description="What a year of snapshots costs.")
    parser.add_argument("--changes", type=int, default=12)
    changes = parser.parse_args().changes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trends.sqlite"
        open_database(f"sqlite:///{path}")
        migrate()
        with connected():
            write_sites()
            before = size(path)
            started = time.process_time()
            write_year(changes)
            took = time.process_time() - started
            count = next(select("SELECT count(*) FROM snapshot_cell"))[0]
            megabytes = (size(path) - before) / 1e6
            print(f"{SITES} sites, {CLAUSES} clauses, {NIGHTS} nights, {changes} changes of a cell a year")
            print(f"{count:,} rows, {megabytes:.1f} MB, {took / NIGHTS * 1000:.1f} ms of writing a night")
            time_pages()


def size(path: Path) -> int:
    execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


def write_sites() -> None:
    with transaction():
        insert_rows("site", ("code", "name", "address", "country", "region", "time_zone", "kind", "hazard", "languages",
                             "emergency_number", "outside_line_prefix", "is_sample"),
                    [(f"s{place}", f"Site {place}", "", "US", "", "UTC", "", "", "[]", "", "", False)
                     for place in range(SITES)])  # fmt: skip


def write_year(changes: int) -> None:
    dice = random.Random(7)
    keys: list[Key] = [
        (site, "own", f"clause-{clause}") for site in range(1, SITES + 1) for clause in range(CLAUSES)
    ]
    for place in range(NIGHTS):
        day = FIRST + timedelta(days=place)
        changed = keys if place == 0 else [key for key in keys if dice.random() < changes / NIGHTS]
        cells = {key: Cell("", key[1], key[2], dice.choice(STATUSES), 9, 7) for key in changed}
        with transaction():
            present = rows.open_cells()
            begun = {key: cell for key, cell in cells.items() if present.get(key, (0, ""))[1] != cell.status}
            rows.end_cells([present[key][0] for key in begun if key in present], day - timedelta(days=1))
            rows.begin_cells(begun, day)
            rows.write_night(Night(day, Knowledge(1, datetime.now(UTC)), False, 1), datetime.now(UTC))


def time_pages() -> None:
    nights = [night.on for night in rows.nights(FIRST, LAST)]
    for what, looked in (("all sites", Looked()), ("one site", Looked([7])), ("a pack", Looked(None, "own"))):
        took = best(partial(course, nights, looked))
        print(f"the course of a year, {what}: {took * 1000:.1f} ms")
    print(f"what is told otherwise: {best(lambda: restated(Looked(), FIRST, LAST)) * 1000:.1f} ms")
    print(f"what changed in a year: {best(lambda: changed_between(Looked(), FIRST, LAST)) * 1000:.1f} ms")


def course(nights: list[date], looked: Looked) -> object:
    return counted(nights, *begun_and_ended(looked, FIRST, LAST))


def best(work: Callable[[], object]) -> float:
    found = []
    for _round in range(5):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


if __name__ == "__main__":
    main()
