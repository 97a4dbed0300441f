"""A report on paper: its question, what it comes to as bars, and its rows, gathered, as tagged PDF."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from readiness.audit.checkpoints import lines_to_hand_on
from readiness.foundation.errors import InvalidInput
from readiness.foundation.formats import Cell
from readiness.foundation.words import brief_day, language, ngettext, number
from readiness.foundation.words import gettext as _
from readiness.reports.shapes import TONES, Column, Holds, Report
from readiness.typesetting.setting import Document, pdf_of

MOST_ROWS = 20_000
"""Some five hundred pages, in a child that may take four gigabytes; nobody reads more on paper."""

_MOST_COUNTED = 30
"""So many values, and so many headings, have a bar: the largest."""
_TITLE = ("Report", "Organisation", "As of", "Known at")
"""What stands in the title and below it, and need not be said again."""


@dataclass(slots=True)
class _Gathered:
    """Rows under one heading, and how many of each value of the counted column."""

    rows: list[list[list[str]]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


def write_pdf(
    path: Path,
    report: Report,
    rows: Iterable[Sequence[Cell]],
    about: Sequence[tuple[str, str]],
    made_on: date,
) -> int:
    """Write it; gives the number of rows. Raises InvalidInput where there are too many, PaperRefused."""
    columns = [column for column in report.shown if column.name != report.gathered]
    gathered = _gather(report, columns, rows)
    counted: Counter[str] = sum((each.counted for each in gathered.values()), Counter())
    told = dict(about)
    values = {
        "title": _("%(report)s, as of %(day)s", report=_(report.title), day=told["As of"]),
        "language": language(),
        "organisation": told["Organisation"],
        "lead": _(
            "%(tells)s By what was known on %(moment)s.", tells=_(report.tells), moment=told["Known at"]
        ),
        "about": [list(pair) for pair in about if pair[0] not in _TITLE],
        "total": ngettext("One row", "%(count)s rows", counted.total()) if counted else _("No rows"),
        "head": [_(column.head) for column in columns],
        "widths": [column.width for column in columns],
        "marked": [place for place, column in enumerate(columns) if column.name == report.counted],
        "counts": _counts(counted),
        "parts": _parts(report, gathered),
        "barred": _barred(report, gathered),
        "unbarred": _unbarred(gathered),
        "checkpoint": lines_to_hand_on(),
    }
    path.write_bytes(pdf_of(Document("report.typ", values, made_on)))
    return counted.total()


def _gather(
    report: Report, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> Mapping[str, _Gathered]:
    """The rows under their headings, in the order in which these come; under '' where a report gathers none."""
    places = [(report.place(column.name), _beneath(report, column)) for column in columns]
    counted_at = report.place(report.counted)
    heads_at = report.place(report.gathered) if report.gathered else None
    found: dict[str, _Gathered] = {}
    for count, row in enumerate(rows):
        if count == MOST_ROWS:
            raise InvalidInput(
                _(
                    "On paper go at most %(most)s rows. Ask for one site, or take XLSX or CSV.",
                    most=f"{MOST_ROWS:,}",
                )
            )
        cells = [_text(cell, column) for cell, column in zip(row, report.fields, strict=True)]
        part = found.setdefault(cells[heads_at] if heads_at is not None else "", _Gathered())
        part.counted[str(row[counted_at] or "")] += 1
        part.rows.append([[cells[at], cells[below]] if below else [cells[at]] for at, below in places])
    return found


def _beneath(report: Report, column: Column) -> int:
    """The place of what stands as a second line below a column; 0 where nothing does."""
    below = report.beneath.get(column.name)
    return report.place(below) if below else 0


def _counts(counted: Counter[str]) -> list[list[Any]]:
    """Word, count in words, share of the largest, tone; the largest first."""
    most = counted.most_common(_MOST_COUNTED)
    return [[_word(value) or "–", number(count), count / most[0][1], _tone(value)] for value, count in most]


def _parts(report: Report, gathered: Mapping[str, _Gathered]) -> list[dict[str, Any]]:
    """Each heading with its rows, and in words what they come to."""
    return [
        {"name": _named(report, name), "said": _said(part), "rows": part.rows}
        for name, part in gathered.items()
    ]


def _barred(report: Report, gathered: Mapping[str, _Gathered]) -> list[dict[str, Any]]:
    """The headings with the most rows, where there are several: tones with their shares of the largest."""
    if len(gathered) < 2:
        return []
    largest = sorted(gathered.items(), key=lambda each: -each[1].counted.total())[:_MOST_COUNTED]
    most = largest[0][1].counted.total()
    return [
        {
            "name": _named(report, name),
            "said": _said(part),
            "bars": [[_tone(value), count / most] for value, count in part.counted.most_common()],
        }
        for name, part in largest
    ]


def _unbarred(gathered: Mapping[str, _Gathered]) -> str:
    more = len(gathered) - _MOST_COUNTED
    return _("%(count)s more have fewer rows.", count=number(more)) if more > 0 else ""


def _named(report: Report, name: str) -> str:
    return (name or _("None recorded")) if report.gathered else ""


def _said(part: _Gathered) -> str:
    return ", ".join(
        f"{_word(value) or '–'}: {number(count)}" for value, count in part.counted.most_common(4)
    )


def _tone(value: str) -> str:
    return TONES.get(value, "accent")


def _word(value: str) -> str:
    return value.replace("_", " ")


def _text(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if column.holds is Holds.DAY and isinstance(cell, date):
        return brief_day(cell)
    if column.holds is Holds.NUMBER and isinstance(cell, int):
        return number(cell)
    return _word(str(cell)) if column.choices else str(cell)
