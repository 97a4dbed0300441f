"""What a report is: its columns, each declared once for every format, and whose eyes it is for. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from readiness.foundation.formats import Cell
from readiness.reports.requests import ReportRequest


class Holds(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `tells`: what it says, in a sentence for whoever reads the schema.

    `is_optional`: a cell may be empty. `choices`: the only texts that there are. `width`: how wide it is on paper,
    as typst has it; '' where it does not stand there.
    """

    name: str
    tells: str
    holds: Holds = Holds.TEXT
    is_optional: bool = False
    choices: tuple[str, ...] = ()
    width: str = ""


def text(name: str, tells: str, *choices: str, width: str = "", is_optional: bool = False) -> Column:
    """A column of words; of `choices` alone where some are named."""
    return Column(name, tells, Holds.TEXT, is_optional, choices, width)


def number(name: str, tells: str, *, width: str = "", is_optional: bool = False) -> Column:
    """A column of whole numbers."""
    return Column(name, tells, Holds.NUMBER, is_optional, (), width)


def day(name: str, tells: str, *, width: str = "", is_optional: bool = False) -> Column:
    """A column of days."""
    return Column(name, tells, Holds.DAY, is_optional, (), width)


def instant(name: str, tells: str, *, width: str = "", is_optional: bool = False) -> Column:
    """A column of instants in UTC, as 2026-06-30T12:00:00.000000Z."""
    return Column(name, tells, Holds.INSTANT, is_optional, (), width)


class Narrowing(StrEnum):
    """By what a report can be narrowed."""

    SITE = "site"
    PACK = "pack"
    PERIOD = "period"


EVERYBODY = frozenset({"hr", "coordinator", "auditor", "admin"})
"""Those who see all sites."""
TRAIL_READERS = frozenset({"auditor", "admin"})
"""Those who read what everybody did."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report by its name: title and what it tells (msgids), its columns, how its rows are found.

    `counted`: the column by whose values its plot and its first page count the rows. `is_confidential`: it tells of
    people or of what they did, and is handed out after a sign-in alone. `cliff`: a column of days to come; its plot
    is then of the weeks ahead.
    """

    name: str
    title: str
    tells: str
    fields: tuple[Column, ...]
    rows: Callable[[ReportRequest], Iterator[tuple[Cell, ...]]]
    counted: str
    narrowings: frozenset[Narrowing] = frozenset({Narrowing.SITE})
    readers: frozenset[str] = EVERYBODY
    is_confidential: bool = False
    cliff: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(field.name for field in self.fields)

    @property
    def printed(self) -> Mapping[str, str]:
        """Each column that stands on a landscape page, with its width."""
        return {field.name: field.width for field in self.fields if field.width}
