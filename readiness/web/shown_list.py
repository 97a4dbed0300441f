"""A page of a list as its template shows it: headers that sort, chips, the way on, the files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from markupsafe import Markup

from readiness.foundation.formats import FORMATS
from readiness.foundation.paging import Key, Page
from readiness.foundation.words import day
from readiness.foundation.words import gettext as _
from readiness.web.frame import KEPT, here
from readiness.web.listing import FROM, UNTIL, Asked, Filter, Listing
from readiness.web.rows import Column, body

_AT_THE_TOP: dict[str, Any] = {"after": None, "before": None}


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a column. `sorted` is 'ascending', 'descending' or '' ; `href` sorts by it, if it can be."""

    label: str
    is_number: bool
    sorted: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter as it is shown."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A filter with its options."""

    name: str
    label: str
    is_single: bool
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.is_chosen]


@dataclass(frozen=True, slots=True)
class Chip:
    """What the list is narrowed to, and the address without it."""

    text: str
    href: str


class ShownList:
    """What components/listing.html prints. `total`: how many rows there are, where that is cheap."""

    def __init__(
        self, listing: Listing[Any], asked: Asked, page: Page[Any], *, total: int | None = None
    ) -> None:
        self.listing = listing
        self.rows = page.rows
        self.search = asked.search
        self.search_label = _(listing.search) if listing.search else ""
        self.sort = asked.sort
        self.headers = [_header(each, asked.sort) for each in listing.columns if each.is_shown]
        self.filters = [_filter(each, asked) for each in listing.filters]
        self.days = (asked.from_on, asked.until_on) if listing.has_days else None
        self.total = total
        self.previous_url = here(before=_text(page.before), after=None) if page.before else None
        self.next_url = here(after=_text(page.after), before=None) if page.after else None
        self.is_first = page.before is None

    def body(self, *, is_picking: bool) -> Markup:
        """Its rows, printed."""
        leads = self.listing.page
        return body(
            self.listing.columns,
            self.rows,
            leads() if leads else None,
            self.listing.picking if is_picking else None,
        )

    @property
    def chips(self) -> list[Chip]:
        """What the list is narrowed to."""
        chips = [
            Chip(f"{shown.label}: {choice.label}", _without(shown, choice.value))
            for shown in self.filters
            for choice in shown.chosen
        ]
        for name, label, on in zip((FROM, UNTIL), (_("From"), _("Until")), self.days or (), strict=False):
            if on is not None:
                chips.append(Chip(f"{label}: {day(on)}", here(**{name: None}, **_AT_THE_TOP)))
        if self.search:
            text = _("‘%(words)s’", words=self.search)
            chips.insert(0, Chip(text, here(q=None, **_AT_THE_TOP)))
        return chips

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chips)

    @property
    def reset_url(self) -> str:
        """The list with nothing left out."""
        return here(**dict.fromkeys([*self._asked_names, FROM, UNTIL, "q"]), **_AT_THE_TOP)

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """Each format with the address of its file."""
        return [(form.upper(), here(format=form, **_AT_THE_TOP)) for form in FORMATS]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of search and filters carries on."""
        kept = [(name, request.args[name]) for name in (*KEPT, "sort", "density") if request.args.get(name)]
        own = set(self._asked_names)
        return [pair for pair in kept if pair[0] not in own]

    @property
    def density(self) -> str:
        return "compact" if request.args.get("density") == "compact" else ""

    @property
    def density_url(self) -> str:
        """The same page, denser or wider."""
        return here(density=None if self.density else "compact")

    @property
    def _asked_names(self) -> Sequence[str]:
        return [shown.name for shown in self.filters]


def _header(column: Column[Any], sort: str) -> Header:
    label = _(column.label)
    is_current = column.order is not None and sort.removeprefix("-") == column.order
    way = ("descending" if sort.startswith("-") else "ascending") if is_current else ""
    href = ""
    if column.order is not None:
        href = here(sort=f"-{column.order}" if way == "ascending" else column.order, **_AT_THE_TOP)
    return Header(label, column.is_number, way, href)


def _filter(wanted: Filter, asked: Asked) -> ShownFilter:
    chosen = asked.chosen[wanted.name]
    choices = [
        Choice(option.value, option.label, option.value in chosen) for option in asked.options[wanted.name]
    ]
    return ShownFilter(wanted.name, _(wanted.label), wanted.is_single, choices)


def _without(shown: ShownFilter, value: str) -> str:
    left = [choice.value for choice in shown.chosen if choice.value != value]
    return here(**{shown.name: left or None}, **_AT_THE_TOP)


def _text(key: Key) -> str:
    """A key as an address holds it."""
    return json.dumps(
        [value.isoformat() if isinstance(value, date) else value for value in key],
        ensure_ascii=False,
        separators=(",", ":"),
    )
