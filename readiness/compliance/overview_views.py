"""The page of the overview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from readiness.compliance.cells import Cell
from readiness.compliance.clauses import adopted_clauses
from readiness.compliance.measuring import keeping_of, measure_of
from readiness.compliance.overview import AHEAD, Overview, kept_overview, overview_of, truth
from readiness.compliance.queries import cells_in_need
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext, number
from readiness.people.queries import SiteName, site_choices
from readiness.requirements.queries import rules_known
from readiness.web.access import READERS, allow, current_account
from readiness.web.frame import frame, question
from readiness.web.plots import Mark, StepPlot, steps
from readiness.web.settings import settings

pages = Blueprint("overview", __name__)

MOST_SITES = 100_000
SITES_SHOWN = 20
"""So many sites stand in the grid, those that ask for most; all of them stand under Compliance."""
MARKS = 3
_DAYS_AHEAD = timedelta(days=AHEAD[-1])


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the grid."""

    pack: str
    clause: str
    title: str


def needs_someone() -> int:
    """How many clauses fall short at the sites of the account, by what is kept."""
    return cells_in_need(current_account().site_ids)


@pages.get("/dashboard")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """One sentence of truth, what needs someone, sites by requirements, what comes, what changed."""
    sites = {site.code: site for site in site_choices(current_account().site_ids, MOST_SITES)}
    names = {code: site.name for code, site in sites.items()}
    if not sites:
        return render_template("compliance/no_site.html")
    overview = _overview(sites)
    headings, by_site = _headings(overview), overview.of_site()
    return render_template(
        "compliance/dashboard.html",
        overview=overview,
        truth=truth(overview, names, frame().as_of),
        names=names,
        headings=headings,
        grid=_grid(by_site, headings),
        site_count=len(by_site),
        ahead=AHEAD,
        plot=_plot(overview, names),
    )


def _grid(
    by_site: Mapping[str, Sequence[Cell]], headings: Sequence[Heading]
) -> list[tuple[str, list[Cell | None]]]:
    """The sites that are shown, each with a cell under each heading; None: nothing is asked of it there."""
    rows = []
    for code, cells in islice(by_site.items(), SITES_SHOWN):
        under = {(cell.pack, cell.clause): cell for cell in cells}
        rows.append((code, [under.get((heading.pack, heading.clause)) for heading in headings]))
    return rows


def _overview(sites: Mapping[str, SiteName]) -> Overview:
    """Today from what is kept; another day, other knowledge, or a site where it is another day, from scratch."""
    keeping, only, own = keeping_of(settings()), frame().site, current_account().site_ids
    if frame().known_at is None and frame().as_of == keeping.today:
        return kept_overview(keeping, {sites[only].id} if only else own)
    codes = [only] if only else None if own is None else list(sites)
    return overview_of(question(), measure_of(settings()), codes)


def _headings(overview: Overview) -> list[Heading]:
    """The clauses of the grid, in the order of their packs."""
    asked = {(cell.pack, cell.clause) for cell in overview.cells}
    titles = {
        (clause.pack.id, clause.clause.id): clause.clause.title
        for clause in adopted_clauses(rules_known(question().known))
        if clause.is_in_force(frame().as_of)
    }
    in_order = [key for key in titles if key in asked]
    return [
        Heading(*key, titles[key]) for key in [*in_order, *sorted(asked - titles.keys())] if key in titles
    ]


def _plot(overview: Overview, names: Mapping[str, str]) -> StepPlot | None:
    """How many sites stay covered as the days go by, if nobody acts; None where nothing is asked."""
    if not overview.asked:
        return None
    line = overview.covered_through(frame().as_of)
    falls = sorted((cell.due_on, cell.site) for cell in overview.cells if cell.due_on is not None)
    marks = [Mark(day, names.get(site, site)) for day, site in falls if day in {on for on, _n in line[1:]}]
    last, until = line[-1][1], frame().as_of + _DAYS_AHEAD
    sentence = ngettext(
        "%(now)s of %(count)s site is covered on %(day)s, and %(last)s after %(days)s days if nobody acts.",
        "%(now)s of %(count)s sites are covered on %(day)s, and %(last)s after %(days)s days if nobody acts.",
        len(overview.asked),
        now=number(line[0][1]),
        day=day_in_words(frame().as_of),
        last=number(last),
        days=number(AHEAD[-1]),
    )
    return steps(_("Sites that stay covered"), sentence, line, until, marks[:MARKS])
