"""A run: entries are handed in, kept once, and what they come to is kept beside them."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from drills.conduct import state_of
from drills.fitting import misfit
from drills.log import Entry, EntryError, entry_from
from drills.scenario import Scenario
from drills.state import State, as_plain, from_plain
from readiness.audit.actions import Recording, recording
from readiness.audit.chain import canonical_json
from readiness.audit.events.exercises import EntriesHandedIn
from readiness.exercises.actions import get_scenario, write_held
from readiness.exercises.asking import mail_injects
from readiness.exercises.models import OF_EXERCISES, Exercise, ExerciseCode, ExerciseEntry, ExerciseState
from readiness.exercises.queries import get_exercise
from readiness.foundation.database import lock, transaction
from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _

HANDED_IN_LATE = timedelta(hours=24)
"""So long after the end phones may still hand in what they kept."""
MOST_AT_ONCE = 100
MOST_ENTRIES = 20_000
"""So many entries may a run have: a phone that runs wild fills no disk."""

CONSOLE, OBSERVER, PARTICIPANT = "console", "observer", "participant"
MAY_WRITE = {
    OBSERVER: frozenset(
        {
            "action_ticked", "action_unticked", "observation", "hot_wash", "feedback", "rating", "stop_word",
            "joined", "left",
        }
    ),
    PARTICIPANT: frozenset({"stop_word", "hot_wash", "feedback", "joined", "left"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """What a device hands in. `sent_at` is its own clock while sending: by it its times are put right."""

    device: str
    entries: Sequence[Any]
    now: datetime
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of each entry: kept (now or before), or refused and why. `state` is what the log now comes to."""

    kept: tuple[str, ...]
    refused: dict[str, tuple[str, ...]]
    state: State


def hand_in(exercise_id: int, batch: Batch, actor: str) -> HandedIn:
    """Keep what is good of a batch, each entry once; raises InvalidInput where a batch is none."""
    exercise = get_exercise(exercise_id)
    if len(batch.entries) > MOST_AT_ONCE:
        raise InvalidInput(_("Hand in at most %(most)s entries at once.", most=MOST_AT_ONCE))
    good, refused = _read(batch, get_scenario(exercise.scenario))
    known = _known(exercise_id, [entry.id for entry in good])
    new = list({entry.id: entry for entry in good if entry.id not in known}.values())
    if new:
        with recording(actor) as opened:
            state = _write(get_exercise(exercise.fact_id), new, opened, batch.device)
    else:
        state = run_state(exercise_id)
    return HandedIn(tuple(entry.id for entry in good), refused, state)


def _known(exercise_id: int, ids: list[str]) -> set[str]:
    """Which of these entries the log has already."""
    rows = ExerciseEntry.select(ExerciseEntry.entry_id).where(
        (ExerciseEntry.exercise == exercise_id) & ExerciseEntry.entry_id.in_(ids)
    )
    return {row.entry_id for row in rows}


def _read(batch: Batch, scenario: Scenario) -> tuple[list[Entry], dict[str, tuple[str, ...]]]:
    shift = batch.now - batch.sent_at if batch.sent_at else timedelta(0)
    allowed = MAY_WRITE.get(batch.device.partition(":")[0])
    good: list[Entry] = []
    refused: dict[str, tuple[str, ...]] = {}
    for place, content in enumerate(batch.entries, 1):
        named = content.get("id") if isinstance(content, dict) else None
        name = named if isinstance(named, str) else f"#{place}"
        try:
            entry = entry_from(content, handed_in_at=batch.now)
        except EntryError as error:
            refused[name] = error.faults
            continue
        wrong = misfit(scenario, entry)
        if allowed is not None and entry.kind not in allowed:
            wrong = _("'%(kind)s' is not for this page.", kind=entry.kind)
        if wrong:
            refused[name] = (wrong,)
            continue
        # A clock that is wrong says by its own 'now' how wrong; nothing was noted after it was handed in.
        noted_at = min(entry.noted_at + shift, batch.now)
        writer = f"{batch.device.partition(':')[0]}:{entry.writer}"
        # Who comes with a code may choose a name, but no account's: those are addresses.
        by = entry.by if allowed is None else entry.by.replace("@", " at ")
        good.append(replace(entry, noted_at=noted_at, writer=writer, by=by))
    return good, refused


