"""Who made a change, when and why: what a history says of each, and a conflict of the latest."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import Conflict
from readiness.foundation.words import gettext as _


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change, when, what it was called, and why, where a reason was asked for."""

    recorded_at: datetime
    actor: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What a change said of something, in sentences. `author` None: it was before anything was recorded."""

    author: Author | None
    sentences: tuple[str, ...]


_AUTHORS = """
    SELECT e.change_id, e.recorded_at, e.actor, e.action, d.detail
    FROM audit_event e JOIN audit_detail d ON d.event_id = e.id
    WHERE {} AND e.id IN (SELECT min(f.id) FROM audit_event f WHERE f.change_id = e.change_id)
"""


def authors(changes: Iterable[int]) -> dict[int, Author]:
    """The author of each of these changes, by its first event; one statement."""
    found = select(_AUTHORS.format(among("e.change_id", "changes")), changes=number_list(sorted(changes)))
    return {
        change: Author(recorded_at, actor, action, str(json.loads(detail).get("reason", "")))
        for change, recorded_at, actor, action, detail in found
    }


def history(said: Mapping[int, Sequence[str]]) -> list[HistoryEntry]:
    """The sentences of each change with who said them, the latest first."""
    known = authors(said)
    return [HistoryEntry(known.get(change), tuple(said[change])) for change in sorted(said, reverse=True)]


def changed_meanwhile(change: int) -> Conflict:
    """What to say to someone whose form was opened before this change."""
    author = authors([change]).get(change)
    who = author.actor if author else _("Someone else")
    return Conflict(
        _(
            "%(who)s changed this while you were at it. What you typed is still here: compare it with "
            "what is there now, and save again if yours is to hold.",
            who=who,
        )
    )
