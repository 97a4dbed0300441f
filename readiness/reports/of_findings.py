"""The report of compliance: each requirement at each site on the day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.keeping.today import Keeping
from readiness.compliance.lists.finding_list import (
    FINDING_ORDERS,
    AssessedFindings,
    FindingFilter,
    NumberedFindings,
)
from readiness.compliance.lists.numbered import numbered, read_whole
from readiness.compliance.measuring import keeping_of
from readiness.compliance.words.ways_out import remedy
from readiness.foundation.formats import Cell
from readiness.foundation.paging import PageRequest
from readiness.foundation.words import msgid
from readiness.reports.naming import named, site_names, with_names
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Narrowing, Report, day, number, text
from readiness.web.settings import settings

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
    text("remedy", msgid("What closes it: what is missing first, else as the pack says.")),
)
COLUMNS = tuple(field.name for field in FIELDS)
"""What the command tells of each; a report has names besides."""


def findings(request: ReportRequest) -> Iterator[Finding]:
    """The findings that a report shows, as they are found."""
    return AssessedFindings(_sought(request), request.question, request.measure).all()


def findings_in_order(request: ReportRequest, keeping: Keeping) -> Iterable[Finding]:
    """The same site by site, there what matters most first; memory does not grow with them."""
    found = read_whole(_sought(request), request.question, request.measure, keeping)
    return found.every(PageRequest(FINDING_ORDERS["site"], size=None))


def _sought(request: ReportRequest) -> FindingFilter:
    return FindingFilter(
        () if request.is_complete else [each.value for each in Status if each.asks_for_action],
        request.pack_id or "",
        (request.site_code,) if request.site_code else None,
    )


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
        remedy(finding),
    )


def _rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    return named((finding, finding_cells(finding)) for finding in findings(request))


@dataclass(frozen=True, slots=True)
class ListedFindings:
    """The findings of a report as its page has them: the most urgent first."""

    found: NumberedFindings

    def counts(self) -> Mapping[tuple[str, str], int]:
        """How many there are of each status at each site; sites that are called the same are told as one."""
        names, counts = site_names(), Counter[tuple[str, str]]()
        for (site, status), count in self.found.standing().items():
            counts[status.value, names.get(site) or ""] += count
        return counts

    def rows(self, begin: int, most: int) -> Iterator[tuple[Cell, ...]]:
        return named((finding, finding_cells(finding)) for finding in self.found.stretch(begin, most))


def _listed(request: ReportRequest) -> ListedFindings:
    return ListedFindings(
        numbered(_sought(request), request.question, request.measure, keeping_of(settings()))
    )


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
    listed=_listed,
)
