"""The first rows of a file as they are read: our fields, days in words, values by what they mean. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from readiness.foundation.words import day as day_in_words
from readiness.imports.fields import FieldType
from readiness.imports.guessing import Kind
from readiness.imports.mapping import Mapping
from readiness.imports.meanings import Meanings
from readiness.imports.reading.cells import ChoiceCells, DayCells, SeveralCells, shortened
from readiness.imports.reading.names import split_name
from readiness.imports.seeing import Seen

SHOWN = 5


@dataclass(frozen=True, slots=True)
class FirstRows:
    """Some rows as they are read; a row is its number in the file and a cell for each field."""

    fields: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def first_rows(kind: Kind, mapping: Mapping, seen: Seen) -> FirstRows:
    """The first rows, without those that the mapping leaves out."""
    fields = [name for name in kind.fields.names if mapping.columns.get(name) in seen.header]
    return FirstRows(fields, list(islice(_taken(kind, mapping, seen, fields), SHOWN)))


def _taken(
    kind: Kind, mapping: Mapping, seen: Seen, fields: Sequence[str]
) -> Iterator[tuple[int, Sequence[str]]]:
    readers = [(seen.header.index(mapping.columns[name]), _reader(kind, mapping, name)) for name in fields]
    meanings = Meanings(mapping, seen.header, kind.fields)
    for number, cells in seen.sample():
        meant = meanings.of(cells)
        if meant is None:
            continue
        told = [read(meant[place]) for place, read in readers]
        words = [shortened(cell) for cell in told if cell is not None]
        if len(words) == len(told):
            yield number, words


def _family_first(name: str) -> str:
    """A name as it would be told apart: 'de la Cruz, Ana'."""
    given, family = split_name(name)
    return ", ".join(part for part in (family, given) if part)


def _reader(kind: Kind, mapping: Mapping, name: str) -> Callable[[str], str | None]:
    """How a cell of a field is shown: as it is where it cannot be read, None where its row is left out."""
    if kind.fields[name].type is FieldType.DAY:
        days = DayCells(mapping.date_formats)
        return lambda cell: day_in_words(day) if (day := days[cell]) else cell
    if kind.fields[name].type is FieldType.NAME:
        return _family_first
    words = kind.vocabulary(name)
    if words is None:
        return lambda cell: cell
    meant, choices = ChoiceCells(mapping.values.get(name, {}), words.known), words.choices
    several = SeveralCells(mapping.several.get(name, {}), words.known)

    def read(cell: str) -> str | None:
        if ours := several.of(cell):
            return ", ".join(choices.get(each, each) for each in ours)
        meaning = meant[cell]
        return None if meaning == "" else choices.get(meaning or "", cell)

    return read
