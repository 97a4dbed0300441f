"""A report on paper: its question, what it comes to, and its rows, as tagged PDF."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from readiness.audit.checkpoints import lines_to_hand_on
from readiness.foundation.errors import InvalidInput
from readiness.foundation.formats import Cell
from readiness.foundation.words import gettext as _
from readiness.foundation.words import language
from readiness.reports.shapes import Report
from readiness.typesetting.setting import Document, pdf_of

MOST_ROWS = 20_000
"""Some five hundred pages, in a child that may take four gigabytes; nobody reads more on paper."""

_MOST_COUNTED = 40


def write_pdf(
    path: Path,
    report: Report,
    rows: Iterable[Sequence[Cell]],
    about: Sequence[tuple[str, str]],
    made_on: date,
) -> int:
    """Write it; gives the number of rows. Raises InvalidInput where there are too many, PaperRefused."""
    places = [report.columns.index(name) for name in report.printed]
    counted_at = report.columns.index(report.counted)
    words = [
        place for place, name in enumerate(report.columns) if name.startswith("status") or name == "standing"
    ]
    counted: Counter[str] = Counter()
    told: list[list[str]] = []
    for row in rows:
        if len(told) == MOST_ROWS:
            raise InvalidInput(
                _(
                    "On paper go at most %(most)s rows. Ask for one site, or take XLSX or CSV.",
                    most=f"{MOST_ROWS:,}",
                )
            )
        cells = [_text(cell) for cell in row]
        for place in words:
            cells[place] = cells[place].replace("_", " ")
        counted[cells[counted_at]] += 1
        told.append([cells[place] for place in places])
    values = {
        "title": _("%(report)s, as of %(day)s", report=_(report.title), day=dict(about)["As of"]),
        "language": language(),
        "head": [name.replace("_", " ") for name in report.printed],
        "widths": list(report.printed.values()),
        "rows": told,
        "about": [list(pair) for pair in about],
        "checkpoint": lines_to_hand_on(),
        "counted": report.counted.replace("_", " "),
        "counts": [[word, f"{count:,}"] for word, count in counted.most_common(_MOST_COUNTED)],
    }
    path.write_bytes(pdf_of(Document("report.typ", values, made_on)))
    return len(told)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
