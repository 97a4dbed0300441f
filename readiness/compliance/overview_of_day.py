"""The overview of any day, by any knowledge: held against the facts of everyone, or counted where they are many."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from readiness.compliance.days.findings import URGENCY, Finding, Status
from readiness.compliance.days.subjects import NO_SITE
from readiness.compliance.judging.ahead import HORIZON, is_asked
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.beginning import beginning, beginning_counted
from readiness.compliance.judging.cells import Cell, cells_of
from readiness.compliance.judging.lately import Key as LatelyKey
from readiness.compliance.judging.lately import is_of_many, lately
from readiness.compliance.judging.places import most_urgent, place_of
from readiness.compliance.judging.standings import counted_asking
from readiness.compliance.judging.tally import cells_in, tally
from readiness.compliance.overview import AHEAD, URGENT, Overview, coming_within
from readiness.compliance.queries import Told
from readiness.foundation.database import reading
from readiness.foundation.remembering import Lately
from readiness.foundation.temporal import Question

_OF_DAYS = Lately[LatelyKey, Overview](16)

Codes = Sequence[str] | None


def overview_of(question: Question, measure: Measure, site_codes: Codes, ahead: int = AHEAD[-1]) -> Overview:
    """Any day, by any knowledge: once for all who ask the same.

    A gap that comes later than in so many days `ahead` is not told where people are many.
    """
    asked = (question, measure, site_codes)
    if is_of_many(question, site_codes):
        return lately(_OF_DAYS, asked, lambda: counted_overview(*asked, ahead), ahead)
    return lately(_OF_DAYS, asked, lambda: assessed_overview(*asked))


def assessed_overview(question: Question, measure: Measure, site_codes: Codes) -> Overview:
    """By an assessment of everyone."""
    findings = list(assess(question, measure, site_codes))
    horizon_on = question.as_of + HORIZON
    begins = [
        each
        for each in beginning(question, measure, site_codes)
        if each.due_on is not None and each.due_on <= horizon_on
    ]
    urgent = sorted((each for each in findings if each.status.asks_for_action), key=place_of)
    counts = Counter(each.status for each in urgent)
    return Overview(
        question.as_of,
        cells_of(each for each in (*findings, *begins) if each.site != NO_SITE.code),
        [_told(each) for each in urgent[:URGENT]],
        _coming([(each.due_on, 1) for each in findings], question.as_of),
        {status: counts[status] for status in URGENCY if counts[status]},
    )


def counted_overview(question: Question, measure: Measure, site_codes: Codes, ahead: int) -> Overview:
    """By what the database counts; the most urgent findings alone are told whole."""
    with reading():
        asking = counted_asking(question, measure, site_codes, ahead=ahead)
        counted = tally(asking, ahead)
        begins = list(beginning_counted(question, measure, site_codes))
        at_sites = (item for item in (*counted.items(), *begins) if item[0].site != NO_SITE.code)
        cells = list(_with_the_year(cells_in(at_sites), question, measure, ahead))
        counts: Counter[Status] = Counter()
        for stand, count in counted.items():
            counts[stand.status] += count
        return Overview(
            question.as_of,
            cells,
            [_told(each) for each in most_urgent(counted, asking, URGENT)],
            _coming([(stand.due_on, count) for stand, count in counted.items()], question.as_of),
            {s: counts[s] for s in URGENCY if s.asks_for_action and counts[s]},
        )


def _with_the_year(cells: Sequence[Cell], question: Question, measure: Measure, ahead: int) -> Iterator[Cell]:
    """Of sites that are asked nothing by these cells it is told what will be a gap within the whole horizon."""
    asked = {cell.site for cell in cells if is_asked(cell, question.as_of)}
    idle = {cell.site for cell in cells} - asked
    later: dict[tuple[str, str, str], date | None] = {}
    if idle and ahead < HORIZON.days:
        asking = counted_asking(question, measure, idle, ahead=HORIZON.days)
        for cell in cells_in(tally(asking, HORIZON.days).items()):
            later[cell.site, cell.pack, cell.clause] = cell.due_on
    for cell in cells:
        due_on = later.get((cell.site, cell.pack, cell.clause))
        yield cell if due_on is None else replace(cell, due_on=due_on)


def _told(finding: Finding) -> Told:
    return Told(
        finding.site, finding.pack, finding.clause.id, finding.subject, finding.status, finding.reason,
        finding.due_on,
    )  # fmt: skip


def _coming(due: Iterable[tuple[date | None, int]], as_of: date) -> dict[int, int]:
    """How many become a gap within each of the days ahead."""
    return coming_within([(day, count) for day, count in due if day is not None], as_of)
