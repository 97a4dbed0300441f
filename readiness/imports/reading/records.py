"""The records of a text file, one after the other, and what is wrong where they cannot be told apart."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from readiness.foundation.words import gettext as _

LONGEST_RECORD = 1024 * 1024
"""Characters of one record: more is no row of a table, and must not fill the memory."""

LONGEST_FIELD = 131_072
"""Characters of one cell that csv.reader takes."""

BLOCK = 32 * 1024
"""Characters that are read at once: their rows stay near the processor."""

_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text file and how its bytes are read; `errors` as codecs know it."""

    path: Path
    codec: str
    bom_length: int = 0
    errors: str = "strict"

    def open(self) -> io.BufferedReader:
        """The bytes of the text, after the mark before it."""
        raw = self.path.open("rb")
        raw.seek(self.bom_length)
        return raw

    def text(self, raw: io.BufferedReader) -> io.TextIOWrapper:
        """The text of these bytes, line ends as they stand in the file. Closes them with it."""
        return io.TextIOWrapper(raw, encoding=self.codec, errors=self.errors, newline="")

    def pieces(self) -> Iterator[str]:
        """Line by line; a line that is longer than a record may be comes in pieces of that length."""
        with self.text(self.open()) as text:
            yield from iter(partial(text.readline, LONGEST_RECORD), "")


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """Where a file cannot be read on: the record, the place of its column if one is to blame, and why."""

    number: int
    column: int | None
    problem: str


class RecordError(Exception):
    """The file cannot be read on."""

    def __init__(self, broken: BrokenRecord) -> None:
        super().__init__(broken.problem)
        self.broken = broken


@dataclass(frozen=True, slots=True)
class Block:
    """Some records after each other: the number of the first, their text, its lines, and the cells of each."""

    number: int
    text: str
    lines: Sequence[str]
    records: Sequence[list[str]]


class _Lines(Sequence[list[str]]):
    """Records of which each is a line: the cells of one are told apart when it is asked for."""

    def __init__(self, lines: Sequence[str], delimiter: str) -> None:
        self._lines, self._delimiter = lines, delimiter

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, place: Any) -> Any:
        (cells,) = csv.reader([self._lines[place]], delimiter=self._delimiter, strict=True)
        return cells


class Blocks:
    """The records of a source, many at a time: to fetch them one by one would cost as much as telling them apart.

    Whoever takes them again has the cells of those alone that are looked at, wherever every line was a record.
    """

    def __init__(self, source: TextSource, delimiter: str) -> None:
        self._source, self._delimiter = source, delimiter
        self._are_lines: list[bool] = []
        self._raw: io.BufferedReader | None = None
        self._position = 0

    def __iter__(self) -> Iterator[Block]:
        """Blank records too; raises RecordError where the file cannot be read on."""
        raw = self._raw = self._source.open()
        with self._source.text(raw) as text:
            try:
                yield from self._blocks(text)
            finally:
                self._position, self._raw = raw.tell(), None

    def position(self) -> int:
        """How many bytes of the file have been read."""
        return self._position if self._raw is None else self._raw.tell()

    def _blocks(self, text: io.TextIOWrapper) -> Iterator[Block]:
        number, rest = 1, ""
        for turn in count():
            piece = text.read(BLOCK)
            is_end, read = not piece, rest + piece
            whole = read if is_end else read[: _end_of_lines(read)]
            block, is_broken = self._block(number, whole, turn)
            if block.records:
                yield block
            number, rest = number + len(block.records), read[len(block.text) :]
            if is_broken or len(rest) > LONGEST_RECORD or (rest and is_end):
                rest += text.read(max(0, LONGEST_RECORD + 1 - len(rest)))
                raise RecordError(broken_record(rest, self._delimiter, number))
            if is_end:
                return

    def _block(self, number: int, text: str, turn: int) -> tuple[Block, bool]:
        """The records of whole lines up to one that is not finished, and whether that never can be."""
        lines = io.StringIO(text, newline="").readlines()
        if turn < len(self._are_lines) and self._are_lines[turn]:
            return Block(number, text, lines, _Lines(lines, self._delimiter)), False
        block, is_broken = self._told(number, text, lines)
        self._are_lines[turn:] = [len(block.records) == len(lines)]
        return block, is_broken

    def _told(self, number: int, text: str, lines: list[str]) -> tuple[Block, bool]:
        if len(text) <= LONGEST_FIELD:
            with suppress(csv.Error):
                return Block(number, text, lines, self._split(lines)), False
        records, taken = [], 0
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        with suppress(csv.Error):
            for cells in reader:
                if sum(map(len, lines[taken : reader.line_num])) > LONGEST_RECORD:
                    break
                records.append(cells)
                taken = reader.line_num
        told = lines[:taken]
        # What fails in its last line may go on in the next one.
        return Block(number, "".join(told), told, records), reader.line_num < len(lines)

    def _split(self, lines: list[str]) -> list[list[str]]:
        """The records of lines; those without a quote are told apart in half the time. Raises csv.Error."""
        quoted = [line for line in lines if '"' in line]
        told = [*csv.reader(quoted, delimiter=self._delimiter, strict=True)]
        if len(told) != len(quoted):
            # Some go on beyond their line: then what stands between may be within quotes too.
            return [*csv.reader(lines, delimiter=self._delimiter, strict=True)]
        each, delimiter = iter(told), self._delimiter
        return [next(each) if '"' in line else line.rstrip("\r\n").split(delimiter) for line in lines]


def _end_of_lines(text: str) -> int:
    """Where the last whole line ends. A carriage return at the very end may be half of a line's end."""
    return (text.rfind("\n") + 1) or (text.rfind("\r", 0, len(text) - 1) + 1)


def records(source: TextSource, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number, blank ones too; raises RecordError where it cannot be read on."""
    for block in Blocks(source, delimiter):
        yield from enumerate(block.records, block.number)


def broken_record(text: str, delimiter: str, number: int) -> BrokenRecord:
    """Why the record with which the text begins could not be read."""
    position = 0
    for column in count():
        match = _QUOTED.match(text, position)
        is_quoted = text.startswith('"', position)
        end = match.end() if match else _field_end(text, position, delimiter)
        if is_quoted and match is None:
            return BrokenRecord(number, column, _unclosed(len(text) - position))
        if end - position > LONGEST_FIELD:
            return BrokenRecord(number, column, _unclosed(end - position) if is_quoted else _too_long())
        if is_quoted and text[end : end + 1] not in {"", delimiter, "\r", "\n"}:
            return BrokenRecord(number, column, _undoubled())
        if text[end : end + 1] != delimiter:
            break
        position = end + 1
    return BrokenRecord(number, None, _too_wide())


def _field_end(text: str, position: int, delimiter: str) -> int:
    match = re.compile(f"[^{delimiter}\r\n]*").match(text, position)
    return match.end() if match else position


def _unclosed(length: int) -> str:
    if length > LONGEST_FIELD:
        return _(
            "A quote is opened here and not closed within %(most)s characters. "
            "Close it where the value ends, or shorten the value.",
            most=f"{LONGEST_FIELD:,}",
        )
    return _("A quote is opened here and never closed. Close it where the value ends.")


def _undoubled() -> str:
    return _(
        "More text follows the closing quote. Double every quote inside the value, "
        "or close the quote where the value ends."
    )


def _too_long() -> str:
    return _("The cell has more than %(most)s characters. Shorten it.", most=f"{LONGEST_FIELD:,}")


def _too_wide() -> str:
    return _(
        "The row has more than %(most)s characters. Check that it is one row of a table.",
        most=f"{LONGEST_RECORD:,}",
    )
