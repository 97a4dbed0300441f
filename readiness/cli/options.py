"""What several commands are told in the same way: days, instants, sites."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from config import config_from_environment

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


class Instant(click.ParamType[datetime]):
    """An instant, as 2026-06-30T17:00 (the organisation's time zone) or with a zone of its own; a day: its end."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            zone = ZoneInfo(config_from_environment().time_zone)
            if len(value) == len("2026-06-30"):
                ended = date.fromisoformat(value) + timedelta(days=1)
                return datetime.combine(ended, time(), zone) - timedelta(microseconds=1)
            instant = datetime.fromisoformat(value)
        except (ValueError, OverflowError):
            self.fail(
                f"'{value}' is no instant. Write it as 2026-06-30, 2026-06-30T17:00 or 2026-06-30T17:00:00Z.",
                param,
                ctx,
            )
        return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def as_of_option(command: Command) -> Command:
    return click.option("--as-of", type=Day(), help="The day in question; today where none is given.")(
        command
    )


def known_at_option(command: Command) -> Command:
    return click.option(
        "--known-at", type=Instant(), help="Answer by what was known at this instant; by default, all."
    )(command)


def site_option(command: Command) -> Command:
    return click.option("--site", "site_code", metavar="CODE", help="Only this site.")(command)
