"""The report of incidents: how many of which kind in which quarter, in bands, so that it tells of nobody."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, timedelta

from readiness.foundation.database import reading, select
from readiness.foundation.formats import Cell
from readiness.foundation.temporal import Question, knowledge_at, known_sql
from readiness.foundation.words import msgid
from readiness.incidents.incident_list import PRIVATE
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Narrowing, Report, day, number, text
from readiness.standards.incidents import incident_rules

BAND = 5
"""Counts are told as bands of this width, none included: what a band adds to another is no single incident."""
_YEAR = timedelta(days=365)
_DAY = timedelta(days=1)

FIELDS = (
    day("from_on", msgid("The first day of the quarter."), width="6em"),
    day("until_on", msgid("Its last day."), width="6em"),
    text("site", msgid("The site's code; empty: all of them."), width="7em"),
    text("kind", msgid("What happened; 'privacy case': it is told of nobody."), width="1fr"),
    number("at_least", msgid("There were at least so many."), width="6em"),
    number("at_most", msgid("And at most so many."), width="6em"),
    number(
        "offered_at_least",
        msgid("Of them, in at least so many a debrief was offered by the end of the last whole month."),
        width="6em",
    ),
    number("offered_at_most", msgid("And in at most so many."), width="6em"),
    text("band", msgid("The same in words."), width="7em"),
)

_BY_DAY = f"""
    SELECT i.occurred_on, CASE WHEN i.is_private THEN :private ELSE i.kind END, count(*),
      sum(CASE WHEN i.debrief_offered_on <= :as_of THEN 1 ELSE 0 END)
    FROM incident i JOIN site s ON s.id = i.site_id
    WHERE {known_sql("i")} AND (:site = '' OR s.code = :site) AND i.occurred_on BETWEEN :from_on AND :until_on
    GROUP BY 1, 2 ORDER BY 1
"""


def _rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Every kind in every quarter that had ended: a row that is missing would tell that there were none.

    Only whole quarters, whatever days are asked for: a day more would tell of what happened on that day. And all
    as it was at the beginning of a month: of two questions a moment apart, the one on this side and the other on
    that side of the edge of a band, the difference would be a single incident, or a single offer.
    """
    request = replace(request, question=_month_began(request.question))
    quarters = list(_quarters(request))
    happened: Counter[tuple[date, str]] = Counter()
    offered: Counter[tuple[date, str]] = Counter()
    if quarters:
        with reading():
            for occurred_on, kind, count, offers in select(
                _BY_DAY,
                private=PRIVATE, as_of=request.question.as_of, known=request.question.known.number,
                site=request.site_code or "", from_on=quarters[0], until_on=_last_day(quarters[-1]),
            ):  # fmt: skip
                happened[_quarter_of(occurred_on), kind] += int(count)
                offered[_quarter_of(occurred_on), kind] += int(offers)
    for quarter in quarters:
        for kind in (*incident_rules().kind, PRIVATE):
            low, high = _band(happened[quarter, kind])
            yield (
                quarter, _last_day(quarter), request.site_code or "", kind, low, high,
                *_band(offered[quarter, kind]), f"{low} to {high}",
            )  # fmt: skip


def _month_began(question: Question) -> Question:
    """The question as of the last month that had ended, by what was known when its own month began (UTC)."""
    known_from = question.known.at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    month_ended_on = (question.as_of + _DAY).replace(day=1) - _DAY
    return Question(month_ended_on, knowledge_at(known_from))


def _band(count: int) -> tuple[int, int]:
    low = count // BAND * BAND
    return low, low + BAND - 1


def _quarter_of(on: date) -> date:
    return date(on.year, (on.month - 1) // 3 * 3 + 1, 1)


def _last_day(quarter: date) -> date:
    return _quarter_of(quarter + timedelta(days=100)) - timedelta(days=1)


def _quarters(request: ReportRequest) -> Iterator[date]:
    """The quarters that had ended by the day, those of the year before it where no days are asked for."""
    as_of = request.question.as_of
    until_on = min(request.until_on or as_of, as_of)
    quarter = _quarter_of(request.from_on or until_on - _YEAR)
    while _last_day(quarter) <= until_on:
        yield quarter
        quarter = _last_day(quarter) + _DAY


INCIDENTS = Report(
    "incidents",
    msgid("Incidents"),
    msgid(
        "How many incidents of each kind there were in a quarter, in bands of five, as known when the month began; "
        "nothing about any person."
    ),
    FIELDS,
    _rows,
    counted="band",
    narrowings=frozenset({Narrowing.SITE, Narrowing.PERIOD}),
    is_confidential=True,
)
