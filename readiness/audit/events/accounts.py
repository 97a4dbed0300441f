"""The audit events of accounts; their subject is the account's e-mail address. None holds a secret."""

from typing import ClassVar

from readiness.audit.events import Event, event

UNKNOWN = "unknown account"
"""The subject where nobody is known by what was typed: it may be a password in the wrong field."""


@event
class AccountCreated(Event):
    """Someone may have a sign-in: a link to choose a password is still to be used. Sites by code."""

    action: ClassVar[str] = "account created"
    name: str
    role: str
    sites: list[str]
    until_on: str | None
    staff_number: str | None


@event
class RoleChanged(Event):
    """What an account is for, at which sites, until when, or whose it is was changed; values are the new ones."""

    action: ClassVar[str] = "role changed"
    name: str
    role: str
    sites: list[str]
    until_on: str | None
    staff_number: str | None


@event
class AccountDisabled(Event):
    """The account cannot sign in any more."""

    action: ClassVar[str] = "account disabled"


@event
class AccountEnabled(Event):
    """The account may sign in again."""

    action: ClassVar[str] = "account enabled"


@event
class LinkIssued(Event):
    """A single-use link was made, to be handed over."""

    action: ClassVar[str] = "link issued"
    purpose: str
    expires_at: str


@event
class PasswordSet(Event):
    """A password was chosen: by the link of a purpose, or by its owner."""

    action: ClassVar[str] = "password set"
    by: str


@event
class SignedIn(Event):
    """Someone signed in, from an address."""

    action: ClassVar[str] = "signed in"
    session: int
    address: str


@event
class SignInRefused(Event):
    """A sign-in was refused. The subject is the account, or that it is none of ours."""

    action: ClassVar[str] = "sign-in refused"
    address: str
    reason: str


@event
class SessionRevoked(Event):
    """Sessions of an account were ended, for a reason; by number."""

    action: ClassVar[str] = "session revoked"
    sessions: list[int]
    reason: str
