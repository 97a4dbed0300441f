"""The house in which routes are tried, and the values that a parameter has there."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from readiness.accounts.models import AccountSession
from readiness.accounts.queries import known_account
from readiness.audit.checkpoints import make_checkpoint
from readiness.audit.keys import signer_of
from readiness.certificates.models import Certificate
from readiness.evidence.models import ProofSubmission
from readiness.foundation import clock
from readiness.people.models import Person, Site
from readiness.web.access import Account
from tests.factories import make_site


@dataclass(frozen=True)
class World:
    """What is there: two sites, of which the manager has the first; and who is signed in with which session."""

    app: Flask
    own_site: Site
    other_site: Site
    sessions: dict[str, int] = field(default_factory=dict)
    holders: list[Certificate] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    submissions: dict[str, ProofSubmission] = field(default_factory=dict)


@dataclass(frozen=True)
class Values:
    """The values of one parameter. `own` and `other` may depend on who asks; what is None is not tried."""

    own: Any
    other: Any = None
    deleted: Any = None
    none: Any = None

    def own_of(self, role: str) -> Any:
        return self.own(role) if callable(self.own) else self.own

    def pair(self) -> list[Any]:
        return [self.own, self.other]

    def other_of(self, role: str) -> Any:
        return self.other(role) if callable(self.other) else self.other


def make_world(app: Flask) -> World:
    make_checkpoint(signer_of(app.config["READINESS"]), clock.now())
    return World(app, make_site("own-site"), make_site("other-site"))


def account_of(world: World, role: str) -> Account:
    session = AccountSession.get_by_id(world.sessions.get(role, world.sessions["hr"]))
    return known_account(session.account.id).account
