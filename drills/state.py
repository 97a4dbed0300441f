"""What an exercise is at a moment: its phase, its clock, what was sent, seen, said and rated."""

from collections.abc import Iterable
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

PLANNED, RUNNING, PAUSED, STOPPED, ENDED = "planned", "running", "paused", "stopped", "ended"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of real time in which the scenario's clock ran. `until_at` None: it still runs."""

    from_at: datetime
    until_at: datetime | None
    speed: float


@dataclass(frozen=True, slots=True)
class Sent:
    """An inject that was sent, or left out. `minute`: of scenario time."""

    inject: str
    at: datetime
    minute: float
    by: str


@dataclass(frozen=True, slots=True)
class Tick:
    """That somebody saw the expected action of an inject."""

    inject: str
    by: str
    at: datetime
    minute: float


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote. `is_late`: noted, or handed in, after the end."""

    id: str
    kind: str
    about: str
    text: str
    by: str
    at: datetime
    minute: float
    is_late: bool


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who takes part; `stands_in_for`: whom they took the place of."""

    name: str
    role: str
    is_present: bool
    joined_at: datetime
    left_at: datetime | None
    stands_in_for: str


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating that stands: of a task or an objective, by one person."""

    subject: str
    rating: str
    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Void:
    """An entry that is kept and changed nothing, and why."""

    id: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class State:
    """An exercise as its log tells it."""

    phase: str
    started_at: datetime | None
    ended_at: datetime | None
    spans: tuple[Span, ...]
    sent: tuple[Sent, ...]
    skipped: tuple[Sent, ...]
    branches: tuple[tuple[str, str], ...]
    ticks: tuple[Tick, ...]
    notes: tuple[Note, ...]
    participants: tuple[Participant, ...]
    ratings: tuple[Rated, ...]
    stop_words: tuple[Note, ...]
    void: tuple[Void, ...]
    entry_count: int

    @property
    def is_over(self) -> bool:
        return self.phase == ENDED


def minutes_run(spans: Iterable[Span], at: datetime) -> float:
    """Minutes of the scenario that have passed by an instant in some stretches of its clock."""
    seconds = 0.0
    for span in spans:
        until = min(span.until_at or at, at)
        seconds += max((until - span.from_at).total_seconds(), 0) * span.speed
    return round(seconds / 60, 4)


def as_plain(state: State) -> dict[str, Any]:
    """A state in plain values, to be kept and compared; every instant in ISO's form."""
    return {name: _plain(getattr(state, name)) for name in State.__slots__}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "__slots__"):
        return {name: _plain(getattr(value, name)) for name in value.__slots__}
    return value


def from_plain(content: Any) -> State:
    """The state that `as_plain` gave; raises ValueError where it is of another shape, as of another release."""
    try:
        state: State = _read(State, content)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"this is no state of an exercise: {error!r}") from error
    return state


def _read(kind: Any, value: Any) -> Any:
    """A plain value as what it is meant to be."""
    if kind is datetime:
        return datetime.fromisoformat(value)
    if is_dataclass(kind):
        made: Any = kind
        hints = _hints(made)
        return made(**{name: _read(hints[name], value[name]) for name in hints})
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return tuple(_read(inner[0], each) for each in value)
        return tuple(_read(one, each) for one, each in zip(inner, value, strict=True))
    if get_origin(kind) is UnionType:  # such as datetime | None
        return None if value is None else _read(get_args(kind)[0], value)
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
