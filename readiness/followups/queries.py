"""Threads of gaps as pages and reminders read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import LAST_DAY, NEVER
from readiness.foundation.words import gettext as _

OPEN_STATUSES = "('gap', 'due', 'cannot_tell')"


@dataclass(frozen=True, slots=True)
class Gap:
    """What may be seen to: a clause at a site (0: none recorded), of a person there (0: of the site, or everyone)."""

    pack_id: str
    clause_id: str
    site_id: int
    site_code: str
    person: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """Who sees to a gap."""

    account: int | None = None
    person: int | None = None

    @classmethod
    def of(cls, who: str) -> "Owner":
        kind, _colon, number = who.partition(":")
        return cls(account=int(number)) if kind == "account" else cls(person=int(number))

    @property
    def who(self) -> str:
        """'account:3', 'person:12'; '' while nobody does."""
        if self.account is not None:
            return f"account:{self.account}"
        return "" if self.person is None else f"person:{self.person}"


NOBODY = Owner()


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread, as it stands."""

    id: int
    gap: Gap
    opened_at: datetime
    owner: Owner
    due_on: date | None
    entry_count: int
    closed_at: datetime | None
    closed_as: str

    def standing(self, today: date) -> str:
        """As a status: closed, past_due, open."""
        if self.closed_at is not None:
            return "closed"
        return "past_due" if self.due_on is not None and self.due_on < today else "open"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done or said in a thread."""

    number: int
    what: str
    said_at: datetime
    said_by: str
    owner: Owner
    due_on: date | None
    text: str


THREAD = (
    "t.id, t.pack_id, t.clause_id, t.site_id, t.site_code, t.person, t.opened_at, t.owner_account, t.owner_person, "
    "t.due_on, t.entry_count, t.closed_at, t.closed_as"
)
THREAD_WIDTH = 13


def thread_of(row: tuple[Any, ...]) -> Thread:
    """A thread from the columns THREAD."""
    due_on = None if row[9] == LAST_DAY else row[9]
    return Thread(row[0], Gap(*row[1:6]), row[6], Owner(*row[7:9]), due_on, *row[10:THREAD_WIDTH])


def get_thread(thread_id: int) -> Thread:
    """A thread by its number; raises NotFound."""
    for row in select(f"SELECT {THREAD} FROM gap_thread t WHERE t.id = :id", id=thread_id):
        return thread_of(row)
    raise NotFound(_("There is no such gap that somebody sees to."))


def threads_of(gap: Gap) -> list[Thread]:
    """Every thread there was of a gap, the latest first; only the first of them may be open."""
    rows = select(
        f"SELECT {THREAD} FROM gap_thread t WHERE t.site_id = :site AND t.pack_id = :pack AND t.clause_id = :clause "
        "AND t.person = :person ORDER BY t.id DESC",
        site=gap.site_id,
        pack=gap.pack_id,
        clause=gap.clause_id,
        person=gap.person,
    )
    return [thread_of(row) for row in rows]


def open_thread(gap: Gap) -> Thread | None:
    """The thread of a gap that is open."""
    return next((each for each in threads_of(gap) if each.closed_at is None), None)


def open_threads_of(owners: Iterable[Owner]) -> list[Thread]:
    """The open threads of somebody who may be both an account and a person; what is due first first."""
    found: dict[int, Thread] = {}
    for owner in owners:
        column = "owner_account" if owner.account is not None else "owner_person"
        rows = select(
            f"SELECT {THREAD} FROM gap_thread t WHERE t.closed_at IS NULL AND t.{column} = :number",
            number=owner.account if owner.account is not None else owner.person,
        )
        found |= {row[0]: thread_of(row) for row in rows}
    return sorted(found.values(), key=lambda each: (each.due_on or date.max, each.id))


def open_at(site_codes: Iterable[str]) -> list[Thread]:
    """The open threads of sites."""
    places = {f"s{place}": code for place, code in enumerate(sorted(set(site_codes)))}
    names = ", ".join(f":{name}" for name in places)
    rows = select(
        f"SELECT {THREAD} FROM gap_thread t WHERE t.closed_at IS NULL AND t.site_code IN ({names})", **places
    )
    return [thread_of(row) for row in rows]


def chosen_findings(
    owners: Iterable[Owner], before: date | None
) -> tuple[list[tuple[str, str, str, str]], list[int]]:
    """Site, pack, clause and subject ('': everyone there) of what somebody sees to, and the numbers of kept findings.

    Of these owners, or of anybody; where `before` is given, only what was to be done before that day.
    """
    found, values = ["t.closed_at IS NULL", "t.due_on < :before"], {"before": before or LAST_DAY}
    columns = [
        f"t.owner_account = {each.account}" if each.account is not None else f"t.owner_person = {each.person}"
        for each in owners
    ]
    if columns:
        found.append(f"({' OR '.join(columns)})")
    rows = select(
        "SELECT t.site_code, t.pack_id, t.clause_id, CASE WHEN t.person = 0 THEN '' ELSE p.staff_number END, k.id "
        "FROM gap_thread t LEFT JOIN person p ON p.id = t.person LEFT JOIN kept_finding k "
        "ON k.site_id = t.site_id AND k.pack_id = t.pack_id AND k.clause_id = t.clause_id "
        f"AND k.status IN {OPEN_STATUSES} AND (t.person = 0 OR k.subject = p.staff_number) "
        f"WHERE {' AND '.join(found)}",
        **values,
    )
    told = list(rows)
    return [row[:4] for row in told], sorted({row[4] for row in told if row[4] is not None})


def entries_of(thread_ids: Iterable[int]) -> dict[int, list[Entry]]:
    """The entries of threads, in their order."""
    numbers = sorted(set(thread_ids))
    found: dict[int, list[Entry]] = {number: [] for number in numbers}
    rows = select(
        "SELECT thread_id, number, what, said_at, said_by, owner_account, owner_person, due_on, text FROM gap_entry "
        f"WHERE {among('thread_id', 'threads')} ORDER BY thread_id, number",
        threads=number_list(numbers),
    )
    for thread, number, what, said_at, said_by, account, person, due_on, text in rows:
        found[thread].append(Entry(number, what, said_at, said_by, Owner(account, person), due_on, text))
    return found


def owner_names(owners: Iterable[Owner]) -> dict[Owner, str]:
    """What owners are called now."""
    wanted = {each for each in owners if each != NOBODY}
    accounts = number_list(sorted(each.account for each in wanted if each.account is not None))
    people = number_list(sorted(each.person for each in wanted if each.person is not None))
    found = {
        Owner(account=number): name
        for number, name in select(
            f"SELECT id, name FROM account WHERE {among('id', 'accounts')}", accounts=accounts
        )
    }
    rows = select(
        f"SELECT id, given_name, family_name, staff_number FROM person WHERE {among('id', 'people')}",
        people=people,
    )
    return found | {
        Owner(person=number): f"{given} {family}".strip() or staff_number
        for number, given, family, staff_number in rows
    }


def staff_numbers(people: Iterable[int]) -> dict[int, str]:
    """The staff numbers of people."""
    rows = select(
        f"SELECT id, staff_number FROM person WHERE {among('id', 'people')}",
        people=number_list(sorted(set(people))),
    )
    return dict(rows)


_CLOSED = f"""
SELECT {THREAD}, coalesce((
    SELECT min(k.status) FROM kept_finding k LEFT JOIN person p ON p.id = t.person
    WHERE k.site_id = t.site_id AND k.pack_id = t.pack_id AND k.clause_id = t.clause_id
    AND k.subject = CASE WHEN t.person = 0 THEN t.site_code ELSE p.staff_number END), 'not_asked')
