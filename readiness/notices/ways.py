"""The ways out, and how their servers fare: while one does not answer, nobody knocks but now and then."""

import random
from dataclasses import dataclass
from datetime import datetime

from readiness.foundation.database import execute, select, transaction
from readiness.notices.backoff import SERVER_AT_MOST, pause


@dataclass(frozen=True, slots=True)
class Way:
    """How a way out fares. `failing_since_at` None: its server answers, as far as we know."""

    name: str
    failing_since_at: datetime | None = None
    next_at: datetime | None = None
    failure_count: int = 0
    last_error: str = ""

    def is_open(self, now: datetime) -> bool:
        return self.next_at is None or self.next_at <= now


def way_named(name: str) -> Way:
    """How a way fares."""
    rows = select(
        "SELECT failing_since_at, next_at, failure_count, last_error FROM delivery_way WHERE name = :name",
        name=name,
    )
    return next((Way(name, *row) for row in rows), Way(name))


def it_failed(name: str, why: str, now: datetime, chance: random.Random) -> datetime:
    """Its server does not answer, or takes nothing from us: when to try again."""
    with transaction():
        way = way_named(name)
        next_at = now + pause(way.failure_count + 1, SERVER_AT_MOST, chance)
        execute(
            "INSERT INTO delivery_way (name, failing_since_at, next_at, failure_count, last_error) "
            "VALUES (:name, :now, :next, 1, :why) ON CONFLICT (name) DO UPDATE SET "
            "failing_since_at = coalesce(delivery_way.failing_since_at, excluded.failing_since_at), "
            "next_at = excluded.next_at, failure_count = delivery_way.failure_count + 1, "
            "last_error = excluded.last_error",
            name=name,
            now=now,
            next=next_at,
            why=why,
        )
    return next_at


def it_answers(name: str) -> None:
    """Its server takes messages again."""
    execute("DELETE FROM delivery_way WHERE name = :name", name=name)
