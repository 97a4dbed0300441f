"""What is past its day is told of until it is closed: first to whoever sees to it, then their manager, then more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from readiness.accounts.queries import coordinators, managers_of
from readiness.audit.actions import Recording, recording
from readiness.audit.exercise_events import ActionsChased
from readiness.exercises.models import CorrectiveAction, Exercise
from readiness.exercises.queries import exercises_numbered
from readiness.exercises.signing import OPEN
from readiness.foundation.temporal import current
from readiness.notices.actions import Message, owe, withdraw
from readiness.notices.messages import is_address
from readiness.notices.models import OutboxMessage

OWNER, MANAGERS, COORDINATORS = "owner", "managers", "coordinators"
AFTER = {OWNER: timedelta(0), MANAGERS: timedelta(days=7), COORDINATORS: timedelta(days=14)}
"""So long after its day each is told of an action that is not done."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Whom to tell of which action, by which rung of the ladder."""

    action: CorrectiveAction
    exercise: Exercise
    rung: str
    address: str

    @property
    def key(self) -> str:
        """Once for each day that was set: a new day begins the ladder anew."""
        return f"exercises/action/{self.action.fact_id}/{self.action.due_on}/{self.rung}/{self.address}"


def due_reminders(today: date) -> Iterator[Reminder]:
    """Everything that is to be told on a day; told before or not."""
    rows = CorrectiveAction.select().where(
        (CorrectiveAction.state == OPEN) & (CorrectiveAction.due_on <= today) & current(CorrectiveAction)
    )
    actions = list(rows.order_by(CorrectiveAction.fact_id))
    exercises = exercises_numbered({each.exercise for each in actions})
    for action in actions:
        exercise = exercises[action.exercise]
        for rung, after in AFTER.items():
            if today >= action.due_on + after:
                for address in _addresses(rung, action, exercise, today):
                    yield Reminder(action, exercise, rung, address)


def _addresses(rung: str, action: CorrectiveAction, exercise: Exercise, today: date) -> list[str]:
    if rung == OWNER:
        return [action.owner] if is_address(action.owner) else []
    return managers_of(exercise.site.id, today) if rung == MANAGERS else coordinators(today)


def chase(today: date, now: datetime, actor: str) -> int:
    """Owe what is to be told today and was not owed before; gives how many messages."""
    wanted = {each.key: each for each in due_reminders(today)}
    known = owed_already(wanted)
    new = [each for key, each in wanted.items() if key not in known]
    if not new:
        return 0
    with recording(actor) as opened:
        told = sum(_owe(each, today, now, opened) for each in new)
        opened.note(ActionsChased("", messages=told))
    return told


def _owe(reminder: Reminder, today: date, now: datetime, opened: Recording) -> bool:
    action = reminder.action
    content = {
        "text": action.text,
        "site": reminder.exercise.site.name,
        "owner": action.owner,
        "due_on": action.due_on.isoformat(),
        "days": (today - action.due_on).days,
        "rung": reminder.rung,
    }
    return owe(
        Message(
            reminder.key, "exercises.action_due", reminder.address, content, now,
            link=f"/exercises/actions/{action.fact_id}",
        ),
        opened,
    )  # fmt: skip


def stop_chasing(action_id: int, now: datetime) -> None:
    """Take back what is still to be told of an action: it is done, or has another day."""
    withdraw(f"exercises/action/{action_id}/", now)


def owed_already(keys: Iterable[str]) -> set[str]:
    """Which of these messages were owed before."""
    rows = OutboxMessage.select(OutboxMessage.key).where(OutboxMessage.key.in_(list(keys)))
    return {row.key for row in rows}
