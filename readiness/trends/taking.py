"""Snapshots are taken: what was found on each day, by what was known at its end; a missed night is caught up.

Only changes are kept: a row begins when a cell's status is another than the night before, and says since when
it is so. Whoever takes a night meanwhile has taken it: two at once write each night once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.compliance.days.findings import Status
from readiness.compliance.facts import subjects
from readiness.compliance.facts.subjects import has_more_people
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.cells import Cell
from readiness.compliance.judging.counted_cells import counted_cells
from readiness.foundation import clock
from readiness.foundation.database import lock, transaction
from readiness.foundation.ending import until_asked_to_end
from readiness.foundation.temporal import Knowledge, Question, knowledge_at, records_began_at
from readiness.people.naming import has_sample
from readiness.trends import rows
from readiness.trends.nights import ends_month, ends_of_months, missing_nights
from readiness.trends.rows import Key, Night

AT_ONCE, AT_ONCE_OF_MANY = 400, 31
"""So many nights are caught up in one go, the second of many people; the next goes on."""
PIECE = 50
"""So many sites are judged at a time, so that memory does not grow with their number."""
FEW, MANY_PEOPLE = 3, 5000
KEPT = timedelta(days=5 * 366)
"""Snapshots are kept so long. What is older can still be asked of the facts themselves, for any day."""


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Which day it is where the organisation is, and by what it measures."""

    today: date
    zone: str
    measure: Measure


def take_nights(at: Clockwork) -> int:
    """Take every night that is over and missing, up to so many of them; how many were taken."""
    began_at = records_began_at(with_sample=has_sample())
    if began_at is None:
        return 0
    began_on, latest = clock.day_of(began_at, at.zone), rows.latest_night()
    if latest is None:
        latest = _begin(at, began_on)
        if latest is None:
            return 0
    count, most = 0, AT_ONCE_OF_MANY if has_more_people(MANY_PEOPLE) else AT_ONCE
    for day in until_asked_to_end(missing_nights(latest, began_on, at.today)):
        known = knowledge_at(clock.end_of_day(day, at.zone))
        if count == most or not _take(at, _night(day, known, is_afterwards=False)):
            break
        count += 1
    return count


def _begin(at: Clockwork, began_on: date) -> date | None:
    """Take the ends of the months before the records began, once they are a night old and something is asked.

    Whoever looks around in a sample that came to an organisation today is not kept waiting.
    """
    ends = [clock.end_of_day(at.today - timedelta(days=1), at.zone), *([None] if has_sample() else [])]
    asked = (each for each in map(knowledge_at, ends) if each.number and _is_asked(at, each))
    known = next(asked, None)
    if known is None:
        return None
    for day in ends_of_months(began_on):
        _take(at, _night(day, known, is_afterwards=True))
    return rows.latest_night()


def _is_asked(at: Clockwork, known: Knowledge) -> bool:
    return bool(cells_known(Question(at.today, known), at.measure))


def _night(day: date, known: Knowledge, *, is_afterwards: bool) -> Night:
    return Night(day, known, is_afterwards, known.number)


def _take(at: Clockwork, night: Night) -> bool:
    """Take a night, unless another took it since it was found missing."""
    before = rows.latest_night()
    cells = cells_known(Question(night.on, night.known), at.measure)
    with transaction():
        lock("snapshots")
        if rows.latest_night() != before or (before is not None and before >= night.on):
            return False
        present = rows.open_cells()
        gone = [row for key, (row, state) in present.items() if state != _state(cells.get(key))]
        begun = {key: cell for key, cell in cells.items() if present.get(key, (0, ""))[1] != cell.status}
        rows.end_cells(gone, night.on - timedelta(days=1))
        rows.begin_cells(begun, night.on)
        rows.write_night(night, clock.now())
    return True


def _state(cell: Cell | None) -> str:
    return cell.status.value if cell else ""


def cells_known(question: Question, measure: Measure) -> dict[Key, Cell]:
    """How each site stood to what was asked of it; what is not applicable is left out."""
    sites = subjects.all_sites(question)
    numbers = {site.code: site.id for site in sites}
    found: dict[Key, Cell] = {}
    for start in range(0, len(sites), PIECE):
        codes = [site.code for site in sites[start : start + PIECE]]
        for cell in counted_cells(question, measure, codes):
            if cell.status is not Status.NOT_APPLICABLE:
                found[numbers[cell.site], cell.pack, cell.clause] = cell
    return found


def restate(at: Clockwork, most: int | None = None) -> int:
    """Hold the ends of the last months against what is known now; how many were looked at afresh.

    Those that were not for longest come first. Of a large staff FEW are looked at in one go, since each is an
    assessment of everybody: all have had their turn after some nights.
    """
    known, wanted = knowledge_at(), ends_of_months(at.today)
    most = most or (FEW if has_more_people(MANY_PEOPLE) else len(wanted))
    stale = [
        night
        for night in rows.nights(wanted[0], wanted[-1])
        if ends_month(night.on) and night.restated_known != known.number
    ]
    stale = sorted(stale, key=lambda night: (night.restated_known, night.on))[:most]
    count = 0
    for night in until_asked_to_end(stale):
        now = cells_known(Question(night.on, known), at.measure)
        then = rows.cells_on(night.on)
        with transaction():
            lock("snapshots")
            rows.replace_restated(night.on, known.number, _differences(then, now))
        count += 1
    return count


def _differences(then: Mapping[Key, str], now: Mapping[Key, Cell]) -> dict[Key, str]:
    """By its cell the status that is told now, where it is another than was told then; '': none."""
    return {
        key: _state(now.get(key))
        for key in sorted({*then, *now})
        if then.get(key, "") != _state(now.get(key))
    }


def forget_old(at: Clockwork) -> None:
    """Remove the snapshots that are older than KEPT."""
    with transaction():
        lock("snapshots")
        rows.forget_before(at.today - KEPT)
