"""What may be done with reminders: owing those that are wanted, each once; withdrawing those whose reason ended."""

from collections.abc import Sequence
from datetime import date, datetime

from readiness.audit.actions import Recording, recording
from readiness.audit.events.reminders import RemindersOwed, RemindersWithdrawn
from readiness.foundation.database import execute, transaction
from readiness.notices.actions import owe, owe_again, withdraw_exactly
from readiness.reminders.models import Reminder
from readiness.reminders.queries import reminded
from readiness.reminders.wanted import Wanted

ACTOR = "reminders"
AT_ONCE = 200
"""So many are written in one change, so that nobody waits long for the next one."""


class _NothingNew(Exception):
    """Somebody else was first: the change is given up."""


def owe_reminders(wanted: Sequence[Wanted], zone: str, today: date, now: datetime, language: str) -> int:
    """Put those into ledger and outbox that the ledger does not have; how many there were."""
    had = reminded(each.about.what for each in wanted)
    fresh = [each for each in wanted if each.in_ledger not in had]
    count = 0
    for start in range(0, len(fresh), AT_ONCE):
        try:
            with recording(ACTOR) as opened:
                some = sum(
                    _owe(each, zone, today, now, language, opened) for each in fresh[start : start + AT_ONCE]
                )
                if not some:
                    raise _NothingNew
                opened.note(RemindersOwed(zone, day=today.isoformat(), count=some))
            count += some
        except _NothingNew:
            pass
    return count


def _owe(each: Wanted, zone: str, today: date, now: datetime, language: str, opened: Recording) -> bool:
    what, due_on, stage, who = each.in_ledger
    inserted = (
        Reminder.insert(
            who=who,
            what=what,
            due_on=due_on,
            stage=stage,
            person=each.about.person,
            site=each.about.site.id,
            zone=zone,
            owed_on=today,
            owed_at=now,
            message_key=each.key,
            change=opened.change.id,
        )
        .on_conflict_ignore()
        .as_rowcount()
        .execute()
    )
    if inserted:
        return owe(each.message(now, language), opened)
    return owe_again(each.key, now)  # where it was withdrawn, its reason is back


def withdraw_reminders(keys: Sequence[str], now: datetime) -> int:
    """Take back these, where they are still to be sent; should their reason come back, they are owed anew."""
    if not keys:
        return 0
    with recording(ACTOR) as opened:
        count = sum(withdraw_exactly(key, now) for key in keys)
        opened.note(RemindersWithdrawn("", count=count))
    return count


def end_turn(zone: str, today: date) -> None:
    """Note that a zone's reminders were worked out whole for a day."""
    with transaction():
        execute(
            "INSERT INTO reminder_turn (zone, done_on) VALUES (:zone, :today) "
            "ON CONFLICT (zone) DO UPDATE SET done_on = excluded.done_on",
            zone=zone,
            today=today,
        )
