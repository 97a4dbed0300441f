"""Exercises as they are played: what a console and phones hand in."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from readiness.exercises.actions import plan_exercise
from readiness.exercises.running import Batch, HandedIn, hand_in, run_state
from readiness.exercises.signing import Signature, sign_report
from tests.factories import make_site

SCENARIO = "talks-of-suicide"
NOW = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
_numbers = count(1)


TODAY = date(2026, 6, 1)


def planned(site_code: str = "HQ", on: date = TODAY, scenario: str = SCENARIO) -> int:
    """An exercise that is planned at a site, which is made."""
    make_site(site_code)
    return plan_exercise(site_code, scenario, on, "coordinator@example.org")


def note(kind: str, subject: str = "", value: str = "", text: str = "", **more: Any) -> dict[str, Any]:
    """An entry as a device writes it; an id of its own, noted at NOW."""
    number = next(_numbers)
    return {
        "id": f"note-{number}", "writer": "w", "sequence": number, "noted_at": NOW.isoformat(), "kind": kind,
        "subject": subject, "value": value, "text": text, "by": "Ana", **more,
    }  # fmt: skip


def hand(exercise: int, *entries: Any, device: str = "console", minutes: float = 0, **more: Any) -> HandedIn:
    """Hand entries in, so many minutes after NOW; each is noted then, unless it says otherwise."""
    now = NOW + timedelta(minutes=minutes)
    told = [
        {**entry, "noted_at": now.isoformat()} if minutes and "kept" not in entry else entry
        for entry in entries
    ]
    return hand_in(exercise, Batch(device, told, now, **more), "a test")


def play(exercise: int, ratings: dict[str, str], day: int = 0) -> None:
    """From start to end, and rated; so many days after NOW."""
    begin = day * 24 * 60
    hand(exercise, note("started"), note("joined", "Ana Ruiz", "colleague"), minutes=begin)
    hand(exercise, note("inject_sent", "shrug"), note("action_ticked", "shrug"), minutes=begin + 5)
    hand(exercise, note("ended"), minutes=begin + 40)
    hand(exercise, *(note("rating", task, rating) for task, rating in ratings.items()), minutes=begin + 45)


def sign(exercise: int, day: int = 0, summary: str = "It went well.") -> None:
    now = NOW + timedelta(days=day, hours=1)
    seen = run_state(exercise).entry_count
    sign_report(exercise, Signature(summary, seen, now, now.date()), "coordinator@example.org")
