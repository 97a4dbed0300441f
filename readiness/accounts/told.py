"""Who is told in the place of somebody: accounts by what they are for, and whom a name means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.accounts.queries import able_accounts
from readiness.foundation.database import as_json, select
from readiness.foundation.temporal import NEVER
from readiness.foundation.text import name_key
from readiness.notices.messages import is_address
from readiness.web.access import Account, Role


@dataclass(frozen=True, slots=True)
class Reached:
    """Someone who can be written to. `who` says who it is: 'person:12', 'account:3'."""

    who: str
    name: str
    address: str
    languages: tuple[str, ...] = ()
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts that can sign in on a day."""

    able: Sequence[Account]

    def of(self, *roles: Role) -> list[Reached]:
        """Those of some roles; of any, where none is named."""
        return [as_reached(each) for each in self.able if not roles or each.role in roles]

    def managing(self, site_id: int | None) -> list[Reached]:
        """Those that manage a site; where nobody does, those who see to all people."""
        managers = [
            as_reached(each)
            for each in self.able
            if each.role == Role.MANAGER and site_id in (each.site_ids or ())
        ]
        return managers or self.of(Role.HR) or self.of(Role.ADMIN)

    def running_exercises(self) -> list[Reached]:
        return self.of(Role.COORDINATOR) or self.of(Role.ADMIN)

    def named(self, owner: str) -> Reached | None:
        """The account that is meant by an e-mail address or a name, if it is one."""
        sought = name_key(owner)
        found = [each for each in self.able if sought in (name_key(each.email), name_key(each.name))]
        return as_reached(found[0]) if len(found) == 1 else None


def accounts_on(today: date) -> Accounts:
    """The accounts that can sign in on a day."""
    return Accounts([each for each in able_accounts(today) if is_address(each.email)])


def as_reached(account: Account) -> Reached:
    return Reached(f"account:{account.id}", account.name, account.email)


_EMPLOYED = (
    "SELECT p.id, p.given_name, p.family_name, p.email, p.languages FROM person p JOIN employment e "
    "ON e.person_id = p.id AND e.superseded_in = :never AND e.from_on <= :today AND e.until_on >= :today "
    "WHERE p.superseded_in = :never AND "
)


def person_named(owner: str, today: date) -> Reached | None:
    """Who is meant by a staff number, an address or a full name: someone employed, and nobody else of that name."""
    rows = list(
        select(
            f"{_EMPLOYED} (p.staff_number = :owner OR (p.email_key <> '' AND "
            "p.email_key = :key) OR lower(p.given_name || ' ' || p.family_name) = :lower) LIMIT 2",
            never=NEVER,
            today=today,
            owner=owner,
            key=name_key(owner),
            lower=owner.lower(),
        )
    )
    return _reached(rows[0]) if len(rows) == 1 else None


def reached_person(number: int, today: date) -> Reached | None:
    """Someone by our number of them, while they are employed and can be written to."""
    rows = select(f"{_EMPLOYED} p.id = :number LIMIT 1", never=NEVER, today=today, number=number)
    return next((_reached(row) for row in rows), None)


def _reached(row: Sequence[Any]) -> Reached | None:
    number, given_name, family_name, address, languages = row
    if not is_address(address):
        return None
    name = f"{given_name} {family_name}".strip()
    return Reached(f"person:{number}", name, address, tuple(as_json(languages) or ()), number)
