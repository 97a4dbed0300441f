"""Accounts and sessions as pages list them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.foundation.database import is_sqlite, select, stream
from readiness.foundation.paging import Order, Page, PageRequest, page_of
from readiness.foundation.temporal import FIRST_DAY, NEVER
from readiness.foundation.text import as_like, name_key
from readiness.web.access import Role

ORDERS = {
    "name": Order(("r.name_key", "r.id"), (str, int)),
    "email": Order(("r.email_key",), (str,)),
    "role": Order(("r.role", "r.name_key", "r.id"), (str, str, int)),
}

STATES = ("enabled", "invited", "over", "disabled")

# What keeps an account from signing in, the strongest reason first; the same as KnownAccount.refusal.
_STATE = (
    "CASE WHEN a.disabled_at IS NOT NULL THEN 'disabled' "
    "WHEN a.until_on < :today OR (a.person_id IS NOT NULL AND coalesce((SELECT max(e.until_on) FROM employment e "
    "WHERE e.person_id = a.person_id AND e.superseded_in = :never), :first) < :today) THEN 'over' "
    "WHEN a.password_hash = '' THEN 'invited' ELSE 'enabled' END AS state"
)
_COLUMNS = "r.id, r.name, r.email, r.role, r.sites, r.until_on, r.state, r.seen_at, r.name_key, r.email_key"


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """What the list is narrowed to: words in name or e-mail address, roles, states."""

    words: str = ""
    roles: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as the list shows it. `sites` are codes, in one text; `state` is one of STATES."""

    id: int
    name: str
    email: str
    role: Role
    sites: str
    until_on: date | None
    state: str
    seen_at: datetime | None
    name_key: str
    email_key: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser in which an account is signed in."""

    id: int
    created_at: datetime
    last_seen_at: datetime
    user_agent: str
    address: str


def accounts_page(sought: AccountFilter, today: date, page: PageRequest) -> Page[AccountRow]:
    """One page of accounts: one statement, however many there are."""
    sql, values = _statement(sought, today, page)
    return page_of([_row(row) for row in select(sql, **values)], page, lambda row: _key(row, page.order))


def stream_accounts(sought: AccountFilter, today: date, page: PageRequest) -> Iterator[AccountRow]:
    """Every account, as it is read; within a `reading` block."""
    sql, values = _statement(sought, today, page)
    return map(_row, stream(sql, **values))


def _statement(sought: AccountFilter, today: date, page: PageRequest) -> tuple[str, dict[str, Any]]:
    conditions, values = [page.condition()], page.values()
    for place, word in enumerate(name_key(sought.words).split()):
        conditions.append(
            f"(r.name_key LIKE :word_{place} ESCAPE '!' OR r.email_key LIKE :word_{place} ESCAPE '!')"
        )
        values[f"word_{place}"] = f"%{as_like(word)}%"
    for column, chosen in (("role", sought.roles), ("state", sought.states)):
        if chosen:
            places = [f":{column}_{place}" for place in range(len(chosen))]
            conditions.append(f"r.{column} IN ({', '.join(places)})")
            values |= {f"{column}_{place}": value for place, value in enumerate(chosen)}
    sql = f"SELECT {_COLUMNS} FROM ({_accounts()}) r WHERE {' AND '.join(conditions)} {page.tail()}"
    return sql, {**values, "today": today, "never": NEVER, "first": FIRST_DAY}


def _accounts() -> str:
    joined = "group_concat" if is_sqlite() else "string_agg"
    return (
        "SELECT a.id, a.name, a.email, a.role, a.until_on, a.name_key, a.email_key, "
        f"coalesce((SELECT {joined}(s.code, ', ') FROM account_site t JOIN site s ON s.id = t.site_id "
        "WHERE t.account_id = a.id), '') AS sites, "
        "(SELECT max(n.last_seen_at) FROM account_session n WHERE n.account_id = a.id) AS seen_at, "
        f"{_STATE} FROM account a"
    )


def _row(row: tuple[Any, ...]) -> AccountRow:
    id_, name, email, role, *rest = row
    return AccountRow(id_, name, email, Role(role), *rest)


def _key(row: AccountRow, order: Order) -> tuple[str | int | date, ...]:
    return tuple(getattr(row, column.removeprefix("r.")) for column in order.columns)


def sessions_of(account_id: int) -> list[SessionRow]:
    """Where an account is signed in, the latest use first."""
    return [
        SessionRow(*row)
        for row in select(
            "SELECT id, created_at, last_seen_at, user_agent, address FROM account_session "
            "WHERE account_id = :account_id ORDER BY last_seen_at DESC, id DESC",
            account_id=account_id,
        )
    ]
