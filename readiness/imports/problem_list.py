"""Every fault and warning of one file, kept beside it: counted, put in groups, paged, written out.

A small SQLite file of its own, so that fifty thousand warnings neither fill the memory nor hold the
database's write lock, and so that what they say of people goes when the file goes.
"""

import csv
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from readiness.foundation.cells import guard
from readiness.foundation.words import gettext as _
from readiness.imports.staging import Problem
from readiness.imports.storage import open_private

PAGE = 100
"""Problems that a page shows."""

_WRITTEN_AT_ONCE = 10_000

_SCHEMA = """
    CREATE TABLE grouped (
        id INTEGER PRIMARY KEY, is_warning INTEGER, column_name TEXT, kind TEXT, example TEXT, found INTEGER
    );
    CREATE TABLE problem (
        id INTEGER PRIMARY KEY, grouped INTEGER, row_number INTEGER, column_name TEXT, sentence TEXT,
        is_warning INTEGER
    );
"""

# Values, days and numbers differ from row to row; what is wrong does not.
_VALUES = re.compile(r"'[^']*'|\d{1,2} [^\W\d_]+ \d{4}|\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many problems a file has."""

    faults: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one kind in one column; `example` is the first of them."""

    id: int
    column: str
    example: str
    is_warning: bool
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some problems in the order of the file; `next_after` leads to the page that follows, if one does."""

    problems: tuple[Problem, ...]
    next_after: int | None


def write_problems(path: Path, problems: Iterator[Problem]) -> Tally:
    """Write the list anew; whoever reads it meanwhile sees the old one or the new."""
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    os.close(open_private(draft))
    groups: dict[tuple[bool, str, str], list[object]] = {}
    with closing(sqlite3.connect(draft, isolation_level=None)) as file:
        # Written once and read after: it is made anew where the process ends before.
        file.executescript("PRAGMA journal_mode = off; PRAGMA synchronous = off; BEGIN;" + _SCHEMA)
        file.executemany("INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?)", _grouped(problems, groups))
        file.executemany(
            "INSERT INTO grouped VALUES (?, ?, ?, ?, ?, ?)",
            ((group[0], *key, group[1], group[2]) for key, group in groups.items()),
        )
        file.execute("CREATE INDEX problem_grouped ON problem (grouped, id)")
        file.execute("COMMIT")
        (warnings, everything) = file.execute(
            "SELECT coalesce(sum(found) FILTER (WHERE is_warning), 0), coalesce(sum(found), 0) FROM grouped"
        ).fetchone()
    draft.replace(path)
    return Tally(everything - warnings, warnings)


def _grouped(
    problems: Iterator[Problem], groups: dict[tuple[bool, str, str], list[object]]
) -> Iterator[tuple[object, ...]]:
    for number, problem in enumerate(problems, 1):
        key = (problem.is_warning, problem.column, _VALUES.sub("…", problem.sentence))
        group = groups.setdefault(key, [len(groups) + 1, problem.sentence, 0])
        group[2] += 1  # type: ignore[operator]
        yield number, group[0], problem.row, problem.column, problem.sentence, problem.is_warning


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        yield file


def problem_groups(path: Path) -> list[Group]:
    """The kinds of problem, faults first, then those that are most."""
    if not path.exists():
        return []
    with _opened(path) as file:
        rows = file.execute(
            "SELECT id, column_name, example, is_warning, found FROM grouped "
            "ORDER BY is_warning, found DESC, id"
        ).fetchall()
    return [Group(row[0], row[1], row[2], bool(row[3]), row[4]) for row in rows]


def problem_page(path: Path, group: int | None = None, after: int = 0, most: int = PAGE) -> Page:
    """A page of problems, of all kinds or of one."""
    if not path.exists():
        return Page((), None)
    of_group = "" if group is None else "AND grouped = :grouped"
    with _opened(path) as file:
        rows = file.execute(
            f"SELECT id, row_number, column_name, sentence, is_warning FROM problem "
            f"WHERE id > :after {of_group} ORDER BY id LIMIT :most",
            {"after": after, "most": most + 1, "grouped": group},
        ).fetchall()
    shown = rows[:most]
    problems = tuple(Problem(row[1], row[2], row[3], bool(row[4])) for row in shown)
    return Page(problems, shown[-1][0] if len(rows) > most else None)


def problems_as_csv(path: Path) -> Iterator[str]:
    """Every problem as a table, piece by piece."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow((_("Row"), _("Column"), _("Fault or warning"), _("What to do")))
    after: int | None = 0
    while after is not None:
        page = problem_page(path, after=after, most=_WRITTEN_AT_ONCE)
        for problem in page.problems:
            kind = _("warning") if problem.is_warning else _("fault")
            writer.writerow((problem.row or "", guard(problem.column), kind, guard(problem.sentence)))
        yield text.getvalue()
        text.seek(0)
        text.truncate()
        after = page.next_after
