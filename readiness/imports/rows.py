"""The rows below the header, one after the other: good ones as they are, bad ones with their problem."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from readiness.foundation.words import gettext as _
from readiness.imports.headers import Header
from readiness.imports.places import column_letter
from readiness.imports.records import Lines, TextSource, broken_record
from readiness.imports.tidying import LONGEST_CELL, cell_problem, tidy

GoodRow = tuple[int, list[str]]
"""Its number as a person counts in a spreadsheet, and its cells, as many as the header has columns.

A plain tuple: an object for each of a million rows would cost as much as reading them.
"""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, with a sentence that says what to do.

    `column` is the one to blame, where one is. `fatal`: reading ends here, and the file must be
    refused even where refused rows may be skipped. `cells` are as the file has them.
    """

    number: int
    problem: str
    column: str | None = None
    cells: tuple[str, ...] = ()
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a file are to be read. `may_have_controls` False: no cell needs to be searched."""

    source: TextSource
    delimiter: str
    header: Header
    may_have_controls: bool


def read_rows(layout: Layout, lines: Lines) -> Iterator[GoodRow | BadRow]:
    """Every row below the header that is not blank."""
    reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
    header, is_plain, strip = layout.header, layout.header.is_plain, str.strip
    width, number, may_have_controls = header.width, 0, layout.may_have_controls
    try:
        for cells in reader:
            number += 1
            lines.length = 0
            joined = "".join(cells)
            if not joined or joined.isspace() or number <= header.row:
                continue
            # What most rows are: plain text of the right width. Only the others are worth a closer look.
            if (
                (len(cells) == width and is_plain)
                and len(joined) <= LONGEST_CELL
                and ((not may_have_controls and joined.isascii()) or _is_plain_text(joined))
            ):
                yield number, [*map(tidy if "'" in joined else strip, cells)]
            else:
                yield _judged(header, number, cells)
    except csv.Error:
        yield _broken(layout, number + 1)
    except UnicodeDecodeError:
        # The whole file could be decoded when it was opened.
        problem = _("The file was changed while it was read. Import it again.")
        yield BadRow(number + 1, problem, fatal=True)


def rows_at(layout: Layout, numbers: Iterable[int]) -> Iterator[GoodRow | BadRow]:
    """The rows with these numbers, in order, of a file that has been read to its end."""
    with layout.source.text(layout.source.open()) as text:
        reader, read = csv.reader(text, delimiter=layout.delimiter, strict=True), 0
        for number in numbers:
            cells = next(islice(reader, number - read - 1, None))
            read = number
            yield _judged(layout.header, number, cells)


def _is_plain_text(joined: str) -> bool:
    """Whether no cell has a control character or is to be composed: no part of a composed text is."""
    return joined.isprintable() and (joined.isascii() or unicodedata.is_normalized("NFC", joined))


def _judged(header: Header, number: int, cells: list[str]) -> GoodRow | BadRow:
    misfit = _misfit(header, cells)
    if misfit is not None:
        return BadRow(number, misfit, cells=tuple(cells))
    named = [tidy(cells[place]) for place in header.places]
    for column, cell in zip(header.names, named, strict=True):
        problem = cell_problem(cell)
        if problem is not None:
            return BadRow(number, problem, column, tuple(named))
    return number, named


def _misfit(header: Header, cells: list[str]) -> str | None:
    """Why the cells cannot be told to the columns."""
    last = max(place for place, cell in enumerate(cells) if cell.strip())
    if len(cells) < header.width or last >= header.width:
        return _(
            "The row has %(cells)s cells, the header has %(columns)s. Add what is missing, "
            "or put quotes around a value that contains the separator.",
            cells=last + 1 if last >= header.width else len(cells),
            columns=header.width,
        )
    unnamed = {*range(header.width)} - {*header.places}
    filled = next((place for place in sorted(unnamed) if cells[place].strip()), None)
    if filled is None:
        return None
    return _(
        "Column %(letter)s has a value here and no name in the header. Give it a name.",
        letter=column_letter(filled),
    )


def _broken(layout: Layout, number: int) -> BadRow:
    broken = broken_record(layout.source, layout.delimiter, number)
    names = dict(zip(layout.header.places, layout.header.names, strict=True))
    column = None if broken.column is None else names.get(broken.column)
    return BadRow(broken.number, broken.problem, column, fatal=True)
