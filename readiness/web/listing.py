"""Lists that page by key, sort, filter, search, and are taken away as they are seen; the address says it all."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any, Generic

from flask import Response, request, stream_with_context

from readiness.foundation.errors import InvalidInput
from readiness.foundation.formats import BYTE_ORDER_MARK, FORMATS
from readiness.foundation.paging import PAGE_SIZE, Key, Order, PageRequest
from readiness.foundation.temporal import Question
from readiness.foundation.words import gettext as _
from readiness.web.frame import asked_again, asked_day, frame
from readiness.web.rows import Column, Picking, Row, RowPage


@dataclass(frozen=True, slots=True)
class Option:
    """One value that a filter can have. The label is in the reader's language already."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list can be narrowed by: its argument in the address, its label (a msgid), its options.

    `is_single`: only one of the options at a time.
    """

    name: str
    label: str
    options: Callable[[], Sequence[Option]]
    is_single: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list."""

    page: PageRequest
    sort: str
    search: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    format: str | None = None
    from_on: date | None = None
    until_on: date | None = None

    def one(self, name: str) -> str:
        """The value of a filter that has one; '' where it is not set."""
        return next(iter(self.chosen[name]), "")


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """A kind of list. `sort` is what it is sorted by when nobody asks; with '-' before it, downwards.

    `search` (a msgid) says what can be searched for; without it there is no search field. `page` is
    where its rows lead: asked for once for all of them. `picking`: how rows are chosen, where they can be.
    `size`: so many rows a page has; fewer where each says much, so that it does not become endless on a phone.
    `has_days`: it can be narrowed to the days from one until another.
    """

    name: str
    columns: tuple[Column[Row], ...]
    orders: Mapping[str, Order]
    sort: str
    filters: tuple[Filter, ...] = ()
    search: str = ""
    page: Callable[[], RowPage[Row]] | None = None
    picking: Picking[Row] | None = None
    size: int = PAGE_SIZE
    has_days: bool = False

    def asked(self) -> Asked:
        """What this request's address asks; raises InvalidInput naming everything in it that is wrong."""
        faults: list[str] = []
        sort = request.args.get("sort") or self.sort
        order = self.orders.get(sort.removeprefix("-"))
        if order is None:
            faults.append(_("sort: '%(sort)s' is no column to sort by.", sort=sort))
            order = self.orders[self.sort.removeprefix("-")]
        options = {each.name: each.options() for each in self.filters}
        chosen = {each.name: _chosen(each, options[each.name], faults) for each in self.filters}
        form = request.args.get("format")
        if form is not None and form not in FORMATS:
            faults.append(_("format: '%(form)s' is not one of csv, json.", form=form))
        size = None if form is not None else self.size
        page = _page_request(PageRequest(order, sort.startswith("-"), size=size), faults)
        days = _days(faults) if self.has_days else (None, None)
        if faults:
            raise InvalidInput(faults, title=_("This address asks for what the list does not have."))
        return Asked(page, sort, request.args.get("q", "").strip(), chosen, options, form, *days)

    def download(self, asked: Asked, rows: Iterable[Row], answered: Question | None = None) -> Response:
        """All rows that the page would go through, as a file, sent as they are found.

        `answered`: what they answer, where they are by a day and by what was known; the answer says by which address
        it is asked again.
        """
        form = FORMATS[asked.format or "csv"]
        cells = ([column.cell(row) for column in self.columns] for row in rows)
        pieces = form.pieces([column.name for column in self.columns], cells)
        if form is FORMATS["csv"]:
            pieces = chain((BYTE_ORDER_MARK,), pieces)  # without it Excel takes accents for other letters
        answer = Response(stream_with_context(pieces), content_type=form.content_type)
        answer.headers["Content-Disposition"] = (
            f'attachment; filename="{self.name}-{_of_when()}.{asked.format}"'
        )
        answer.headers["Cache-Control"] = "no-store"
        if answered is not None:
            answer.headers["Content-Location"] = asked_again(answered)
        return answer


FROM, UNTIL = "from", "until"
"""By which arguments of an address a list is narrowed to days."""


def _days(faults: list[str]) -> tuple[date | None, date | None]:
    """The first and the last day that the address asks for."""
    texts = {name: request.args.get(name, "") for name in (FROM, UNTIL)}
    first, last = (asked_day(name, text, faults) if text else None for name, text in texts.items())
    if first and last and first > last:
        faults.append(_("until: this day is before the first one."))
    return first, last


def _chosen(wanted: Filter, options: Sequence[Option], faults: list[str]) -> tuple[str, ...]:
    values = tuple(value for value in request.args.getlist(wanted.name) if value)
    known = {option.value for option in options}
    faults += [
        _("%(name)s: '%(value)s' is not one of its values.", name=wanted.name, value=value)
        for value in values
        if value not in known
    ]
    if wanted.is_single and len(values) > 1:
        faults.append(_("%(name)s: only one value at a time.", name=wanted.name))
    return values


def _page_request(first: PageRequest, faults: list[str]) -> PageRequest:
    """The page that the address asks for of a list that begins with the first one."""
    if first.size is None:
        return first
    for name in ("before", "after"):
        text = request.args.get(name)
        if text:
            edge = _key(text, first.order)
            if edge is None:
                faults.append(
                    _("%(name)s: this place in the list is unreadable. Start from the top.", name=name)
                )
            return replace(first, edge=edge, is_before=name == "before")
    return first


def _key(text: str, order: Order) -> Key | None:
    """A key from an address, if each of its values is of the order's type."""
    if len(text) > LONGEST_PLACE:
        return None
    try:
        values = json.loads(text)
        if not isinstance(values, list) or len(values) != len(order.types):
            return None
        return tuple(_typed(value, type_) for value, type_ in zip(values, order.types, strict=True))
    except ValueError:
        return None


def _typed(value: Any, type_: type) -> str | int | date:
    if type_ is date and isinstance(value, str):
        return date.fromisoformat(value)
    if type_ is int and type(value) is int and abs(value) < 2**63:
        return int(value)
    if type_ is str and isinstance(value, str) and "\0" not in value:
        return value
    raise ValueError(value)


LONGEST_PLACE = 2000
"""So long may be what an address says of a place in a list; it also bounds how deep it nests."""


def _of_when() -> str:
    """The day that a file tells of and, where less is known than now, until when it was known."""
    known_at = frame().known_at
    known = f"-known-{known_at.astimezone(frame().zone):%Y-%m-%dT%H%M}" if known_at else ""
    return f"{frame().as_of}{known}"
