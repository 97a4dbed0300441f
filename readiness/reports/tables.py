"""The reports that can be taken away, each as a table: columns, and rows that come one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from readiness.certificates.validity import Validity, status_on
from readiness.compliance.asking import Measure
from readiness.compliance.assess import assess
from readiness.compliance.findings import Finding
from readiness.foundation.database import reading, stream
from readiness.foundation.formats import Cell
from readiness.foundation.temporal import Question, known_sql


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What is asked of a report. `is_complete`: findings that ask for nothing too."""

    question: Question
    measure: Measure
    site_code: str | None = None
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A report by its name: its columns, and how its rows are found."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[ReportRequest], Iterator[tuple[Cell, ...]]]


FINDING_COLUMNS = (
    "pack", "clause", "site", "subject", "status", "need", "have", "reason", "since", "due_on",
    "severity", "citation", "remedy",
)  # fmt: skip


def findings(request: ReportRequest) -> Iterator[Finding]:
    """The findings that a report shows."""
    for finding in assess(
        request.question, request.measure, (request.site_code,) if request.site_code else None
    ):
        if request.is_complete or finding.status.asks_for_action:
            yield finding


def finding_cells(finding: Finding) -> tuple[Cell, ...]:
    """A finding as a row of FINDING_COLUMNS."""
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


def _gap_rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    return (finding_cells(finding) for finding in findings(request))


CERTIFICATE_COLUMNS = (
    "certificate", "staff_number", "given_name", "family_name", "site", "certificate_kind", "issued_on",
    "expires_on", "status", "revoked_on", "revoked_reason", "issuer", "number",
)  # fmt: skip

# Where a person works on the day: member of a site, and employed.
_AT_WORK = f"""
    SELECT %s FROM membership m JOIN site s ON s.id = m.site_id
    JOIN employment e ON e.person_id = m.person_id AND {known_sql("e")}
      AND e.from_on <= :as_of AND e.until_on >= :as_of
    WHERE m.person_id = p.id AND {known_sql("m")} AND m.from_on <= :as_of AND m.until_on >= :as_of
"""

_CERTIFICATES = f"""
    SELECT c.fact_id, p.staff_number, p.given_name, p.family_name, ({_AT_WORK % "min(s.code)"}),
      c.kind, c.issued_on, c.expires_on, c.revoked_on, c.revoked_reason, c.issuer, c.number
    FROM certificate c JOIN person p ON p.id = c.person_id
    WHERE {known_sql("c")} AND (:site = '' OR EXISTS ({_AT_WORK % "1"} AND s.code = :site))
    ORDER BY c.person_id, c.kind, c.issued_on
"""


def _certificate_rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Every certificate that was known, with what it is on the day."""
    as_of, kinds = request.question.as_of, request.measure.kinds
    values: dict[str, Any] = {"as_of": as_of, "known": request.question.known.number}
    with reading():
        for row in stream(_CERTIFICATES, site=request.site_code or "", **values):
            fact_id, staff_number, given_name, family_name, site, kind, issued_on, expires_on, *rest = row
            validity = Validity(issued_on, expires_on, rest[0])
            status = status_on(validity, kinds.known(kind), as_of).value
            yield (
                fact_id, staff_number, given_name, family_name, site, kind, issued_on, expires_on, status, *rest,
            )  # fmt: skip


REPORTS = {
    report.name: report
    for report in (
        Report("gaps", FINDING_COLUMNS, _gap_rows),
        Report("certificates", CERTIFICATE_COLUMNS, _certificate_rows),
    )
}
