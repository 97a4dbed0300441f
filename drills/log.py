"""The log of a running exercise: what a writer notes, how it is read, and the one order in which it is told."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

CONTROL = ("started", "paused", "resumed", "stop_word", "ended", "speed_changed")
"""What moves the exercise itself."""
KINDS = (
    *CONTROL,
    "inject_sent", "inject_skipped", "branch_taken",
    "action_ticked", "action_unticked",
    "observation", "hot_wash", "feedback",
    "joined", "left", "substituted",
    "rating",
)  # fmt: skip
AFTERWARDS = frozenset({"hot_wash", "feedback", "rating"})
"""What belongs to the time after the end, and is not late then."""
NAME = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
LONGEST = 4000
SHORT = 200
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


class EntryError(ValueError):
    """What was handed in is no entry; `faults` says why, all at once."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(faults))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was noted. Whoever writes it chooses `id`, so that handing it in twice is once.

    `writer`: the device; `sequence`: its own count; `noted_at`: its own clock. `subject`: the inject, task, objective
    or person that it is about; `value`: a rating, a role, a speed, where a branch leads. `by`: who says so.
    `handed_in_at`: when it reached the log; None while it is still on the device.
    """

    id: str
    writer: str
    sequence: int
    noted_at: datetime
    kind: str
    subject: str = ""
    value: str = ""
    text: str = ""
    by: str = ""
    handed_in_at: datetime | None = None


def entry_from(content: Any, *, handed_in_at: datetime | None = None) -> Entry:
    """An entry from plain values, such as JSON that a phone sends; raises EntryError naming every fault."""
    if not isinstance(content, dict):
        raise EntryError(["An entry is an object with id, writer, sequence, noted_at and kind."])
    faults = [
        f"{key}: must be 1 to 64 letters, digits, points, colons, dashes or underscores."
        for key in ("id", "writer")
        if not isinstance(content.get(key), str) or not NAME.fullmatch(content[key])
    ]
    sequence = content.get("sequence")
    if not isinstance(sequence, int) or isinstance(sequence, bool) or not 0 <= sequence < 2**31:
        faults.append("sequence: must be a whole number, counted up by the writer.")
    if content.get("kind") not in KINDS:
        faults.append(f"kind: must be one of {', '.join(KINDS)}.")
    for key, most in (("subject", SHORT), ("value", SHORT), ("text", LONGEST), ("by", SHORT)):
        if not _is_text(content.get(key, ""), most):
            faults.append(f"{key}: must be a text of at most {most} letters.")
    noted_at = _instant(content.get("noted_at"), faults)
    faults += [f"{key}: there is no such key." for key in content if key not in Entry.__slots__]
    if faults or noted_at is None:
        raise EntryError(faults)
    given = {key: content[key] for key in Entry.__slots__ if key in content}
    return Entry(**{**given, "noted_at": noted_at, "handed_in_at": handed_in_at})


def instant_from(given: Any) -> datetime:
    """An instant that a device wrote; raises EntryError."""
    faults: list[str] = []
    instant = _instant(given, faults)
    if instant is None:
        raise EntryError(faults)
    return instant


def _is_text(given: Any, most: int) -> bool:
    """Whether it is a text that every database keeps: no NUL, and no half of a letter."""
    if not isinstance(given, str) or len(given) > most or "\0" in given:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in given)


def _instant(given: Any, faults: list[str]) -> datetime | None:
    try:
        instant = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        faults.append("noted_at: must be an instant, such as 2026-11-28T16:05:00Z.")
        return None
    if instant.tzinfo is None:
        faults.append("noted_at: needs a time zone, such as Z at its end.")
        return None
    try:
        instant = instant.astimezone(UTC)
    except OverflowError:
        instant = LATEST
    if not EARLIEST <= instant < LATEST:
        faults.append("noted_at: is not of our time.")
        return None
    return instant


def merge(*logs: Iterable[Entry]) -> list[Entry]:
    """All entries of some logs, each once, as they were noted. The order in which they come is of no matter."""
    found: dict[str, Entry] = {}
    for log in logs:
        for entry in log:
            there = found.get(entry.id)
            # The same id twice is the same note. Should two differ, the choice must not hang on who came first.
            if there is None or _whole(entry) < _whole(there):
                found[entry.id] = entry
    return [found[entry.id] for entry in told(found.values())]


def told(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in canonical order, as they are told: by their time, a writer's own count before that writer's clock.

    A phone's clock may be set back while it writes. Its notes then keep the order of its own count: each counts as
    noted no earlier than the one before it.
    """
    counted: list[Entry] = []
    latest: dict[str, datetime] = {}
    for entry in sorted(entries, key=lambda each: (each.writer, each.sequence, each.noted_at, each.id)):
        at = max(entry.noted_at, latest.get(entry.writer, entry.noted_at))
        latest[entry.writer] = at
        counted.append(entry if at == entry.noted_at else replace(entry, noted_at=at))
    return sorted(counted, key=lambda each: (each.noted_at, each.writer, each.sequence, each.id))


def _whole(entry: Entry) -> tuple[str, ...]:
    return tuple(str(value) for value in asdict(entry).values())


def to_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A log as lines of JSON, one entry a line."""
    for entry in entries:
        plain = {key: value for key, value in asdict(entry).items() if value not in ("", None)}
        plain |= {key: value.isoformat() for key, value in plain.items() if isinstance(value, datetime)}
        yield json.dumps(plain, ensure_ascii=False)


def from_lines(lines: Iterable[str]) -> list[Entry]:
    """The entries of such lines; raises EntryError."""
    entries = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
            handed_in_at = content.pop("handed_in_at", None) if isinstance(content, dict) else None
            at = datetime.fromisoformat(handed_in_at) if handed_in_at else None
            entries.append(entry_from(content, handed_in_at=at))
        except ValueError as error:
            raise EntryError([f"Line {number}: {error}"]) from error
    return entries
