"""`python -m bench.growth`: how cost grows with people, sites, requirements and years of history.

Each size is an installation of its own, filled, measured and removed in a process of its own, and each figure is time
of the processor: of that process, and of PostgreSQL's. Pages are asked of the application in that process, without
the server in front of it. `--picture FOLDER` draws what was measured.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median

from bench.generate import CLAUSES, PEOPLE, TODAY, write_certificates, write_pack, write_staff
from bench.growth_history import add_years
from bench.growth_picture import draw
from bench.measuring import command, fresh
from bench.processor import Processor
from bench.visiting import Visitor
from config import Config
from readiness.compliance.judging.standings import standings
from readiness.compliance.keeping.today import bring_up_to_date
from readiness.compliance.measuring import keeping_of, measure_of
from readiness.foundation.database import connected, open_database
from readiness.foundation.statistics import look_at_tables
from readiness.foundation.temporal import Question, knowledge_at
from tests.databases import PostgresqlServer

PAGES = {
    "overview": "/dashboard",
    "findings": "/compliance",
    "certificates": "/certificates",
    "search by name": "/people?q=given12+fam",
}
ANY_DAY = {"findings": "/compliance", "overview": "/dashboard", "ahead": "/compliance/ahead"}
"""Pages that are asked of another day: worked out the first time, and held for the next."""
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ASKED = 20
"""How often each page is asked; the median of it counts."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large an installation is."""

    people: int = 20_000
    certificates: int = 100_000
    sites: int = 500
    requirements: int = CLAUSES
    years: int = 1

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, each.name):,} {each.name}" for each in fields(self))


AXES = {
    "certificates": [Size(2_000, 10_000), Size(), Size(200_000, 1_000_000)],
    "sites": [Size(sites=50), Size()],
    "requirements": [Size(requirements=3), Size()],
    "years": [Size(), Size(years=5)],
}
"""What grows, while all else stays; people grow with their certificates."""


def measure(url: str, folder: Path, size: Size) -> dict[str, float]:
    """Milliseconds of the processor for each thing; for imports, of a row, with the start of the program shared out."""
    open_database(url)
    with connected():
        processor = Processor.of_the_database()
        found = fill(url, folder, size, processor)
        keeping = keeping_of(Config())
        found["judged from scratch"] = processor.spent(lambda: bring_up_to_date(keeping))
        visitor = Visitor(url, folder)
        for name, path in PAGES.items():
            found[name] = _each(processor, partial(visitor.ask, path), ASKED)
        measured = measure_of(Config())
        for name, day in (("standings", TODAY), ("standings 400 days ago", TODAY - timedelta(days=400))):
            question = Question(day, knowledge_at())
            found[name] = _each(processor, partial(standings, question, measured), 3)
        for name, path in ANY_DAY.items():
            ask = partial(visitor.ask, f"{path}?as_of={TODAY - timedelta(days=400)}")
            found[f"{name} 400 days ago"] = processor.spent(ask)
            found[f"{name} 400 days ago, again"] = _each(processor, ask, 3)
    return found


def _each(processor: Processor, work: Callable[[], object], times: int) -> float:
    work()
    return median(processor.spent(work) for _ in range(times))


def _import(url: str, name: str, path: Path) -> float:
    """Import a file by the command; the seconds of the processor that it took."""
    return command(url, "import", name, str(path), "--skip-refused").cpu


def fill(url: str, folder: Path, size: Size, processor: Processor) -> dict[str, float]:
    """An installation of this size; gives what its imports cost."""
    staff, certificates, pack = (folder / name for name in ("staff.csv", "certificates.csv", "bench.toml"))
    rows = write_staff(staff, size.people / PEOPLE, sites=size.sites)
    write_certificates(certificates, size.people / PEOPLE, certificates=size.certificates)
    write_pack(pack, size.requirements)
    found = {}
    for name, path, count in (("staff", staff, rows), ("certificates", certificates, size.certificates)):
        spent = processor.spent_with(partial(_import, url, name, path))
        found[f"import of {name}, a row"] = spent / count
    command(url, "packs", "adopt", str(pack))
    add_years(size.years)
    look_at_tables()  # as the timetable does
    return found


def _measured(url: str, size: Size) -> dict[str, float]:
    """The same in a process of its own, which has nothing in memory that another size left."""
    with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
        at = f"sqlite:///{name}/ours.sqlite" if url == "sqlite" else url
        fresh(at)
        words = [sys.executable, "-m", "bench.growth", "--one", json.dumps(asdict(size)), "--at", at, name]
        said = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found


def report(database: str, url: str, picture: Path | None) -> None:
    """Measure every size, tell it, draw it."""
    known: dict[Size, dict[str, float]] = {}
    for size in dict.fromkeys(size for sizes in AXES.values() for size in sizes):
        known[size] = _measured(url, size)
        print(f"{database}: {size}", flush=True)
        for name, milliseconds in known[size].items():
            print(f"  {name:34} {milliseconds:12,.3g} ms", flush=True)
    if picture is not None:
        grown = {
            axis: [(float(getattr(size, axis)), known[size]) for size in sizes]
            for axis, sizes in AXES.items()
        }
        (picture / f"growth-{database}.svg").write_text(draw(f"How cost grows on {NAMES[database]}", grown))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--picture", type=Path, help="the folder where what grows is drawn")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--at", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        url, folder = chosen.at
        print(json.dumps(measure(url, Path(folder), Size(**json.loads(chosen.one)))))
        return
    server = PostgresqlServer(is_durable=True)
    try:
        for database in ("sqlite", "postgresql") if chosen.database == "both" else (chosen.database,):
            report(database, "sqlite" if database == "sqlite" else server.url(), chosen.picture)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
