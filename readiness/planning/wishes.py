"""What a plan should come to beyond what it must: few exercises, spread evenly, with room to make one up. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.planning.ground import Ground
from readiness.planning.shapes import PlannedDate, Proposal, SiteYear, Unmet, Year

UNMET = 10_000
EXERCISE = 100
UNEVEN = 5
LATE = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """Of a site's exercises no more than so many on one weekday, in one month, on one shift."""

    weekday: int
    month: int
    shift: int

    @classmethod
    def of(cls, site: SiteYear, count: int) -> "Spread":
        """The evenest that so many allow."""
        weekdays = len({day.weekday() for day in site.days}) or 1
        months = len({(day.year, day.month) for day in site.days}) or 1
        shifts = len({form.shift for form in site.forms}) or 1
        return cls(-(-count // weekdays), -(-count // months), -(-count // shifts))


def least_count(site: SiteYear) -> int:
    """So many exercises a site needs at least: those of rules that no one exercise serves together, added up."""
    ground = Ground(site)
    counts = _counts_of_rules(ground)
    return sum(counts[key] for key in rules_apart(ground))


def rules_apart(ground: Ground) -> list[str]:
    """Rules of a site of which no two are served by one exercise, those that need the most first."""
    together = [
        {ground.needs[place].rule.key for place in served} for served in ground.windows.by_form.values()
    ]
    counts = _counts_of_rules(ground)
    apart: list[str] = []
    for key in sorted(counts, key=lambda each: (-counts[each], each)):
        if not any({key, other} <= served for other in apart for served in together):
            apart.append(key)
    return apart


def _counts_of_rules(ground: Ground) -> dict[str, int]:
    rules: dict[str, list[int]] = {}
    for place, need in enumerate(ground.needs):
        rules.setdefault(need.rule.key, []).append(place)
    return {key: _least_of(ground, places) for key, places in rules.items()}


def _least_of(ground: Ground, places: Sequence[int]) -> int:
    """How many a rule needs where only windows are looked at that do not overlap, and that can be reached."""
    latest, count = date.min, 0
    for place in sorted(places, key=lambda each: (ground.needs[each].until_on, ground.needs[each].from_on)):
        need = ground.needs[place]
        if need.from_on > latest and ground.lacking[place]:
            latest, count = need.until_on, count + ground.lacking[place]
    return count


def spread_of(site: SiteYear) -> Spread:
    """By which evenness a site is measured: that of as few exercises as it needs at least."""
    return Spread.of(site, max(1, least_count(site)))


def open_wishes(ground: Ground, dates: Sequence[PlannedDate]) -> Counter[str]:
    """How many of a site's wishes its dates leave open, by what they are about."""
    planned = [each for each in dates if not each.repeats]
    spread = spread_of(ground.site)
    return Counter(
        weekday=sum(_excess(Counter(each.day.weekday() for each in planned), spread.weekday)),
        month=sum(_excess(Counter((each.day.year, each.day.month) for each in planned), spread.month)),
        shift=sum(_excess(Counter(each.form.shift for each in planned), spread.shift)),
        late=sum(ground.windows.is_late(each.form, each.day) for each in planned),
    )


def cost_of(ground: Ground, dates: Sequence[PlannedDate], missing: int) -> int:
    """What a site's dates come to: the less the better."""
    wishes = open_wishes(ground, dates)
    uneven = wishes["weekday"] + wishes["month"] + wishes["shift"]
    planned = sum(not each.repeats for each in dates)
    return UNMET * missing + EXERCISE * planned + UNEVEN * uneven + LATE * wishes["late"]


def _excess(counts: Mapping[Any, int], most: int) -> Iterator[int]:
    return (max(0, count - most) for count in counts.values())


def measured(year: Year, dates: Sequence[PlannedDate], unmet: Sequence[Unmet]) -> Proposal:
    """A proposal with its cost."""
    by_site: dict[str, list[PlannedDate]] = {}
    missing = Counter[str]()
    for each in dates:
        by_site.setdefault(each.site, []).append(each)
    for lack in unmet:
        missing[lack.site] += lack.missing
    cost = sum(cost_of(Ground(site), by_site.get(site.code, ()), missing[site.code]) for site in year.sites)
    return Proposal(dates, unmet, cost)
