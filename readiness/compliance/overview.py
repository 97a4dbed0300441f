"""The overview: one sentence of truth, what needs someone, sites by requirements, what comes, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

from readiness.compliance import queries
from readiness.compliance.days.findings import URGENCY, Status
from readiness.compliance.judging.ahead import is_asked
from readiness.compliance.judging.cells import Cell
from readiness.compliance.keeping.freshness import kept_of
from readiness.compliance.keeping.kept_rows import Version
from readiness.compliance.keeping.today import Keeping
from readiness.compliance.queries import Behind, Sites, Told
from readiness.foundation.database import database_name
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import join, ngettext, number

URGENT = 8
"""So many findings are told at the top."""
NAMED = 3
"""So many sites that fall short are named in the first sentence."""
AHEAD = (30, 60, 90)
"""The days ahead that are told of."""
FAILING = frozenset({Status.GAP, Status.CANNOT_TELL})


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that stands otherwise than a week ago."""

    before: Cell
    now: Cell

    @property
    def is_worse(self) -> bool:
        return URGENCY[self.now.status] < URGENCY[self.before.status]


@dataclass(frozen=True, eq=False)
class Overview:
    """What the page shows of a day; what follows from it is worked out once. Each is equal to itself alone."""

    as_of: date
    cells: Sequence[Cell]
    urgent: Sequence[Told]
    coming: Mapping[int, int]
    counts: Mapping[Status, int]
    """How many findings of each status ask for something, the most urgent first."""
    changes: Sequence[Change] | None = None
    had_week: bool = True
    """Whether anything was asked a week ago, by what was known then."""

    @cached_property
    def of_site(self) -> dict[str, list[Cell]]:
        """The cells of each site; those that ask for most come first."""
        together: dict[str, list[Cell]] = {}
        for cell in self.cells:
            together.setdefault(cell.site, []).append(cell)
        return dict(sorted(together.items(), key=lambda item: (_weight(item[1]), item[0])))

    @cached_property
    def short(self) -> list[str]:
        """The sites that fall short."""
        return sorted({cell.site for cell in self.cells if cell.status is Status.GAP})

    @cached_property
    def untold(self) -> list[str]:
        """The sites of which it cannot be told whether they are covered: nothing is known to fall short there."""
        untold = {cell.site for cell in self.cells if cell.status is Status.CANNOT_TELL}
        return sorted(untold.difference(self.short))

    @cached_property
    def uncovered(self) -> frozenset[str]:
        """The sites that are not known to be covered."""
        return frozenset((*self.short, *self.untold))

    @cached_property
    def next_to_fall(self) -> tuple[date, str] | None:
        """The covered site that falls short next within the days ahead, and when."""
        coming = ((day, site) for day, site in self.falls if site not in self.uncovered)
        return next(((day, site) for day, site in coming if (day - self.as_of).days <= AHEAD[-1]), None)

    @cached_property
    def clauses(self) -> dict[tuple[str, str], tuple[int, int]]:
        """The packs and clauses by which anything was found: at how many sites each is asked, and is not known met."""
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for cell in self.cells:
            asked, short = found.get((cell.pack, cell.clause), (0, 0))
            asked += cell.status is not Status.NOT_APPLICABLE
            found[cell.pack, cell.clause] = asked, short + (cell.status in FAILING)
        return found

    @cached_property
    def falls(self) -> list[tuple[date, str]]:
        """When cells become gaps, and at which sites, in the order of the days."""
        return sorted((cell.due_on, cell.site) for cell in self.cells if cell.due_on is not None)

    @cached_property
    def next_falls(self) -> list[tuple[date, str]]:
        """The falls by which fewer sites are covered, within the days ahead."""
        days = {day for day, _count in self.covered_through[1:]}
        return [(day, site) for day, site in self.falls if day in days]

    @cached_property
    def asked(self) -> list[str]:
        """The sites of which anything is asked, or will be and falls short then."""
        return sorted({cell.site for cell in self.cells if is_asked(cell, self.as_of)})

    @cached_property
    def covered_through(self) -> list[tuple[date, int]]:
        """How many sites are covered, from the day asked about on: each falls out when its first gap opens."""
        falls: dict[str, date] = {}
        for day, site in self.falls:
            if site not in self.uncovered:
                falls.setdefault(site, day)
        count = len(self.asked) - len(self.uncovered)
        line = [(self.as_of, count)]
        for day in sorted({day for day in falls.values() if (day - self.as_of).days <= AHEAD[-1]}):
            count -= sum(1 for fall in falls.values() if fall == day)
            line.append((day, count))
        return line


