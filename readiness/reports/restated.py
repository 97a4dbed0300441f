"""What is said of a day otherwise than it was said then: the difference between two states of knowledge."""

from collections.abc import Iterator
from dataclasses import replace

from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.judging.otherwise import told_otherwise
from readiness.compliance.judging.worlds import World
from readiness.foundation.errors import InvalidInput
from readiness.foundation.formats import Cell
from readiness.foundation.temporal import knowledge_at
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.reports.naming import named, with_names
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Narrowing, Report, number, text

# '': it was not asked then, or is not asked now.
_STATUSES = (*(each.value for each in Status), "")

FIELDS = (
    text("pack", msgid("The pack's id.")),
    text("clause", msgid("The clause's id within its pack.")),
    text("site", msgid("The site's code.")),
    text("subject", msgid("The site's code, or the staff number of whom it is about.")),
    text(
        "status",
        msgid("How it stands by what is known now."),
        *_STATUSES,
        width="5.5em",
        heading=msgid("Now"),
    ),
    text(
        "status_then",
        msgid("How it stood by what was known then."),
        *_STATUSES,
        width="5.5em",
        heading=msgid("Then"),
    ),
    number("need", msgid("How many are needed, where that is counted."), is_optional=True),
    number("need_then", msgid("How many were needed, by what was known then."), is_optional=True),
    number("have", msgid("How many there are."), width="3em", is_optional=True),
    number("have_then", msgid("How many there were, by what was known then."), width="4em", is_optional=True),
    text("reason", msgid("Why, in a sentence."), width="1fr", heading=msgid("Why")),
    text("reason_then", msgid("Why, as it was said then."), width="1fr", heading=msgid("Why, as said then")),
)

# Two sentences stand beside each other: whom a finding is about has no column of its own where people read.
_SHOWN = tuple(
    replace(each, width="", beneath="requirement") if each.name == "person" else each
    for each in with_names(FIELDS)
)


def rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Each difference, with its names."""
    return named(_differences(request))


def _differences(request: ReportRequest) -> Iterator[tuple[Finding, tuple[Cell, ...]]]:
    """Each finding of the day that now says something else than by what was known at the instant asked about.

    What was not asked then, or is not asked any more, stands with an empty side; what asked for nothing on either
    side is left out unless all is asked for. Raises InvalidInput where the instant is now.
    """
    now = knowledge_at()
    if request.question.known.number == now.number:
        raise InvalidInput(
            _("Say what it is to be held against: what was known until an instant before the latest change.")
        )
    sites = (request.site_code,) if request.site_code else None
    then, later = (
        World(each, request.measure) for each in (request.question, replace(request.question, known=now))
    )
    for was, finding in told_otherwise(then, later, sites):
        either = finding or was
        if either is None or request.pack_id not in (None, either.pack) or _said(was) == _said(finding):
            continue
        if request.is_complete or _concerns(was, finding):
            yield either, _row(either, finding, was)


def _concerns(*sides: Finding | None) -> bool:
    """Whether something was asked, on one side or the other."""
    return any(side and side.status is not Status.NOT_APPLICABLE for side in sides)


def _said(finding: Finding | None) -> tuple[Cell, ...]:
    if finding is None:
        return "", None, None, ""
    return finding.status.value, finding.need, finding.have, finding.reason


def _row(of: Finding, now: Finding | None, then: Finding | None) -> tuple[Cell, ...]:
    key = of.pack, of.clause.id, of.site, of.subject
    return (*key, *(cell for pair in zip(_said(now), _said(then), strict=True) for cell in pair))


RESTATED = Report(
    "restated",
    msgid("Restated since"),
    msgid("What is now said of the day that differs from what was known at an earlier time."),
    _SHOWN,
    rows,
    counted="status",
    is_assessed=True,
    narrowings=frozenset({Narrowing.SITE, Narrowing.PACK}),
    gathered="site_name",
)
