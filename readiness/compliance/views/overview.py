"""The page of the overview."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from flask import Blueprint, Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from readiness.compliance.addresses import Address, finding_addresses
from readiness.compliance.adopted import clauses_of_page
from readiness.compliance.days.findings import Status
from readiness.compliance.judging.cells import Cell
from readiness.compliance.keeping.kept_rows import kept_state
from readiness.compliance.lists.followed import followed
from readiness.compliance.measuring import keeping_of, measure_of
from readiness.compliance.overview import AHEAD, NAMED, Overview, kept_overview, truth
from readiness.compliance.overview_of_day import overview_of
from readiness.compliance.queries import Behind, Sites, kept_gaps, kept_short_since
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import language, ngettext, number
from readiness.people.queries import get_site, site_choices, site_titles
from readiness.people.sections import Section
from readiness.web.access import READERS, allow, current_account
from readiness.web.cells import grid_cells, quiet, status
from readiness.web.frame import frame, question
from readiness.web.once import once
from readiness.web.plots import Mark, StepPlot, steps
from readiness.web.settings import settings

pages = Blueprint("overview", __name__)

MOST_SITES = 100_000
SITES_SHOWN = 20
"""So many sites stand in the grid, those that ask for most; all of them stand under Compliance."""
PAPER_COLUMNS = 11
"""So many requirements stand beside each other on a sheet that lies across."""
CHANGES_SHOWN = 20
MINE = 5
MARKS = 3
_DAYS_AHEAD = timedelta(days=AHEAD[-1])


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the grid."""

    pack: str
    clause: str
    title: str


Row = list[tuple[str, Markup] | None]
"""A site's cells, each with what it leads to; None: nothing is asked of it there."""
Block = tuple[Sequence[Heading], list[tuple[str, Markup]]]
"""Some columns, and each site's cells in them."""
MakePart = Callable[[Overview], Section | None]


def add_overview_part(app: Flask, make: MakePart) -> None:
    """Let a higher room have its part of the overview, above the sites; None: it has nothing to say."""
    app.extensions["readiness_overview_part"] = make


def needs_someone() -> int:
    """How many gaps the overview tells of, and its list of gaps has, by what is kept."""
    return kept_gaps(_sites(), once("kept", kept_state))


def _sites() -> Sites:
    """The sites that a page of today looks at."""
    only = frame().site
    return {get_site(only).id} if only else current_account().site_ids


@pages.get("/dashboard")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """One sentence of truth, what needs someone, sites by requirements, what comes, what changed."""
    overview, late = shown_overview()
    if not overview.cells and not site_choices(current_account().site_ids, 1):
        return render_template("compliance/no_site.html")
    headings, line = _headings(overview), overview.covered_through
    columns = _columns(overview, headings)
    address = finding_addresses()
    shown = dict(islice(overview.of_site.items(), SITES_SHOWN))
    rows = {code: _row(cells, columns, address) for code, cells in shown.items()}
    falls = overview.next_falls[:MARKS]
    names = site_titles(_named(overview, shown, falls))
    return render_template(
        "compliance/dashboard.html",
        overview=overview,
        late=late,
        asked_of_me=followed().mine()[:MINE],
        truth=truth(overview, names),
        names=names,
        columns=columns,
        left_out=len(headings) - len(columns),
        finding_address=address,
        titles={(heading.pack, heading.clause): heading.title for heading in headings},
        grid=[(code, grid_cells(row)) for code, row in rows.items()],
        paper_blocks=_paper_blocks(columns, rows),
        ahead=AHEAD,
        part=current_app.extensions["readiness_overview_part"](overview),
        plot=_plot(overview, line, [Mark(day, names.get(site, site)) for day, site in falls]),
    )


