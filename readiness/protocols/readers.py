"""Who said that they have read a protocol, and who has not."""

from datetime import date, datetime
from typing import NamedTuple

from readiness.foundation.database import select
from readiness.foundation.temporal import NEVER, Question, known_sql

_PRESENT = (
    "a.disabled_at IS NULL AND (a.until_on IS NULL OR a.until_on >= :today) AND EXISTS (SELECT 1 FROM employment e "
    "WHERE e.person_id = a.person_id AND e.superseded_in = :never AND e.from_on <= :today AND e.until_on >= :today)"
)
"""Accounts of people who work here today; of others nobody is asked to read anything."""


class Reader(NamedTuple):
    """Someone with an account, and on which day they said that they have read a revision; None: not yet."""

    person_id: int
    name: str
    staff_number: str
    acknowledged_on: date | None


_THEN = (
    "a.created_at <= :instant AND (a.disabled_at IS NULL OR a.disabled_at > :instant) "
    "AND (a.until_on IS NULL OR a.until_on >= :as_of) "
    f"AND EXISTS (SELECT 1 FROM employment e WHERE e.person_id = a.person_id AND {known_sql('e')} "
    "AND e.from_on <= :as_of AND e.until_on >= :as_of)"
)
"""The same of another day, by what was known at an instant."""


def readers_of(slug: str, number: int, asked: Question, instant: datetime) -> list[Reader]:
    """Everyone who is to read a revision on a day, those first who have not; by what was known at an instant.

    `instant`: that of the accounts, which are no facts: now, where no instant of knowledge is asked about.
    """
    rows = select(
        "SELECT p.id, p.given_name, p.family_name, p.staff_number, k.latest_on FROM account a "
        "JOIN person p ON p.id = a.person_id LEFT JOIN (SELECT r.account_id, max(r.acknowledged_on) AS latest_on "
        f"FROM acknowledgement r WHERE r.slug = :slug AND r.number = :number AND {known_sql('r')} "
        "AND r.acknowledged_on <= :as_of GROUP BY r.account_id) k ON k.account_id = a.id "
        f"WHERE {_THEN} ORDER BY k.latest_on IS NOT NULL, p.name_key, p.id",
        slug=slug, number=number, as_of=asked.as_of, known=asked.known.number, instant=instant,
    )  # fmt: skip
    return [Reader(id_, f"{given} {family}".strip(), staff, on) for id_, given, family, staff, on in rows]


def reader_count(today: date) -> int:
    """How many accounts of people who work here there are."""
    rows = select(f"SELECT count(*) FROM account a WHERE {_PRESENT}", today=today, never=NEVER)
    return int(next(rows)[0])


def read_counts(today: date) -> dict[tuple[str, int], int]:
    """How many of them have read which revision, by slug and number."""
    rows = select(
        "SELECT k.slug, k.number, count(DISTINCT k.account_id) FROM acknowledgement k "
        "JOIN account a ON a.id = k.account_id "
        f"WHERE k.superseded_in = :never AND {_PRESENT} GROUP BY k.slug, k.number",
        today=today, never=NEVER,
    )  # fmt: skip
    return {(slug, number): count for slug, number, count in rows}


def read_by(account_id: int) -> dict[tuple[str, int], date]:
    """Which revisions an account has read, and when last."""
    rows = select(
        "SELECT slug, number, acknowledged_on FROM acknowledgement "
        "WHERE account_id = :account AND superseded_in = :never ORDER BY acknowledged_on",
        account=account_id, never=NEVER,
    )  # fmt: skip
    return {(slug, number): on for slug, number, on in rows}
