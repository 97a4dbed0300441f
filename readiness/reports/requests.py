"""What is asked of a report."""

from dataclasses import dataclass
from datetime import date

from readiness.compliance.judging.asking import Measure
from readiness.foundation.temporal import Question
from readiness.standards.certificate_kinds import CertificateKinds


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """The question, for a site or for all. `is_complete`: findings that ask for nothing too.

    `pack_id`: of this pack alone. `from_on`, `until_on`: the days of which is told, both included; None: as the
    report has it by itself. `line_check_days`: so long the check of a crisis line holds.
    """

    question: Question
    measure: Measure
    site_code: str | None = None
    is_complete: bool = False
    pack_id: str | None = None
    from_on: date | None = None
    until_on: date | None = None
    line_check_days: int = 365

    @property
    def kinds(self) -> CertificateKinds:
        """The certificate kinds that were known to hold."""
        return self.measure.at(self.question.known).kinds
