"""A better plan by HiGHS: the sites that bind each other are solved together, with what is proven of the distance.

One whole number for each form on each day: 1, an exercise is held. Needs are sums over windows; teams, quarters and
spacing bound sums; what is uneven or missing costs. Sites that share no team and nobody fall apart into parts.
"""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic

from readiness.planning.bounds import least_cost
from readiness.planning.ground import Ground, varied
from readiness.planning.program import Program, Solved
from readiness.planning.shapes import Form, PlannedDate, Proposal, SiteYear, Unmet, Year, quarter_of
from readiness.planning.wishes import EXERCISE, LATE, UNEVEN, UNMET, cost_of, spread_of

GOOD_ENOUGH = 0.005
"""The share of the cost by which a part may be from its optimum when it is left."""
LARGEST = 60_000
"""A part with more choices than this is not solved as a whole."""
Choice = tuple[str, Form, date]


class PartProgram:
    """The program of some sites with what binds them."""

    def __init__(self, year: Year) -> None:
        self.year, self.program = year, Program()
        self.grounds = {site.code: Ground(site) for site in year.sites}
        self.chosen: dict[Choice, int] = {}
        self.slacks: list[int] = []
        for ground in self.grounds.values():
            self._site(ground)
        self._teams()
        self._quarters()

    def _site(self, ground: Ground) -> None:
        code = ground.site.code
        by_need: list[list[tuple[date, int]]] = [[] for _need in ground.needs]
        by_day: dict[date, list[tuple[Form, int]]] = defaultdict(list)
        for form in ground.windows.chosen:
            for day in ground.site.days:
                served = ground.windows.served(form, day) if day not in ground.taken else []
                if not any(ground.lacking[place] for place in served):
                    continue
                cost = EXERCISE + LATE * all(day in ground.windows.late[place] for place in served)
                column = self.program.column(cost, 1, is_whole=True)
                self.chosen[code, form, day] = column
                by_day[day].append((form, column))
                for place in served:
                    by_need[place].append((day, column))
        for choices in by_day.values():
            if len(choices) > 1:
                self.program.row([column for _form, column in choices], -math.inf, 1)
        for place, counting in enumerate(by_need):
            if ground.lacking[place]:
                self._need(ground, place, counting)
        self._evenness(ground, by_day)

    def _need(self, ground: Ground, place: int, counting: list[tuple[date, int]]) -> None:
        need = ground.needs[place]
        slack = self.program.column(UNMET, ground.lacking[place], is_whole=True)
        self.slacks.append(slack)
        self.program.row([column for _day, column in counting], ground.lacking[place], math.inf, slack)
        spacing = need.rule.spacing
        if spacing == 1:
            return
        near = {held.held_on for held in ground.standing if need.holds(held)}
        for first in sorted({day for day, _column in counting}):
            within = [column for day, column in counting if first <= day < first + timedelta(days=spacing)]
            room = 0 if any(abs((first - day).days) < spacing for day in near) else 1
            self.program.row(within, -math.inf, room)

    def _evenness(self, ground: Ground, by_day: dict[date, list[tuple[Form, int]]]) -> None:
        spread = spread_of(ground.site)
        groups: dict[object, list[int]] = defaultdict(list)
        for day, choices in by_day.items():
            columns = [column for _form, column in choices]
            groups[day.weekday()] += columns
            groups[day.year, day.month] += columns
            for form, column in choices:
                groups[form.shift].append(column)
        for key, columns in groups.items():
            most = {int: spread.weekday, tuple: spread.month, str: spread.shift}[type(key)]
            if len(columns) > most:
                excess = self.program.column(UNEVEN, math.inf, is_whole=False)
                self.program.row(columns, -math.inf, most, excess)

    def _teams(self) -> None:
        for team in self.year.teams:
            there: dict[date, list[int]] = defaultdict(list)
            for (code, _form, day), column in self.chosen.items():
                if code in team.sites:
                    there[day].append(column)
            fixed = self._fixed(team.sites)
            for day, columns in there.items():
                room = max(0, team.a_day - sum(each == day for each in fixed))
                if len(columns) > room:
                    self.program.row(columns, -math.inf, room)

    def _quarters(self) -> None:
        for limit in self.year.quarterly:
            there: dict[tuple[int, int], list[int]] = defaultdict(list)
            for (code, _form, day), column in self.chosen.items():
                if code in limit.sites:
                    there[quarter_of(day)].append(column)
            fixed = self._fixed(limit.sites)
            for quarter, columns in there.items():
                room = max(0, limit.most - sum(quarter_of(day) == quarter for day in fixed))
                self.program.row(columns, -math.inf, room)

    def _fixed(self, sites: frozenset[str]) -> list[date]:
        return [
            held.held_on for code, ground in self.grounds.items() if code in sites for held in ground.standing
        ]

    def dates(self, solved: Solved) -> list[PlannedDate]:
        found = [
            PlannedDate(code, day, form)
            for (code, form, day), column in self.chosen.items()
            if solved.values[column] > 0.5
        ]
        return [*(each for site in self.year.sites for each in site.repeating), *found]


def is_possible(year: Year, seconds: float = 5) -> bool:
    """Whether every need of some sites can be served at once; False only where it is proven that they cannot."""
    part = PartProgram(year)
    if not part.slacks:
        return True
    part.program.costs = [0.0] * len(part.program.costs)
    for slack in part.slacks:
        part.program.costs[slack] = 1.0
    solved = part.program.solve(seconds, 0)
    return solved is None or solved.bound < 0.5


