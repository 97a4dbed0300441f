"""Messages taken by one worker for a while, and what became of them. Nothing is locked while a server is spoken to.

A worker takes a batch in one short transaction and has it until `LEASE` is over. It looks before each message whether
it still has it, and says after each what became of it: whoever is killed leaves at most one of which nobody knows
whether it arrived, and the others go out when the lease is over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from readiness.foundation.database import among, as_json, execute, is_sqlite, number_list, select, transaction
from readiness.notices.messages import DEAD, SENDING, SENT, WAITING
from readiness.notices.models import OutboxMessage

LEASE = timedelta(minutes=5)
MAY_BE_TWICE = (
    "A sender ended before it could say how this went: it may have arrived twice, with one Message-ID."
)
TOO_MANY_FOR = timedelta(days=1)

_COLUMNS = (
    "id", "key", "kind", "recipient", "content", "due_at", "attempt_count", "language", "person", "link",
    "tap_purpose", "tap_subject", "resent_count", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send."""

    id: int
    key: str
    kind: str
    recipient: str
    content: dict[str, Any]
    due_at: datetime
    attempt_count: int
    language: str
    person: int | None
    link: str
    tap_purpose: str
    tap_subject: str
    resent_count: int
    was_interrupted: bool


@dataclass(frozen=True, slots=True)
class Worker:
    """Who claims, by which way, how many at a time, and how many messages an address is sent in a day."""

    name: str
    way: str
    most: int = 50
    a_day: int = 20
    lease: timedelta = LEASE


def claim(worker: Worker, now: datetime) -> list[Claimed]:
    """Take the messages that are due, the longest due first; those of which an address has had its fill are put off."""
    skip = "" if is_sqlite() else "FOR UPDATE SKIP LOCKED"
    with transaction():
        rows = list(
            select(
                f"SELECT {', '.join(_COLUMNS)} FROM outbox_message WHERE state IN ('waiting', 'sending') "
                f"AND way = :way AND next_at <= :now ORDER BY next_at, id LIMIT :most {skip}",
                way=worker.way,
                now=now,
                most=worker.most,
            )
        )
        mine, put_off = _within_the_days_fill(worker, now, [_claimed(row) for row in rows])
        for until_at, numbers in put_off.items():
            _set(numbers, "state = 'waiting', claimed_by = '', next_at = :until", until=until_at)
        _set(
            [each.id for each in mine],
            "state = 'sending', claimed_by = :name, next_at = :until",
            name=worker.name,
            until=now + worker.lease,
        )
    return mine


def _claimed(row: Sequence[Any]) -> Claimed:
    values = dict(zip(_COLUMNS, row, strict=True))
    state, content = values.pop("state"), as_json(values.pop("content"))
    return Claimed(**values, content=content, was_interrupted=state == SENDING)


def _within_the_days_fill(
    worker: Worker, now: datetime, found: list[Claimed]
) -> tuple[list[Claimed], dict[datetime, list[int]]]:
    """Those that may go out now, and until when the others are put off."""
    had: dict[str, list[datetime]] = {}
    for recipient in {each.recipient for each in found}:
        had[recipient] = _sent_since(worker.way, recipient, now)
    mine, put_off = [], dict[datetime, list[int]]()
    for each in found:
        instants = had[each.recipient]
        if len(instants) < worker.a_day:
            instants.append(now)
            mine.append(each)
        else:
            put_off.setdefault(instants[-worker.a_day] + TOO_MANY_FOR, []).append(each.id)
    return mine, put_off


def _sent_since(way: str, recipient: str, now: datetime) -> list[datetime]:
    """When this address was sent something within the last day, oldest first; what is on its way counts."""
    sent = select(
        "SELECT delivered_at FROM outbox_message WHERE recipient = :recipient AND delivered_at > :since "
        "AND way = :way AND state = 'sent' ORDER BY delivered_at",
        recipient=recipient,
        since=now - TOO_MANY_FOR,
        way=way,
    )
    under_way = select(
        "SELECT count(*) FROM outbox_message WHERE recipient = :recipient AND way = :way AND state = 'sending' "
        "AND next_at > :now",
        recipient=recipient,
        way=way,
        now=now,
    )
    return [instant for (instant,) in sent] + [now] * int(next(under_way)[0])


def _set(numbers: Sequence[int], what: str, **values: Any) -> int:
    if not numbers:
        return 0
    return int(
        execute(
            f"UPDATE outbox_message SET {what} WHERE {among('id', 'ids')}", ids=number_list(numbers), **values
        ).rowcount
    )


def keep(worker: Worker, numbers: Sequence[int], now: datetime) -> None:
    """Have for longer what is still ours of these."""
    with transaction():
        _set_mine(worker, numbers, "next_at = :until", until=now + worker.lease)


def is_mine(worker: Worker, number: int, now: datetime) -> bool:
    """Whether a message is still ours: it was not withdrawn, and nobody took it over."""
    rows = select(
        "SELECT 1 FROM outbox_message WHERE id = :id AND state = :sending AND claimed_by = :name AND next_at > :now",
        id=number,
        sending=SENDING,
        name=worker.name,
        now=now,
    )
    return next(rows, None) is not None


def sent(claimed: Claimed, words: Mapping[str, str], now: datetime) -> None:
    """The server took it; whatever was said of it meanwhile, this is what happened."""
    OutboxMessage.update(
        state=SENT,
        delivered_at=now,
        ended_at=now,
        claimed_by="",
        attempt_count=OutboxMessage.attempt_count + 1,
        last_error=MAY_BE_TWICE if claimed.was_interrupted else "",
        sent_as=dict(words),
    ).where(OutboxMessage.id == claimed.id).execute()


def failed(worker: Worker, number: int, why: str, next_at: datetime | None, now: datetime) -> None:
    """The server did not take this one: it is tried again at an instant, or never."""
    with transaction():
        _set_mine(
            worker,
            [number],
            "state = :state, next_at = :next, ended_at = :ended, claimed_by = '', last_error = :why, "
            "attempt_count = attempt_count + 1",
            state=DEAD if next_at is None else WAITING,
            next=next_at or now,
            ended=now if next_at is None else None,
            why=why[:255],
        )


def give_back(worker: Worker, numbers: Sequence[int], next_at: datetime, why: str) -> None:
    """Leave untried what is still ours of these until an instant: the server answers nobody."""
    with transaction():
        _set_mine(
            worker,
            numbers,
            "state = 'waiting', next_at = :next, claimed_by = '', last_error = :why",
            next=next_at,
            why=why[:255],
        )


def _set_mine(worker: Worker, numbers: Sequence[int], what: str, **values: Any) -> None:
    if numbers:
        execute(
            f"UPDATE outbox_message SET {what} WHERE {among('id', 'ids')} AND state = 'sending' "
            "AND claimed_by = :worker",
            ids=number_list(numbers),
            worker=worker.name,
            **values,
        )
