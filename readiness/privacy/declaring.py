"""What each column of each table is to a person: declared in `declared/`, one file a room. Pure."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from readiness.foundation.errors import ConfigurationError

FOLDER = Path(__file__).parent / "declared"

Handle = Literal["person", "account", "number", "email"]
"""How a column says who is meant: our number of a person or an account, a staff number, an e-mail address."""

ALWAYS_KEPT = frozenset({"id", "fact_id", "recorded_in", "superseded_in"})
"""What every fact has; it says nothing of anybody."""

HOW = """\
Write it into readiness/privacy/declared/<room>.toml, in one of these lists of its table:
  of.person | of.account | of.number | of.email   it says whose row it is
  by.person | by.account | by.number | by.email   it names someone the row is not about (who wrote it)
  names    what someone is called, or numbered: given; replaced by the pseudonym in their rows
  blanks   of a person alone (a phone, a place): given; emptied in their rows
  words    free text, or JSON with text: given without others' names; their name is replaced in it
  keeps    days, kinds, numbers that compliance rests on, or nothing of a person: given and kept
  secrets  hashes, tokens, salts: never given
  sealed   kept under a seal of its own: never given here, and told so
A table may say is_removed (rows of a person are deleted), is_rebuilt (worked out from others)
and retention (see readiness/privacy/declared/notices.toml); holds_files (each row stands for a folder in that part
of the data folder, in whose files anybody may stand: all are removed wherever somebody is erased)."""


class Retention(BaseModel):
    """How long rows stay: so many years after a day or instant of theirs; `only` is a further condition in SQL."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    after: str
    years: int
    why: str
    only: str = ""


class Declared(BaseModel):
    """What the columns of a table are. `tables`: a pattern, where several tables are alike.

    `through`: 'COLUMN of TABLE' where another table says whose the row is. `erased_by`: the room that erases in it.
    `holds_files`: the part of the data folder where each row has a folder, named by its `key`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    tables: str = ""
    of: dict[Handle, tuple[str, ...]] = {}
    by: dict[Handle, tuple[str, ...]] = {}
    names: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    through: str = ""
    is_removed: bool = False
    is_rebuilt: bool = False
    erased_by: Literal["", "audit"] = ""
    holds_files: str = ""
    note: str = ""
    retention: Retention | None = None

    @property
    def handles(self) -> set[str]:
        return {column for groups in (self.of, self.by) for columns in groups.values() for column in columns}

    @property
    def parent(self) -> tuple[str, str]:
        """Through which column of this table which other one says whose a row is."""
        column, _of, table = self.through.split()
        return column, table

    @property
    def columns(self) -> set[str]:
        """Every column that is declared."""
        lists = (self.names, self.blanks, self.words, self.keeps, self.secrets, self.sealed)
        return self.handles | {column for each in lists for column in each}

    @property
    def is_about_nobody(self) -> bool:
        """Whether its rows are about no person, so that what they say of someone may be given to them."""
        return not self.of and not self.through

    @property
    def texts(self) -> tuple[str, ...]:
        """Where a name may stand among other words."""
        return (*self.words, *self.names)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that there is, and what is declared of it. `columns`: those that may be given, in their order.

    `key`: those of the primary key.
    """

    name: str
    declared: Declared
    columns: tuple[str, ...]
    json_columns: frozenset[str]
    key: tuple[str, ...]


@cache
def declarations() -> Mapping[str, Declared]:
    """What is declared, by table or pattern; raises ConfigurationError naming file and table."""
    found: dict[str, Declared] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, content in tomllib.loads(path.read_text(encoding="utf-8")).items():
            try:
                found[name] = Declared.model_validate(content)
            except ValidationError as error:
                raise ConfigurationError(f"{path.name}, {name}: {error}") from error
    return found


def declared_for(table: str) -> Declared | None:
    """What is declared of a table."""
    known = declarations()
    if table in known:
        return known[table]
    return next((each for each in known.values() if each.tables and fnmatch(table, each.tables)), None)


def faults(schema: Mapping[str, set[str]]) -> Iterator[str]:
    """What the declarations lack, or have too much, against the tables that there are with their columns."""
    for name, columns in sorted(schema.items()):
        declared = declared_for(name)
        if declared is None:
            yield f"{name}: no file declares this table."
            continue
        missing = columns - declared.columns - ALWAYS_KEPT
        if missing:
            yield f"{name}: nobody says what becomes of {', '.join(sorted(missing))}."
        if not declared.tables and declared.columns - columns:
            yield f"{name}: there is no column {', '.join(sorted(declared.columns - columns))}."
        yield from (f"{name}: {column} stands in two lists." for column in _twice(declared))
    for name, declared in declarations().items():
        if not declared.tables and name not in schema:
            yield f"{name}: there is no such table."


def _twice(declared: Declared) -> list[str]:
    lists = [
        declared.handles,
        *map(
            set,
            (
                declared.names,
                declared.blanks,
                declared.words,
                declared.keeps,
                declared.secrets,
                declared.sealed,
            ),
        ),
    ]
    return sorted(
        {column for place, one in enumerate(lists) for other in lists[place + 1 :] for column in one & other}
    )
