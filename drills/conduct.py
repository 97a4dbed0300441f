"""The running exercise: its state is what the log comes to, in whatever order the log arrived."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from drills.log import AFTERWARDS, Entry, merge, told
from drills.state import (
    ENDED,
    PAUSED,
    PLANNED,
    RUNNING,
    STOPPED,
    Note,
    Participant,
    Rated,
    Sent,
    Span,
    State,
    Tick,
    Void,
    minutes_run,
)  # fmt: skip


@dataclass
class _Telling:
    """The state while its log is being told."""

    phase: str = PLANNED
    started_at: datetime | None = None
    ended_at: datetime | None = None
    spans: list[Span] = field(default_factory=list)
    sent: dict[str, Sent] = field(default_factory=dict)
    skipped: dict[str, Sent] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    ticks: dict[tuple[str, str], Tick] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    participants: dict[str, Participant] = field(default_factory=dict)
    ratings: dict[tuple[str, str], Rated] = field(default_factory=dict)
    stop_words: list[Note] = field(default_factory=list)
    void: list[Void] = field(default_factory=list)

    def minute(self, at: datetime) -> float:
        return minutes_run(self.spans, at)

    def run(self, at: datetime, speed: float) -> None:
        self.spans.append(Span(at, None, speed))

    def halt(self, at: datetime) -> None:
        if self.spans and self.spans[-1].until_at is None:
            last = self.spans[-1]
            self.spans[-1] = Span(last.from_at, at, last.speed)

    def note(self, entry: Entry) -> Note:
        end = self.ended_at
        came_late = end is not None and (entry.noted_at > end or (entry.handed_in_at or end) > end)
        is_late = came_late and entry.kind not in AFTERWARDS
        return Note(
            entry.id, entry.kind, entry.subject, entry.text, entry.by, entry.noted_at,
            self.minute(entry.noted_at), is_late,
        )  # fmt: skip


def state_of(*logs: Iterable[Entry]) -> State:
    """What some logs come to together."""
    entries = told(merge(*logs))
    telling = _Telling()
    for entry in entries:
        _CHANGES[entry.kind](telling, entry)
    # Only now is the end known: what was noted before it and handed in after it is late as well.
    late = {entry.id: telling.note(entry).is_late for entry in entries}
    return State(
        phase=telling.phase,
        started_at=telling.started_at,
        ended_at=telling.ended_at,
        spans=tuple(telling.spans),
        sent=tuple(telling.sent.values()),
        skipped=tuple(telling.skipped.values()),
        branches=tuple(telling.branches.items()),
        ticks=tuple(telling.ticks.values()),
        notes=tuple(_marked(note, late[note.id]) for note in telling.notes),
        participants=tuple(telling.participants.values()),
        ratings=tuple(rated for rated in telling.ratings.values() if rated.rating),
        stop_words=tuple(_marked(note, late[note.id]) for note in telling.stop_words),
        void=tuple(telling.void),
        entry_count=len(entries),
    )


def _marked(note: Note, is_late: bool) -> Note:
    return replace(note, is_late=is_late)


def _start(telling: _Telling, entry: Entry) -> None:
    if telling.phase != PLANNED:
        telling.void.append(Void(entry.id, entry.kind, "it had started already"))
        return
    telling.phase, telling.started_at = RUNNING, entry.noted_at
    telling.run(entry.noted_at, _speed(entry.value))


def _pause(telling: _Telling, entry: Entry) -> None:
    if telling.phase != RUNNING:
        telling.void.append(Void(entry.id, entry.kind, "it was not running"))
        return
    telling.phase = PAUSED
    telling.halt(entry.noted_at)


def _resume(telling: _Telling, entry: Entry) -> None:
    if telling.phase not in (PAUSED, STOPPED):
        telling.void.append(Void(entry.id, entry.kind, "it was not paused"))
        return
    telling.phase = RUNNING
    telling.run(entry.noted_at, _speed(entry.value) if entry.value else telling.spans[-1].speed)


def _stop(telling: _Telling, entry: Entry) -> None:
    """Anyone may say the stop word, and everything stands still: whatever the state, it is kept."""
    telling.stop_words.append(telling.note(entry))
    if telling.phase in (RUNNING, PAUSED):
        telling.phase = STOPPED
        telling.halt(entry.noted_at)


def _end(telling: _Telling, entry: Entry) -> None:
    if telling.phase in (PLANNED, ENDED):
        why = "it had ended already" if telling.phase == ENDED else "it had not started"
        telling.void.append(Void(entry.id, entry.kind, why))
        return
    telling.phase, telling.ended_at = ENDED, entry.noted_at
    telling.halt(entry.noted_at)


def _change_speed(telling: _Telling, entry: Entry) -> None:
    if telling.phase != RUNNING:
        telling.void.append(Void(entry.id, entry.kind, "it was not running"))
        return
    telling.halt(entry.noted_at)
    telling.run(entry.noted_at, _speed(entry.value))


def _send(telling: _Telling, entry: Entry) -> None:
    """That it was sent is true, whatever the state; sent again, it is one inject all the same."""
    if entry.subject in telling.sent:
        telling.void.append(Void(entry.id, entry.kind, "it had been sent already"))
        return
    telling.skipped.pop(entry.subject, None)
    telling.sent[entry.subject] = _sent(telling, entry)


def _skip(telling: _Telling, entry: Entry) -> None:
    if entry.subject in telling.sent:
        telling.void.append(Void(entry.id, entry.kind, "it had been sent already"))
        return
    telling.skipped[entry.subject] = _sent(telling, entry)


def _sent(telling: _Telling, entry: Entry) -> Sent:
    return Sent(entry.subject, entry.noted_at, telling.minute(entry.noted_at), entry.by)


def _branch(telling: _Telling, entry: Entry) -> None:
    telling.branches[entry.subject] = entry.value


def _tick(telling: _Telling, entry: Entry) -> None:
    tick = Tick(entry.subject, entry.by, entry.noted_at, telling.minute(entry.noted_at))
    telling.ticks.setdefault((entry.subject, _who(entry)), tick)


def _untick(telling: _Telling, entry: Entry) -> None:
    """Takes back one's own tick; another's stays."""
    telling.ticks.pop((entry.subject, _who(entry)), None)


def _who(entry: Entry) -> str:
    """Who says it; of those who give no name, each device is someone of its own.

    A name is one's own among devices of one sort ('console:7', 'observer:a1'): nobody takes back what another
    sort of device said under the same name.
    """
    sort = entry.writer.partition(":")[0] if ":" in entry.writer else ""
    return f"{sort}:{entry.by}" if entry.by else entry.writer


def _write(telling: _Telling, entry: Entry) -> None:
    telling.notes.append(telling.note(entry))


def _join(telling: _Telling, entry: Entry) -> None:
    there = telling.participants.get(entry.subject)
    telling.participants[entry.subject] = Participant(
        entry.subject,
        entry.value or (there.role if there else ""),
        is_present=True,
        joined_at=there.joined_at if there else entry.noted_at,
        left_at=None,
        stands_in_for=there.stands_in_for if there else "",
    )


def _leave(telling: _Telling, entry: Entry) -> None:
    there = telling.participants.get(entry.subject)
    if there is None:
        telling.void.append(Void(entry.id, entry.kind, "nobody of this name had joined"))
        return
    telling.participants[entry.subject] = Participant(
        there.name, there.role, False, there.joined_at, entry.noted_at, there.stands_in_for
    )


def _substitute(telling: _Telling, entry: Entry) -> None:
    """`value` takes the place of `subject`, in that person's role."""
    there = telling.participants.get(entry.subject)
    if there is not None:
        _leave(telling, entry)
    telling.participants[entry.value] = Participant(
        entry.value, there.role if there else "", True, entry.noted_at, None, entry.subject
    )


def _rate(telling: _Telling, entry: Entry) -> None:
    """The latest word of each who rates stands; an empty rating takes one's own back."""
    telling.ratings[entry.subject, _who(entry)] = Rated(
        entry.subject, entry.value, entry.by, entry.text, entry.noted_at
    )


_CHANGES = {
    "started": _start,
    "paused": _pause,
    "resumed": _resume,
    "stop_word": _stop,
    "ended": _end,
    "speed_changed": _change_speed,
    "inject_sent": _send,
    "inject_skipped": _skip,
    "branch_taken": _branch,
    "action_ticked": _tick,
    "action_unticked": _untick,
    "observation": _write,
    "hot_wash": _write,
    "feedback": _write,
    "joined": _join,
    "left": _leave,
    "substituted": _substitute,
    "rating": _rate,
}


def _speed(given: str) -> float:
    """How many seconds of scenario time pass in a real one: 1 where nothing sensible was said."""
    try:
        speed = float(given)
    except ValueError:
        return 1.0
    return speed if 0 < speed <= 100_000 else 1.0
