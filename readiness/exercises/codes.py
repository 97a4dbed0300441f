"""Codes that open an exercise to those without an account: random, kept as a hash, dead when it is over."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness.audit.actions import recording
from readiness.audit.events.exercises import ExerciseCodeMade
from readiness.exercises.models import Exercise, ExerciseCode
from readiness.exercises.queries import get_exercise
from readiness.exercises.running import OBSERVER, PARTICIPANT
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput, NotFound
from readiness.foundation.words import gettext as _
from readiness.web.sessions import hashed

PURPOSES = (OBSERVER, PARTICIPANT)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another when they are read aloud."""
LENGTH = 12
"""Twelve of 31 letters: 59 bits, which nobody guesses within the days of a code's life."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a code opens: an exercise, for observers or for participants."""

    exercise: Exercise
    purpose: str
    expires_at: datetime


def make_code(exercise_id: int, purpose: str, now: datetime, actor: str, key: str = "") -> str:
    """A new code; the earlier one of the same purpose dies. Raises InvalidInput once it is over.

    With the installation's secret as `key` it can be shown again by `shown_codes`, without it only now.
    """
    if purpose not in PURPOSES:
        raise InvalidInput(_("A code is for observers or for participants."))
    exercise = get_exercise(exercise_id)
    if exercise.held_on is not None:
        raise InvalidInput(_("This exercise was held. Nobody joins it any more."))
    salt = secrets.token_urlsafe(24)
    code = _spoken(salt, key or secrets.token_urlsafe(24))
    last = max(clock.end_of_day(exercise.planned_on, exercise.site.time_zone), now) + timedelta(days=1)
    with recording(actor) as opened:
        ExerciseCode.delete().where(
            (ExerciseCode.exercise == exercise_id) & (ExerciseCode.purpose == purpose)
        ).execute()
        ExerciseCode.create(
            exercise=exercise_id, purpose=purpose, salt=salt if key else "", code_hash=hashed(_plain(code)),
            made_by=actor, made_at=now,
            expires_at=last,
        )  # fmt: skip
        opened.note(
            ExerciseCodeMade(
                exercise.site.code, exercise=exercise_id, purpose=purpose, expires_at=last.isoformat()
            )
        )
    return code


def _spoken(salt: str, key: str) -> str:
    """The code that a salt and a secret make, in groups of four letters."""
    number = int.from_bytes(hmac.digest(key.encode(), f"exercise code {salt}".encode(), "sha256"), "big")
    letters = []
    for _place in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "-".join("".join(letters[place : place + 4]) for place in range(0, LENGTH, 4))


def shown_codes(exercise_id: int, now: datetime, key: str) -> dict[str, str]:
    """By purpose the codes that work now, for those who run the exercise; those of another secret are left out."""
    rows = ExerciseCode.select().where(
        (ExerciseCode.exercise == exercise_id) & (ExerciseCode.expires_at > now) & (ExerciseCode.salt != "")
    )
    made = {row.purpose: (row.code_hash, _spoken(row.salt, key)) for row in rows}
    return {purpose: code for purpose, (kept, code) in made.items() if hashed(_plain(code)) == kept}


def open_code(code: str, now: datetime) -> Opened:
    """What a code opens; raises NotFound in the same words whatever is wrong with it."""
    row: ExerciseCode | None = ExerciseCode.get_or_none(ExerciseCode.code_hash == hashed(_plain(code)))
    if row is None or row.expires_at <= now:
        raise NotFound(
            _("It is wrong, or its exercise is over. Ask whoever runs the exercise for a new one."),
            title=_("This code does not work."),
        )
    return Opened(get_exercise(row.exercise), row.purpose, row.expires_at)


def living_codes(exercise_id: int, now: datetime) -> dict[str, datetime]:
    """By purpose, until when a code works."""
    rows = ExerciseCode.select().where(
        (ExerciseCode.exercise == exercise_id) & (ExerciseCode.expires_at > now)
    )
    return {row.purpose: row.expires_at for row in rows}


def end_codes(exercise_id: int, now: datetime) -> None:
    """Let every code of an exercise die, within a change that is open."""
    ExerciseCode.update(expires_at=now).where(
        (ExerciseCode.exercise == exercise_id) & (ExerciseCode.expires_at > now)
    ).execute()


def _plain(code: str) -> str:
    """As it is compared: however it was typed."""
    return code.replace("-", "").replace(" ", "").lower()
