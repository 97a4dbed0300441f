"""Packages: a folder, a ZIP archive or JSON with several tables, read as rows that each hold one record as JSON."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any

from readiness.foundation.errors import ImportRefused
from readiness.foundation.words import gettext as _
from readiness.imports.reading.headers import shape_of
from readiness.imports.reading.rows import BadRow, Chunk, GoodRow
from readiness.imports.reading.signatures import is_json
from readiness.imports.reading.tables import LARGEST

HEADER = ("package_table", "package_place", "package_record")
"""The columns that every package is read as: which table, where in the package, and the record as JSON."""

UNPACKED = 1024**3
PARTS = 2000
LARGEST_JSON = 128 * 1024**2
"""Bytes of all parts unpacked, parts, and bytes of one part of JSON, at most."""

_READ = (".csv", ".json")
_NO_TABLES = frozenset({"datapackage", "root", "base", "package", "schema", "openapi"})
_FIRST = 64 * 1024

Parts = Iterator[tuple[str, IO[bytes]]]


def is_package(path: Path) -> bool:
    """Whether this is no single table: a folder, JSON, or an archive with tables in it that is no workbook."""
    if path.is_dir():
        return True
    try:
        with path.open("rb") as file:
            first = file.read(_FIRST)
    except OSError:
        return False
    if is_json(first):
        return True
    if not first.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False
    # A workbook is an archive too, and says so by one of these parts.
    if {"[Content_Types].xml", "mimetype"} & {*names}:
        return False
    return any(name.casefold().endswith(_READ) for name in names)


@dataclass
class Package:
    """An open package; what is asked of a table can be asked of it."""

    path: Path
    sha256: str
    size: int
    header: tuple[str, ...] = HEADER
    shape: str = shape_of(HEADER)
    _read: int = field(default=0, init=False)

    @property
    def name(self) -> str:
        return self.path.name

    def rows(self) -> Iterator[GoodRow | BadRow]:
        """Every record, numbered through the whole package; each call starts over."""
        self._read, number = 0, 0
        for place, part in _parts(self.path):
            try:
                for line, table, record in _records(place, part):
                    number += 1
                    yield number, [table, f"{place} {line}", json.dumps(record, ensure_ascii=False)]
            except (csv.Error, ValueError) as error:
                problem = _("%(place)s cannot be read: %(error)s.", place=place, error=error)
                yield BadRow(number + 1, problem, fatal=True)
                return
            self._read += part.tell()

    def chunks(self) -> Iterator[Chunk | BadRow]:
        """The same, as those of a table are taken."""
        return (row if isinstance(row, BadRow) else Chunk.of([row]) for row in self.rows())

    def rows_at(self, numbers: Iterable[int]) -> Iterator[GoodRow | BadRow]:
        """The records with these numbers, in order."""
        rows, read = self.rows(), 0
        for number in numbers:
            yield next(islice(rows, number - read - 1, None))
            read = number

    def sample(self, count: int = 50) -> list[GoodRow]:
        """The first good records."""
        return list(islice((row for row in self.rows() if not isinstance(row, BadRow)), count))

    def progress(self) -> tuple[int, int]:
        """Bytes read by the latest `rows`, and bytes in all."""
        return self._read, max(self._unpacked, self._read)

    @cached_property
    def _unpacked(self) -> int:
        return sum(_sizes(self.path).values())


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open a package whose size is bearable; raises ImportRefused."""
    try:
        sizes = _sizes(path)
        if len(sizes) > PARTS or sum(sizes.values()) > UNPACKED:
            raise ImportRefused(_("The package is too large when unpacked. Split it."))
        if not sizes:
            raise ImportRefused(_("The package has no table: neither CSV nor JSON is in it."))
        size = sum(sizes.values()) if path.is_dir() else path.stat().st_size
        if size > LARGEST:
            raise ImportRefused(_("The package is too large. Split it."))
        yield Package(path, _digest(path), size)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise ImportRefused(
            _("The package %(name)s cannot be read: %(reason)s.", name=path.name, reason=error)
        ) from None


def _digest(path: Path) -> str:
    """The hash of a file; of a folder, that of its parts by their names."""
    if not path.is_dir():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    whole = hashlib.sha256()
    for place, part in _parts(path):
        whole.update(f"{place}\0{hashlib.sha256(part.read()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _is_read(name: str) -> bool:
    place = PurePosixPath(name)
    hidden = any(step.startswith((".", "__MACOSX")) for step in place.parts)
    return place.suffix.casefold() in _READ and place.stem.casefold() not in _NO_TABLES and not hidden


def _sizes(path: Path) -> dict[str, int]:
    """The parts with records, in order, and how many bytes each unpacks to."""
    if path.is_dir():
        found = {file.relative_to(path).as_posix(): file for file in path.rglob("*") if file.is_file()}
        return {name: found[name].stat().st_size for name in sorted(found) if _is_read(name)}
    if not zipfile.is_zipfile(path):
        return {path.name: path.stat().st_size}
    with zipfile.ZipFile(path) as archive:
        parts = sorted(archive.infolist(), key=lambda part: part.filename)
        return {part.filename: part.file_size for part in parts if _is_read(part.filename)}


def _parts(path: Path) -> Parts:
    names = _sizes(path)
    if path.is_dir():
        for name in names:
            with (path / name).open("rb") as file:
                yield name, file
    elif not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield path.name, file
    else:
        with zipfile.ZipFile(path) as archive:
            for name, size in names.items():
                with archive.open(name) as packed:
                    # What the archive says of a part's size may be a lie.
                    content = packed.read(size + 1)
                    if len(content) > size:
                        raise zipfile.BadZipFile(_("a part is larger than it says"))
                    yield name, io.BytesIO(content)


def _records(place: str, part: IO[bytes]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """The records of one part: a number, the table, the record."""
    path = PurePosixPath(place)
    if path.suffix.casefold() == ".csv":
        yield from _rows_of_csv(path.stem, part)
        return
    content = part.read(LARGEST_JSON + 1)
    if len(content) > LARGEST_JSON:
        raise ValueError(_("more than %(most)s MB of JSON", most=LARGEST_JSON // 1024**2))
    # One object in a file of its own is named by its folder: services/ac14….json.
    folder = path.parent.name
    for number, (table, record) in enumerate(_objects(json.loads(content), path.stem, folder), 1):
        yield number, table, record


def _rows_of_csv(table: str, part: IO[bytes]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    content = part.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    for row in reader:
        if None in row:
            problem = _("row %(row)s has more cells than the header", row=reader.line_num)
            raise ValueError(problem)
        record = {name.strip(): cell.strip() for name, cell in row.items() if name and cell and cell.strip()}
        if record:
            yield reader.line_num, table, record


def _objects(content: Any, stem: str, folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a document: a page of them, a list, a table for each key, or one object."""
    match content:
        case {"contents": [*items]}:
            yield from ((stem, item) for item in items if isinstance(item, dict))
        case [*items]:
            yield from ((stem, item) for item in items if isinstance(item, dict))
        case {"id": _id}:
            yield folder or stem, content
        case dict():
            for key, items in content.items():
                if isinstance(items, list):
                    table = key.removesuffix(".csv").removesuffix(".json")
                    yield from ((table, item) for item in items if isinstance(item, dict))