def parts_of(year: Year) -> list[Year]:
    """The sites that bind each other, together; each part with what binds it, the smallest first."""
    head = {site.code: site.code for site in year.sites}

    def root(code: str) -> str:
        while head[code] != code:
            head[code] = head[head[code]]
            code = head[code]
        return code

    for bound in [*(team.sites for team in year.teams), *(limit.sites for limit in year.quarterly)]:
        first, *others = sorted(bound & head.keys()) or [""]
        for other in others:
            head[root(other)] = root(first)
    sites: dict[str, list[SiteYear]] = defaultdict(list)
    for site in year.sites:
        sites[root(site.code)].append(site)
    teams, quarterly = defaultdict(list), defaultdict(list)
    for team in year.teams:
        if team.sites & head.keys():
            teams[root(min(team.sites & head.keys()))].append(team)
    for limit in year.quarterly:
        if limit.sites & head.keys():
            quarterly[root(min(limit.sites & head.keys()))].append(limit)
    parts = [Year(there, teams[code], quarterly[code]) for code, there in sites.items()]
    return sorted(parts, key=lambda part: (len(part.sites), part.sites[0].code))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the improving is. `bound`: no plan can cost less; `solved` parts of `parts` were looked at."""

    solved: int
    parts: int
    cost: int
    bound: float

    @property
    def distance(self) -> float:
        """The share by which the plan may cost more than the best there is, at most."""
        return max(0.0, (self.cost - self.bound) / self.cost) if self.cost else 0.0


def improve(
    year: Year, proposal: Proposal, seconds: float, tell: Callable[[Progress, Proposal], None]
) -> tuple[Proposal, Progress]:
    """The proposal part by part made better for so many seconds; `tell` is called from time to time."""
    ends_at, state = monotonic() + seconds, _State(proposal)
    parts = parts_of(year)
    hard = [part for part in parts if not state.is_good_enough(part)]
    told_at, done = monotonic(), len(parts) - len(hard)
    for number, part in enumerate(hard):
        left = max(0.0, ends_at - monotonic())
        # The last ones are the largest: what the small ones do not take is theirs.
        state.improve_part(part, min(left, 3 * left / (len(hard) - number)))
        if monotonic() - told_at > 2:
            told_at = monotonic()
            tell(Progress(done + number + 1, len(parts), state.cost, state.bound), state.proposal())
    return state.proposal(), Progress(len(parts), len(parts), state.cost, state.bound)


class _State:
    """The plan as it stands, by site."""

    def __init__(self, proposal: Proposal) -> None:
        self.dates: dict[str, list[PlannedDate]] = defaultdict(list)
        self.unmet: dict[str, list[Unmet]] = defaultdict(list)
        for each in proposal.dates:
            self.dates[each.site].append(each)
        for lack in proposal.unmet:
            self.unmet[lack.site].append(lack)
        self.cost, self.bound = proposal.cost, 0.0

    def is_good_enough(self, part: Year) -> bool:
        """Whether no plan of a part could be much better: it has as few exercises as there must be, and spread well."""
        before, least = self._costs(part)
        if before - least <= GOOD_ENOUGH * before:
            self.bound += least
            return True
        return False

    def _costs(self, part: Year) -> tuple[int, int]:
        """What a part comes to, and what it comes to at the very least."""
        before = sum(self._cost(Ground(site)) for site in part.sites)
        return before, least_cost(part)

    def improve_part(self, part: Year, seconds: float) -> None:
        """Solve a part, and take over what is better."""
        before, least = self._costs(part)
        program = PartProgram(part)
        solved = None
        if seconds > 0 and len(program.chosen) <= LARGEST:
            solved = program.program.solve(seconds, GOOD_ENOUGH, self._start(program))
        if solved is None:
            self.bound += least
            return
        after = self._taken(program, solved)
        # What HiGHS has proven is right but for the last digits: nothing costs less than a plan that is the best.
        self.bound += min(before, after, max(least, solved.bound))
        if after < before:
            self.cost += after - before

    def _cost(self, ground: Ground) -> int:
        code = ground.site.code
        return cost_of(ground, self.dates[code], sum(lack.missing for lack in self.unmet[code]))

    def _start(self, program: PartProgram) -> list[float]:
        values = [0.0] * len(program.program.costs)
        for code, ground in program.grounds.items():
            for each in self.dates[code]:
                form = ground.windows.alike.get(each.form, [each.form])[0]
                column = program.chosen.get((code, form, each.day))
                if column is not None:
                    values[column] = 1.0
        return values

    def _taken(self, program: PartProgram, solved: Solved) -> int:
        """What the solved plan comes to, counted anew; taken over only where it is better."""
        found: dict[str, list[PlannedDate]] = defaultdict(list)
        for each in program.dates(solved):
            found[each.site].append(each)
        before = sum(self._cost(ground) for ground in program.grounds.values())
        kept = {code: (self.dates[code], self.unmet[code]) for code in program.grounds}
        for code, ground in program.grounds.items():
            self.dates[code] = varied(ground.site, found[code])
            self.unmet[code] = [
                Unmet(code, need, missing) for need, missing in ground.missing(self.dates[code])
            ]
        after = sum(self._cost(ground) for ground in program.grounds.values())
        if after >= before:
            for code, (dates, unmet) in kept.items():
                self.dates[code], self.unmet[code] = dates, unmet
            return before
        return after

    def proposal(self) -> Proposal:
        dates = sorted(
            (each for there in self.dates.values() for each in there), key=lambda each: (each.site, each.day)
        )
        return Proposal(dates, [lack for there in self.unmet.values() for lack in there], self.cost)
