"""The records of a text file, one after the other, and what is wrong where they cannot be told apart."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from readiness.foundation.words import gettext as _

LONGEST_RECORD = 1024 * 1024
"""Characters of one record: more is no row of a table, and must not fill the memory."""

LONGEST_FIELD = 131_072
"""Characters of one cell that csv.reader takes."""

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


class Lines:
    """The lines of a source on their way into csv.reader.

    Whoever takes a record sets `length` back to 0: a record that goes on beyond the longest is
    stopped before it fills the memory.
    """

    def __init__(self, source: TextSource) -> None:
        self.length = 0
        self._source = source
        self._raw: io.BufferedReader | None = None
        self._position = 0

    def __iter__(self) -> Iterator[str]:
        raw = self._raw = self._source.open()
        with self._source.text(raw) as text:
            try:
                for line in iter(partial(text.readline, LONGEST_RECORD + 1), ""):
                    self.length += len(line)
                    if self.length > LONGEST_RECORD:
                        raise csv.Error
                    yield line
            finally:
                self._position, self._raw = raw.tell(), None

    def position(self) -> int:
        """How many bytes of the file have been read."""
        return self._position if self._raw is None else self._raw.tell()


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


def records(source: TextSource, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number, blank ones too; raises RecordError where it cannot be read on."""
    lines, number = Lines(source), 0
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
            lines.length = 0
            yield number, cells
    except csv.Error:
        raise RecordError(broken_record(source, delimiter, number + 1)) from None


def broken_record(source: TextSource, delimiter: str, number: int) -> BrokenRecord:
    """Why the record with this number could not be read."""
    text = _text_from(source, delimiter, number)
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


def _text_from(source: TextSource, delimiter: str, number: int) -> str:
    """The text where the record begins, a little more than a record may have."""
    lines = Lines(source)
    waiting = iter(lines)
    reader = csv.reader(waiting, delimiter=delimiter, strict=True)
    for _before in range(number - 1):
        next(reader)
        lines.length = 0
    read = reader.line_num
    waiting.close()  # type: ignore[attr-defined]
    found, length = [], 0
    for line_number, piece in enumerate(source.pieces()):
        if line_number >= read:
            found.append(piece)
            length += len(piece)
        if length > LONGEST_RECORD:
            break
    return "".join(found)


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
