"""A question to a report as it is kept, and read again."""

from datetime import date
from typing import Any

from config import Config
from readiness.compliance.measuring import measure_of
from readiness.foundation.temporal import Question
from readiness.reports.requests import ReportRequest

Asked = dict[str, Any]
"""As JSON: as_of, known_at (with the number of the change), site, pack, from, to, all."""


def question_of(request: ReportRequest) -> Asked:
    """The question as it is kept."""
    return {
        **request.question.to_json(),
        "site": request.site_code,
        "pack": request.pack_id,
        "from": request.from_on and request.from_on.isoformat(),
        "to": request.until_on and request.until_on.isoformat(),
        "all": request.is_complete,
    }


def request_of(asked: Asked, config: Config) -> ReportRequest:
    """The question as it was kept, by this organisation's measure; the database must be open."""
    return ReportRequest(
        Question.from_json(asked),
        measure_of(config),
        asked["site"],
        asked["all"],
        asked["pack"],
        _day(asked["from"]),
        _day(asked["to"]),
        config.line_check_days,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
