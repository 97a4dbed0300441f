"""`python -m bench`: the import and the assessment beside their floors, on SQLite and PostgreSQL."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench import floors
from bench.generate import TODAY, write_certificates, write_pack, write_staff
from readiness.compliance.assess import Measure, assess, standings
from readiness.foundation.database import connected, execute, is_sqlite, open_database, select
from readiness.foundation.temporal import Question, knowledge_at
from readiness.standards.certificate_kinds import load_certificate_kinds
from tests.databases import PostgresqlServer


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: seconds (median), rows or cells, the floor's seconds, peak memory in MB."""

    what: str
    seconds: float
    count: int
    floor: float | None = None
    peak: int | None = None
    goal: str = ""

    def __str__(self) -> str:
        ratio = f"{self.seconds / self.floor:6.2f} x floor" if self.floor else " " * 14
        peak = f"{self.peak:5} MB" if self.peak else " " * 8
        return f"{self.what:44} {self.seconds:8.2f} s {self.count / self.seconds:12,.0f}/s {ratio} {peak}  {self.goal}"


GOAL = "MUST 1.3, STRETCH 0.3"


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(url: str, *words: str) -> tuple[float, int]:
    """Run a command of the product; gives its seconds and its peak memory in MB."""
    settings = {**os.environ, "READINESS_DATABASE_URL": url}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "readiness", *words],
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"readiness {' '.join(words)} failed")
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def fresh(url: str) -> None:
    """An empty database with the schema."""
    if url.startswith("sqlite:///"):
        for path in Path(url.removeprefix("sqlite:///")).parent.glob("ours.sqlite*"):
            path.unlink()
    else:
        open_database(url)
        with connected():
            execute("DROP SCHEMA IF EXISTS public CASCADE")
            execute("CREATE SCHEMA public")
    command(url, "init")


def measure_imports(name: str, url: str, folder: Path, scale: float, rounds: int) -> list[Line]:
    """The raw floor and the real command, alternating."""
    staff, certificates = folder / "staff.csv", folder / "certificates.csv"
    people, rows = write_staff(staff, scale), write_certificates(certificates, scale)
    raw = (
        partial(floors.raw_sqlite, certificates, folder)
        if name == "sqlite"
        else partial(floors.raw_postgresql, certificates, url)
    )
    of_staff, of_certificates, of_raw = [], [], []
    for _round in range(rounds):
        fresh(url)
        of_raw.append(timed(raw))
        of_staff.append(command(url, "import", "staff", str(staff)))
        of_certificates.append(command(url, "import", "certificates", str(certificates)))
    floor = statistics.median(of_raw)
    goal = "MUST 2.0, STRETCH 1.1" if name == "sqlite" else "MUST 12.5, STRETCH 5"
    return [
        Line(f"{name}: raw insert of the certificate file", floor, rows),
        _line(f"{name}: import staff", of_staff, people),
        _line(f"{name}: import certificates", of_certificates, rows, floor, goal),
    ]


def _line(
    what: str, runs: list[tuple[float, int]], count: int, floor: float | None = None, goal: str = ""
) -> Line:
    return Line(
        what, statistics.median(run[0] for run in runs), count, floor, max(run[1] for run in runs), goal
    )


def measure_assessment(name: str, url: str, folder: Path, rounds: int) -> list[Line]:
    """One hand-written statement over plain integers, and ours over dated facts with two times."""
    write_pack(folder / "bench.toml")
    command(url, "packs", "adopt", str(folder / "bench.toml"))
    open_database(url)
    lines = []
    with connected():
        execute("ANALYZE")
        measure = Measure(load_certificate_kinds(), 30)
        plain = floors.plain_rows(select)
        run = _plain(plain, url, folder)
        for when, day in (("today", TODAY), ("400 days ago", TODAY - timedelta(days=400))):
            lines += _compare(f"{name}: {when}", day, measure, run, rounds)
    return lines


def _plain(tables: dict[str, list[Any]], url: str, folder: Path) -> Callable[[date], list[Any]]:
    if is_sqlite():
        lite = floors.fill_sqlite(tables, folder)
        return lambda day: lite.execute(floors.sqlite_statement(day)).fetchall()
    server = floors.fill_postgresql(tables, url)
    return lambda day: server.execute(floors.statement(day)).fetchall()


def _compare(
    what: str, day: date, measure: Measure, run: Callable[[date], list[Any]], rounds: int
) -> list[Line]:
    question = Question(day, knowledge_at())
    sites = dict(select("SELECT id, code FROM site"))
    counted = {(sites[site], f"clause-{clause}"): have for site, clause, _heads, have in run(day)}
    ours = {
        (each.site, each.clause): each.have for each in standings(question, measure) if each.have is not None
    }
    if ours != counted:
        raise SystemExit(f"{what}: the floor and the product do not agree")
    of_floor, of_standings, of_assess = [], [], []
    for _round in range(rounds):
        of_floor.append(timed(lambda: run(day)))
        of_standings.append(timed(lambda: standings(question, measure)))
        of_assess.append(timed(lambda: sum(1 for _finding in assess(question, measure))))
    floor, cells = statistics.median(of_floor), len(counted)
    return [
        Line(f"{what}, one SQL statement", floor, cells),
        Line(
            f"{what}, standings with what is due",
            statistics.median(of_standings),
            cells,
            floor,
            goal="MUST 1.3, STRETCH 0.3",
        ),
        Line(f"{what}, findings with since, due, names", statistics.median(of_assess), cells, floor),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--scale", type=float, default=1.0, help="1.0: 100,000 people, 300,000 certificates, 500 sites"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    server = PostgresqlServer(is_durable=True)
    try:
        with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
            folder = Path(name)
            urls = {"sqlite": f"sqlite:///{folder / 'ours.sqlite'}"}
            if chosen.database != "sqlite":
                urls["postgresql"] = server.url()
            for database in ("sqlite", "postgresql") if chosen.database == "both" else (chosen.database,):
                for line in measure_imports(database, urls[database], folder, chosen.scale, chosen.rounds):
                    print(line, flush=True)
                for line in measure_assessment(database, urls[database], folder, chosen.rounds):
                    print(line, flush=True)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
