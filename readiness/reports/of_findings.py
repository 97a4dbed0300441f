"""The report of compliance: each requirement at each site on the day."""

from collections.abc import Iterator

from readiness.compliance.checks.clauses import adopted_clauses
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.judging.assess import assess
from readiness.foundation.formats import Cell
from readiness.foundation.words import msgid
from readiness.reports.naming import named, with_names
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Narrowing, Report, day, number, text
from readiness.requirements.queries import rules_known

FIELDS = (
    text("pack", msgid("The pack's id.")),
    text("clause", msgid("The clause's id within its pack.")),
    text("site", msgid("The site's code.")),
    text("subject", msgid("The site's code, or the staff number of whom it is about.")),
    text("status", msgid("How it stands on the day."), *(each.value for each in Status), width="5.5em"),
    number("need", msgid("How many are needed, where that is counted."), width="3em", is_optional=True),
    number("have", msgid("How many there are."), width="3em", is_optional=True),
    text("reason", msgid("Why, in a sentence."), width="1fr", heading=msgid("Why")),
    day("since", msgid("The first day of this status."), width="6em"),
    day(
        "due_on",
        msgid("The first day on which it will be a gap."),
        width="6em",
        is_optional=True,
        heading=msgid("A gap from"),
    ),
    text("severity", msgid("How much it weighs, as the pack says.")),
    text("citation", msgid("Where it is written."), beneath="requirement"),
    text("remedy", msgid("What closes it, as the pack says.")),
)
COLUMNS = tuple(field.name for field in FIELDS)
"""What the command tells of each; a report has names besides."""


def findings(request: ReportRequest) -> Iterator[Finding]:
    """The findings that a report shows."""
    codes, only = (request.site_code,) if request.site_code else None, None
    if request.pack_id is not None:
        adopted = adopted_clauses(rules_known(request.question.known))
        only = {clause.key for clause in adopted if clause.pack.id == request.pack_id}
    for finding in assess(request.question, request.measure, codes, only=only):
        if request.is_complete or finding.status.asks_for_action:
            yield finding


def finding_cells(finding: Finding) -> tuple[Cell, ...]:
    """A finding as a row of FIELDS."""
    clause = finding.clause
    return (
        finding.pack,
        clause.id,
        finding.site,
        finding.subject,
        finding.status.value,
        finding.need,
        finding.have,
        finding.reason,
        finding.since,
        finding.due_on,
        clause.severity,
        clause.citation,
        clause.remedy,
    )


def _rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    return named((finding, finding_cells(finding)) for finding in findings(request))


GAPS = Report(
    "gaps",
    msgid("Compliance"),
    msgid("Each requirement at each site: status, need, have, why, since when, until when, by which source."),
    with_names(FIELDS),
    _rows,
    counted="status",
    is_assessed=True,
    narrowings=frozenset({Narrowing.SITE, Narrowing.PACK}),
    gathered="site_name",
)
