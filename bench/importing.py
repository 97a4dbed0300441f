"""The import beside the raw floors."""

from dataclasses import dataclass
from pathlib import Path

from bench.generate import write_certificates, write_part, write_staff
from bench.measuring import Line, Run, command, floor, fresh, line, median

SMALL, WORKBOOK = 20_000, 100_000
"""Rows of the file by which the growth of memory is measured, and of the workbook."""

RAW = {"sqlite": "raw_sqlite", "postgresql": "raw_postgresql"}
GOALS = {"sqlite": "MUST 2.0, STRETCH 1.1", "postgresql": "MUST 12.5, STRETCH 5"}


@dataclass(frozen=True)
class Files:
    """The files of one scale, with their rows."""

    folder: Path
    people: int
    rows: int

    @classmethod
    def write(cls, folder: Path, scale: float) -> "Files":
        rows = write_certificates(folder / "certificates.csv", scale)
        for name, count in (("small.csv", SMALL), ("part.csv", WORKBOOK), ("part.xlsx", WORKBOOK)):
            write_part(folder / name, folder / "certificates.csv", min(count, rows))
        return cls(folder, write_staff(folder / "staff.csv", scale), rows)

    def path(self, name: str) -> str:
        return str(self.folder / name)


def measure_imports(name: str, url: str, files: Files, rounds: int) -> list[Line]:
    """Floors and commands, alternating; the last file that is imported is the whole one."""
    runs: dict[str, list[Run]] = {}

    def note(what: str, run: Run) -> None:
        runs.setdefault(what, []).append(run)

    raw, target = RAW[name], files.path("raw.sqlite") if name == "sqlite" else url
    for _round in range(rounds):
        for part in ("small.csv", "part.csv", "part.xlsx", "certificates.csv"):
            fresh(url)
            note("raw staff", floor(raw, files.path("staff.csv"), target))
            note("staff", command(url, "import", "staff", files.path("staff.csv")))
            if part == "certificates.csv":
                note("raw", floor(raw, files.path(part), target))
            note(part, command(url, "import", "certificates", files.path(part), "--skip-refused"))
        note("workbook", floor("read_workbook", files.path("part.xlsx"), "-"))
        if name == "postgresql":
            note("peewee", floor("peewee_postgresql", files.path("certificates.csv"), url))
    return _lines(name, files, runs)


def _lines(name: str, files: Files, runs: dict[str, list[Run]]) -> list[Line]:
    part, raw = min(WORKBOOK, files.rows), median(runs["raw"])
    added = max(run.peak for run in runs["certificates.csv"]) - max(run.peak for run in runs["small.csv"])
    csv_path = median(runs["workbook"]) + median(runs["part.csv"])
    lines = [
        line(f"{name}: raw insert of the staff", runs["raw staff"], files.people),
        line(f"{name}: import staff", runs["staff"], files.people, median(runs["raw staff"])),
        line(f"{name}: raw insert of the certificates", runs["raw"], files.rows),
        line(f"{name}: import certificates", runs["certificates.csv"], files.rows, raw, GOALS[name]),
        line(
            f"{name}: import of {SMALL:,} (whole file: {added:+} MB)",
            runs["small.csv"],
            SMALL,
            goal="MUST +100 MB",
        ),
        line(f"{name}: import of {part:,} as CSV", runs["part.csv"], part),
        line(f"{name}: workbook read by calamine", runs["workbook"], part),
        line(f"{name}: import of that workbook", runs["part.xlsx"], part, csv_path, "MUST 1.5, STRETCH 1.1"),
    ]
    if name == "postgresql":
        peewee = median(runs["peewee"])
        lines.append(line(f"{name}: peewee insert_many", runs["peewee"], files.rows))
        lines.append(
            line(
                f"{name}: import, beside insert_many",
                runs["certificates.csv"],
                files.rows,
                peewee,
                "MUST 0.25",
            )
        )
    return lines
