"""What is measured, and how: a command of the product, a floor in a process of its own, a line that tells of both."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness.foundation.database import connected, execute, open_database


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: seconds by the clock and of the processor, and its peak memory in MB."""

    seconds: float
    cpu: float
    peak: int


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: medians of its runs, rows or cells, and how many times the floor's seconds.

    The processor's seconds are of the program alone, without the server of PostgreSQL.
    """

    what: str
    seconds: float
    count: int
    floor: float | None = None
    cpu: float | None = None
    peak: int | None = None
    goal: str = ""

    def __str__(self) -> str:
        ratio = f"{self.seconds / self.floor:6.2f} x floor" if self.floor else " " * 14
        cpu = f"{self.cpu:7.2f} s cpu" if self.cpu else " " * 13
        peak = f"{self.peak:5} MB" if self.peak else " " * 8
        each = f"{self.count / self.seconds:12,.0f}/s"
        return f"{self.what:56} {self.seconds:8.3f} s {cpu} {each} {ratio} {peak}  {self.goal}".rstrip()


def line(what: str, runs: Sequence[Run], count: int, floor: float | None = None, goal: str = "") -> Line:
    """The medians of several runs; the highest of their peaks."""
    seconds, cpu = median(runs), statistics.median(run.cpu for run in runs)
    return Line(what, seconds, count, floor, cpu, max(run.peak for run in runs), goal)


def median(runs: Sequence[Run]) -> float:
    """Seconds by the clock."""
    return statistics.median(run.seconds for run in runs)


def timed(work: Callable[[], Any]) -> float:
    """Seconds that a piece of work takes in this process."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(url: str, *words: str) -> Run:
    """Run a command of the product."""
    return run(["-m", "readiness", *words], {**os.environ, "READINESS_DATABASE_URL": url})


def floor(name: str, *words: str) -> Run:
    """Run a floor, which measures itself, so that neither its start nor its making ready counts."""
    words = ("-m", "bench.import_floors", name, *words)
    said = subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True).stdout
    seconds, cpu, peak = said.split()
    return Run(float(seconds), float(cpu), int(peak))


def run(words: Sequence[str], environment: dict[str, str]) -> Run:
    """Run a program of this Python; it must succeed."""
    program = [sys.executable, "-m", "bench.alone", *words]
    ran = subprocess.run(program, check=False, env=environment, capture_output=True, text=True)
    if ran.returncode != 0:
        raise SystemExit(f"{' '.join(words)} failed")
    seconds, cpu, peak = ran.stdout.split()
    return Run(float(seconds), float(cpu), int(peak))


def told(work: Callable[[], Any]) -> str:
    """Seconds, seconds of the processor and peak memory of this process, as `floor` reads them."""
    cpu = time.process_time()
    seconds = timed(work)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{seconds} {time.process_time() - cpu} {peak}"


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
