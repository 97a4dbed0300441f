"""`python -m bench.one_change`: what one new certificate costs until today's findings are true again, beside a floor.

Two installations with as many people at each site, one a hundredth of the other, filled, measured and removed one
after the other, by time of the processor. Ours: the certificate is recorded by the action that the page calls, with
its event in the trail and what follows from it; then the sites that it touches are judged, as the next page or the
timetable does. The floor: the least that keeps verdicts, by hand: who holds what until when, and how many at each site,
in one transaction. At the end what ours kept is compared with everything judged anew.
"""

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.floors import fill_postgresql, fill_sqlite, plain_rows
from bench.generate import KINDS
from bench.growth import NAMES, Size, fill
from bench.measuring import fresh
from bench.processor import Processor
from config import Config
from readiness.certificates.actions import CertificateDetails, Desk, add_certificate
from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.keeping.today import bring_up_to_date, forget
from readiness.compliance.measuring import keeping_of
from readiness.foundation.database import connected, is_sqlite, open_database, select
from readiness.foundation.temporal import NEVER
from tests.databases import PostgresqlServer

SIZES = (Size(2_000, 10_000, sites=5), Size(200_000, 1_000_000, sites=500))
CHANGES = 60
"""So many certificates, each of somebody else; the median of them counts."""

KEPT = (
    "CREATE TABLE state (person INT, kind INT, until INT, PRIMARY KEY (person, kind))",
    "INSERT INTO state SELECT person, kind, max(b) FROM cert WHERE a <= {day} GROUP BY 1, 2",
    "CREATE TABLE verdict (site INT, kind INT, n INT, PRIMARY KEY (site, kind))",
    (
        "INSERT INTO verdict SELECT p.site, s.kind, sum(CASE WHEN s.until >= {day} THEN 1 ELSE 0 END) FROM state s "
        "JOIN post p ON p.person = s.person AND p.a <= {day} AND p.b >= {day} GROUP BY 1, 2"
    ),
)


class Floor:
    """Kept verdicts over bare integers, by hand."""

    def __init__(self, url: str, folder: Path, today: date) -> None:
        self._day = today.toordinal()
        rows = plain_rows(select)
        self._connection: Any = fill_sqlite(rows, folder) if is_sqlite() else fill_postgresql(rows, url)
        self._place = "?" if is_sqlite() else "%s"
        if is_sqlite():
            self._connection.isolation_level = None
            for pragma in ("journal_mode = wal", "synchronous = normal"):
                self._connection.execute(f"PRAGMA {pragma}")
        for sql in KEPT:
            self._connection.execute(sql.format(day=self._day))

    def ask(self, sql: str, *values: int) -> Any:
        return self._connection.execute(sql.replace("?", self._place), values)

    def add(self, person: int, kind: int) -> None:
        """A certificate from today for a year, with what follows from it."""
        day = self._day
        self.ask("BEGIN IMMEDIATE" if self._place == "?" else "BEGIN")
        self.ask("INSERT INTO cert VALUES (?, ?, ?, ?)", person, kind, day, day + 365)
        before = self.ask("SELECT until FROM state WHERE person = ? AND kind = ?", person, kind).fetchone()
        self.ask(
            "INSERT INTO state VALUES (?, ?, ?) ON CONFLICT (person, kind) DO UPDATE SET until = excluded.until",
            person,
            kind,
            day + 365,
        )
        if before is None or before[0] < day:
            self.ask(
                "UPDATE verdict SET n = n + 1 WHERE kind = ? AND site IN "
                "(SELECT site FROM post WHERE person = ? AND a <= ? AND b >= ?)",
                kind,
                person,
                day,
                day,
            )
        self.ask("COMMIT")

    def close(self) -> None:
        self._connection.close()


def measure(url: str, folder: Path, size: Size) -> dict[str, float]:
    """Milliseconds of the processor for each part of one change; raises SystemExit where what is kept is not true."""
    open_database(url)
    with connected():
        processor = Processor.of_the_database()
        fill(url, folder, size, processor)
        keeping = keeping_of(Config())
        bring_up_to_date(keeping)
        spent: dict[str, list[float]] = {"recorded": [], "judged": []}
        for add in _changes(keeping.today):
            spent["recorded"].append(processor.spent(add))
            spent["judged"].append(processor.spent(lambda: bring_up_to_date(keeping)))
        kept = _kept()
        forget()
        bring_up_to_date(keeping)
        if kept != _kept():
            raise SystemExit("what is kept is not what everything judged anew gives")
        floor = Floor(url, folder, keeping.today)
        chance = random.Random(3)
        by_hand = [
            processor.spent(
                lambda: floor.add(chance.randrange(size.people) + 1, chance.randrange(len(KINDS)))
            )
            for _number in range(CHANGES * 5)
        ]
        floor.close()
    return {**{name: median(each) for name, each in spent.items()}, "by hand": median(by_hand)}


def _changes(today: date) -> Iterator[Callable[[], object]]:
    """So many certificates to be recorded, of people drawn by chance who are employed today."""
    desk, chance = Desk("bench", today, certificate_kinds()), random.Random(4)
    details = CertificateDetails(today, today + timedelta(days=365))
    ids = [
        number
        for (number,) in select(
            "SELECT person_id FROM employment WHERE superseded_in = :never AND from_on <= :day AND until_on >= :day "
            "ORDER BY person_id",
            never=NEVER,
            day=today,
        )
    ]
    for person in chance.sample(ids, CHANGES):
        kind = chance.choice(KINDS)
        yield partial(add_certificate, person, kind, details, desk)


def _kept() -> list[Any]:
    return list(
        select(
            "SELECT site_id, pack_id, clause_id, subject, status, need, have FROM kept_finding ORDER BY 1, 2, 3, 4"
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.one_change", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    chosen = parser.parse_args()
    server = PostgresqlServer(is_durable=True)
    try:
        for database in NAMES if chosen.database == "both" else (chosen.database,):
            for size in SIZES:
                with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
                    url = f"sqlite:///{name}/ours.sqlite" if database == "sqlite" else server.url()
                    fresh(url)
                    found = measure(url, Path(name), size)
                told = ", ".join(f"{what} {spent:.3f} ms" for what, spent in found.items())
                ratio = (found["recorded"] + found["judged"]) / found["by hand"]
                print(f"{database}: {size}: {told}: {ratio:.0f} x floor (MUST 3)", flush=True)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
