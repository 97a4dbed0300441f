"""The reports that can be taken away, each as a table: columns, and rows that come one after the other."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from readiness.certificates.validity import Validity, status_on
from readiness.compliance.assess import assess
from readiness.compliance.findings import Finding
from readiness.foundation.database import reading, stream
from readiness.foundation.formats import Cell
from readiness.foundation.remembering import Remembered
from readiness.foundation.temporal import known_sql
from readiness.foundation.words import msgid
from readiness.reports import restated
from readiness.reports.requests import ReportRequest


@dataclass(frozen=True, slots=True)
class Report:
    """A report by its name: title and what it tells (msgids), its columns, how its rows are found.

    `printed`: each column that stands on a landscape page, with its width as typst has it.
    """

    name: str
    title: str
    tells: str
    columns: tuple[str, ...]
    rows: Callable[[ReportRequest], Iterator[tuple[Cell, ...]]]
    printed: Mapping[str, str]


FINDING_COLUMNS = (
    "pack", "clause", "site", "subject", "status", "need", "have", "reason", "since", "due_on",
    "severity", "citation", "remedy",
)  # fmt: skip

FINDINGS_PRINTED = {
    "clause": "9em", "site": "6em", "subject": "6em", "status": "6.5em", "need": "3em", "have": "3em",
    "reason": "1fr", "since": "6em", "due_on": "6em", "citation": "9em",
}  # fmt: skip


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

CERTIFICATES_PRINTED = {
    "staff_number": "7em", "given_name": "1fr", "family_name": "1fr", "site": "7em", "certificate_kind": "10em",
    "issued_on": "6em", "expires_on": "6em", "status": "6em", "number": "9em",
}  # fmt: skip

# Where a person works on the day: member of a site, and employed.
_AT_WORK = f"""
    membership m JOIN site s ON s.id = m.site_id
    JOIN employment e ON e.person_id = m.person_id AND {known_sql("e")}
      AND e.from_on <= :as_of AND e.until_on >= :as_of
    WHERE {known_sql("m")} AND m.from_on <= :as_of AND m.until_on >= :as_of
"""

_SITES = f"SELECT m.person_id, min(s.code) FROM {_AT_WORK} GROUP BY m.person_id ORDER BY m.person_id"

# In the order of CERTIFICATE_COLUMNS, without site and status, and the person before them.
_CERTIFICATES = f"""
    SELECT c.person_id, c.fact_id, p.staff_number, p.given_name, p.family_name,
      c.kind, c.issued_on, c.expires_on, c.revoked_on, c.revoked_reason, c.issuer, c.number
    FROM certificate c JOIN person p ON p.id = c.person_id
    WHERE {known_sql("c")}
      AND (:site = '' OR EXISTS (SELECT 1 FROM {_AT_WORK} AND m.person_id = p.id AND s.code = :site))
    ORDER BY c.person_id, c.kind, c.issued_on
"""


def _certificate_rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Every certificate that was known, with what it is on the day; one person after the other."""
    values: dict[str, Any] = {"as_of": request.question.as_of, "known": request.question.known.number}
    status = Remembered(partial(_status, request))
    # Two questions side by side: asked for each certificate, a place of work would be asked for too often.
    with (
        reading(),
        closing(stream(_SITES, **values)) as places,
        closing(stream(_CERTIFICATES, site=request.site_code or "", **values)) as certificates,
    ):
        site_of = _Beside(places).of
        for row in certificates:
            person, dated = row[2:5], row[5:9]
            yield (row[1], *person, site_of(row[0]), *dated[:3], status[dated], *row[8:])


def _status(request: ReportRequest, told: tuple[str, date, date | None, date | None]) -> str:
    kind, issued_on, expires_on, revoked_on = told
    validity = Validity(issued_on, expires_on, revoked_on)
    return status_on(validity, request.measure.kinds.known(kind), request.question.as_of).value


class _Beside:
    """What rows say of keys that are asked for in the order in which the rows come."""

    def __init__(self, rows: Iterator[tuple[int, str]]) -> None:
        self._rows = rows
        self._key, self._said = 0, ""

    def of(self, key: int) -> str | None:
        while self._key < key:
            self._key, self._said = next(self._rows, (sys.maxsize, ""))
        return self._said if self._key == key else None


REPORTS = {
    report.name: report
    for report in (
        Report(
            "gaps",
            msgid("Compliance"),
            msgid(
                "Each requirement at each site: status, need, have, why, since when, until when, by which source."
            ),
            FINDING_COLUMNS,
            _gap_rows,
            FINDINGS_PRINTED,
        ),
        Report(
            "restated",
            msgid("Restated since"),
            msgid("What is said of the day otherwise than by what was known until an instant."),
            restated.COLUMNS,
            restated.rows,
            restated.PRINTED,
        ),
        Report(
            "certificates",
            msgid("Certificates"),
            msgid(
                "Every certificate that was known, whose it is, where they work, and what it is on the day."
            ),
            CERTIFICATE_COLUMNS,
            _certificate_rows,
            CERTIFICATES_PRINTED,
        ),
    )
}