def truth(overview: Overview, names: Mapping[str, str]) -> tuple[str, str]:
    """One sentence of what is so, and one of what comes next or falls short; the second may be empty."""
    asked, falling = overview.asked, overview.next_to_fall
    short, untold = overview.short, overview.untold
    if not asked:
        return _("Nothing is asked of any site on this day."), ""
    covered = ngettext(
        "%(covered)s of %(count)s site is covered.",
        "%(covered)s of %(count)s sites are covered.",
        len(asked),
        covered=number(len(asked) - len(overview.uncovered)),
    )
    if falling is not None:
        day, code = falling
        return covered + _apart(len(short), len(untold)), _(
            "%(site)s falls short on %(day)s unless someone acts.",
            site=names.get(code, code),
            day=day_in_words(day),
        )
    if short:
        shown = _shown(short, names)
        fallen = ngettext("%(sites)s falls short.", "%(sites)s fall short.", len(short), sites=shown)
        return covered + _apart(0, len(untold)), fallen
    if untold:
        return covered, _("Of %(sites)s it cannot be told: facts are missing.", sites=_shown(untold, names))
    calm = _("None falls short within %(days)s days.", days=number(AHEAD[-1]))
    return f"{covered} {calm}", ""


def _apart(short: int, untold: int) -> str:
    """Of sites that are not covered, how many fall short, and of how many it cannot be told."""
    if not untold:
        return ""
    fallen = " " + ngettext("%(count)s falls short.", "%(count)s fall short.", short) if short else ""
    return (
        fallen + " " + ngettext("Of %(count)s it cannot be told.", "Of %(count)s it cannot be told.", untold)
    )


def _shown(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """The first of some sites by their names, and how many more there are."""
    named = [names.get(code, code) for code in codes[:NAMED]]
    if len(codes) > NAMED:
        named.append(ngettext("%(count)s more", "%(count)s more", len(codes) - NAMED))
    return join(named)


def _weight(cells: Sequence[Cell]) -> tuple[int, ...]:
    """How little a site asks for: fewest of the worst comes last."""
    counts = [0] * len(URGENCY)
    for cell in cells:
        counts[URGENCY[cell.status]] -= 1
    return tuple(counts[:3])


def kept_overview(keeping: Keeping, sites: Sites) -> tuple[Overview, Behind]:
    """Today, from what is kept; and of how many sites it is not of today yet."""
    state, late = kept_of(keeping, sites)
    days = _Days(keeping.today, keeping.week_on)
    version = state.version if state else None
    kept = _worked_out(days, None if sites is None else frozenset(sites), version, database_name())
    return kept, late


class _Days(NamedTuple):
    today: date
    week_on: date


@lru_cache(maxsize=16)
def _worked_out(days: _Days, sites: Sites, version: Version | None, _database: str) -> Overview:
    """The overview of one state of what is kept: it is read and added up once for all who look at it."""
    cells = queries.kept_cells(sites)
    has_week = version is not None and version.week_on == days.week_on
    week = queries.week_cells(sites) if has_week else []
    return Overview(
        days.today,
        cells,
        queries.kept_urgent(sites, URGENT),
        coming_within(queries.kept_coming(sites, days.today + timedelta(days=AHEAD[-1])), days.today),
        queries.kept_counts(sites, version),
        _changes(week, cells) if has_week else None,
        bool(week),
    )


def coming_within(counts: Sequence[tuple[date, int]], as_of: date) -> dict[int, int]:
    """How many findings become a gap within each of the days ahead."""
    return {days: sum(n for day, n in counts if (day - as_of).days <= days) for days in AHEAD}


def _changes(before: Sequence[Cell], now: Sequence[Cell]) -> list[Change]:
    """The cells that stand otherwise than before, the worst first."""
    earlier = {(cell.site, cell.pack, cell.clause): cell for cell in before}
    changes = [
        Change(earlier[key], cell)
        for cell in now
        if (key := (cell.site, cell.pack, cell.clause)) in earlier and earlier[key].status is not cell.status
    ]
    return sorted(
        changes, key=lambda change: (URGENCY[change.now.status], change.now.site, change.now.clause)
    )
