"""Which rules of a year that cannot be clash: together they cannot be kept, without any one of them they can. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic

from readiness.planning.improving import is_possible, parts_of
from readiness.planning.shapes import Proposal, SiteYear, Year

TEAMS, QUARTERLY, CLOSED, OPENING = "teams", "quarterly", "closed", "opening"
MOST_TOGETHER = 12
"""Of more sites that bind each other it is not worked out which rules clash: it would take too long."""
MOST_LOOKED_AT = 20
SECONDS = 30


@dataclass(frozen=True, slots=True)
class Clash:
    """Names of rules and constraints that cannot be kept together, at a site or at some that bind each other."""

    site: str
    rules: tuple[str, ...]


def clashes_of(year: Year, proposal: Proposal, every_day: Sequence[date]) -> list[Clash]:
    """What cannot be kept together where a proposal leaves needs open; once for all sites at which it is the same."""
    sites = {site.code: site for site in year.sites}
    parts = {site.code: part for part in parts_of(year) for site in part.sites}
    found: dict[tuple[str, ...], Clash] = {}
    looked_at: set[object] = set()
    ends_at = monotonic() + SECONDS
    for lack in proposal.unmet:
        site, part = sites[lack.site], parts[lack.site]
        alike = (site.needs, site.days, len(site.standing), len(part.sites))
        if alike in looked_at or len(looked_at) >= MOST_LOOKED_AT or monotonic() > ends_at:
            continue
        looked_at.add(alike)
        clash = clash_at(year, [site], every_day)
        if clash is None and 1 < len(part.sites) <= MOST_TOGETHER:
            clash = clash_at(year, part.sites, every_day)
        if clash is not None:
            found.setdefault(clash.rules, clash)
    return list(found.values())


def clash_at(year: Year, sites: Sequence[SiteYear], every_day: Sequence[date]) -> Clash | None:
    """The fewest rules that clash at some sites, found by leaving out one after the other; None where none do.

    `every_day`: the days on which they could be open if nothing closed them.
    """
    codes = frozenset(site.code for site in sites)
    names = sorted({need.rule.key for site in sites for need in site.needs})
    names += sorted({f"{CLOSED}: {why}" for site in sites for why in site.closed.values()})
    if any(codes & team.sites for team in year.teams):
        names.append(TEAMS)
    if any(codes & limit.sites for limit in year.quarterly):
        names.append(QUARTERLY)

    if any(site.open_shifts for site in sites):
        names.append(OPENING)

    def holds(kept: Sequence[str]) -> bool:
        return is_possible(_with(year, sites, every_day, frozenset(kept)))

    return None if holds(names) else Clash(", ".join(sorted(codes)), tuple(_fewest(names, holds)))


def _fewest(names: list[str], holds: Callable[[Sequence[str]], bool]) -> list[str]:
    """What is left when nothing more can be left out without all of the rest being possible."""
    for name in list(names):
        without = [each for each in names if each != name]
        if not holds(without):
            names = without
    return names


def _with(year: Year, sites: Sequence[SiteYear], every_day: Sequence[date], kept: frozenset[str]) -> Year:
    codes = frozenset(site.code for site in sites)
    alone = [
        replace(
            site,
            days=tuple(day for day in every_day if f"{CLOSED}: {site.closed.get(day)}" not in kept),
            needs=tuple(need for need in site.needs if need.rule.key in kept),
            open_shifts=site.open_shifts if OPENING in kept else (),
        )
        for site in sites
    ]
    teams = [replace(each, sites=each.sites & codes) for each in year.teams if each.sites & codes]
    quarterly = [replace(each, sites=each.sites & codes) for each in year.quarterly if each.sites & codes]
    return Year(alone, teams if TEAMS in kept else [], quarterly if QUARTERLY in kept else [])
