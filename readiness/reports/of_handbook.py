"""The reports of what the handbook rests on: protocols with their reviews, services and lines with their checks."""

from collections.abc import Iterator
from datetime import date, timedelta

from readiness.audit.events.handbook import ProtocolRetired
from readiness.foundation.database import as_json, reading, select
from readiness.foundation.formats import Cell
from readiness.foundation.temporal import known_sql
from readiness.foundation.words import msgid
from readiness.lines.queries import known_lines
from readiness.protocols.reviews import next_review_on
from readiness.protocols.states import CLINICIAN
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Report, day, number, text
from readiness.resources.lists import report_counts
from readiness.resources.queries import Reader, shown_to
from readiness.resources.verifying import HOLDS

PROTOCOL_FIELDS = (
    text("protocol", msgid("Its slug."), width="7em"),
    number("revision", msgid("The number of the revision that was approved last."), width="5em"),
    day("approved_on", msgid("The day (UTC) on which it was approved."), width="6em"),
    text("approved_by", msgid("Who approved it."), width="1fr"),
    day(
        "reviewed_on",
        msgid("The day on which somebody last signed that it holds."),
        width="6em",
        is_optional=True,
    ),
    text("reviewed_by", msgid("Who signed that.")),
    day("review_due_on", msgid("The day by which it is to be read again."), width="6em"),
    text("standing", msgid("How it stands on the day."), "in_force", "review_late", "retired", width="7em"),
    text("clinician", msgid("The clinician who read this revision, where one did."), width="1fr"),
    day(
        "clinician_on",
        msgid("The day on which the clinician read it."),
        width="6em",
        is_optional=True,
        heading=msgid("Read on"),
    ),
    number("acknowledged", msgid("How many accounts said that they read this revision."), width="6em"),
)

# Of each protocol, the revision that was approved last by the instant of knowledge.
_APPROVED = """
    SELECT r.slug, r.number, r.body, r.approved_at, r.approved_by FROM protocol_revision r
    WHERE r.approved_at <= :known_at AND r.number = (SELECT max(o.number) FROM protocol_revision o
      WHERE o.slug = r.slug AND o.approved_at <= :known_at)
    ORDER BY r.slug
"""
# By the trail: a revision that is no more because a newer one is, was not retired.
_RETIRED = """
    SELECT e.subject, max(e.recorded_at) AS retired_at FROM audit_event e
    WHERE e.action = :retired AND e.change_id <= :known GROUP BY e.subject
"""
_REVIEWS = f"""
    SELECT v.slug, v.number, v.kind, v.reviewer, v.reviewed_on FROM protocol_review v
    WHERE {known_sql("v")} AND v.reviewed_on <= :as_of ORDER BY v.reviewed_on, v.id
"""
_ACKNOWLEDGED = f"""
    SELECT a.slug, a.number, count(DISTINCT a.account_id) FROM acknowledgement a
    WHERE {known_sql("a")} AND a.acknowledged_on <= :as_of GROUP BY a.slug, a.number
"""


def _protocol_rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Every protocol of which a revision was approved, with who signed for it until the day."""
    known, as_of = request.question.known, request.question.as_of
    asked = {"known": known.number, "as_of": as_of}
    with reading():
        signed = {(slug, of, kind): (who, on) for slug, of, kind, who, on in select(_REVIEWS, **asked)}
        read = {(slug, of): count for slug, of, count in select(_ACKNOWLEDGED, **asked)}
        retired = dict(select(_RETIRED, retired=ProtocolRetired.action, known=known.number))
        for slug, of, body, approved_at, approved_by in select(_APPROVED, known_at=known.at):
            approved_on = approved_at.date()
            reviewer, reviewed_on = signed.get((slug, of, "holds"), ("", None))
            clinician, clinician_on = signed.get((slug, of, CLINICIAN), ("", None))
            latest = max(filter(None, (approved_on, reviewed_on, clinician_on)))
            due_on = next_review_on(latest, int(as_json(body)["review_months"]))
            is_retired = slug in retired and approved_at < retired[slug] and retired[slug].date() <= as_of
            standing = "retired" if is_retired else "in_force" if due_on >= as_of else "review_late"
            yield (
                slug, of, approved_on, approved_by, reviewed_on, reviewer, due_on, standing,
                clinician, clinician_on, read.get((slug, of), 0),
            )  # fmt: skip


PROTOCOLS = Report(
    "protocols",
    msgid("Protocols and reviews"),
    msgid(
        "Each protocol: which revision was approved when by whom, who read it since, until when that holds."
    ),
    PROTOCOL_FIELDS,
    _protocol_rows,
    counted="standing",
    narrowings=frozenset(),
)

VERIFIED, LATE, NEVER_VERIFIED = "verified", "late", "never"

RESOURCE_FIELDS = (
    text(
        "source",
        msgid("Whether it is a service of a directory or a crisis line."),
        "service",
        "line",
        width="5em",
    ),
    text("id", msgid("Its id here."), width="9em"),
    text("name", msgid("What it is called."), width="1fr"),
    text(
        "organisation",
        msgid("Who offers a service; of a crisis line, by which source it is known."),
        width="1fr",
        heading=msgid("Organisation or source"),
    ),
    day(
        "verified_on", msgid("The day on which somebody last made sure of it."), width="6em", is_optional=True
    ),
    text("verified_by", msgid("Who did, where it was done here."), width="9em"),
    day("holds_until_on", msgid("The last day on which that holds."), width="6em", is_optional=True),
    text("standing", msgid("How it stands on the day."), VERIFIED, LATE, NEVER_VERIFIED, width="6em"),
    number(
        "said_wrong", msgid("How many reports that something is wrong wait for an answer now."), width="5em"
    ),
)

_VERIFIED = f"""
    SELECT v.record, v.verified_on, v.verified_by FROM resource_verification v
    WHERE {known_sql("v")} AND v.verified_on <= :as_of ORDER BY v.verified_on, v.id
"""


def _resource_rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Crisis lines, then every service that those who are signed in may see: none that is hidden."""
    known, as_of = request.question.known, request.question.as_of
    with reading():
        for line in known_lines(known).values():
            checked_on = line.verified_on if line.verified else None
            lasts = timedelta(days=request.line_check_days)
            yield (
                "line",
                line.id,
                line.name,
                line.source,
                *_checked(checked_on, line.verified_by, lasts, as_of),
                0,
            )
        made_sure = {
            record: (on, who) for record, on, who in select(_VERIFIED, known=known.number, as_of=as_of)
        }
        objects, wrong = shown_to(Reader.STAFF), report_counts()
        for service in objects.services:
            offering = objects.named(service, "organization_id")
            on, who = made_sure.get(service.record, (None, ""))
            yield (
                "service", service.record, service.text("name"), offering.text("name") if offering else "",
                *_checked(on, who, HOLDS, as_of), wrong.get(service.record, 0),
            )  # fmt: skip


def _checked(on: date | None, who: str, lasts: timedelta, as_of: date) -> tuple[Cell, ...]:
    if on is None or on > as_of:
        return None, "", None, NEVER_VERIFIED
    return on, who, on + lasts, VERIFIED if on + lasts >= as_of else LATE


RESOURCES = Report(
    "resources",
    msgid("Resources and verification"),
    msgid(
        "Crisis lines and community services that may be seen: verified when, by whom, until when that holds."
    ),
    RESOURCE_FIELDS,
    _resource_rows,
    counted="standing",
    narrowings=frozenset(),
)
