"""What every command works with: settings, kinds, packs, the database; and how errors are said."""

import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click

from config import Config, config_from_environment
from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.checks.packs import check_shipped_packs
from readiness.compliance.judging.asking import Measure
from readiness.compliance.measuring import measure_of
from readiness.foundation import clock, words
from readiness.foundation.database import connected, is_missing, open_database
from readiness.foundation.errors import ConfigurationError, ReadinessError
from readiness.foundation.migrating import pending_migrations
from readiness.foundation.reached import USUAL_HOST, USUAL_PORT, address_of, served_at
from readiness.foundation.settings import with_stored
from readiness.foundation.temporal import Question, has_come, knowledge_at
from readiness.people.queries import get_site
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.standards.packs import Pack, shipped_packs

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass
class Session:
    """What a command works with."""

    @cached_property
    def config(self) -> Config:
        """The environment's settings; once the database is open, with what the organisation settled there."""
        return config_from_environment()

    @cached_property
    def kinds(self) -> CertificateKinds:
        """The kinds that hold here; the database must be open."""
        return certificate_kinds()

    @cached_property
    def packs(self) -> dict[str, Pack]:
        check_shipped_packs()
        return shipped_packs()

    @property
    def measure(self) -> Measure:
        return measure_of(self.config)

    @property
    def actor(self) -> str:
        try:
            return f"command line ({getpass.getuser()})"
        except (KeyError, OSError):  # in a container there may be no name for the user
            return f"command line (user {os.getuid()})"

    @property
    def reached_at(self) -> str:
        """With what links begin: the setting, or where the service was started last, or where it usually is."""
        config = self.config
        return config.base_url or served_at(config.data_dir) or address_of(USUAL_HOST, USUAL_PORT)

    @property
    def today(self) -> date:
        return clock.today(self.config.time_zone)

    def question(self, as_of: date | None, known_at: datetime | None, site_code: str | None) -> Question:
        """'Today' is the organisation's, or the site's own where one is asked about.

        An instant without a time zone is meant in the organisation's.
        """
        zone = get_site(site_code).time_zone if site_code is not None else self.config.time_zone
        if known_at is not None and known_at.tzinfo is None:
            known_at = known_at.replace(tzinfo=ZoneInfo(self.config.time_zone))
        _refuse_beyond_calendar(known_at)
        known_at = _until_now(known_at)
        return Question(as_of or clock.today(zone), knowledge_at(known_at))

    @contextmanager
    def database(self) -> Iterator[None]:
        """The database, open and of this release."""
        open_database(self.config.database, connections=self.config.database_connections)
        _ = self.packs
        if is_missing():
            raise ConfigurationError(_not_there(self.config))
        if pending_migrations():
            raise ConfigurationError(_not_ready(self.config))
        with connected():
            self.config = with_stored(self.config)
            with words.speaking(self.config.language):
                yield


_ELSEWHERE = (
    "If another one is meant, name its folder by READINESS_DATA_DIR (without it, var/ where the command is run) "
    "or the database by READINESS_DATABASE_URL."
)


def _not_there(config: Config) -> str:
    """Where it was looked for, and how another place is named, before a second, empty one is made."""
    return (
        f"There is no database at {place_of(config.database)}. {_ELSEWHERE} To make a new, empty one there, "
        "run: readiness init"
    )


def _not_ready(config: Config) -> str:
    return (
        f"The database at {place_of(config.database)} is not ready for this release. {_ELSEWHERE} To make it ready, "
        "run: readiness init"
    )


def place_of(url: str) -> str:
    """The file of a database, or its server and name; no account and no password."""
    if url.startswith("sqlite:///"):
        return str(Path(url.removeprefix("sqlite:///")).absolute())
    address = urlsplit(url)
    return f"{address.hostname or 'localhost'}{address.path}"


def _refuse_beyond_calendar(instant: datetime | None) -> None:
    try:
        _ = instant and instant.astimezone(UTC)
    except OverflowError:
        raise click.BadParameter("the instant lies beyond the calendar.", param_hint="--known-at") from None


def _until_now(instant: datetime | None) -> datetime | None:
    """An instant that has come; of a day that is not over yet, now."""
    if instant is None or has_come(instant):
        return instant
    if instant.time() == time.max and instant.date() <= clock.now().astimezone(instant.tzinfo).date():
        return clock.now()
    raise click.BadParameter(
        "the instant is still to come, and nobody can tell what will be known then.", param_hint="--known-at"
    )


def in_words(command: Command) -> Command:
    """Say errors in words on standard error, and exit with their status."""

    @wraps(command)
    def told(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except ReadinessError as error:
            click.echo(error.title, err=True)
            for problem in error.problems:
                click.echo(f"  {problem}", err=True)
            sys.exit(error.exit_code)

    return told  # type: ignore[return-value]
