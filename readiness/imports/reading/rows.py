"""The rows below the header, one after the other: good ones as they are, bad ones with their problem."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from readiness.foundation.words import gettext as _
from readiness.imports.reading.headers import Header
from readiness.imports.reading.places import column_letter
from readiness.imports.reading.records import Block, Blocks, RecordError, TextSource
from readiness.imports.reading.tidying import LONGEST_CELL, cell_problem, has_invisible, has_no_controls, tidy

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


@dataclass(frozen=True, slots=True)
class Chunk:
    """Good rows that stand near each other: their numbers, and their cells, as many as the header has columns.

    `is_tidy` False: the cells are as the file has them, to be tidied column by column, where few columns are wanted.
    """

    numbers: Sequence[int]
    records: Sequence[list[str]]
    is_tidy: bool = True

    @classmethod
    def of(cls, rows: Sequence[GoodRow]) -> "Chunk":
        """The chunk of these rows."""
        return cls([number for number, _cells in rows], [cells for _number, cells in rows])

    def column(self, place: int) -> list[str]:
        """The tidied cells of one column."""
        cells = [record[place] for record in self.records]
        return cells if self.is_tidy else _tidied(cells)

    def row(self, place: int) -> GoodRow:
        """The row at this place of the chunk."""
        cells = self.records[place]
        return self.numbers[place], cells if self.is_tidy else _tidied(cells)

    def rows(self) -> Iterator[GoodRow]:
        """All rows, one after the other."""
        cells = self.records if self.is_tidy else map(_tidied, self.records)
        return zip(self.numbers, cells, strict=True)


def rows_of(chunks: Iterable[Chunk]) -> Iterator[GoodRow]:
    """The rows of many chunks, one after the other."""
    return chain.from_iterable(chunk.rows() for chunk in chunks)


def _tidied(cells: Sequence[str]) -> list[str]:
    """Cells that are composed already, tidied."""
    return [*map(tidy if "'" in "".join(cells) else str.strip, cells)]


def read_chunks(layout: Layout, blocks: Blocks) -> Iterator[Chunk | BadRow]:
    """Every row below the header that is not blank; the bad ones of a chunk come before it."""
    for block in _readable(layout, blocks):
        if isinstance(block, BadRow):
            yield block
        elif _is_plain(layout, block):
            yield _as_chunk(block)
        else:
            rows = [*_rows_of(layout, block)]
            yield from (row for row in rows if isinstance(row, BadRow))
            yield Chunk.of([row for row in rows if not isinstance(row, BadRow)])


def read_rows(layout: Layout, blocks: Blocks) -> Iterator[GoodRow | BadRow]:
    """Every row below the header that is not blank, one after the other."""
    for block in _readable(layout, blocks):
        if isinstance(block, BadRow):
            yield block
        elif _is_plain(layout, block):
            yield from _as_chunk(block).rows()
        else:
            yield from _rows_of(layout, block)


def _as_chunk(block: Block) -> Chunk:
    return Chunk(range(block.number, block.number + len(block.records)), block.records, is_tidy=False)


def rows_at(layout: Layout, blocks: Blocks, numbers: Iterable[int]) -> Iterator[GoodRow | BadRow]:
    """The rows with these numbers, in order, of a file that has been read to its end."""
    again = iter(blocks)
    block = next(again)
    for number in numbers:
        while number >= block.number + len(block.records):
            block = next(again)
        yield _judged(layout.header, number, block.records[number - block.number])


def _readable(layout: Layout, blocks: Blocks) -> Iterator[Block | BadRow]:
    """The blocks of a file, and why it cannot be read to its end."""
    number = 1
    try:
        for block in blocks:
            number = block.number + len(block.records)
            yield block
    except RecordError as error:
        names = dict(zip(layout.header.places, layout.header.names, strict=True))
        broken = error.broken
        column = None if broken.column is None else names.get(broken.column)
        yield BadRow(broken.number, broken.problem, column, fatal=True)
    except UnicodeDecodeError:
        # The whole file could be decoded when it was opened.
        problem = _("The file was changed while it was read. Import it again.")
        yield BadRow(number, problem, fatal=True)


def _is_plain(layout: Layout, block: Block) -> bool:
    """Whether all of a block is what most rows are: plain text of the right width, and no row of it blank."""
    header, records = layout.header, block.records
    return (
        header.is_plain
        and block.number > header.row
        and {*map(len, records)} == {header.width}
        and len(block.lines) == len(records)
        and max(map(len, block.lines)) <= LONGEST_CELL
        and _is_plain_text(block.text, layout)
        and (all(record[0].strip() for record in records) or all(map(str.strip, map("".join, records))))
    )


def _rows_of(layout: Layout, block: Block) -> Iterator[GoodRow | BadRow]:
    """The rows of a block, each judged by itself."""
    header = layout.header
    for number, cells in enumerate(block.records, block.number):
        joined = "".join(cells)
        if not joined or joined.isspace() or number <= header.row:
            continue
        is_fitting = header.is_plain and len(cells) == header.width and len(joined) <= LONGEST_CELL
        if is_fitting and _is_plain_text(joined, layout):
            yield number, _tidied(cells)
        else:
            yield _judged(header, number, cells)


def _is_plain_text(text: str, layout: Layout) -> bool:
    """Whether no cell has a control character or is to be composed: no part of a composed text is."""
    if text.isascii():
        return not layout.may_have_controls or has_no_controls(text)
    return has_no_controls(text) and not has_invisible(text) and unicodedata.is_normalized("NFC", text)


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
