"""What stands in a row in the place of somebody's name. Pure."""

import json
from dataclasses import dataclass
from typing import Any

from readiness.privacy.declaring import Table
from readiness.privacy.queries import Named
from readiness.privacy.subjects import Subject, replaced


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """What somebody is called from now on: drawn by chance, so that it leads back to nobody."""

    name: str

    @property
    def address(self) -> str:
        """An address to which nobody can ever write (RFC 2606)."""
        return f"{self.name}@erased.invalid"


def row_without(table: Table, named: Named, subject: Subject, pseudonym: Pseudonym) -> dict[str, Any]:
    """The columns of a row that get other values, with these."""
    after: dict[str, Any] = {}
    declared, row, is_own = table.declared, named.values, named.is_own
    pattern = subject.in_own_rows if named.is_theirs else subject.anywhere
    for column in declared.texts:
        after[column] = replaced(row[column], pattern, pseudonym.name)
    for groups, is_owner in ((declared.of, is_own), (declared.by, False)):
        for column in groups.get("email", ()):
            if is_owner or str(row[column]).casefold() in subject.emails:
                after[column] = pseudonym.address if row[column] else row[column]
        for column in groups.get("number", ()):
            if row[column] in subject.numbers:
                after[column] = pseudonym.name
    if is_own:
        for column in filter(row.get, declared.names):
            after[column] = "" if column.startswith("given") else pseudonym.name
        after |= {column: _empty(row[column]) for column in declared.blanks}
    return {column: value for column, value in after.items() if value != row[column]}


def _empty(value: Any) -> Any:
    """A value of the same kind that says nothing."""
    return type(value)() if isinstance(value, str | list | dict) else None


def as_stored(table: Table, column: str, value: Any) -> Any:
    """A value as a statement takes it."""
    return json.dumps(value, ensure_ascii=False) if column in table.json_columns else value