FROM gap_thread t JOIN kept_site s ON s.site_id = t.site_id AND s.touched_in <= s.done_in
JOIN kept_turn n ON n.as_of = :today AND n.known_at >= t.opened_at
WHERE t.closed_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM kept_finding k LEFT JOIN person p ON p.id = t.person
    WHERE k.site_id = t.site_id AND k.pack_id = t.pack_id AND k.clause_id = t.clause_id
    AND k.status IN {OPEN_STATUSES} AND (t.person = 0 OR k.subject = p.staff_number) LIMIT 1)
ORDER BY t.id
"""


def threads_of_no_gap(today: date) -> list[tuple[Thread, str]]:
    """Open threads whose gap is none any more by today's findings as they are kept, and what took its place.

    Of a site that is still to be judged, or was judged before the thread was opened, nothing is said.
    """
    return [(thread_of(row), row[THREAD_WIDTH]) for row in select(_CLOSED, today=today)]


@dataclass(frozen=True, slots=True)
class Assigned:
    """A gap that somebody sees to until a day and that is still open, with where it is."""

    thread: Thread
    reason: str
    site: tuple[int, str, str, str, str]


_ASSIGNED = f"""
SELECT {THREAD}, k.reason, s.id, s.code, s.name, s.country, s.region
FROM gap_thread t JOIN site s ON s.id = t.site_id AND s.superseded_in = :never
JOIN kept_finding k ON k.id = (
    SELECT min(k.id) FROM kept_finding k LEFT JOIN person p ON p.id = t.person
    WHERE k.site_id = t.site_id AND k.pack_id = t.pack_id AND k.clause_id = t.clause_id
    AND k.status IN {OPEN_STATUSES} AND (t.person = 0 OR k.subject = p.staff_number))
WHERE t.closed_at IS NULL AND t.due_on < :last AND s.time_zone = :zone ORDER BY t.id
"""


def assigned_gaps(zone: str) -> list[Assigned]:
    """Those at sites of a time zone."""
    rows = select(_ASSIGNED, zone=zone, never=NEVER, last=LAST_DAY)
    return [Assigned(thread_of(row), row[THREAD_WIDTH], tuple(row[THREAD_WIDTH + 1 :])) for row in rows]
