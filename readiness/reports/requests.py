"""What is asked of a report."""

from dataclasses import dataclass

from readiness.compliance.asking import Measure
from readiness.foundation.temporal import Question


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """The question, for a site or for all. `is_complete`: findings that ask for nothing too."""

    question: Question
    measure: Measure
    site_code: str | None = None
    is_complete: bool = False
