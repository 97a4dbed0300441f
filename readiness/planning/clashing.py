"""Which rules of a year that cannot be clash: together they cannot be kept, without any one of them they can. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from readiness.planning.improving import is_possible
from readiness.planning.shapes import SiteYear, Year

TEAMS, QUARTERLY, CLOSED = "teams", "quarterly", "closed"


@dataclass(frozen=True, slots=True)
class Clash:
    """Names of rules and constraints that cannot be kept together."""

    site: str
    rules: tuple[str, ...]


def clash_at(year: Year, site: SiteYear, every_day: Sequence[date]) -> Clash | None:
    """The fewest rules of a site that clash, found by leaving out one after the other; None where none do.

    `every_day`: the days on which it could be open if nothing closed it.
    """
    names = sorted({need.rule.key for need in site.needs})
    names += sorted({f"{CLOSED}: {why}" for why in site.closed.values()})
    if any(site.code in team.sites for team in year.teams):
        names.append(TEAMS)
    if any(site.code in limit.sites for limit in year.quarterly):
        names.append(QUARTERLY)

    def holds(kept: Sequence[str]) -> bool:
        return is_possible(_with(year, site, every_day, frozenset(kept)))

    return None if holds(names) else Clash(site.code, tuple(_fewest(names, holds)))


def _fewest(names: list[str], holds: Callable[[Sequence[str]], bool]) -> list[str]:
    """What is left when nothing more can be left out without all of the rest being possible."""
    for name in list(names):
        without = [each for each in names if each != name]
        if not holds(without):
            names = without
    return names


def _with(year: Year, site: SiteYear, every_day: Sequence[date], kept: frozenset[str]) -> Year:
    days = tuple(day for day in every_day if f"{CLOSED}: {site.closed.get(day)}" not in kept)
    needs = tuple(need for need in site.needs if need.rule.key in kept)
    alone = replace(site, days=days, needs=needs)
    code = frozenset({site.code})
    return Year(
        [alone],
        [replace(team, sites=code) for team in year.teams if site.code in team.sites]
        if TEAMS in kept
        else [],
        [replace(each, sites=code) for each in year.quarterly if site.code in each.sites]
        if QUARTERLY in kept
        else [],
    )
