"""A site's year worked out once: on which days which form serves which need, and how much each still lacks. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from readiness.compliance.days.records import HeldExercise, spaced
from readiness.planning.shapes import Form, Need, PlannedDate, SiteYear

_ANY_DAY = frozenset(range(7))
LATE_DAYS = 5
"""So many open days at a window's end leave little room to make an exercise up."""


class Windows:
    """What sites with the same needs, days and forms have in common."""

    def __init__(
        self,
        needs: tuple[Need, ...],
        days: tuple[date, ...],
        forms: tuple[Form, ...],
        open_shifts: tuple[tuple[str, frozenset[int]], ...] = (),
    ) -> None:
        self.needs = needs
        self._weekdays_of = dict(open_shifts)
        self.days_of_need = [_days(need, days) for need in needs]
        self.late = [frozenset(there[-LATE_DAYS:]) for there in self.days_of_need]
        self.by_form = {
            form: [place for place, need in enumerate(needs) if need.takes(form)] for form in forms
        }
        self._served: dict[tuple[Form, date], list[int]] = {}
        alike: dict[tuple[tuple[int, ...], str], list[Form]] = {}
        for form, served in self.by_form.items():
            alike.setdefault((tuple(served), form.shift), []).append(form)
        self.alike = {form: group for group in alike.values() for form in group}
        """For each form those that serve the same needs on the same shift, itself among them: any will do."""
        self.chosen = [group[0] for group in alike.values()]
        self.chosen_of_need = [
            [form for form in self.chosen if place in self.by_form[form]] for place in range(len(needs))
        ]

    def served(self, form: Form, day: date) -> list[int]:
        """The needs, by their places, for which an exercise of a form on a day counts."""
        found = self._served.get((form, day))
        if found is None:
            is_open = day.weekday() in self._weekdays_of.get(form.shift, _ANY_DAY)
            found = [
                place
                for place in self.by_form.get(form, ())
                if is_open
                and self.needs[place].from_on <= day <= self.needs[place].until_on
                and day.month not in self.needs[place].rule.months_excluded
            ]
            self._served[form, day] = found
        return found

    def is_late(self, form: Form, day: date) -> bool:
        """Whether it would serve only needs whose time is nearly over."""
        served = self.served(form, day)
        return bool(served) and all(day in self.late[place] for place in served)


def varied(site: SiteYear, dates: Sequence[PlannedDate]) -> list[PlannedDate]:
    """The same dates, where several forms serve the same needs each of them in its turn."""
    windows = _windows(site.needs, site.days, site.forms, site.open_shifts)
    turns: dict[Form, int] = {}
    found = []
    for each in sorted(dates, key=lambda planned: planned.day):
        group = windows.alike.get(each.form, [each.form])
        turn = turns.get(group[0], len(site.code) + sum(map(ord, site.code)))
        turns[group[0]] = turn + 1
        form = each.form if each.repeats else group[turn % len(group)]
        found.append(replace(each, form=form))
    return found


def _days(need: Need, days: Sequence[date]) -> Sequence[date]:
    within = days[bisect_left(days, need.from_on) : bisect_right(days, need.until_on)]
    without = need.rule.months_excluded
    return [day for day in within if day.month not in without] if without else within


_windows = lru_cache(maxsize=64)(Windows)


class Ground:
    """The site as planners see it; `standing` are exercises that are there already, and those that repeat."""

    def __init__(self, site: SiteYear) -> None:
        self.site = site
        self.windows = _windows(site.needs, site.days, site.forms, site.open_shifts)
        self.needs = site.needs
        self.standing: list[HeldExercise] = [
            *site.standing, *(each.form.on(each.day) for each in site.repeating)
        ]  # fmt: skip
        self.taken = {each.held_on for each in self.standing if each.for_clause is None}
        self.lacking = [
            max(0, need.at_least - number_of(need, self.standing)) if self.standing else need.at_least
            for need in self.needs
        ]

    def missing(self, dates: Sequence[PlannedDate]) -> list[tuple[Need, int]]:
        """The needs that dates leave open, and by how many; counted anew, as the rule counts."""
        held = [*self.standing, *(each.form.on(each.day) for each in dates if not each.repeats)]
        found = [(need, need.at_least - number_of(need, held)) for need in self.needs]
        return [(need, lacking) for need, lacking in found if lacking > 0]


def number_of(need: Need, held: Iterable[HeldExercise]) -> int:
    """How many count for a need."""
    counting = [each for each in held if need.holds(each)]
    return sum(1 for _each in spaced(counting, need.rule.spacing)) if need.rule.spacing > 1 else len(counting)
