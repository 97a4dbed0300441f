"""What we knew when: each change of something, with who made it, when and why; and a conflict with the latest."""

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import Conflict
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _


class Of(NamedTuple):
    """What something that is told is of, as its event names it: the event's subject, and a certificate's number."""

    subject: str
    certificate: int | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change (its number), when, and what for: each reason with what its event names.

    `whole`: the reason that every event of the change bears; '' where one bears none, or another.
    """

    change: int
    recorded_at: datetime
    actor: str
    reasons: Mapping[Of, Sequence[str]] = field(default_factory=dict)
    whole: str = ""

    def reason(self, of: Of | None) -> str:
        """Why it was done to this; None: to something that no event names by itself."""
        return self.whole if of is None else "; ".join(self.reasons.get(of, ()))


Difference = tuple[str, str, str]
"""What a value is called, what was said of it before, and what is said since."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Where something that is told of is seen: its name, and the page by endpoint and arguments."""

    title: str
    endpoint: str
    arguments: tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one change said for one reason: sentences, and values that became others. `reason`: '' for none."""

    sentences: tuple[str, ...]
    differences: tuple[Difference, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one change said, reason by reason, and where what it speaks of is seen."""

    author: Author
    parts: tuple[Part, ...]
    leads: tuple[Lead, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(sentence for part in self.parts for sentence in part.sentences)

    @property
    def differences(self) -> tuple[Difference, ...]:
        return tuple(difference for part in self.parts for difference in part.differences)


@dataclass(slots=True)
class _Lines:
    sentences: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


@dataclass(slots=True)
class _Said:
    of: defaultdict[Of | None, _Lines] = field(default_factory=lambda: defaultdict(_Lines))
    of_others: _Lines = field(default_factory=_Lines)
    leads: dict[Lead, None] = field(default_factory=dict)


class Story:
    """Gathers what the changes of something said, by their numbers. `of`: what it is all of, unless it is told."""

    def __init__(self, of: Of | None = None) -> None:
        self.of = of
        self.said: defaultdict[int, _Said] = defaultdict(_Said)

    def say(self, change: int, sentence: str, of: Of | None = None) -> None:
        """Say it of something; without, of what the story is of."""
        self.said[change].of[of or self.of].sentences.append(sentence)

    def say_of_others(self, change: int, sentence: str) -> None:
        """Tell a number of those who may not be named: why it was done is theirs, too, and not told."""
        self.said[change].of_others.sentences.append(sentence)

    def differ(self, change: int, label: str, was: str, now: str, of: Of | None = None) -> None:
        """A value became another; one that is empty is shown as such."""
        self.said[change].of[of or self.of].differences.append((label, was or "–", now or "–"))

    def lead(self, change: int, lead: Lead) -> None:
        """Where what was told of is seen, by whoever may open it."""
        self.said[change].leads[lead] = None

    def take(self, other: "Story", changes: Container[int], whose: str) -> None:
        """What another story says of these changes, with whose it is before it; nothing where that is ''."""
        name = f"{whose}: " if whose else ""
        for change, said in other.said.items():
            if change in changes:
                own = self.said[change]
                for of, lines in said.of.items():
                    _add(own.of[of], lines, name)
                _add(own.of_others, said.of_others, name)
                own.leads |= said.leads

    def entries(self, known: int, most: int | None = None) -> list[HistoryEntry]:
        """Everything up to the change with this number, the latest first, or `most` of it; one statement."""
        changes = sorted((change for change in self.said if 0 < change <= known), reverse=True)[:most]
        told = authors(changes)
        return [_entry(told[change], self.said[change]) for change in changes if change in told]


def _add(own: _Lines, lines: _Lines, name: str) -> None:
    own.sentences += [f"{name}{sentence}" for sentence in lines.sentences]
    own.differences += [(f"{name}{label}", was, now) for label, was, now in lines.differences]


def _entry(author: Author, said: _Said) -> HistoryEntry:
    by_reason: defaultdict[str, _Lines] = defaultdict(_Lines)
    for of, lines in said.of.items():
        _add(by_reason[author.reason(of)], lines, "")
    if said.of_others.sentences:
        _add(by_reason[""], said.of_others, "")
    parts = (Part(tuple(lines.sentences), tuple(lines.differences), why) for why, lines in by_reason.items())
    return HistoryEntry(author, tuple(parts), tuple(said.leads))


# Of a change all of whose events bear a reason there may be very many; of another, those are read that bear one.
_AUTHORS = """
    SELECT e.change_id, c.events, e.recorded_at, e.actor, e.subject, d.detail
    FROM (SELECT f.change_id, min(f.id) AS first_event, count(*) AS events FROM audit_event f
          WHERE {} GROUP BY f.change_id) c
    JOIN audit_event e ON e.change_id = c.change_id LEFT JOIN audit_detail d ON d.event_id = e.id
    WHERE e.id = c.first_event OR d.detail LIKE :bears ORDER BY e.id
"""


def authors(changes: Iterable[int]) -> dict[int, Author]:
    """The author of each of these changes, by its first event, and its reasons; one statement."""
    found = select(
        _AUTHORS.format(among("f.change_id", "changes")),
        changes=number_list(list(changes)),
        bears='%"reason":%',
    )
    first: dict[int, tuple[datetime, str]] = {}
    events: dict[int, int] = {}
    told: defaultdict[int, list[tuple[Of, str]]] = defaultdict(list)
    for change, count, recorded_at, actor, subject, detail in found:
        first.setdefault(change, (recorded_at, actor))
        events[change] = count
        said = json.loads(detail or "{}")
        if reason := str(said.get("reason") or ""):
            told[change].append((Of(subject, said.get("certificate")), reason))
    return {change: _author(change, *first[change], told[change], events[change]) for change in first}


def _author(
    change: int, recorded_at: datetime, actor: str, told: Sequence[tuple[Of, str]], events: int
) -> Author:
    reasons: defaultdict[Of, list[str]] = defaultdict(list)
    for of, reason in told:
        if reason not in reasons[of]:
            reasons[of].append(reason)
    every = {reason for _of, reason in told}
    is_of_all = len(every) == 1 and len(told) == events
    return Author(change, recorded_at, actor, reasons, *every if is_of_all else ())


def history_of(subjects: Sequence[str], known: int) -> list[HistoryEntry]:
    """What was done to these, by the events of the trail up to the change with this number, the latest first."""
    story = Story()
    tell_events(subjects, story)
    return story.entries(known)


def tell_events(
    subjects: Sequence[str],
    story: Story,
    actions: Container[str] | None = None,
    *,
    where: str = "",
    **values: object,
) -> None:
    """Say each event of the trail about these, or those of some kinds; one statement.

    `where`: what else holds of the event `e`, in SQL, with its values.
    """
    places = {f"subject_{place}": subject for place, subject in enumerate(subjects)}
    chosen = f"e.subject IN ({', '.join(f':{place}' for place in places)}) {where and f'AND {where}'}"
    for change, action, subject, detail in select(
        "SELECT e.change_id, e.action, e.subject, d.detail FROM audit_event e LEFT JOIN audit_detail d "
        f"ON d.event_id = e.id WHERE {chosen} ORDER BY e.id",
        **places,
        **values,
    ):
        if actions is not None and action not in actions:
            continue
        from_on = json.loads(detail or "{}").get("from_on")
        since = _(", from %(day)s on", day=day_in_words(date.fromisoformat(from_on))) if from_on else ""
        story.say(change, f"{action[0].upper()}{action[1:]}: {subject}{since}.", Of(subject))


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
