"""From the terms of clauses to what a year needs: windows with so many exercises, and forms. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from readiness.compliance.checks import CheckTerms, ExercisesInWindow, QuotaByKind
from readiness.planning.shapes import Form, Need, Rule

_KINDS = ("drill", "tabletop", "functional", "full-scale", "workshop", "game", "seminar")
"""Where a rule leaves the kind open, the first of these that it takes."""
_PARTS = 8
"""A window that moves with the day is asked for at as many places within its own length."""
_CATCHING_UP = 28
MOST_FORMS = 60


def rule_of(key: str, title: str, terms: CheckTerms) -> Rule | None:
    """The rule of a clause; None where it asks for nothing that is planned."""
    if isinstance(terms, QuotaByKind):
        return Rule(key, title, terms, frozenset(int(month) for month in terms.months_excluded))
    if isinstance(terms, ExercisesInWindow):
        return Rule(key, title, terms)
    return None


def needs_of(rule: Rule, first: date, last: date) -> list[Need]:
    """What a rule needs within the days of a plan, on each of its shifts."""
    windows = list(_windows(rule, first, last))
    shifts: Sequence[str | None] = rule.counted.shifts or (None,)
    return [
        Need(rule, from_on, until_on, at_least, shift)
        for from_on, until_on, at_least in windows
        for shift in shifts
    ]


def _windows(rule: Rule, first: date, last: date) -> Iterator[tuple[date, date, int]]:
    terms = rule.counted
    if isinstance(terms, QuotaByKind):
        yield from _quota_windows(terms, first, last)
    elif isinstance(terms, ExercisesInWindow):
        yield from _moving_windows(terms, first, last)


def _quota_windows(terms: QuotaByKind, first: date, last: date) -> Iterator[tuple[date, date, int]]:
    """Each period whose last day lies within the plan; what was held in it before the plan counts."""
    period = terms.period_of(first)
    while period.from_on <= last:
        for last_on, need in terms.deadlines(period):
            if first <= last_on <= last and terms.is_asked(period):
                yield terms.counted_from(period), last_on, min(need, terms.at_least)
        period = terms.after(period)


def _moving_windows(terms: ExercisesInWindow, first: date, last: date) -> Iterator[tuple[date, date, int]]:
    """Windows that end on every so-manieth day and are shorter by as much, so that every window holds one of them."""
    length = (terms.counts_until(first) - first).days + 1
    step = max(1, length // _PARTS)
    day = first + timedelta(days=min(length, _CATCHING_UP) - 1)
    while day <= last:
        yield day - timedelta(days=length - step), day, terms.at_least
        day += timedelta(days=step)


def forms_for(rules: Iterable[Rule], shifts: Sequence[str] = ()) -> list[Form]:
    """How exercises may be held so that each rule is served, and where it can be several rules by one exercise."""
    found: dict[Form, None] = {}
    partial = [_wanted(rule, shifts) for rule in rules]
    for wanted in partial:
        found.update(dict.fromkeys(_spelled(wanted)))
    for place, one in enumerate(partial):
        for other in partial[place + 1 :]:
            both = _both(one, other)
            if both is not None and len(found) < MOST_FORMS:
                found.update(dict.fromkeys(_spelled(both)))
    return sorted(found)[:MOST_FORMS]


Wanted = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[bool, ...]]


def _wanted(rule: Rule, shifts: Sequence[str]) -> Wanted:
    terms = rule.counted
    announced = (True, False) if terms.announced is None else (terms.announced == "announced",)
    return (
        tuple(terms.kinds),
        tuple(terms.topics),
        tuple(terms.shifts or shifts),
        tuple(sorted(terms.traits)),
        announced,
    )


def _both(one: Wanted, other: Wanted) -> Wanted | None:
    """What serves two rules at once; None where nothing does, or where it is nothing new."""
    kinds, topics = _shared(one[0], other[0]), _shared(one[1], other[1])
    shifts = _shared(one[2], other[2])
    announced = tuple(each for each in one[4] if each in other[4])
    if kinds is None or topics is None or shifts is None or not announced:
        return None
    return kinds, topics, shifts, tuple(sorted({*one[3], *other[3]})), announced


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...] | None:
    """What both take, where nothing named means everything; None for nothing at all."""
    if not one or not other:
        return one or other
    return tuple(each for each in one if each in other) or None


def _spelled(wanted: Wanted) -> Iterator[Form]:
    kinds, topics, shifts, traits, announced = wanted
    kind = next(each for each in _KINDS if not kinds or each in kinds)
    for topic, shift in product(topics or ("",), shifts or ("",)):
        yield Form(kind, topic, shift, traits, announced[0])
