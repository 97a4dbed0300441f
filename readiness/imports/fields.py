"""What an import asks of a file: its fields, as we name them and as files do. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from readiness.imports.reading.cells import ChoiceCells


class FieldType(Enum):
    """How a cell of the field is read."""

    TEXT = "text"
    NAME = "name"
    """A person's name in one piece, to be told apart."""
    DAY = "day"
    CHOICE = "choice"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Field:
    """One of our fields.

    `needed`: the file must have a column for it, and every row a value. `filled`: where there is
    a column, every row must have a value. `names`: what files call it, besides our own name.
    `choices`: our values, where there are few. `several`: a cell may mean several of them, each of which then
    stands for itself.
    """

    name: str
    type: FieldType = FieldType.TEXT
    needed: bool = False
    filled: bool = False
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the values of a field may mean: our value and its words; and the files' words that we know."""

    choices: Mapping[str, str]
    known: Mapping[str, str]

    def of(self, cell: str) -> str | None:
        """Which of our values a cell means by itself, if any."""
        return ChoiceCells({}, self.known)[cell]


@dataclass(frozen=True, slots=True)
class FieldList:
    """The fields of a kind of file. `one_of`: at least one of these columns is needed."""

    fields: tuple[Field, ...]
    one_of: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)