def _named(overview: Overview, shown: Iterable[str], falls: Iterable[tuple[date, str]]) -> set[str]:
    """The sites whose names stand on the page."""
    coming = overview.next_to_fall
    return {
        *shown,
        *(site for _day, site in falls),
        *(told.site for told in overview.urgent),
        *(change.now.site for change in (overview.changes or ())[:CHANGES_SHOWN]),
        *overview.short[:NAMED],
        *overview.untold[:NAMED],
        *([coming[1]] if coming else ()),
    }


def _columns(overview: Overview, headings: Sequence[Heading]) -> list[Heading]:
    """What is asked at most sites comes first, then what falls short at most; what is asked nowhere has no column."""
    counts = {heading: overview.clauses[heading.pack, heading.clause] for heading in headings}
    return sorted((each for each in headings if counts[each][0]), key=counts.__getitem__, reverse=True)


def _paper_blocks(columns: Sequence[Heading], rows: Mapping[str, Row]) -> list[Block]:
    """The grid in parts that each fit on a sheet, one under the other; none where it fits as it is."""
    if len(columns) <= PAPER_COLUMNS:
        return []
    return [
        (
            columns[begin : begin + PAPER_COLUMNS],
            [(code, grid_cells(row[begin : begin + PAPER_COLUMNS])) for code, row in rows.items()],
        )
        for begin in range(0, len(columns), PAPER_COLUMNS)
    ]


def _row(cells: Sequence[Cell], columns: Sequence[Heading], address: Address) -> Row:
    """A cell in each column, with what it leads to; None: nothing is asked of the site there."""
    under = {(cell.pack, cell.clause): cell for cell in cells}
    found = [under.get((heading.pack, heading.clause)) for heading in columns]
    spoken = language()

    def shown(cell: Cell) -> tuple[str, Markup]:
        status_shown = _shown_status(cell.status, cell.have, cell.need, spoken)
        return address(cell.pack, cell.clause, cell.site), status_shown

    return [None if cell is None else shown(cell) for cell in found]


@lru_cache(maxsize=5000)
def _shown_status(found: Status, have: int | None, need: int | None, _language: str) -> Markup:
    """A status, with how much there is of what is needed; made once."""
    if found is Status.NOT_APPLICABLE:
        return quiet(found.value)
    if need is None or found is Status.EXEMPTED:
        return status(found.value)
    return status(found.value, _("%(have)s of %(need)s", have=number(have or 0), need=number(need)))


def shown_overview(ahead: int = AHEAD[-1]) -> tuple[Overview, Behind]:
    """Today from what is kept; another day, other knowledge, or a site where it is another day, from scratch.

    Gaps to come are told of so many days `ahead` at least.
    """
    only, own = frame().site, current_account().site_ids
    if is_kept():
        return kept_overview(keeping_of(settings()), _sites())
    codes = [only] if only else None
    if codes is None and own is not None:
        codes = [site.code for site in site_choices(own, MOST_SITES)]
    return overview_of(question(), measure_of(settings()), codes, ahead), Behind()


def short_since() -> Mapping[str, date]:
    """By the codes of the sites that fall short, since when; of another day it is not told, since nothing is kept."""
    if not is_kept():
        return {}
    state = once("kept", kept_state)
    return kept_short_since(_sites(), state.version if state else None)


def is_kept() -> bool:
    """Whether the page looks at what is kept: today, by all that is known."""
    return frame().known_at is None and frame().as_of == keeping_of(settings()).today


def _headings(overview: Overview) -> list[Heading]:
    """The clauses of the grid, in the order of their packs."""
    asked = overview.clauses
    titles = {
        (clause.pack.id, clause.clause.id): clause.clause.title
        for clause in clauses_of_page(question().known)
        if clause.is_in_force(frame().as_of)
    }
    return [Heading(*key, title) for key, title in titles.items() if key in asked]


def _plot(overview: Overview, line: Sequence[tuple[date, int]], marks: Sequence[Mark]) -> StepPlot | None:
    """How many sites stay covered as the days go by, if nobody acts; None where nothing is asked."""
    if not overview.asked:
        return None
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
    return steps(_("Sites that stay covered"), sentence, line, until, marks)
