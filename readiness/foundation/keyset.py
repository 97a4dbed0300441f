"""Reading a long list part by part: each part begins after the key of the last row that was shown.

The time for a part does not depend on how many rows lie before it, and a row that is added
meanwhile moves nothing from one part to another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Key:
    """A column by which rows are ordered, and the type of its values: str, int or date. None is not among them."""

    sql: str
    type: type[str] | type[int] | type[date]


Order = tuple[Key, ...]
"""Columns that together are different for each row."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a list: so many rows of an order, after a row that is told by its keys as text."""

    size: int = 50
    is_descending: bool = False
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """The rows of a part. `next` are the keys after which the rest begins; () where there is none."""

    rows: tuple[Row, ...]
    next: tuple[str, ...] = ()


def order_by(order: Order, *, is_descending: bool) -> str:
    """SQL for the order."""
    way = " DESC" if is_descending else ""
    return ", ".join(f"{key.sql}{way}" for key in order)


def after(order: Order, part: Slice) -> tuple[list[str], dict[str, Any]]:
    """The conditions that a row comes after the keys, and their values; raises InvalidInput for wrong keys."""
    if not part.after:
        return [], {}
    sign = "<" if part.is_descending else ">"
    names = [f"after_{place}" for place in range(len(order))]
    columns, places = ", ".join(key.sql for key in order), ", ".join(f":{name}" for name in names)
    # What the first condition says follows from the second; it lets every index be used.
    found = [f"{order[0].sql} {sign}= :after_0", f"({columns}) {sign} ({places})"]
    return found, dict(zip(names, _read(order, part.after), strict=True))


def _read(order: Order, texts: Sequence[str]) -> Iterable[str | int | date]:
    try:
        return [
            key.type.fromisoformat(text) if issubclass(key.type, date) else key.type(text)
            for key, text in zip(order, texts, strict=True)
        ]
    except ValueError as error:
        raise InvalidInput(
            _("The address names no place in this list. Begin again at its first page.")
        ) from error


def part_of(found: Sequence[tuple[Row, Sequence[Any]]], size: int) -> Part[Row]:
    """The part, from its rows with their keys; one row more than its size says that there are more."""
    rows = tuple(row for row, _keys in found[:size])
    if len(found) <= size:
        return Part(rows)
    return Part(rows, tuple(str(key) for key in found[size - 1][1]))
