"""The rows of a list as a page prints them, from its columns. In Python: a list has hundreds of cells."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from markupsafe import Markup, escape

from readiness.foundation.formats import Cell
from readiness.foundation.words import gettext as _
from readiness.web.cells import made, small, title_cell
from readiness.web.values import MISSING, day, number

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: `name` in the address and in files, `label` (a msgid) for people, `cell` what a file holds.

    `order`: which of the list's orders its header sorts by. `is_title`: it names the row, and links
    to it. On a phone a row is a card. `fact` 1: what stands beside its title, 2 and 3: in a line of its own;
    `is_labelled`: the card names the column, as it does each that is no fact.
    `is_shown` False: only files have it, since the page shows it inside another cell. `shown`: what
    the page prints where that is not what a file holds; `detail` stands behind it, small.
    """

    name: str
    label: str
    cell: Callable[[Row], Cell]
    order: str | None = None
    is_title: bool = False
    is_number: bool = False
    fact: int = 0
    is_shown: bool = True
    shown: Callable[[Row], object] | None = None
    detail: Callable[[Row], object] | None = None
    is_labelled: bool = False


@dataclass(frozen=True)
class RowPage(Generic[Row]):
    """Where a row leads. `address`: the page of its own. `unfolds`: whether that opens in place."""

    address: Callable[[Row], str]
    unfolds: Callable[[Row], bool] = field(default=lambda _row: False)


@dataclass(frozen=True)
class Picking(Generic[Row]):
    """How rows are picked for the bar of actions: what is sent, and what the box is called."""

    value: Callable[[Row], object]
    label: Callable[[Row], str]


def body(
    columns: Iterable[Column[Row]],
    rows: Iterable[Row],
    page: RowPage[Row] | None,
    picking: Picking[Row] | None = None,
    form: str = "chosen",
) -> Markup:
    """The rows, one after another. `form`: the id of that which gets the picked ones; no script is needed."""
    printers = [_printer(column, page) for column in columns if column.is_shown]
    if picking is not None:
        printers.insert(0, _box(picking, form))
    begin = '<tr class="is-link">' if page else "<tr>"
    return made("".join(f"{begin}{''.join([printed(row) for printed in printers])}</tr>" for row in rows))


def _printer(column: Column[Row], page: RowPage[Row] | None) -> Callable[[Row], str]:
    read, detail = column.shown or column.cell, column.detail

    def behind(row: Row) -> str:
        return small(detail(row)) if detail else ""

    if column.is_title:
        return lambda row: title_cell(
            read(row),
            page.address(row) if page else "",
            detail(row) if detail else None,
            unfolds=page is not None and page.unfolds(row),
        )
    begin = _opening(column)
    # A card on a phone spends no line on what is not there.
    missing = None if column.fact == _FIRST else f"{begin[:-1]} data-nothing>{MISSING}</td>"

    def printed(row: Row) -> str:
        text = _text(read(row))
        more = behind(row)
        return missing if missing and text == MISSING and not more else f"{begin}{text}{more}</td>"

    return printed


_FIRST = 1
_PLACES = {_FIRST: "is-first", 2: "is-second", 3: "is-wide"}


def _opening(column: Column[Row]) -> str:
    kinds = ["number"] if column.is_number else []
    if column.fact:
        kinds += ["fact", _PLACES[column.fact]]
    is_named = column.is_labelled or not column.fact
    named = f' data-label="{escape(_(column.label))}"' if is_named else ""
    return f'<td class="{" ".join(kinds)}"{named}>'


def _text(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, str):
        return escape(value) if value else MISSING
    if value is None:
        return MISSING
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, int | float) else escape(value)


def _box(picking: Picking[Row], form: str) -> Callable[[Row], str]:
    return lambda row: (
        f'<td class="pick"><label><input type="checkbox" name="chosen" value="{escape(picking.value(row))}" '
        f'form="{form}"><span class="unseen">{escape(picking.label(row))}</span></label></td>'
    )
