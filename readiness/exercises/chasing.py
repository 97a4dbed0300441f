"""What is past its day is told of until it is closed: first to whoever sees to it, then their managers, then more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from readiness.accounts.queries import coordinators, managers_of
from readiness.audit.actions import Recording, recording
from readiness.audit.events.exercises import ActionsChased
from readiness.exercises.models import CorrectiveAction, Exercise, TrainingNeed
from readiness.exercises.queries import exercises_numbered
from readiness.exercises.signing import CLOSED, DONE, OPEN
from readiness.foundation.temporal import current
from readiness.notices.actions import Message, owe, withdraw
from readiness.notices.messages import is_address
from readiness.notices.models import OutboxMessage

OWNER, MANAGERS, COORDINATORS = "owner", "managers", "coordinators"
AFTER = {OWNER: timedelta(0), MANAGERS: timedelta(days=7), COORDINATORS: timedelta(days=14)}
"""So long after its day each is told."""
EFFECT_WITHIN = timedelta(days=90)
"""So long after something was done an exercise is to have shown whether it helped."""
ACTION, NEED = "action", "need"


@dataclass(frozen=True, slots=True)
class Chased:
    """Something that is not closed: until when something is to be done of it, and by whom ('': nobody is named).

    `state`: open, or done where its effect is to be shown by `due_on`.
    """

    source: str
    number: int
    exercise: int
    text: str
    owner: str
    state: str
    due_on: date

    @property
    def key(self) -> str:
        """Once for each day that was set: a new day, or a new state, begins the ladder anew."""
        return f"exercises/{self.source}/{self.number}/{self.state}/{self.due_on}"

    @property
    def page(self) -> str:
        """The path of its page."""
        return f"/exercises/{'actions' if self.source == ACTION else 'needs'}/{self.number}"


@dataclass(frozen=True, slots=True)
class Reminder:
    """Whom to tell of what, by which rung of the ladder."""

    chased: Chased
    exercise: Exercise
    rung: str
    address: str

    @property
    def key(self) -> str:
        return f"{self.chased.key}/{self.rung}/{self.address}"


def not_closed() -> Iterator[Chased]:
    """Every action and every training need that is not closed."""
    actions = CorrectiveAction.select().where((CorrectiveAction.state != CLOSED) & current(CorrectiveAction))
    for each in actions.order_by(CorrectiveAction.fact_id):
        due_on: date = each.due_on
        if each.state == DONE and each.done_on is not None:
            due_on = each.done_on + EFFECT_WITHIN
        yield Chased(ACTION, each.fact_id, each.exercise, each.text, each.owner, each.state, due_on)
    needs = TrainingNeed.select().where(TrainingNeed.met_on.is_null() & current(TrainingNeed))
    for need in needs.order_by(TrainingNeed.fact_id):
        yield Chased(NEED, need.fact_id, need.exercise, need.text, "", OPEN, need.due_on)


def due_reminders(today: date) -> Iterator[Reminder]:
    """Everything that is to be told by a day; told before or not."""
    due = [each for each in not_closed() if each.due_on <= today]
    exercises = exercises_numbered({each.exercise for each in due})
    for chased in due:
        exercise = exercises[chased.exercise]
        for rung, after in AFTER.items():
            if today >= chased.due_on + after:
                for address in _addresses(rung, chased, exercise, today):
                    yield Reminder(chased, exercise, rung, address)


def _addresses(rung: str, chased: Chased, exercise: Exercise, today: date) -> list[str]:
    if rung == OWNER:
        return [chased.owner] if is_address(chased.owner) else []
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
    chased = reminder.chased
    content = {
        "text": chased.text,
        "site": reminder.exercise.site.name,
        "owner": chased.owner,
        "state": chased.state,
        "due_on": chased.due_on.isoformat(),
        "days": (today - chased.due_on).days,
        "rung": reminder.rung,
    }
    return owe(
        Message(reminder.key, "exercises.action_due", reminder.address, content, now, link=chased.page),
        opened,
    )


def stop_chasing(source: str, number: int, now: datetime) -> None:
    """Take back what is still to be told of something: it is done, or has another day."""
    withdraw(f"exercises/{source}/{number}/", now)


def owed_already(keys: Iterable[str]) -> set[str]:
    """Which of these messages were owed before."""
    rows = OutboxMessage.select(OutboxMessage.key).where(OutboxMessage.key.in_(list(keys)))
    return {row.key for row in rows}
