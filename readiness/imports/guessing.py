"""Guessing which column is which of our fields, by names and contents; a guess that is unsure says so. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from readiness.foundation.errors import ImportRefused
from readiness.foundation.later import rapidfuzz
from readiness.foundation.words import gettext as _
from readiness.imports.field_words import field_words
from readiness.imports.fields import Field, FieldList, FieldType, Vocabulary
from readiness.imports.mapping import DEFAULT_DATE_FORMATS, Mapping
from readiness.imports.reading.opening import Opened
from readiness.imports.reading.tables import GoodRow

SAMPLE = 500
"""Rows that are looked at."""

SURE = 90
"""How alike a column's name must be to one of the field's names, of 100."""

DATE_FORMATS = (
    "%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%Y", "%m-%d-%Y", "%d %B %Y",
    "%d %b %Y", "%d-%b-%Y", "%B %d, %Y", "%b %d, %Y", "%m/%d/%y", "%d/%m/%y", "%d.%m.%y", "%Y%m%d",
)  # fmt: skip


class Kind(Protocol):
    """What is guessed for: a kind of import."""

    @property
    def name(self) -> str: ...

    @property
    def fields(self) -> FieldList: ...

    def vocabulary(self, field: str) -> Vocabulary | None: ...


class Sampled(Protocol):
    """What is guessed from: a table, or what was seen of one."""

    @property
    def header(self) -> tuple[str, ...]: ...

    def sample(self, count: int) -> list[GoodRow]: ...


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess at a mapping. `doubts` says what it is unsure of, by our field, in a sentence each."""

    mapping: Mapping
    doubts: dict[str, str] = field(default_factory=dict)


def guess_mapping(kind: Kind, table: Opened) -> Mapping:
    """A mapping that is sure of every column that is needed; raises ImportRefused naming the choices."""
    guess = guess_columns(kind, table)
    if guess.doubts:
        hint = _(
            "Say how with --mapping FILE.toml. The file has the columns: %(columns)s.",
            columns=", ".join(table.header),
        )
        raise ImportRefused([*guess.doubts.values(), hint])
    return guess.mapping


def guess_columns(kind: Kind, table: Sampled) -> Guess:
    """The most likely mapping, with its doubts."""
    columns, doubts = _by_name(kind.fields, table.header)
    formats, unclear = how_days_are_written(kind.fields, columns, _samples(columns, table))
    return Guess(Mapping(kind.name, columns, formats, create_sites=makes_sites(kind)), doubts | unclear)


def how_days_are_written(
    fields: FieldList, columns: dict[str, str], samples: dict[str, list[str]]
) -> tuple[tuple[str, ...], dict[str, str]]:
    """The formats that read the days of these columns, and what is unclear of them; both maps are by our field."""
    formats, unclear = _date_formats(fields, samples)
    return formats, {
        name: _(
            "The days in the column '%(column)s' could be day first or month first. Name date_formats.",
            column=columns[name],
        )
        for name in unclear
    }


def makes_sites(kind: Kind) -> bool:
    """Whether a guess has the sites made that the file names: only where there is none yet.

    Beside known ones a name that is not known may be a slip of the pen; then someone has to say so.
    """
    sites = kind.vocabulary("site")
    return sites is not None and not sites.choices


