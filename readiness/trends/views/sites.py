"""The map of sites and requirements, and the readiness index of each site with its parts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from readiness.compliance.addresses import Address, finding_addresses
from readiness.compliance.checks.clauses import AdoptedClause
from readiness.compliance.days.findings import Status
from readiness.compliance.judging.cells import Cell
from readiness.compliance.views.overview import shown_overview
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid, number
from readiness.people.queries import get_site, site_titles
from readiness.trends.index import SEVERITIES, Clause, Index, in_order, index_of
from readiness.trends.index_words import index_words, severity_words
from readiness.trends.queries import regions
from readiness.trends.views.looking import clauses
from readiness.web.access import READERS, allow, check_site
from readiness.web.cells import made
from readiness.web.frame import frame, frame_url
from readiness.web.icons import icon
from readiness.web.requests import page_asked
from readiness.web.statuses import look_of

pages = Blueprint("trend_sites", __name__)

SITES_SHOWN = 50
"""So many sites stand on a page."""
LETTERS = {
    Status.MET: msgid("M"),
    Status.DUE: msgid("D"),
    Status.GAP: msgid("G"),
    Status.CANNOT_TELL: msgid("?"),
    Status.EXEMPTED: msgid("E"),
}
"""A letter for each status, so that a cell is read without its colour. What is not applicable is a dash."""


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site of the map: its index (None: nothing is asked), its cells as they are printed, what asks for someone."""

    code: str
    name: str
    index: Index | None
    cells: Markup
    asking: Sequence[Cell]


@pages.get("/compliance/trends/map")
@allow(*READERS)
def index() -> str:
    """Every site by every requirement that is asked of any; the sites that ask most for someone first."""
    overview, late = shown_overview()
    asked, places = clauses(), regions()
    region, pack = request.args.get("region", ""), request.args.get("pack", "")
    chosen = {
        code: [cell for cell in cells if pack in {"", cell.pack}]
        for code, cells in overview.of_site.items()
        if region in {"", places.get(code, "")}
    }
    found = _in_order(chosen, asked)
    page = page_asked(-(-len(found) // SITES_SHOWN))
    shown = found[(page - 1) * SITES_SHOWN : page * SITES_SHOWN]
    headings = _headings([cell for code, _index in found for cell in chosen[code]], asked)
    names, address = site_titles(code for code, _index in shown), finding_addresses()
    return render_template(
        "trends/map.html",
        rows=[
            SiteRow(
                code,
                names.get(code, code),
                each,
                _cells(names.get(code, code), chosen[code], headings, address),
                [cell for cell in chosen[code] if cell.status.asks_for_action],
            )
            for code, each in shown
        ],
        headings=headings.values(),
        groups=_groups(headings, asked),
        late=late,
        letters=[(status.value, _(letter)) for status, letter in LETTERS.items()],
        regions=sorted({places[code] for code in overview.of_site if places.get(code)}),
        region=region,
        packs={each.pack.id: each.pack.title for each in asked.values()},
        pack=pack,
        page=page,
        is_last=page * SITES_SHOWN >= len(found),
        titles={key: each.clause.title for key, each in asked.items()},
        finding_address=address,
        index_words=index_words,
    )


def _in_order(
    chosen: Mapping[str, Sequence[Cell]], asked: Mapping[Clause, AdoptedClause]
) -> list[tuple[str, Index | None]]:
    """The sites with their index, those that ask for most first; of whom nothing is asked come last."""
    severities = {key: each.clause.severity for key, each in asked.items()}
    indexes = {code: index_of(code, cells, severities) for code, cells in chosen.items()}
    with_index: list[tuple[str, Index | None]] = [
        (each.site, each) for each in in_order([each for each in indexes.values() if each is not None])
    ]
    return with_index + sorted((code, None) for code, each in indexes.items() if each is None)


def _headings(cells: Sequence[Cell], asked: Mapping[Clause, AdoptedClause]) -> dict[Clause, str]:
    """What is asked of any of the sites: the gravest first, since it decides the letter; then in the order of packs."""
    keys = {(cell.pack, cell.clause) for cell in cells if cell.status is not Status.NOT_APPLICABLE}
    graver = sorted(asked.items(), key=lambda item: SEVERITIES.index(item[1].clause.severity))
    return {key: each.clause.title for key, each in graver if key in keys}


def _groups(headings: Mapping[Clause, str], asked: Mapping[Clause, AdoptedClause]) -> list[tuple[str, int]]:
    """The severities above the headings, each with how many stand under it."""
    counts = Counter[str](asked[key].clause.severity for key in headings)
    return [(severity_words(each), counts[each]) for each in SEVERITIES if counts[each]]


def _cells(name: str, cells: Sequence[Cell], headings: Mapping[Clause, str], address: Address) -> Markup:
    """A site's row: in each cell symbol and letter, which lead to the finding."""
    under = {(cell.pack, cell.clause): cell for cell in cells}
    return made("".join(_cell(name, title, under.get(key), address) for key, title in headings.items()))


def _cell(name: str, title: str, cell: Cell | None, address: Address) -> str:
    if cell is None or cell.status is Status.NOT_APPLICABLE:
        return '<td class="is-quiet">–</td>'
    look = look_of(cell.status.value)
    said = f"{name}, {title}: {look.word}{_how_much(cell)}"
    href = address(cell.pack, cell.clause, cell.site)
    return (
        f'<td class="is-{look.tone}"><a href="{escape(href)}" title="{escape(said)}" aria-label="{escape(said)}">'
        f"{icon(look.icon)}{escape(_(LETTERS[cell.status]))}</a></td>"
    )


def _how_much(cell: Cell) -> str:
    if cell.need is None or cell.status is Status.EXEMPTED:
        return ""
    return ", " + _("%(have)s of %(need)s", have=number(cell.have or 0), need=number(cell.need))


@pages.get("/compliance/trends/sites/<code:site_code>")
@allow(*READERS)
def show(site_code: str) -> ResponseReturnValue:
    """The index of a site, and every requirement of which it is made; of the site that is chosen above, if one is."""
    site = get_site(site_code)
    check_site(site.id)
    if frame().site not in {None, site.code}:
        return redirect(frame_url("trend_sites.show", site_code=frame().site))
    overview, late = shown_overview()
    cells, asked = overview.of_site.get(site.code, []), clauses()
    found = index_of(site.code, cells, {key: each.clause.severity for key, each in asked.items()})
    parts = found.parts if found else ()
    return render_template(
        "trends/site.html",
        site=site,
        late=late,
        index=found,
        index_words=index_words,
        groups=[
            (severity_words(each), [part.cell for part in parts if part.severity == each])
            for each in SEVERITIES
            if any(part.severity == each for part in parts)
        ],
        exempted=[cell for cell in cells if cell.status is Status.EXEMPTED],
        titles={key: each.clause.title for key, each in asked.items()},
        finding_address=finding_addresses(),
    )
