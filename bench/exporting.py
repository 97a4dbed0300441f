"""The export of certificates beside a bare cursor over the same rows, and as workbook and on paper.

`python -m bench.exporting URL WAY` prints seconds, seconds to the first byte, MB that were added, rows, and seconds of
the processor with those of its children and of the database's server.
"""

import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median

import psycopg
import xlsxwriter
from pikepdf import Pdf

from bench.generate import TODAY
from bench.measuring import Line
from bench.processor import Processor
from config import Config
from readiness.compliance.judging.asking import Measure
from readiness.foundation import clock
from readiness.foundation.database import connected, open_database, reading
from readiness.foundation.formats import Cell, write_table
from readiness.foundation.temporal import Question, knowledge_at
from readiness.reports.printed import write_pdf
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Report
from readiness.reports.tables import REPORTS
from readiness.reports.taking_away import Told, Wish
from readiness.reports.workbook import write_workbook
from readiness.standards.certificate_kinds import load_certificate_kinds

# What the export asks, without the two times of each fact.
BARE = """
    SELECT c.fact_id, p.staff_number, p.given_name, p.family_name, s.code, c.kind, c.issued_on, c.expires_on,
      CASE WHEN c.expires_on >= '2026-06-30' THEN 'valid' ELSE 'lapsed' END,
      c.revoked_on, c.revoked_reason, c.issuer, c.number
    FROM certificate c JOIN person p ON p.id = c.person_id JOIN membership m ON m.person_id = p.id
    JOIN site s ON s.id = m.site_id ORDER BY c.id
"""


About = Sequence[tuple[str, str]]
"""What a file says of itself."""


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


def workbook(url: str, sink: Sink) -> int:
    """The report as XLSX."""
    return _taken_away(url, write_workbook)


def plain_workbook(url: str, sink: Sink) -> int:
    """The same rows by XlsxWriter, which many would take, in the way of its that keeps the memory flat."""

    def write(path: Path, report: Report, rows: Iterator[Sequence[Cell]], _about: About) -> int:
        count = 0
        with xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        ) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, report.columns)
            for count, row in enumerate(rows, 1):
                sheet.write_row(count, 0, row)
        return count

    return _taken_away(url, write)


def paper(url: str, sink: Sink) -> int:
    """Some two hundred pages of it, as tagged PDF; told are the pages."""

    def write(path: Path, report: Report, rows: Iterator[Sequence[Cell]], about: About) -> int:
        write_pdf(path, report, islice(rows, ON_PAPER), about, TODAY)
        with Pdf.open(path) as pdf:
            return len(pdf.pages)

    return _taken_away(url, write)


def _taken_away(url: str, write: Callable[[Path, Report, Iterator[Sequence[Cell]], About], int]) -> int:
    open_database(url)
    with connected(), reading(), tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
        request = ReportRequest(Question(TODAY, knowledge_at()), Measure(load_certificate_kinds(), 30))
        report = REPORTS["certificates"]
        # What a file says of itself is worded where it is made: whatever it needs one day is here too.
        about = Told(Wish(report.name, "", request), Config(), "bench", clock.now()).about
        return write(Path(name) / "report", report, iter(report.rows(request)), about)


WAYS = {"bare": bare, "ours": ours, "plain_workbook": plain_workbook, "workbook": workbook, "paper": paper}
ON_PAPER = 9_000
"""Rows that come to some two hundred pages."""


def measure_exports(name: str, url: str, rounds: int) -> list[Line]:
    """Each way in processes of its own, alternating; by time of the processor but for the first byte."""
    told: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for _round in range(rounds):
        for way in WAYS:
            words = [sys.executable, "-m", "bench.exporting", url, way]
            said = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout
            told[way].append([float(each) for each in said.split()])
    medians = {way: [median(column) for column in zip(*told[way], strict=True)] for way in WAYS}
    (_seconds, _first, _added, found, floor), (_ours, first, added, rows, spent) = (
        medians["bare"],
        medians["ours"],
    )
    if rows != found:
        raise SystemExit(f"{rows} rows were taken away, and the bare cursor found {found}")
    label = f"{name}: export as CSV (first byte {first * 1000:.0f} ms, {added:+.0f} MB)"
    goal = "MUST 2.2, STRETCH 1.7; 50 ms, +10 MB"
    return [
        Line(f"{name}: bare cursor over the certificates, cpu", floor, int(rows)),
        Line(label, spent, int(rows), floor, goal=goal),
        *_taken(name, medians),
    ]


def _taken(name: str, way: dict[str, list[float]]) -> list[Line]:
    """Workbook and paper, by time of the processor: paper is set in a child."""
    (_plain, _first, _added, rows, floor), ours, pages = way["plain_workbook"], way["workbook"], way["paper"]
    label = f"{name}: export as XLSX ({ours[2]:+.0f} MB)"
    return [
        Line(f"{name}: XlsxWriter, constant memory, cpu", floor, int(rows)),
        Line(label, ours[4], int(rows), floor, goal="MUST 0.17, STRETCH 0.11; 70 MB"),
        Line(
            f"{name}: {pages[3]:.0f} pages of PDF, cpu", pages[4], int(pages[3]), goal="MUST 8 s, STRETCH 4 s"
        ),
    ]


def main(url: str, way: str) -> None:
    open_database(url)
    with connected():
        processor = Processor.of_the_database()
    sink, before = Sink(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = rows = 0.0

    def work() -> float:
        nonlocal seconds, rows
        start = _spent()
        rows = WAYS[way](url, sink)
        spent, seconds = _spent() - start, time.perf_counter() - sink.began
        time.sleep(0.3)  # what served a connection that was closed counts once its server has seen it end
        return spent

    spent = processor.spent_with(work) / 1000
    added = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(seconds, sink.first or 0, added, rows, spent)


def _spent() -> float:
    usages = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usages)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
