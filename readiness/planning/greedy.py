"""A plan at once: need by need, the most urgent first, each on the day that leaves the fewest wishes open. Pure.

The same year always gives the same plan.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from readiness.planning.ground import Ground, varied
from readiness.planning.shapes import (
    Form,
    PlannedDate,
    Proposal,
    SiteYear,
    Team,
    Unmet,
    Year,
    quarter_of,
)
from readiness.planning.wishes import EXERCISE, LATE, UNEVEN, Spread, measured, spread_of


class Limits:
    """What binds several sites: how many exercises a team runs on a day, how many someone is in in a quarter."""

    def __init__(self, year: Year) -> None:
        self.teams: dict[str, list[Team]] = defaultdict(list)
        self.quarterly = defaultdict(list)
        for team in year.teams:
            for code in team.sites:
                self.teams[code].append(team)
        for place, limit in enumerate(year.quarterly):
            for code in limit.sites:
                self.quarterly[code].append((place, limit.most))
        self.on_day = Counter[tuple[str, date]]()
        self.in_quarter = Counter[tuple[int, tuple[int, int]]]()

    def note(self, code: str, day: date) -> None:
        """An exercise is there at a site on a day."""
        for team in self.teams[code]:
            self.on_day[team.name, day] += 1
        for place, _most in self.quarterly[code]:
            self.in_quarter[place, quarter_of(day)] += 1

    def team_is_busy(self, code: str, day: date) -> bool:
        return any(self.on_day[team.name, day] >= team.a_day for team in self.teams[code])

    def quarter_is_full(self, code: str, day: date) -> bool:
        quarter = quarter_of(day)
        return any(self.in_quarter[place, quarter] >= most for place, most in self.quarterly[code])


class SitePlanner:
    """Plans one site, mindful of what the others have taken."""

    def __init__(self, site: SiteYear, limits: Limits, turn: int) -> None:
        self.ground, self.limits, self.turn = Ground(site), limits, turn
        self.spread: Spread = spread_of(site)
        self.dates: list[PlannedDate] = []
        self.used = set(self.ground.taken)
        self.weekdays, self.months, self.shifts = Counter[int](), Counter[tuple[int, int]](), Counter[str]()
        self.counted_on: list[list[date]] = [
            sorted(held.held_on for held in self.ground.standing if need.holds(held))
            for need in self.ground.needs
        ]

    def plan(self) -> list[PlannedDate]:
        """Dates for every need that can be served."""
        order = sorted(
            range(len(self.ground.needs)),
            key=lambda place: (
                self.ground.needs[place].until_on,
                len(self.ground.windows.days_of_need[place]),
                place,
            ),
        )
        for place in order:
            while self.ground.lacking[place] > 0 and self._serve(place):
                pass
        return self.dates

    def _serve(self, place: int) -> bool:
        best = min(self._choices(place), default=None)
        if best is None:
            return False
        _cost, _rank, day, form = best
        self._take(day, form)
        return True

    def _choices(self, place: int) -> Iterator[tuple[int, int, date, Form]]:
        """Each day and form that would serve a need, with what it costs; then in the order of the site's turn."""
        windows, code = self.ground.windows, self.ground.site.code
        days = windows.days_of_need[place]
        for rank, day in enumerate(days):
            if day in self.used or not self._is_apart(place, day):
                continue
            if self.limits.team_is_busy(code, day) or self.limits.quarter_is_full(code, day):
                continue
            shift_of_turn = (rank - self.turn * 3 - place * 5) % len(days)
            evenness = self._evenness(day)
            for form in windows.chosen_of_need[place]:
                if place not in windows.served(form, day):
                    continue  # the site is not open then on its shift
                yield evenness + self._value(form, day), shift_of_turn, day, form

    def _is_apart(self, place: int, day: date) -> bool:
        spacing = self.ground.needs[place].rule.spacing
        if spacing == 1:
            # No day is used twice at a site, which is apart enough.
            return True
        held = self.counted_on[place]
        at = bisect_left(held, day)
        return all(abs((day - near).days) >= spacing for near in held[max(0, at - 1) : at + 1])

    def _evenness(self, day: date) -> int:
        return UNEVEN * (
            (self.weekdays[day.weekday()] >= self.spread.weekday)
            + (self.months[day.year, day.month] >= self.spread.month)
        )

    def _value(self, form: Form, day: date) -> int:
        """Less for each other need that it serves too; more where it is late, or on a shift that had its share."""
        value, is_late, windows = 0, True, self.ground.windows
        for each in windows.served(form, day):
            if self.ground.lacking[each] > 0:
                is_late = is_late and day in windows.late[each]
                if self._is_apart(each, day):
                    value -= EXERCISE
        if self.shifts[form.shift] >= self.spread.shift:
            value += UNEVEN
        return value + LATE if is_late else value

    def _take(self, day: date, form: Form) -> None:
        planned = PlannedDate(self.ground.site.code, day, form)
        self.dates.append(planned)
        self.used.add(day)
        self.limits.note(planned.site, day)
        self.weekdays[day.weekday()] += 1
        self.months[day.year, day.month] += 1
        self.shifts[form.shift] += 1
        for each in self.ground.windows.served(form, day):
            if self._is_apart(each, day):
                self.ground.lacking[each] = max(0, self.ground.lacking[each] - 1)
            at = bisect_left(self.counted_on[each], day)
            self.counted_on[each].insert(at, day)


def plan_greedily(year: Year) -> Proposal:
    """A plan of all sites, those with the least room first; what repeats is in it, and what cannot be is told."""
    limits = Limits(year)
    for site in year.sites:
        for held in site.standing:
            limits.note(site.code, held.held_on)
        for repeating in site.repeating:
            limits.note(site.code, repeating.day)
    dates: list[PlannedDate] = []
    unmet: list[Unmet] = []
    for turn, site in enumerate(_in_order(year.sites)):
        planner = SitePlanner(site, limits, turn)
        planned = [*site.repeating, *varied(site, planner.plan())]
        dates += planned
        unmet += [Unmet(site.code, need, missing) for need, missing in planner.ground.missing(planned)]
    return measured(year, sorted(dates, key=lambda each: (each.site, each.day)), unmet)


def _in_order(sites: Sequence[SiteYear]) -> list[SiteYear]:
    return sorted(sites, key=lambda site: (len(site.days), site.code))
