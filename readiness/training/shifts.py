"""What falls short on each shift of a rota in the days to come: a shift is asked about on its own day."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

from readiness.compliance.checks import ResponderPerShift
from readiness.compliance.checks.clauses import AdoptedClause
from readiness.compliance.days.on_record import RotaShift
from readiness.compliance.days.series import SiteSeries
from readiness.compliance.days.spells import Spell
from readiness.compliance.judging.asking import Asking, exemption_days, is_asked
from readiness.foundation.temporal import day_after, day_before
from readiness.training.shapes import WEEK, Demand, Run, Slot, put


def of_shifts(clause: AdoptedClause, series: SiteSeries, asking: Asking, days: Spell) -> Iterator[Demand]:
    """Each shift of a site on which too few hold what is asked; where everyone on the rota counts, none is planned."""
    by_slot: dict[Slot, list[RotaShift]] = defaultdict(list)
    for shift in series.records.on_record.rota:
        by_slot[Slot(shift.weekday, shift.from_minute, shift.until_minute)].append(shift)
    asked_days = {
        *clause.change_days(),
        *clause.care_days(series.site),
        *series.headcount_days(days),
        *exemption_days(asking.exemption(clause, series.site.code)),
    }
    terms_on = partial(_terms_on, clause, series, asking)
    for slot, shifts in sorted(by_slot.items()):
        changes = {*asked_days, *(day for shift in shifts for day in shift.bounds())}
        points = sorted({days.from_on, *(day for day in changes if days.from_on < day <= days.until_on)})
        by_kind: dict[str, list[Run]] = defaultdict(list)
        for kind, run in _runs(slot, shifts, [*points, day_after(days.until_on)], terms_on):
            put(by_kind[kind], run, WEEK)
        for kind, runs in by_kind.items():
            yield Demand(series.site.id, (series.site.code, *clause.key, ""), kind, runs, slot=slot)


def _terms_on(
    clause: AdoptedClause, series: SiteSeries, asking: Asking, day: date
) -> ResponderPerShift | None:
    terms = clause.terms_on(day)
    if not isinstance(terms, ResponderPerShift) or not terms.certificate:
        return None
    return terms if is_asked(clause, series, asking, day) else None


def _runs(
    slot: Slot,
    shifts: Sequence[RotaShift],
    points: Sequence[date],
    terms_on: Callable[[date], ResponderPerShift | None],
) -> Iterator[tuple[str, Run]]:
    """The days of a shift on which somebody is missing, with what they would have to hold."""
    for day, following in pairwise(points):
        spell = slot.within(Spell(day, day_before(following)))
        there = [] if spell is None else [each for each in shifts if each.days.holds(spell.from_on)]
        terms = terms_on(spell.from_on) if spell is not None and there else None
        if spell is not None and terms is not None:
            count = sum(each.counts_on(spell.from_on, terms.certificate) for each in there)
            if count < terms.at_least:
                yield terms.certificate, Run(spell, terms.at_least - count)