def _by_name(fields: FieldList, header: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    likely: list[tuple[float, int, str, str]] = []
    for order, each in enumerate(fields.fields):
        for column in header:
            alike = _likeness(each, column)
            if alike >= SURE:
                likely.append((-alike, order, each.name, column))
    columns: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for alike, _order, name, column in sorted(likely):
        if name in columns or column in columns.values():
            continue
        rivals = [
            other for rank, _o, field_name, other in likely
            if field_name == name and rank == alike and other != column and other not in columns.values()
        ]  # fmt: skip
        if rivals:
            doubts.setdefault(
                name,
                _(
                    "The field %(field)s could be any of the columns %(columns)s.",
                    field=field_words(fields[name]),
                    columns=", ".join(sorted([column, *rivals])),
                ),
            )
        columns[name] = column
    needed = {name: sentence for name, sentence in doubts.items() if _is_needed(fields, name)}
    for name in set(doubts) - set(needed):
        del columns[name]
    return columns, needed | _missing(fields, columns)


def _is_needed(fields: FieldList, name: str) -> bool:
    return fields[name].needed or name in fields.one_of


def _missing(fields: FieldList, columns: dict[str, str]) -> dict[str, str]:
    missing = {
        each.name: _("No column looks like the field %(field)s, which is needed.", field=field_words(each))
        for each in fields.fields
        if each.needed and each.name not in columns
    }
    if fields.one_of and not any(name in columns for name in fields.one_of):
        missing[fields.one_of[0]] = _(
            "No column looks like one of the fields %(fields)s, of which one is needed.",
            fields=" / ".join(field_words(fields[name]) for name in fields.one_of),
        )
    return missing


def _likeness(each: Field, column: str) -> float:
    plain = _plain(column)
    names = {_plain(name) for name in (each.name, *each.names)}
    if plain in names or plain.replace(" ", "") in {name.replace(" ", "") for name in names}:
        return 100.0
    return max(rapidfuzz.fuzz.ratio(plain, name) for name in names)


def _plain(name: str) -> str:
    spaced = (
        "".join(f" {letter}" if letter.isupper() else letter for letter in name)
        if name.isalnum() and not name.isupper()
        else name
    )
    return " ".join(spaced.casefold().replace("_", " ").replace("-", " ").replace(".", " ").split())


def _samples(columns: dict[str, str], table: Sampled) -> dict[str, list[str]]:
    at = {name: table.header.index(column) for name, column in columns.items()}
    rows = table.sample(SAMPLE)
    return {name: [cells[place] for _number, cells in rows if cells[place]] for name, place in at.items()}


def _date_formats(fields: FieldList, samples: dict[str, list[str]]) -> tuple[tuple[str, ...], list[str]]:
    """The formats that read every sampled day; and the fields that two formats read differently."""
    chosen: dict[str, None] = {}
    unclear: list[str] = []
    fitting: dict[str, list[str]] = {}
    for each in fields.fields:
        cells = samples.get(each.name, [])
        if each.type is FieldType.DAY and cells:
            fitting[each.name] = fitting_formats(cells)
    certain = {formats[0] for formats in fitting.values() if len(formats) == 1}
    for name, formats in fitting.items():
        likely = [date_format for date_format in formats if date_format in certain] or formats
        if len(likely) > 1 and _differ(likely, samples[name]):
            unclear.append(name)
        if likely:
            chosen[likely[0]] = None
    return tuple(chosen) or DEFAULT_DATE_FORMATS, unclear


def _read(date_format: str, cell: str) -> datetime | None:
    try:
        return datetime.strptime(cell, date_format)  # noqa: DTZ007
    except ValueError:
        return None


def read_as_days(cells: Sequence[str]) -> float:
    """The share of the cells that one of the formats reads, the one that reads most."""
    return max(_read_by_format(cells).values()) / len(cells) if cells else 0.0


def fitting_formats(cells: Sequence[str]) -> list[str]:
    """The formats that read most cells, at least half: a cell at fault must not hide how days are written."""
    read = _read_by_format(cells)
    most = max(read.values())
    return [
        date_format for date_format in DATE_FORMATS if read[date_format] == most and most * 2 >= len(cells)
    ]


def _read_by_format(cells: Sequence[str]) -> dict[str, int]:
    return {
        date_format: sum(_read(date_format, cell) is not None for cell in cells)
        for date_format in DATE_FORMATS
    }


def _differ(formats: Sequence[str], cells: Sequence[str]) -> bool:
    return any(len({_read(date_format, cell) for date_format in formats}) > 1 for cell in cells)
