"""The reports of the audit trail: everything that was done, and who came in and read what."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta

from readiness.audit.events.accounts import (
    AccountCreated,
    AccountDisabled,
    AccountEnabled,
    LinkIssued,
    PasswordSet,
    RoleChanged,
    SessionRevoked,
    SignedIn,
    SignInRefused,
)
from readiness.audit.events.examining import SampleTakenAway
from readiness.audit.events.incidents import SealedPartRead, SealedReadersChanged
from readiness.audit.events.privacy import DataGiven
from readiness.audit.events.reports import ReportTakenAway
from readiness.audit.trail_words import told_in_words
from readiness.foundation.database import as_instant, reading, stream
from readiness.foundation.formats import Cell, instant_text
from readiness.foundation.temporal import LAST_DAY
from readiness.foundation.words import msgid
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import TRAIL_READERS, Narrowing, Report, instant, number, text

_SIGNING_IN = (SignedIn, SignInRefused, SessionRevoked)
_READING = (SealedPartRead, ReportTakenAway, SampleTakenAway, DataGiven)
_LETTING_IN = (
    AccountCreated, RoleChanged, AccountDisabled, AccountEnabled, LinkIssued, PasswordSet, SealedReadersChanged,
)  # fmt: skip
_EARLIEST = date(1970, 1, 1)

ACCESS_ACTIONS = tuple(event.action for event in (*_SIGNING_IN, *_READING, *_LETTING_IN))

FIELDS = (
    number("event", msgid("The number of the event in the trail."), width="5em"),
    instant("at", msgid("When it was recorded."), width="12em"),
    text("action", msgid("What was done."), width="10em"),
    text("subject", msgid("To what or to whom."), width="1fr"),
    text("actor", msgid("By whom."), width="1fr"),
    text("details", msgid("What more the event says, in words; empty where it was erased."), width="1.5fr"),
    text("hash", msgid("The event's hash, which covers the event before it.")),
)


def _rows_of(request: ReportRequest, actions: Sequence[str] = ()) -> Iterator[tuple[Cell, ...]]:
    """Events in their order, by the change up to which was known; those of some actions, or all."""
    named = {f"action_{place}": action for place, action in enumerate(actions)}
    chosen = f"AND e.action IN ({', '.join(f':{name}' for name in named)})" if named else ""
    sql = (
        "SELECT e.id, e.recorded_at, e.action, e.subject, e.actor, d.detail, e.hash FROM audit_event e "
        "LEFT JOIN audit_detail d ON d.event_id = e.id WHERE e.change_id <= :known "
        f"AND e.recorded_at >= :begin AND e.recorded_at < :ended {chosen} ORDER BY e.id"
    )
    begin, ended = _days(request)
    with (
        reading(),
        closing(stream(sql, known=request.question.known.number, begin=begin, ended=ended, **named)) as rows,
    ):
        for number_, recorded_at, action, subject, actor, detail, hash_ in rows:
            told = "" if detail is None else told_in_words(json.loads(detail), action)
            yield number_, instant_text(as_instant(recorded_at)), action, subject, actor, told, hash_


def _days(request: ReportRequest) -> tuple[datetime, datetime]:
    """The instants between which events are told: whole days, by UTC."""
    last = request.until_on or LAST_DAY
    ended = last if last == LAST_DAY else last + timedelta(days=1)
    return _midnight(max(request.from_on or _EARLIEST, _EARLIEST)), _midnight(ended)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)


def _trail_rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    return _rows_of(request)


def _access_rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    return _rows_of(request, ACCESS_ACTIONS)


ACCESS = Report(
    "access",
    msgid("Access"),
    msgid(
        "Who signed in or was refused, who was let in by whom, who read what is sealed or downloaded something."
    ),
    FIELDS,
    _access_rows,
    counted="action",
    narrowings=frozenset({Narrowing.PERIOD}),
    readers=TRAIL_READERS,
    is_confidential=True,
)
TRAIL = Report(
    "trail",
    msgid("Audit trail"),
    msgid(
        "Everything that was done, by whom, to what and when, with the hash that binds it to what was done before."
    ),
    FIELDS,
    _trail_rows,
    counted="action",
    narrowings=frozenset({Narrowing.PERIOD}),
    readers=TRAIL_READERS,
    is_confidential=True,
)
