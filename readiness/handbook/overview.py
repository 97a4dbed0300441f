"""How each protocol stands: in which state, when to be read again, what is flagged and why, how hard to read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from readiness.foundation.database import database_name
from readiness.foundation.temporal import Knowledge
from readiness.foundation.words import day
from readiness.foundation.words import gettext as _
from readiness.handbook.actions import Press
from readiness.handbook.gate import faults_by_protocol
from readiness.handbook.queries import current_about
from readiness.lines.models import LineOutage
from readiness.lines.queries import outages_to_come
from readiness.protocols.models import ProtocolReview, ProtocolRevision
from readiness.protocols.queries import (
    approval_faults_of,
    get_latest,
    latest_revisions,
    present_references,
    protocol_of,
    ready_revisions,
    reviews,
)
from readiness.protocols.reviews import next_review_on
from readiness.protocols.states import HOLDS, OPEN, State
from readiness.standards.protocols import LANGUAGES, Protocol, grades


@dataclass(frozen=True, slots=True)
class Standing:
    """How a protocol stands. `ready`: the revision that was approved last; `due_on`: the day by which it is read again.

    `grades`: by language, the higher of its two reading grades.
    """

    latest: ProtocolRevision
    ready: ProtocolRevision | None
    protocol: Protocol
    due_on: date | None
    is_overdue: bool
    flags: tuple[str, ...]
    grades: Mapping[str, float]

    @property
    def slug(self) -> str:
        return str(self.latest.slug)

    @property
    def published_number(self) -> int | None:
        """The number of the revision that is published."""
        is_out = self.ready is not None and self.ready.state == State.PUBLISHED
        return self.ready.number if is_out and self.ready is not None else None


def standings(at: Press, time_zone: str) -> list[Standing]:
    """How every protocol stands: those in the order of what is flagged, then by name."""
    ready = {revision.slug: revision for revision in ready_revisions()}
    signed = reviews()
    edition = current_about()
    line_flags = faults_by_protocol(edition.links, at.watch()) if edition else {}
    latest = latest_revisions()
    references, slugs = present_references(), {each.slug for each in latest}
    found = []
    for revision in latest:
        protocol, used = protocol_of(revision), ready.get(revision.slug)
        due_on = review_due_on(used, signed, time_zone) if used else None
        faults = approval_faults_of(revision, slugs, references) if revision.state in OPEN else []
        flags = [*line_flags.get(revision.slug, ()), *_flags(revision, used, due_on, at.as_of), *faults]
        found.append(
            Standing(
                revision,
                used,
                protocol,
                due_on,
                due_on is not None and due_on < at.as_of,
                tuple(flags),
                {language: max(grades(protocol.text(language), language).values()) for language in LANGUAGES},
            )
        )
    return sorted(found, key=lambda each: (each.latest.state == State.RETIRED, not each.flags, each.slug))


def flagged_count(at: Press, time_zone: str, knowledge: Knowledge) -> int:
    """How many protocols are flagged, and how many swaps of lines are in force; `knowledge`: all that is known.

    Worked out once for each state of the records, since every page shows it.
    """
    known = knowledge, database_name()
    swaps = {out.from_at for out in _outages(at.as_of, *known) if out.from_at <= at.now < out.until_at}
    return _flagged_count(replace(at, now=_ANY), time_zone, *known) + len(swaps)


_ANY = datetime.min.replace(tzinfo=UTC)


@lru_cache(maxsize=64)
def _outages(day: date, _known: Knowledge, _database: str) -> list[LineOutage]:
    return outages_to_come(datetime.combine(day - timedelta(days=1), time.min, UTC))


@lru_cache(maxsize=64)
def _flagged_count(at: Press, time_zone: str, _known: Knowledge, _database: str) -> int:
    return sum(bool(each.flags) for each in standings(at, time_zone))


def standing_of(slug: str, at: Press, time_zone: str) -> Standing:
    """How one protocol stands; raises NotFound naming one that is alike."""
    get_latest(slug)
    return next(each for each in standings(at, time_zone) if each.slug == slug)


def review_due_on(
    used: ProtocolRevision, signed: Mapping[tuple[str, int], list[ProtocolReview]], time_zone: str
) -> date:
    """Counted from the day on which it was approved, or on which somebody signed last that it still holds."""
    approved_on = (used.approved_at or used.written_at).astimezone(ZoneInfo(time_zone)).date()
    read_on = [
        review.reviewed_on for review in signed.get((used.slug, used.number), ()) if review.kind == HOLDS
    ]
    return next_review_on(max([approved_on, *read_on]), protocol_of(used).review_months)


def _flags(
    latest: ProtocolRevision, used: ProtocolRevision | None, due_on: date | None, today: date
) -> list[str]:
    found = []
    if due_on is not None and due_on < today:
        found.append(
            _("It was to be read again by %(day)s. Read it, and sign that it still holds.", day=day(due_on))
        )
    if latest.state == State.REVIEW:
        found.append(
            _(
                "Revision %(number)s waits for somebody else than its author to approve it.",
                number=latest.number,
            )
        )
    if latest.sent_back and latest.state in OPEN:
        found.append(_("Sent back: %(why)s", why=latest.sent_back))
    if used is not None and used.state == State.APPROVED:
        found.append(_("Revision %(number)s is approved and not published.", number=used.number))
    return found
