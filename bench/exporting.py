"""The export of certificates beside a bare cursor over the same rows.

`python -m bench.exporting URL WAY` prints seconds, seconds to the first byte, MB that were added, and rows.
"""

import resource
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from statistics import median

import psycopg

from bench.generate import TODAY
from bench.measuring import Line
from readiness.compliance.asking import Measure
from readiness.foundation.database import connected, open_database
from readiness.foundation.formats import write_table
from readiness.foundation.temporal import Question, knowledge_at
from readiness.reports.requests import ReportRequest
from readiness.reports.tables import REPORTS
from readiness.standards.certificate_kinds import load_certificate_kinds

# What the export asks, without the two times of each fact.
BARE = """
    SELECT c.fact_id, p.staff_number, p.given_name, p.family_name, s.code, c.kind, c.issued_on, c.expires_on,
      CASE WHEN c.expires_on >= '2026-06-30' THEN 'valid' ELSE 'lapsed' END,
      c.revoked_on, c.revoked_reason, c.issuer, c.number
    FROM certificate c JOIN person p ON p.id = c.person_id JOIN membership m ON m.person_id = p.id
    JOIN site s ON s.id = m.site_id ORDER BY c.id
"""


@dataclass
class Sink:
    """Takes what is written, and remembers when it began."""

    began: float = field(default_factory=time.perf_counter)
    first: float | None = None

    def write(self, text: str) -> int:
        if self.first is None:
            self.first = time.perf_counter() - self.began
        return len(text)


def bare(url: str, sink: Sink) -> int:
    """Fetch every row, and nothing else."""
    count = 0
    if url.startswith("sqlite:///"):
        for _row in sqlite3.connect(url.removeprefix("sqlite:///")).execute(BARE):
            count += 1
        return count
    with psycopg.connect(url) as connection, connection.cursor(name="bare") as cursor:
        cursor.itersize = 5000
        for _row in cursor.execute(BARE):
            count += 1
    return count


def ours(url: str, sink: Sink) -> int:
    """The report as CSV."""
    open_database(url)
    with connected():
        question = Question(TODAY, knowledge_at())
        report = REPORTS["certificates"]
        rows = report.rows(ReportRequest(question, Measure(load_certificate_kinds(), 30)))
        return write_table("csv", report.columns, rows, sink)  # type: ignore[arg-type]


WAYS = {"bare": bare, "ours": ours}


def measure_exports(name: str, url: str, rounds: int) -> list[Line]:
    """Both ways in processes of their own, alternating."""
    told: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for _round in range(rounds):
        for way in WAYS:
            words = [sys.executable, "-m", "bench.exporting", url, way]
            said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
            told[way].append([float(each) for each in said.split()])
    (floor, *_rest), (seconds, first, added, rows) = (
        [median(column) for column in zip(*told[way], strict=True)] for way in WAYS
    )
    label = f"{name}: export as CSV (first byte {first * 1000:.0f} ms, {added:+.0f} MB)"
    goal = "MUST 2.2, STRETCH 1.7; 50 ms, +10 MB"
    return [
        Line(f"{name}: bare cursor over the certificates", floor, int(rows)),
        Line(label, seconds, int(rows), floor, goal=goal),
    ]


def main(url: str, way: str) -> None:
    sink, before = Sink(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = WAYS[way](url, sink)
    seconds = time.perf_counter() - sink.began
    added = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(seconds, sink.first or 0, added, rows)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
