"""Pages of a list by key: each begins after the last row of the one before, however many rows there are. Pure.

Nothing is skipped and nothing counted, so that the last page costs what the first does; and a row
that comes or goes meanwhile moves no other row across the edge of a page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest, nsmallest
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
Key = tuple[str | int | date, ...]

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Order:
    """By what rows are put in order: SQL of columns that are never null and together unique; their types.

    The columns should be those of an index, in its order; all of them run the same way.
    """

    columns: tuple[str, ...]
    types: tuple[type, ...]

    def __post_init__(self) -> None:
        if len(self.columns) != len(self.types):
            raise TypeError("an order has one type for each of its columns")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page of a list. `edge` is the key of the row beside it, None for the first page.

    `is_before`: the page that ends before the edge, not the one that begins after it. `size` None:
    every row, as a list that is taken away has them.
    """

    order: Order
    is_descending: bool = False
    edge: Key | None = None
    is_before: bool = False
    size: int | None = PAGE_SIZE

    def condition(self) -> str:
        """SQL that holds for the rows of this page and those beyond it."""
        if self.edge is None:
            return "1 = 1"
        places = ", ".join(f":edge_{place}" for place in range(len(self.order.columns)))
        sign = "<" if self.runs_down else ">"
        # What is said first follows from the rest; it lets an index be used where the columns are of two tables.
        begins = f"{self.order.columns[0]} {sign}= :edge_0"
        return f"{begins} AND ({', '.join(self.order.columns)}) {sign} ({places})"

    def tail(self) -> str:
        """SQL for the end of the statement: order, and one row more than the page has."""
        way = "DESC" if self.runs_down else "ASC"
        columns = ", ".join(f"{column} {way}" for column in self.order.columns)
        return f"ORDER BY {columns}" + ("" if self.size is None else f" LIMIT {self.size + 1}")

    def values(self) -> dict[str, Any]:
        """The values for the places of `condition`."""
        return {f"edge_{place}": value for place, value in enumerate(self.edge or ())}

    @property
    def runs_down(self) -> bool:
        """Whether rows are read from the end of the order, seen from the edge."""
        return self.is_descending is not self.is_before


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page in the order asked for; the keys at which its neighbours begin, if there are any."""

    rows: Sequence[Row]
    before: Key | None = None
    after: Key | None = None


def page_of(found: Sequence[Row], request: PageRequest, key: Callable[[Row], Key]) -> Page[Row]:
    """A page from what a statement with `condition` and `tail` found, up to one row more than the page has."""
    has_more = request.size is not None and len(found) > request.size
    rows = list(found[: request.size])
    if request.is_before:
        rows.reverse()
    if not rows:
        return Page(rows)
    has_before = has_more if request.is_before else request.edge is not None
    has_after = request.is_before or has_more
    return Page(rows, key(rows[0]) if has_before else None, key(rows[-1]) if has_after else None)


def page_of_sorted(rows: Iterable[Row], request: PageRequest, key: Callable[[Row], Key]) -> Page[Row]:
    """A page of rows that no statement puts in order: worked out one by one, and only the page's are held."""
    edge, size = request.edge, request.size
    if edge is not None:
        beyond = (lambda row: key(row) < edge) if request.runs_down else (lambda row: key(row) > edge)
        rows = filter(beyond, rows)
    if size is None:
        found = sorted(rows, key=key, reverse=request.runs_down)
    else:
        first = nlargest if request.runs_down else nsmallest
        found = first(size + 1, rows, key=key)
    return page_of(found, request, key)
