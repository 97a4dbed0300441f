"""What is said of a day otherwise than it was said then: the difference between two states of knowledge."""

from collections.abc import Iterator
from dataclasses import replace

from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.judging.assess import assess
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

Key = tuple[str, str, str, str]


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
            _(
                "Say what it is to be held against: an instant before the latest change "
                "(‘Known until’ on the page, --known-at in the command line)."
            )
        )
    sites = (request.site_code,) if request.site_code else None
    then = {
        _key(each): each
        for each in assess(request.question, request.measure, sites)
        if request.pack_id in (None, each.pack)
    }
    for finding in assess(replace(request.question, known=now), request.measure, sites):
        if request.pack_id not in (None, finding.pack):
            continue
        was = then.pop(_key(finding), None)
        is_other = was is None or _said(was) != _said(finding)
        if is_other and (request.is_complete or _concerns(was, finding)):
            yield finding, _row(_key(finding), finding, was)
    for key, was in then.items():
        if request.is_complete or _concerns(was):
            yield was, _row(key, None, was)


def _key(finding: Finding) -> Key:
    return finding.pack, finding.clause.id, finding.site, finding.subject


def _concerns(*sides: Finding | None) -> bool:
    """Whether something was asked, on one side or the other."""
    return any(side and side.status is not Status.NOT_APPLICABLE for side in sides)


def _said(finding: Finding) -> tuple[Cell, ...]:
    return finding.status.value, finding.need, finding.have, finding.reason


def _row(key: Key, now: Finding | None, then: Finding | None) -> tuple[Cell, ...]:
    sides = zip(*((_said(side) if side else ("", None, None, "")) for side in (now, then)), strict=True)
    return (*key, *(cell for pair in sides for cell in pair))


RESTATED = Report(
    "restated",
    msgid("Restated since"),
    msgid("What is now said of the day that differs from what was known at an earlier time."),
    with_names(FIELDS),
    rows,
    counted="status",
    is_assessed=True,
    narrowings=frozenset({Narrowing.SITE, Narrowing.PACK}),
    gathered="site_name",
)
