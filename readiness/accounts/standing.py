"""Whether an account may sign in, and whether a session still holds. Pure: told the day and the instant."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from readiness.web import access


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, and the day that it is where the organisation is."""

    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts without being used, and in any case."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account with all that decides whether it may sign in.

    `employed_until_on` is the last day of the linked person's employment, None where there is none.
    `employment_change` is the newest change of employment or place of work: 0 where nobody is linked.
    """

    account: access.Account
    password_hash: str
    until_on: date | None
    is_disabled: bool
    employed_until_on: date | None
    employment_change: int

    def refusal(self, today: date) -> str | None:
        """Why it may not sign in on this day, for the audit trail; None where it may."""
        if self.is_disabled:
            return "disabled"
        if self.until_on is not None and today > self.until_on:
            return "its last day has passed"
        if self.account.person_id is not None and (
            self.employed_until_on is None or today > self.employed_until_on
        ):
            return "no longer employed"
        return None


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session and its account."""

    id: int
    known: KnownAccount
    created_at: datetime
    last_seen_at: datetime
    employment_change: int

    def holds(self, moment: Moment, limits: Limits) -> bool:
        """Whether it still is a sign-in. Any change of the person's employment since it began ends it."""
        return (
            moment.now < self.created_at + limits.absolute
            and moment.now < self.last_seen_at + limits.idle
            and self.employment_change == self.known.employment_change
            and self.known.refusal(moment.today) is None
        )
