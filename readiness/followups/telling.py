"""A thread as it stood by what was known. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.followups.queries import NOBODY, Entry, Owner, Thread


@dataclass(frozen=True, slots=True)
class ToldThread:
    """A thread as it stood at an instant: its entries until then, and what they come to."""

    id: int
    entries: Sequence[Entry]
    owner: Owner
    due_on: date | None
    is_closed: bool

    @property
    def asked(self) -> Entry | None:
        """When the facts that are missing were asked for; None where they were not."""
        return next((each for each in self.entries if each.what == "asked"), None)

    def is_past(self, today: date) -> bool:
        return not self.is_closed and self.due_on is not None and self.due_on < today


def as_known(thread: Thread, entries: Sequence[Entry], known_at: datetime | None) -> ToldThread | None:
    """The thread as it stood at an instant (None: now); None where it was not there yet."""
    said = [each for each in entries if known_at is None or each.said_at <= known_at]
    if not said:
        return None
    given = next((each for each in reversed(said) if each.what == "given"), None)
    return ToldThread(
        thread.id,
        said,
        given.owner if given else NOBODY,
        given.due_on if given else None,
        any(each.what == "closed" for each in said),
    )
