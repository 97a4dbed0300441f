"""The work on a plan: the greedy one at once, then which rules clash, then a better one, told of as it goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.foundation.words import gettext as _
from readiness.planning.clashing import Clash, clash_at
from readiness.planning.greedy import plan_greedily
from readiness.planning.open_days import every_day
from readiness.planning.shapes import Proposal, SiteYear, Unmet, Year
from readiness.planning.years import Span

MOST_CLASHES = 20
MOST_UNMET = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """A proposal, with the rules that clash where it leaves a need open."""

    proposal: Proposal
    clashes: Sequence[Clash]


def proposed(year: Year) -> Proposal:
    """A plan at once."""
    return plan_greedily(year)


def clashes_of(year: Year, proposal: Proposal, span: Span) -> list[Clash]:
    """What cannot be kept together, once for all sites at which it is the same."""
    sites = {site.code: site for site in year.sites}
    found: dict[tuple[str, ...], Clash] = {}
    looked_at: set[object] = set()
    for lack in proposal.unmet:
        site = sites[lack.site]
        alike = (site.needs, site.days, len(site.standing))
        if alike in looked_at or len(looked_at) >= MOST_CLASHES:
            continue
        looked_at.add(alike)
        clash = clash_at(year, site, every_day(span.first_on, span.last_on))
        if clash is not None:
            found.setdefault(clash.rules, clash)
    return list(found.values())


def reason(lack: Unmet, site: SiteYear) -> str:
    """Why a need is left open, as far as it can be told from the site alone."""
    need = lack.need
    days = [day for day in site.days if need.from_on <= day <= need.until_on]
    if not days:
        closed = sorted({why for day, why in site.closed.items() if need.from_on <= day <= need.until_on})
        return _(
            "The site is not open on any day of it: %(why)s.", why=", ".join(closed[:3]) or _("it is past")
        )
    return _("It is open on %(days)s days of it, and other rules leave too few.", days=len(days))


def lacks_in_words(year: Year, proposal: Proposal) -> list[list[str]]:
    """The first needs that are left open: site, rule, days and why."""
    sites = {site.code: site for site in year.sites}
    return [
        [
            lack.site,
            lack.need.rule.title,
            lack.need.from_on.isoformat(),
            lack.need.until_on.isoformat(),
            str(lack.missing),
            reason(lack, sites[lack.site]),
        ]
        for lack in proposal.unmet[:MOST_UNMET]
    ]
