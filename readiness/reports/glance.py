"""A report at a glance: what its rows come to, and some of them, by reading no more than a page can wait for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from readiness.foundation.formats import Cell
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Listed, Report
from readiness.reports.tables import check_request

LOOKED_AT = 20_000
"""So many rows are looked at for a page; all of them are in the files."""
PAGE = 50


@dataclass
class Glance:
    """`count` rows were looked at; `is_whole`: there are no more. `counted`: how many of each value.

    `gathered`: how many of each value of the column by which they are gathered, where all are counted; the rows are
    then in the order of urgency.
    """

    rows: list[Sequence[Cell]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    gathered: Counter[str] = field(default_factory=Counter)
    days: list[tuple[date, int]] = field(default_factory=list)
    count: int = 0
    is_whole: bool = True


def glance_at(report: Report, request: ReportRequest, page: int) -> Glance:
    """The rows of a page (from 1), and what those that were looked at come to. Raises InvalidInput."""
    check_request(report, request)
    if report.listed is not None:
        return _counted(report.listed(request), page)
    seen = Glance()
    by, ends = report.columns.index(report.counted), _place_of_days(report)
    days: Counter[date] = Counter()
    begin = (page - 1) * PAGE
    rows = report.rows(request)
    for row in islice(rows, LOOKED_AT):
        if begin <= seen.count < begin + PAGE:
            seen.rows.append(row)
        seen.count += 1
        seen.counted[str(row[by] if row[by] is not None else "")] += 1
        if ends is not None and isinstance(ended_on := row[ends], date):
            days[ended_on] += 1
    seen.is_whole = seen.count < LOOKED_AT or next(iter(rows), None) is None
    seen.days = sorted(days.items())
    return seen


def _counted(listed: Listed, page: int) -> Glance:
    """The same where rows are counted without being looked at."""
    seen = Glance()
    for (value, gathered), count in listed.counts().items():
        seen.counted[value] += count
        seen.gathered[gathered] += count
        seen.count += count
    begin = (page - 1) * PAGE
    if begin < seen.count:
        seen.rows += listed.rows(begin, PAGE)
    return seen


def _place_of_days(report: Report) -> int | None:
    return report.columns.index(report.cliff) if report.cliff else None
