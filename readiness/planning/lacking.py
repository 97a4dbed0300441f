"""What a proposal leaves open, in words. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from readiness.foundation.words import gettext as _
from readiness.planning.shapes import Proposal, SiteYear, Unmet, Year

MOST_UNMET = 200


def lacks_in_words(year: Year, proposal: Proposal) -> list[list[str]]:
    """The first needs that are left open: site, rule, days and why."""
    sites = {site.code: site for site in year.sites}
    busy = Counter((each.site, each.day) for each in proposal.dates)
    return [
        [
            lack.site,
            lack.need.rule.title,
            lack.need.from_on.isoformat(),
            lack.need.until_on.isoformat(),
            str(lack.missing),
            _reason(lack, sites[lack.site], year, busy),
        ]
        for lack in proposal.unmet[:MOST_UNMET]
    ]


def _reason(lack: Unmet, site: SiteYear, year: Year, busy: Counter[tuple[str, date]]) -> str:
    """Why a need is left open."""
    need = lack.need
    days = [day for day in site.days if need.from_on <= day <= need.until_on]
    if not days:
        closed = sorted({why for day, why in site.closed.items() if need.from_on <= day <= need.until_on})
        return _(
            "The site is not open on any day of it: %(why)s.", why=", ".join(closed[:3]) or _("it is past")
        )
    if need.shift is not None and not any(site.is_open(need.shift, day) for day in days):
        return _("The site is never open on the shift %(shift)s.", shift=need.shift)
    free = [day for day in days if not busy[site.code, day]]
    for team in year.teams:
        if site.code in team.sites and not _has_room(free, team.sites, team.a_day, busy):
            return _(
                "It is open on %(days)s days of it; on each of them it has an exercise, or its team %(team)s runs all "
                "that it can.",
                days=len(days),
                team=team.name,
            )
    return _("It is open on %(days)s days of it, and other rules leave too few.", days=len(days))


def _has_room(
    days: Sequence[date], sites: frozenset[str], a_day: int, busy: Counter[tuple[str, date]]
) -> bool:
    """Whether a team could run one more exercise on any of some days."""
    return any(sum(busy[code, day] for code in sites) < a_day for day in days)
