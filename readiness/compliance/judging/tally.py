"""How many findings stand alike at each site by each clause: what an assessment finds, counted and not told.

All numbers of a page about many people come of it: how many findings there are of each status, what they come to at
each site, how many become a gap until when. `test_any_day` holds it against `assess`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from readiness.compliance.checks.clauses import person_clauses
from readiness.compliance.days.findings import URGENCY, MissingFact, Status, site_facts
from readiness.compliance.days.history import Stood
from readiness.compliance.days.series import SiteSeries
from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.judging.alike import people_stood
from readiness.compliance.judging.asking import Asking
from readiness.compliance.judging.cells import Cell
from readiness.compliance.judging.standings import standings_of
from readiness.foundation.database import reading


class Stand(NamedTuple):
    """How findings that are alike stand: those of one clause at one site, about it or about people.

    `need` and `have` of people: whether one is asked (1, else None), and whether they have it (1 or 0). `due_on`: the
    first day on which it will be a gap, of the days that were looked at. `falls_on`, `lacks`: as a Finding has them.
    """

    site: str
    pack: str
    clause: str
    is_of_people: bool
    status: Status
    need: int | None
    have: int | None
    due_on: date | None
    falls_on: date
    lacks: tuple[MissingFact, ...] = ()


Tally = Counter[Stand]

Progress = Callable[[int], None]
"""Is told, each time after so many people, how many were looked at."""
_TOLD_EACH = 1000


def tally(
    asking: Asking,
    ahead: int = 0,
    progress: Progress = lambda _people: None,
    supposed: Supposed = NOTHING_SUPPOSED,
) -> Tally:
    """How many findings there are of each kind of stand, of a question whose people are counted.

    Days beyond those that make something 'due' are looked at where more of them are asked for. `supposed`: with which
    they were counted.
    """
    found: Tally = Counter()
    with reading():
        for each in standings_of(asking, ahead):
            site = (each.site, each.pack, each.clause)
            found[Stand(*site, False, each.status, each.need, each.have, each.due_on, each.falls_on)] = 1
        for stand, count in _of_people(asking, ahead, progress, supposed):
            found[stand] += count
    return found


def _of_people(
    asking: Asking, ahead: int, progress: Progress, supposed: Supposed
) -> Iterator[tuple[Stand, int]]:
    """Who stand alike at a place share what is said of them: they are counted by it, and it is looked at once."""
    together: dict[tuple[int, int], _Together] = {}
    for number, (_person, at, stood) in enumerate(people_stood(asking, ahead, supposed)):
        if number % _TOLD_EACH == 0:
            progress(number)
        key = (at.site.id, id(stood))
        if key in together:
            together[key].count += 1
        else:
            together[key] = _Together(at, stood)
    clauses = person_clauses(asking.clauses)
    for one in together.values():
        for clause, each in zip(clauses, one.stood, strict=True):
            if each is not None:
                asked = None if each.verdict.need is None else 1
                days = each.due_on, each.falls_on
                lacks = site_facts(each.verdict.missing)
                yield (
                    Stand(
                        one.at.site.code, *clause.key, True, each.status, asked, int(has(each)), *days, lacks
                    ),
                    one.count,
                )


class _Together:
    """Those at a place of whom the same is said; it is kept, so that nothing else comes to have its identity."""

    __slots__ = ("at", "count", "stood")

    def __init__(self, at: SiteSeries, stood: Sequence[Stood | None]) -> None:
        self.at, self.stood, self.count = at, stood, 1


def has(stood: Stood) -> bool:
    """Whether somebody has what is asked, as `cells_of` has it."""
    is_met = stood.status in {Status.MET, Status.DUE}
    return is_met and (stood.verdict.have or 0) >= (stood.verdict.need or 0)


def cells_in(counted: Iterable[tuple[Stand, int]]) -> list[Cell]:
    """What they come to, in the order of sites, packs and clauses: what `cells_of` says of the findings."""
    together: defaultdict[tuple[str, str, str], list[tuple[Stand, int]]] = defaultdict(list)
    for stand, count in counted:
        together[stand.site, stand.pack, stand.clause].append((stand, count))
    return [_cell(each) for _key, each in sorted(together.items(), key=itemgetter(0))]


def _cell(stands: Sequence[tuple[Stand, int]]) -> Cell:
    first = min((stand for stand, _count in stands), key=lambda stand: URGENCY[stand.status])
    need, have = first.need, first.have
    if first.is_of_people:
        asked = [(stand, count) for stand, count in stands if stand.need is not None]
        need = sum(count for _stand, count in asked)
        have = sum(count for stand, count in asked if stand.have)
    due_on = min((stand.due_on for stand, _count in stands if stand.due_on is not None), default=None)
    return Cell(first.site, first.pack, first.clause, first.status, need, have, due_on)
