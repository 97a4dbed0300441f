"""What we knew when: each change of something, with who made it, when and why; and a conflict with the latest."""

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import Conflict
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change (its number), when, and why, where a reason was asked for."""

    change: int
    recorded_at: datetime
    actor: str
    reason: str


Difference = tuple[str, str, str]
"""What a value is called, what was said of it before, and what is said since."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Where something that is told of is seen: its name, and the page by endpoint and arguments."""

    title: str
    endpoint: str
    arguments: tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one change said: sentences, values that became others, and where what they speak of is seen."""

    author: Author
    sentences: tuple[str, ...]
    differences: tuple[Difference, ...]
    leads: tuple[Lead, ...] = ()


@dataclass(slots=True)
class _Said:
    sentences: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    leads: dict[Lead, None] = field(default_factory=dict)
    is_of_others_alone: bool = True


class Story:
    """Gathers what the changes of something said, by their numbers."""

    def __init__(self) -> None:
        self.said: defaultdict[int, _Said] = defaultdict(_Said)

    def say(self, change: int, sentence: str) -> None:
        self.said[change].sentences.append(sentence)
        self.said[change].is_of_others_alone = False

    def say_of_others(self, change: int, sentence: str) -> None:
        """Tell a number of those who may not be named; where nothing else is told, why it was done is theirs too."""
        self.said[change].sentences.append(sentence)

    def differ(self, change: int, label: str, was: str, now: str) -> None:
        """A value became another; one that is empty is shown as such."""
        self.said[change].differences.append((label, was or "–", now or "–"))
        self.said[change].is_of_others_alone = False

    def lead(self, change: int, lead: Lead) -> None:
        """Where what was told of is seen, by whoever may open it."""
        self.said[change].leads[lead] = None

    def take(self, other: "Story", changes: Container[int], whose: str) -> None:
        """What another story says of these changes, with whose it is before it; nothing where that is ''."""
        name = f"{whose}: " if whose else ""
        for change, said in other.said.items():
            if change in changes:
                own = self.said[change]
                own.sentences += [f"{name}{sentence}" for sentence in said.sentences]
                own.differences += [(f"{name}{label}", was, now) for label, was, now in said.differences]
                own.leads |= said.leads
                own.is_of_others_alone &= said.is_of_others_alone

    def entries(self, known: int, most: int | None = None) -> list[HistoryEntry]:
        """Everything up to the change with this number, the latest first, or `most` of it; one statement."""
        changes = sorted((change for change in self.said if 0 < change <= known), reverse=True)[:most]
        told = authors(changes)
        return [_entry(told[change], self.said[change]) for change in changes if change in told]


def _entry(author: Author, said: _Said) -> HistoryEntry:
    if said.is_of_others_alone:
        author = replace(author, reason="")
    return HistoryEntry(author, tuple(said.sentences), tuple(said.differences), tuple(said.leads))


_AUTHORS = """
    SELECT e.change_id, e.recorded_at, e.actor, d.detail
    FROM audit_event e LEFT JOIN audit_detail d ON d.event_id = e.id
    WHERE {} AND e.id IN (SELECT min(f.id) FROM audit_event f WHERE f.change_id = e.change_id)
"""


def authors(changes: Iterable[int]) -> dict[int, Author]:
    """The author of each of these changes, by its first event; one statement."""
    found = select(_AUTHORS.format(among("e.change_id", "changes")), changes=number_list(list(changes)))
    return {
        change: Author(change, recorded_at, actor, str(json.loads(detail or "{}").get("reason", "")))
        for change, recorded_at, actor, detail in found
    }


def history_of(subjects: Sequence[str], known: int) -> list[HistoryEntry]:
    """What was done to these, by the events of the trail up to the change with this number, the latest first."""
    story = Story()
    tell_events(subjects, story)
    return story.entries(known)


def tell_events(subjects: Sequence[str], story: Story, actions: Container[str] | None = None) -> None:
    """Say each event of the trail about these, or those of some kinds; one statement."""
    places = {f"subject_{place}": subject for place, subject in enumerate(subjects)}
    for change, action, subject, detail in select(
        "SELECT e.change_id, e.action, e.subject, d.detail FROM audit_event e LEFT JOIN audit_detail d "
        f"ON d.event_id = e.id WHERE e.subject IN ({', '.join(f':{place}' for place in places)}) ORDER BY e.id",
        **places,
    ):
        if actions is not None and action not in actions:
            continue
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
