"""By which day each protocol that is in use is to be read again, for calendars; titles and texts are left out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from readiness.handbook.overview import review_due_on
from readiness.protocols.queries import ready_revisions, reviews
from readiness.protocols.states import HOLDS


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """The day by which a protocol is read again. `change_count` grows whenever that day may have changed."""

    slug: str
    due_on: date
    change_count: int
    changed_at: datetime


def review_days(time_zone: str) -> list[ReviewDay]:
    """Of each protocol in use, by slug; two statements."""
    signed = reviews()
    found = []
    for used in ready_revisions():
        read_on = [
            each.reviewed_on for each in signed.get((used.slug, used.number), ()) if each.kind == HOLDS
        ]
        read_at = [datetime.combine(day, time(), UTC) for day in read_on]
        found.append(
            ReviewDay(
                used.slug,
                review_due_on(used, signed, time_zone),
                used.number * 1000 + len(read_on),
                max([used.approved_at or used.written_at, *read_at]),
            )
        )
    return found
