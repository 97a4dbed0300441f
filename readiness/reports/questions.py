"""A question to a report as it is kept, and read again."""

from datetime import date, datetime
from typing import Any

from config import Config
from readiness.compliance.measuring import measure_of
from readiness.foundation.formats import instant_text
from readiness.foundation.temporal import Question, knowledge_at
from readiness.reports.requests import ReportRequest

Asked = dict[str, Any]
"""As JSON: as_of, known_at (with the number of the change), site, pack, from, to, all."""


def question_of(request: ReportRequest) -> Asked:
    """The question as it is kept."""
    return {
        "as_of": request.question.as_of.isoformat(),
        "known_at": instant_text(request.question.known.at),
        "site": request.site_code,
        "pack": request.pack_id,
        "from": request.from_on and request.from_on.isoformat(),
        "to": request.until_on and request.until_on.isoformat(),
        "all": request.is_complete,
    }


def request_of(asked: Asked, config: Config) -> ReportRequest:
    """The question as it was kept, by this organisation's measure; the database must be open."""
    return ReportRequest(
        Question(date.fromisoformat(asked["as_of"]), knowledge_at(datetime.fromisoformat(asked["known_at"]))),
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
