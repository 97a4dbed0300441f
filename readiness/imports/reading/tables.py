"""Files as tables: opened whole or refused with every fault, then read row by row."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from readiness.foundation.errors import ImportRefused
from readiness.foundation.words import gettext as _
from readiness.imports.reading.conversion import converted
from readiness.imports.reading.damage import damage_faults
from readiness.imports.reading.delimiters import (
    SAYABLE,
    likely_delimiter,
    said_delimiter,
    two_delimiters,
)
from readiness.imports.reading.encodings import CONTROLS, Damage, presumed_encoding, survey
from readiness.imports.reading.headers import Header, first_rows
from readiness.imports.reading.records import Blocks, TextSource
from readiness.imports.reading.rows import (
    BadRow,
    Chunk,
    GoodRow,
    Layout,
    read_chunks,
    read_rows,
    rows_at,
    rows_of,
)
from readiness.imports.reading.signatures import foreign_form, is_binary, is_workbook, not_a_table

__all__ = ["LARGEST", "BadRow", "Chunk", "GoodRow", "Table", "open_table", "rows_of"]

LARGEST = 512 * 1024 * 1024

_FIRST = 64 * 1024


@dataclass
class Table:
    """An open file. `encoding` is the form of a workbook, which has no `delimiter`."""

    name: str
    sha256: str
    size: int
    encoding: str
    delimiter: str | None
    layout: Layout
    _blocks: Blocks = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._blocks = self._begun()

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.layout.header.names

    @property
    def shape(self) -> str:
        """What files with the same columns have in common, in whatever order and case."""
        return self.layout.header.shape

    def rows(self) -> Iterator[GoodRow | BadRow]:
        """Every row below the header that is not blank; each call starts over."""
        self._blocks = self._begun()
        return read_rows(self.layout, self._blocks)

    def chunks(self) -> Iterator[Chunk | BadRow]:
        """The same, many rows at a time."""
        self._blocks = self._begun()
        return read_chunks(self.layout, self._blocks)

    def rows_at(self, numbers: Iterable[int]) -> Iterator[GoodRow | BadRow]:
        """The rows with these numbers, in order, once the file has been read to its end."""
        return rows_at(self.layout, self._blocks, numbers)

    def sample(self, count: int = 50) -> list[GoodRow]:
        """The first good rows."""
        rows = read_rows(self.layout, self._begun())
        return list(islice((row for row in rows if not isinstance(row, BadRow)), count))

    def progress(self) -> tuple[int, int]:
        """Bytes read by the latest `rows` or `chunks`, and bytes in all."""
        return self._blocks.position(), self.layout.source.path.stat().st_size

    def _begun(self) -> Blocks:
        return Blocks(self.layout.source, self.layout.delimiter)


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a CSV file or a workbook, whatever its name says.

    Raises ImportRefused naming every fault of the file and of its header.
    """
    first, size = _beginning(path)
    if not is_workbook(first):
        yield _text_table(path, first, size)
        return
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    with converted(path) as sheet:
        source = TextSource(sheet.path, "utf-8")
        layout = Layout(source, ",", _sound_header(source, ",", ()), may_have_controls=True)
        yield Table(path.name, sha256, size, sheet.form, None, layout)


def _beginning(path: Path) -> tuple[bytes, int]:
    """The first bytes of a file that is neither empty nor too large, and its size."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            first = file.read(_FIRST)
    except OSError as error:
        raise ImportRefused(
            _("The file %(name)s cannot be read: %(reason)s.", name=path.name, reason=error.strerror)
        ) from None
    if size > LARGEST:
        raise ImportRefused(
            _(
                "The file has %(size)s MB; at most %(most)s MB are read. Split it.",
                size=f"{size / 1024**2:,.0f}",
                most=LARGEST // 1024**2,
            )
        )
    if not size:
        raise ImportRefused(_("The file is empty."))
    return first, size


def _text_table(path: Path, first: bytes, size: int) -> Table:
    form, presumed = foreign_form(first), presumed_encoding(first)
    is_single_byte = presumed.name == "utf-8"
    if form is not None or (is_single_byte and is_binary(first, CONTROLS)):
        raise ImportRefused(not_a_table(form))
    seen = survey(path, presumed)
    if seen.is_empty:
        raise ImportRefused(_("The file is empty."))
    encoding = seen.encoding
    errors = "strict" if seen.damage is None else encoding.lenient
    source = TextSource(path, encoding.name, encoding.bom_length, errors)
    if seen.damage is Damage.CUT:
        raise ImportRefused(damage_faults(source, ",", seen.damage))
    said = said_delimiter(source)
    if said is not None:
        # It is no row of the table: what opens such files does not count it.
        source = replace(source, bom_length=source.bom_length + len(said[1].encode(source.codec, errors)))
    delimiter = said[0] if said else likely_delimiter(source) or ","
    if delimiter not in SAYABLE:
        raise ImportRefused(_unreadable_delimiter(delimiter))
    two = None if said else two_delimiters(source)
    if two is not None:
        raise ImportRefused(_separated_by_two(*two))
    faults = () if seen.damage is None else damage_faults(source, delimiter, seen.damage)
    layout = Layout(source, delimiter, _sound_header(source, delimiter, faults), seen.may_have_controls)
    return Table(path.name, seen.sha256, size, encoding.name, delimiter, layout)


def _unreadable_delimiter(said: str) -> str:
    return _(
        "The first line says that ‘%(said)s’ stands between the cells. Export the file again with commas, "
        "semicolons or tabs between them.",
        said=said,
    )


def _separated_by_two(above: str, below: str) -> str:
    """Why the rows do not have the header's columns: something else separates their cells."""
    words = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs")}
    return _(
        "The names of the columns have %(above)s between them, the rows below have %(below)s. Replace the "
        "%(above)s in the first row by %(below)s, or export the file again.",
        above=words[above],
        below=words[below],
    )


def _sound_header(source: TextSource, delimiter: str, faults: Sequence[str]) -> Header:
    """The header, where neither it nor the file has a fault."""
    found = first_rows(source, delimiter)
    if found.header is None or found.faults or faults:
        raise ImportRefused([*faults, *found.faults])
    return found.header
