"""The first rows of a file as they are read: our fields, days in words, values by what they mean. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from readiness.foundation.words import day as day_in_words
from readiness.imports.cells import ChoiceCells, DayCells, shortened
from readiness.imports.fields import FieldType
from readiness.imports.guessing import Kind
from readiness.imports.mapping import Mapping
from readiness.imports.meanings import Meanings
from readiness.imports.seeing import Seen

SHOWN = 5


@dataclass(frozen=True, slots=True)
class FirstRows:
    """Some rows as they are read; a row is its number in the file and a cell for each field."""

    fields: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def first_rows(kind: Kind, mapping: Mapping, seen: Seen) -> FirstRows:
    """The first rows that are not left out."""
    fields = [name for name in kind.fields.names if mapping.columns.get(name) in seen.header]
    readers = [(seen.header.index(mapping.columns[name]), _reader(kind, mapping, name)) for name in fields]
    meanings = Meanings(mapping, seen.header, kind.fields)
    meant = ((number, meanings.of(cells)) for number, cells in seen.sample())
    taken = ((number, cells) for number, cells in meant if cells is not None)
    rows = [
        (number, [shortened(read(cells[place])) for place, read in readers])
        for number, cells in islice(taken, SHOWN)
    ]
    return FirstRows(fields, rows)


def _reader(kind: Kind, mapping: Mapping, name: str) -> Callable[[str], str]:
    """How a cell of a field is shown; one that cannot be read stands as it is."""
    if kind.fields[name].type is FieldType.DAY:
        days = DayCells(mapping.date_formats)
        return lambda cell: day_in_words(day) if (day := days[cell]) else cell
    words = kind.vocabulary(name)
    if words is None:
        return lambda cell: cell
    meant, choices = ChoiceCells(mapping.values.get(name, {}), words.known), words.choices
    return lambda cell: choices.get(meant[cell] or "", cell)
