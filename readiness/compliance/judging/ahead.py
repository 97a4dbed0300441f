"""How long each site stays covered if nobody acts, and what falls first. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.compliance.checks.clauses import AdoptedClause
from readiness.compliance.days.findings import GRAVITY, URGENCY, Status
from readiness.compliance.judging.cells import Cell

HORIZON = timedelta(days=365)
"""So far ahead is looked: what is recorded of next year is little, and of later years nothing."""
WEEKS = 52


@dataclass(frozen=True, slots=True)
class SiteAhead:
    """A site's readiness: on how many days on end nothing it is asked is a gap. Its parts are its cells.

    No average is made of them: a site is covered as long as the weakest of its requirements is. `short` has its
    gaps and `untold` what cannot be told, each the gravest first; `falls` what falls first, of one day the gravest
    first.
    """

    code: str
    short: Sequence[Cell]
    untold: Sequence[Cell]
    falls: Sequence[Cell]
    as_of: date

    @property
    def days(self) -> int | None:
        """Covered for so many days, the day itself among them; 0: not known to be; None: beyond the horizon."""
        if self.gravest:
            return 0
        return None if not self.falls else (_day(self.falls[0]) - self.as_of).days

    @property
    def until_on(self) -> date | None:
        """The last day on which it is covered; None where it is not, or beyond the horizon."""
        return _day(self.falls[0]) - timedelta(days=1) if self.falls and not self.gravest else None

    @property
    def gravest(self) -> Cell | None:
        """For what it is not covered now: its gravest gap, else the gravest of what cannot be told."""
        return next(iter((*self.short, *self.untold)), None)


def sites_ahead(
    of_site: Mapping[str, Sequence[Cell]],
    as_of: date,
    there: Mapping[str, date] | None = None,
    clauses: Iterable[AdoptedClause] = (),
) -> list[SiteAhead]:
    """Every site of which something is asked, or will be.

    First those that fall short now, then those of which it cannot be told, then those that fall first.

    `there`: from which day a site counts its days, where it is another day than here.
    `clauses`: what is asked, for how grave each is.
    """
    graver = sorted(clauses, key=lambda each: each.is_in_force(as_of))
    gravity = {each.key: GRAVITY[each.clause.severity] for each in graver}

    def grave(cell: Cell) -> tuple[int, int]:
        return gravity.get((cell.pack, cell.clause), 0), URGENCY[cell.status]

    found = []
    for code, cells in of_site.items():
        day = (there or {}).get(code, as_of)
        asked = [cell for cell in cells if is_asked(cell, day)]
        falls = [cell for cell in asked if cell.due_on is not None and cell.due_on <= day + HORIZON]
        short, untold = (
            sorted((cell for cell in asked if cell.status is status), key=grave)
            for status in (Status.GAP, Status.CANNOT_TELL)
        )
        if asked:
            falls.sort(key=lambda cell: (_day(cell), *grave(cell)))
            found.append(SiteAhead(code, short, untold, falls, day))
    return sorted(found, key=_place)


def is_asked(cell: Cell, as_of: date) -> bool:
    """Whether the site is asked for it on the day, or will fall short of it once it is."""
    is_to_fall = cell.due_on is not None and cell.due_on <= as_of + HORIZON
    return cell.status is not Status.NOT_APPLICABLE or is_to_fall


def _place(site: SiteAhead) -> tuple[int, int, int, str]:
    days = site.days
    return (HORIZON.days + 1 if days is None else days, -len(site.short), -len(site.untold), site.code)


def _day(cell: Cell) -> date:
    assert cell.due_on is not None  # noqa: S101
    return cell.due_on
