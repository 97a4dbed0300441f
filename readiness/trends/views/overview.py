"""What trends add to the overview: how many sites have which letter, and how it went these three months."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from readiness.compliance.overview import Overview
from readiness.foundation.database import database_name
from readiness.foundation.words import day, number
from readiness.foundation.words import gettext as _
from readiness.people.sections import Section
from readiness.trends import rows
from readiness.trends.course import NightCounts, counted, thinned
from readiness.trends.index import Clause, letters_of
from readiness.trends.queries import Looked, begun_and_ended
from readiness.trends.views.looking import clauses, looked_sites
from readiness.web.frame import frame
from readiness.web.plots import Spark, spark

SPAN = timedelta(days=92)
POINTS = 26


def overview_part(overview: Overview) -> Section | None:
    """A line above the sites; None where nothing is asked."""
    if not overview.asked:
        return None
    severities = tuple((key, each.clause.severity) for key, each in clauses().items())
    return Section("trends/overview.html", {"letters": _letters(overview, severities), "spark": _spark()})


@lru_cache(maxsize=16)
def _letters(overview: Overview, severities: tuple[tuple[Clause, str], ...]) -> dict[str, int]:
    """How many sites have which letter: an overview of what is kept is shown to many."""
    return letters_of(overview.cells, dict(severities))


def _spark() -> Spark | None:
    """The share met through three months of nights; None on another day, and until there are two nights."""
    latest = None if frame().is_other_day else rows.latest_taken()
    if latest is None:
        return None
    sites = looked_sites()
    nights = _nights(latest, None if sites is None else frozenset(sites), database_name())
    if len(nights) < 2:
        return None
    return spark([night.percent_met for night in nights], _said(nights[0], nights[-1], frame().today))


def _said(first: NightCounts, last: NightCounts, today: date) -> str:
    """Between which nights it went how: the latest snapshot is of last night, unless nights are still caught up."""
    shares = {"first": number(first.percent_met), "last": number(last.percent_met), "first_on": day(first.on)}
    if last.on == today - timedelta(days=1):
        return _("%(first)s %% of what is required was met on %(first_on)s, %(last)s %% last night", **shares)
    return _(
        "%(first)s %% of what is required was met on %(first_on)s, %(last)s %% on %(last_on)s",
        last_on=day(last.on),
        **shares,
    )


@lru_cache(maxsize=64)
def _nights(latest: rows.Taken, sites: frozenset[int] | None, _database: str) -> Sequence[NightCounts]:
    """Worked out once a night: snapshots that were taken do not change."""
    first = latest.on - SPAN
    nights = [night.on for night in rows.nights(first, latest.on)]
    found = counted(nights, *begun_and_ended(Looked(sites), first, latest.on))
    return thinned([night for night in found if night.asked], POINTS)
