"""What several commands are told in the same way: days, instants, sites."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, TypeVar

import click

from readiness.foundation.temporal import ASKED_YEARS

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day, as 2026-06-30."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no day. Write it as 2026-06-30.", param, ctx)


class AskedDay(Day):
    """A day that may be asked about."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        day = super().convert(value, param, ctx)
        if day.year not in ASKED_YEARS:
            self.fail(f"'{value}' cannot be asked about: write a year from 1900 to 2199.", param, ctx)
        return day


class Instant(click.ParamType[datetime]):
    """An instant, as 2026-06-30T17:00 or with a time zone of its own; a day: its end.

    Without a zone it is meant in the organisation's, which the session knows.
    """

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            if len(value) == len("2026-06-30"):
                return datetime.combine(date.fromisoformat(value), time.max)
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"'{value}' is no instant. Write it as 2026-06-30, 2026-06-30T17:00 or 2026-06-30T17:00:00Z.",
                param,
                ctx,
            )


def as_of_option(command: Command) -> Command:
    return click.option("--as-of", type=AskedDay(), help="The day in question; today where none is given.")(
        command
    )


def known_at_option(command: Command) -> Command:
    return click.option(
        "--known-at", type=Instant(), help="Answer by what was known at this instant; by default, all."
    )(command)


def site_option(command: Command) -> Command:
    return click.option("--site", "site_code", metavar="CODE", help="Only this site.")(command)
