"""Reads of accounts, sessions and links."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from readiness.accounts.models import Account
from readiness.accounts.standing import KnownAccount, KnownSession
from readiness.foundation.database import select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import NEVER
from readiness.foundation.text import name_key, nearest
from readiness.foundation.words import gettext as _
from readiness.web import access

_NEWEST = (
    "(SELECT coalesce(max(CASE WHEN f.superseded_in < :never THEN f.superseded_in ELSE f.recorded_in END), 0) "
    "FROM {table} f WHERE f.person_id = a.person_id)"
)
_ACCOUNT = (
    "a.id, a.name, a.email, a.role, a.person_id, a.until_on, a.disabled_at, a.password_hash, t.site_id, "
    "(SELECT max(e.until_on) FROM employment e WHERE e.person_id = a.person_id AND e.superseded_in = :never) "
    f"AS employed_until_on, {_NEWEST.format(table='employment')} AS employment_change, "
    f"{_NEWEST.format(table='membership')} AS membership_change"
)
_SITES = "LEFT JOIN account_site t ON t.account_id = a.id"


def email_key(email: str) -> str:
    """An e-mail address as it is compared."""
    return name_key(email)


def find_session(token_hash: str) -> KnownSession | None:
    """The session of a token with its account: one query."""
    rows = list(
        select(
            "SELECT s.id AS session, s.created_at, s.last_seen_at, s.employment_change AS began, "
            f"{_ACCOUNT} FROM account_session s JOIN account a ON a.id = s.account_id {_SITES} "
            "WHERE s.token_hash = :token_hash",
            token_hash=token_hash,
            never=NEVER,
        )
    )
    if not rows:
        return None
    session_id, created_at, last_seen_at, began = rows[0][:4]
    return KnownSession(session_id, _known([row[4:] for row in rows]), created_at, last_seen_at, began)


def find_account(email: str) -> KnownAccount | None:
    """The account with this e-mail address."""
    return _find("a.email_key = :value", email_key(email))


def account_named(email: str) -> KnownAccount:
    """The account with this e-mail address; raises NotFound naming one that is alike."""
    found = find_account(email)
    if found is None:
        near = nearest(email, (row.email for row in Account.select(Account.email)))
        hint = f" Did you mean '{near}'?" if near else ""
        raise NotFound(f"There is no account '{email}'.{hint}")
    return found


def known_account(account_id: int) -> KnownAccount:
    """The account with this number; raises NotFound."""
    found = _find("a.id = :value", account_id)
    if found is None:
        raise NotFound(_("There is no such account."))
    return found


def _find(condition: str, value: str | int) -> KnownAccount | None:
    rows = list(
        select(f"SELECT {_ACCOUNT} FROM account a {_SITES} WHERE {condition}", value=value, never=NEVER)
    )
    return _known(rows) if rows else None


def _known(rows: Sequence[tuple[Any, ...]]) -> KnownAccount:
    (id_, name, email, role_name, person_id, until_on, disabled_at, password_hash, _site, *employment) = rows[
        0
    ]
    role = access.Role(role_name)
    sites = frozenset(row[8] for row in rows if row[8] is not None)
    return KnownAccount(
        account=access.Account(id_, name, email, role, person_id, _seen_sites(role, sites)),
        password_hash=password_hash,
        until_on=until_on,
        is_disabled=disabled_at is not None,
        employed_until_on=employment[0],
        employment_change=max(employment[1], employment[2]),
    )


def _seen_sites(role: access.Role, sites: frozenset[int]) -> frozenset[int] | None:
    """A manager sees the sites given, an employee none, everyone else all."""
    if role in (access.Role.MANAGER, access.Role.EMPLOYEE):
        return sites
    return None


def get_account(account_id: int) -> Account:
    """The account's row; raises NotFound."""
    account: Account | None = Account.get_or_none(Account.id == account_id)
    if account is None:
        raise NotFound(_("There is no such account."))
    return account


def staff_number_of(account_id: int) -> str:
    """Whose account it is; '' where nobody is linked."""
    rows = select(
        "SELECT p.staff_number FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = :id",
        id=account_id,
    )
    return str(next(rows, ("",))[0])


def administrators(today: date) -> list[int]:
    """The accounts that administer and can sign in on a day."""
    rows = select(f"SELECT {_ACCOUNT} FROM account a {_SITES} WHERE a.role = 'admin'", never=NEVER)
    known = [_known([row]) for row in rows]
    return [each.account.id for each in known if each.password_hash and each.refusal(today) is None]


def who_can_sign_in(role: access.Role, today: date) -> list[access.Account]:
    """The accounts of a role that can sign in on a day, by number."""
    rows = select(
        f"SELECT {_ACCOUNT} FROM account a {_SITES} WHERE a.role = :role ORDER BY a.id",
        role=role,
        never=NEVER,
    )
    by_id: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_id.setdefault(row[0], []).append(row)
    known = [_known(each) for each in by_id.values()]
    return [each.account for each in known if each.password_hash and each.refusal(today) is None]


def failures_since(instant: datetime, address: str, who_hash: str) -> list[tuple[datetime, bool]]:
    """Failed sign-ins from an address since an instant, oldest first, and whether each was at this account."""
    return [
        (attempted_at, who == who_hash)
        for attempted_at, who in select(
            "SELECT attempted_at, who_hash FROM sign_in_attempt "
            "WHERE address = :address AND attempted_at > :instant ORDER BY attempted_at",
            address=address,
            instant=instant,
        )
    ]


def coordinators(today: date) -> list[str]:
    """The addresses of those who coordinate exercises and incidents, and can sign in on a day."""
    return _addresses("a.role = 'coordinator'", today)


def managers_of(site_id: int, today: date) -> list[str]:
    """The addresses of a site's managers who can sign in on a day."""
    return _addresses(
        "a.role = 'manager' AND EXISTS (SELECT 1 FROM account_site o WHERE o.account_id = a.id AND o.site_id = :site)",
        today,
        site=site_id,
    )


def _addresses(condition: str, today: date, **values: Any) -> list[str]:
    rows = select(
        f"SELECT {_ACCOUNT} FROM account a {_SITES} WHERE {condition} ORDER BY a.email", never=NEVER, **values
    )
    known = (_known([row]) for row in rows)
    return list(dict.fromkeys(each.account.email for each in known if each.refusal(today) is None))


def able_accounts(today: date) -> list[access.Account]:
    """Every account that can sign in on a day, in the order of their numbers."""
    rows = select(f"SELECT {_ACCOUNT} FROM account a {_SITES} ORDER BY a.id", never=NEVER)
    of_account: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        of_account.setdefault(row[0], []).append(row)
    known = [_known(each) for each in of_account.values()]
    return [each.account for each in known if each.password_hash and each.refusal(today) is None]