def _write(exercise: Exercise, new: Sequence[Entry], opened: Recording, device: str) -> State:
    """Add entries to the log, within a change that is open: only one is, so that nobody adds meanwhile."""
    have = kept_entries(exercise.fact_id)
    known = {entry.id for entry in have}
    added = [entry for entry in new if entry.id not in known]
    if len(have) + len(added) > MOST_ENTRIES:
        raise InvalidInput(_("The log of this exercise is full."))
    for entry in added:
        values = {name: value for name, value in asdict(entry).items() if name != "id"}
        ExerciseEntry.create(
            exercise=exercise.fact_id, entry_id=entry.id, recorded_in=opened.change.id, **values
        )
    mail_injects(exercise, added, opened)
    opened.note(_handed_in(exercise, added, device))
    state = state_of(have, added)
    _keep(exercise.fact_id, state)
    if state.ended_at is not None:
        _after_the_end(exercise, state.ended_at, opened)
    return state


def _handed_in(exercise: Exercise, added: Sequence[Entry], device: str) -> EntriesHandedIn:
    plain = [
        {name: value.isoformat() if isinstance(value, datetime) else value for name, value in each.items()}
        for each in map(asdict, added)
    ]
    return EntriesHandedIn(
        exercise.site.code,
        exercise=exercise.fact_id,
        writer=device,
        kinds=dict(Counter(entry.kind for entry in added)),
        sha256=hashlib.sha256(canonical_json(plain).encode()).hexdigest(),
    )


def _after_the_end(exercise: Exercise, ended_at: datetime, opened: Recording) -> None:
    """It was held, on the day on which it ended at its site; codes live on for what comes late."""
    if exercise.held_on is None:
        write_held(exercise, ended_at.astimezone(ZoneInfo(exercise.site.time_zone)).date(), opened)
        ExerciseCode.update(expires_at=ended_at + HANDED_IN_LATE).where(
            ExerciseCode.exercise == exercise.fact_id
        ).execute()


def kept_entries(exercise_id: int) -> list[Entry]:
    """The log of a run in the order of its arrival."""
    rows: Iterable[ExerciseEntry] = (
        ExerciseEntry.select().where(ExerciseEntry.exercise == exercise_id).order_by(ExerciseEntry.id)
    )
    return [
        Entry(
            row.entry_id, row.writer, row.sequence, row.noted_at, row.kind, row.subject, row.value, row.text,
            row.by, row.handed_in_at,
        )
        for row in rows
    ]  # fmt: skip


def run_state(exercise_id: int) -> State:
    """What the log of a run comes to now: as it is kept beside it, else worked out anew."""
    kept: ExerciseState | None = ExerciseState.get_or_none(ExerciseState.exercise == exercise_id)
    if kept is not None:
        try:
            return from_plain(kept.content)
        except ValueError:
            pass  # another release kept it in another shape
    return state_of(kept_entries(exercise_id))


def _keep(exercise_id: int, state: State) -> None:
    values = {
        "phase": state.phase,
        "entry_count": state.entry_count,
        "content": as_plain(state),
    }
    ExerciseState.insert(exercise=exercise_id, **values).on_conflict(
        conflict_target=[ExerciseState.exercise], update=values
    ).execute()


def rebuild() -> int:
    """Delete what is kept of every run, and make it again from the logs; gives how many there are."""
    with transaction():
        lock("change")  # nobody hands anything in meanwhile
        ExerciseState.delete().execute()
        rows = ExerciseEntry.select(ExerciseEntry.exercise).distinct().order_by(ExerciseEntry.exercise)
        numbers = [row.exercise for row in rows]
        for number in numbers:
            _keep(number, state_of(kept_entries(number)))
    return len(numbers)


def forget_runs_of_no_exercise() -> None:
    """Delete what runs left behind of exercises that are removed, as a sample is; within a change that is open."""
    for model in OF_EXERCISES:
        model.delete().where(model.exercise.not_in(Exercise.select(Exercise.fact_id))).execute()
