"""What we knew when: each change of something, with who made it, when and why; and a conflict with the latest."""

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import Conflict
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change, when, and why, where a reason was asked for."""

    recorded_at: datetime
    actor: str
    reason: str


Difference = tuple[str, str, str]
"""What a value is called, what was said of it before, and what is said since."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one change said: sentences, and values that became others."""

    author: Author
    sentences: tuple[str, ...]
    differences: tuple[Difference, ...]


@dataclass(slots=True)
class _Said:
    sentences: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


class Story:
    """Gathers what the changes of something said, by their numbers."""

    def __init__(self) -> None:
        self.said: defaultdict[int, _Said] = defaultdict(_Said)

    def say(self, change: int, sentence: str) -> None:
        self.said[change].sentences.append(sentence)

    def differ(self, change: int, label: str, was: str, now: str) -> None:
        """A value became another; one that is empty is shown as such."""
        self.said[change].differences.append((label, was or "–", now or "–"))

    def take(self, other: "Story", changes: Container[int], whose: str) -> None:
        """What another story says of these changes, with whose it is before it; nothing where that is ''."""
        name = f"{whose}: " if whose else ""
        for change, said in other.said.items():
            if change in changes:
                own = self.said[change]
                own.sentences += [f"{name}{sentence}" for sentence in said.sentences]
                own.differences += [(f"{name}{label}", was, now) for label, was, now in said.differences]

    def entries(self, known: int, most: int | None = None) -> list[HistoryEntry]:
        """Everything up to the change with this number, the latest first, or `most` of it; one statement."""
        changes = sorted((change for change in self.said if 0 < change <= known), reverse=True)[:most]
        told = authors(changes)
        return [
            HistoryEntry(
                told[change], tuple(self.said[change].sentences), tuple(self.said[change].differences)
            )
            for change in changes
            if change in told
        ]


_AUTHORS = """
    SELECT e.change_id, e.recorded_at, e.actor, d.detail
    FROM audit_event e LEFT JOIN audit_detail d ON d.event_id = e.id
    WHERE {} AND e.id IN (SELECT min(f.id) FROM audit_event f WHERE f.change_id = e.change_id)
"""


def authors(changes: Iterable[int]) -> dict[int, Author]:
    """The author of each of these changes, by its first event; one statement."""
    found = select(_AUTHORS.format(among("e.change_id", "changes")), changes=number_list(list(changes)))
    return {
        change: Author(recorded_at, actor, str(json.loads(detail or "{}").get("reason", "")))
        for change, recorded_at, actor, detail in found
    }


def history_of(subjects: Sequence[str], known: int) -> list[HistoryEntry]:
    """What was done to these, by the events of the trail up to the change with this number, the latest first."""
    story = Story()
    tell_events(subjects, story)
    return story.entries(known)


def tell_events(subjects: Sequence[str], story: Story) -> None:
    """Say each event of the trail about these; one statement."""
    places = {f"subject_{place}": subject for place, subject in enumerate(subjects)}
    for change, action, subject, detail in select(
        "SELECT e.change_id, e.action, e.subject, d.detail FROM audit_event e LEFT JOIN audit_detail d "
        f"ON d.event_id = e.id WHERE e.subject IN ({', '.join(f':{place}' for place in places)}) ORDER BY e.id",
        **places,
    ):
        from_on = json.loads(detail or "{}").get("from_on")
        since = _(", from %(day)s on", day=day_in_words(date.fromisoformat(from_on))) if from_on else ""
        story.say(change, f"{action[0].upper()}{action[1:]}: {subject}{since}.")


def changed_meanwhile(change: int) -> Conflict:
    """What to say to someone whose form was opened before this change."""
    author = authors([change]).get(change)
    return Conflict(
        _(
            "%(who)s changed this while you were at it. What you typed is still here: compare it with "
            "what is there now, and save again if yours is to hold.",
            who=author.actor if author else _("Someone else"),
        )
    )
