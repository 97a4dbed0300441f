"""What was known of a protocol when: written, reviewed, approved, signed for, published, retired, and by whom."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from readiness.audit.events import (
    HandbookPublished,
    HandbookWithdrawn,
    ProtocolApproved,
    ProtocolsBrought,
)
from readiness.audit.events.handbook import (
    ClinicianReviewWithdrawn,
    HandbookSwitchedBack,
    ProtocolBegun,
    ProtocolRetired,
    ProtocolReviewed,
    ProtocolSentBack,
    ProtocolSentForReview,
    ProtocolWritten,
)
from readiness.audit.histories import HistoryEntry, Of, Story
from readiness.foundation.database import select
from readiness.foundation.words import day
from readiness.foundation.words import gettext as _
from readiness.protocols.states import CLINICIAN

Detail = Mapping[str, Any]


def _reviewed(said: Detail) -> str:
    if said["kind"] == CLINICIAN:
        return _(
            "Revision %(number)s was read by %(who)s on %(day)s.",
            number=said["number"],
            who=said["reviewer"],
            day=day(date.fromisoformat(said["reviewed_on"])),
        )
    return _("It was signed that revision %(number)s still holds.", number=said["number"])


_SENTENCES: Mapping[str, Callable[[Detail], str]] = {
    ProtocolBegun.action: lambda _said: _("A part of it was written; it is not whole yet."),
    ProtocolWritten.action: lambda said: _("Revision %(number)s was written.", number=said["number"]),
    ProtocolSentForReview.action: lambda said: _(
        "Revision %(number)s was sent for review.", number=said["number"]
    ),
    ProtocolSentBack.action: lambda said: _("Revision %(number)s was sent back.", number=said["number"]),
    ProtocolApproved.action: lambda said: _("Revision %(number)s was approved.", number=said["number"]),
    ProtocolReviewed.action: _reviewed,
    ClinicianReviewWithdrawn.action: lambda said: _(
        "It was taken back that %(who)s read revision %(number)s.",
        who=said["reviewer"],
        number=said["number"],
    ),
    ProtocolRetired.action: lambda _said: _("It was retired."),
}
"""What is said of each event whose subject is a protocol. Who has read it stands on a page of its own."""
_EDITIONS = (HandbookPublished.action, HandbookSwitchedBack.action, HandbookWithdrawn.action)

_EVENTS = (
    "SELECT e.change_id, e.action, e.subject, d.detail FROM audit_event e "
    "LEFT JOIN audit_detail d ON d.event_id = e.id WHERE {} ORDER BY e.id"
)


def protocol_history(slug: str, known: int) -> list[HistoryEntry]:
    """What was known of a protocol up to the change with this number, the latest first."""
    story = Story()
    for change, action, _subject, said in _events("e.subject = :slug", slug=slug):
        if action in _SENTENCES and said:
            story.say(change, _SENTENCES[action](said), Of(slug))
    for change, _action, _subject, said in _events("e.action = :brought", brought=ProtocolsBrought.action):
        if slug in said.get("slugs", ()):
            story.say(change, _("It came with the product, as a draft."))
    for change, sentence in _shown(slug):
        story.say(change, sentence)
    return story.entries(known)


def _shown(slug: str) -> Iterator[tuple[int, str]]:
    """From which change on employees saw which revision."""
    condition = "e.action IN (:published, :switched, :withdrawn)"
    names = dict(zip(("published", "switched", "withdrawn"), _EDITIONS, strict=True))
    made: dict[str, Detail] = {}
    before: int | None = None
    for change, action, subject, said in _events(condition, **names):
        if action == HandbookPublished.action:
            made[subject] = said.get("revisions", {})
        now = None if action == HandbookWithdrawn.action else made.get(subject, {}).get(slug)
        if now != before:
            yield (
                change,
                _("Employees see revision %(number)s from now on.", number=now)
                if now is not None
                else _("Employees do not see it any more."),
            )
        before = now


def _events(condition: str, **values: str) -> Iterator[tuple[int, str, str, Detail]]:
    """The events that meet a condition, the earliest first; what was erased of one is empty."""
    for change, action, subject, detail in select(_EVENTS.format(condition), **values):
        yield change, action, subject, json.loads(detail or "{}")
