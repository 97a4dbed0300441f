"""What a report is: its columns, each declared once for every format, and whose eyes it is for. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

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
    as typst has it; '' where it does not stand there. `heading`: what stands over it where people read (a msgid).
    `beneath`: the column below whose cell it stands there, as a second line.
    """

    name: str
    tells: str
    holds: Holds = Holds.TEXT
    is_optional: bool = False
    choices: tuple[str, ...] = ()
    width: str = ""
    heading: str = ""
    beneath: str = ""

    @property
    def head(self) -> str:
        """What stands over the column where people read."""
        return self.heading or self.name.removesuffix("_on").replace("_", " ").capitalize()


def text(
    name: str,
    tells: str,
    *choices: str,
    width: str = "",
    is_optional: bool = False,
    heading: str = "",
    beneath: str = "",
) -> Column:
    """A column of words; of `choices` alone where some are named."""
    return Column(name, tells, Holds.TEXT, is_optional, choices, width, heading, beneath)


def number(name: str, tells: str, *, width: str = "", is_optional: bool = False, heading: str = "") -> Column:
    """A column of whole numbers."""
    return Column(name, tells, Holds.NUMBER, is_optional, (), width, heading)


def day(name: str, tells: str, *, width: str = "", is_optional: bool = False, heading: str = "") -> Column:
    """A column of days."""
    return Column(name, tells, Holds.DAY, is_optional, (), width, heading)


def instant(name: str, tells: str, *, width: str = "", is_optional: bool = False) -> Column:
    """A column of instants in UTC, as 2026-06-30T12:00:00.000000Z."""
    return Column(name, tells, Holds.INSTANT, is_optional, (), width)


TONES = {
    "met": "met", "valid": "met", "signed": "met", "closed": "met", "verified": "met", "in_force": "met",
    "renewed": "met", "gap": "gap", "lapsed": "gap", "overdue": "gap", "past_due": "gap", "late": "gap",
    "review_late": "gap", "never": "gap", "due": "due", "lapses": "due", "grace": "due", "held": "met",
    "cannot_tell": "unknown",
}  # fmt: skip
"""How a word of ours is to be taken: as well, as to be seen to soon or now, or as not known."""


class Narrowing(StrEnum):
    """By what a report can be narrowed."""

    SITE = "site"
    PACK = "pack"
    PERIOD = "period"


EVERYBODY = frozenset({"hr", "coordinator", "auditor", "admin"})
"""Those who see all sites."""
TRAIL_READERS = frozenset({"auditor", "admin"})
"""Those who read what everybody did."""


class Listed(Protocol):
    """The rows of a report in the order of its page, where they are counted without being looked at."""

    def counts(self) -> Mapping[tuple[str, str], int]:
        """How many there are of each value of `counted` and of `gathered`."""

    def rows(self, begin: int, most: int) -> Iterator[tuple[Cell, ...]]:
        """So many rows from the number `begin` (from 0) on."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report by its name: title and what it tells (msgids), its columns, how its rows are found.

    `counted`: the column by whose values its plot and its first page count the rows. `is_confidential`: it tells of
    people or of what they did, and is handed out after a sign-in alone. `cliff`: a column of days to come; its plot
    is then of the weeks ahead. `gathered`: the column by whose values the rows are gathered on paper.
    `is_assessed`: everyone is assessed for its rows. `listed`: how its page, where people see it, finds its rows, the
    most urgent first; without it the page looks at each row as the files have them.
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
    gathered: str = ""
    is_assessed: bool = False
    listed: Callable[[ReportRequest], Listed] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(field.name for field in self.fields)

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that people read, on the page and on paper."""
        return tuple(field for field in self.fields if field.width)

    @property
    def beneath(self) -> Mapping[str, str]:
        """Which column stands as a second line below which, by name."""
        return {field.beneath: field.name for field in self.fields if field.beneath}

    def place(self, name: str) -> int:
        """Where a column stands in a row."""
        return self.columns.index(name)
