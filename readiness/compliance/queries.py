"""Reads of what is kept, for pages: cells, the findings that ask for something, and of when they are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from readiness.compliance.days.findings import URGENCY, Status
from readiness.compliance.days.subjects import NO_SITE
from readiness.compliance.judging.cells import Cell
from readiness.compliance.keeping.kept_rows import State, Version, kept_state
from readiness.foundation.database import among, database_name, number_list, select
from readiness.foundation.temporal import LAST_DAY
from readiness.requirements.queries import RULES_CHANGED_AT

Sites = Collection[int] | None
"""The sites that are looked at; None: every one."""


def _at(sites: Sites, column: str = "k.site_id") -> tuple[str, dict[str, Any]]:
    if sites is None:
        return "1 = 1", {}
    return among(column, "sites"), {"sites": number_list(sorted(sites))}


def kept_version() -> Version | None:
    """The state of what is kept now; None where nothing was ever kept."""
    state = kept_state()
    return state.version if state else None


def kept_gaps(sites: Sites, state: State | None) -> int:
    """How many gaps are told of beside every page, in this state of what is kept.

    None where they are those of other requirements than are adopted now, or of facts that were removed since.
    """
    if state is None or not state.turn.measured_by:
        return 0
    is_noted = state.known == state.turn.question.known.number
    if (state.stale_count or not is_noted) and behind(sites, is_noted=is_noted).is_of_rules:
        return 0
    return kept_counts(sites, state.version).get(Status.GAP, 0)


def kept_short_since(sites: Sites, version: Version | None) -> Mapping[str, date]:
    """By the codes of the sites that fall short, since when the longest of their gaps is one, in this state."""
    return _short_since(None if sites is None else frozenset(sites), version, database_name())


@lru_cache(maxsize=16)
def _short_since(sites: Sites, _version: Version | None, _database: str) -> Mapping[str, date]:
    """Asked once for each state of what is kept: there may be very many gaps."""
    condition, values = _at(sites)
    rows = select(
        f"SELECT k.site_code, min(k.since_on) AS since_on FROM kept_finding k WHERE {condition} "
        "AND k.urgency = :gap GROUP BY k.site_code",
        gap=URGENCY[Status.GAP],
        **values,
    )
    return dict(rows)


_STATUS = {status.value: status for status in Status}


def kept_cells(sites: Sites) -> list[Cell]:
    """How the sites stand to each clause today."""
    condition, values = _at(sites)
    rows = select(
        "SELECT s.code, k.pack_id, k.clause_id, k.status, k.need, k.have, k.due_on FROM kept_standing k "
        f"JOIN site s ON s.id = k.site_id WHERE {condition} ORDER BY s.code, k.pack_id, k.clause_id",
        **values,
    )
    return [
        Cell(site, pack, clause, _STATUS[status], need, have, None if due_on == LAST_DAY else due_on)
        for site, pack, clause, status, need, have, due_on in rows
    ]


def week_cells(sites: Sites) -> list[Cell]:
    """How the sites stood a week ago to each clause about sites."""
    condition, values = _at(sites)
    rows = select(
        "SELECT s.code, k.pack_id, k.clause_id, k.status, k.need, k.have FROM week_standing k "
        f"JOIN site s ON s.id = k.site_id WHERE {condition}",
        **values,
    )
    return [Cell(site, pack, clause, _STATUS[status], *more) for site, pack, clause, status, *more in rows]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as it is told in one line."""

    site: str
    pack: str
    clause: str
    subject: str
    status: Status
    reason: str
    due_on: date | None


def kept_urgent(sites: Sites, most: int) -> list[Told]:
    """The findings that ask most for someone, the worst first; what a whole site lacks before one person."""
    found: list[Told] = []
    for subject in ("k.subject = k.site_code", "k.subject <> k.site_code"):
        if len(found) < most:
            found += _urgent(sites, subject, most - len(found))
    return found


def _urgent(sites: Sites, subject: str, most: int) -> list[Told]:
    condition, values = _at(sites)
    rows = select(
        "SELECT k.site_code, k.pack_id, k.clause_id, k.subject, k.status, k.reason, k.due_on "
        f"FROM kept_finding k WHERE {condition} AND k.urgency <= :least AND {subject} "
        "ORDER BY k.urgency, k.gravity, k.falls_on, k.site_code, k.pack_id, k.clause_id, k.subject LIMIT :most",
        least=URGENCY[Status.DUE],
        most=most,
        **values,
    )
    return [
        Told(site, pack, clause, told, Status(status), reason, None if due_on == LAST_DAY else due_on)
        for site, pack, clause, told, status, reason, due_on in rows
    ]


def kept_coming(sites: Sites, until_on: date) -> list[tuple[date, int]]:
    """How many findings become a gap on each day until one."""
    condition, values = _at(sites)
    rows = select(
        f"SELECT k.due_on, count(*) FROM kept_finding k WHERE {condition} AND k.due_on <= :until_on "
        "GROUP BY k.due_on ORDER BY k.due_on",
        until_on=until_on,
        **values,
    )
    return [(due_on, count) for due_on, count in rows]


def kept_counts(sites: Sites, version: Version | None) -> Mapping[Status, int]:
    """How many findings of each status ask for something today, the most urgent first, in this state of what is kept.

    These are the numbers of the list of findings at the same sites.
    """
    return _counts(None if sites is None else frozenset(sites), version, database_name())


@lru_cache(maxsize=64)
def _counts(sites: Sites, _version: Version | None, _database: str) -> Mapping[Status, int]:
    """Counted once for each state of what is kept: every page of the workroom asks."""
    condition, values = _at(sites)
    rows = select(
        f"SELECT k.urgency, count(*) FROM kept_finding k WHERE {condition} AND k.urgency <= :least "
        "GROUP BY k.urgency ORDER BY k.urgency",
        least=URGENCY[Status.DUE],
        **values,
    )
    statuses = list(URGENCY)
    return {statuses[urgency]: count for urgency, count in rows}


@dataclass(frozen=True, slots=True)
class Behind:
    """How many sites are not judged by the latest turn yet, and when the oldest of them was judged.

    `first`: how many of them never were, so that nothing is kept of them; `sites`: how many there are in all.
    `is_late`: whether anything is not judged, be it of people without a site, who are no site. `is_of_rules`: whether
    anything was judged before what is asked was last changed.
    """

    count: int = 0
    done_at: datetime | None = None
    first: int = 0
    sites: int = 0
    is_late: bool = False
    is_of_rules: bool = False

    @property
    def is_first(self) -> bool:
        """Whether nothing is kept of any of them yet."""
        return self.is_late and self.first == self.sites and (self.sites > 0 or self.done_at is None)


_IS_STALE = "k.touched_in > k.done_in"
_IS_SITE = f"k.site_id <> {NO_SITE.id}"


def behind(sites: Sites, *, is_noted: bool = True) -> Behind:
    """What is shown of the sites that are to be judged afresh; not `is_noted`: any of them may have to be."""
    condition, values = _at(sites)
    rows = select(
        f"SELECT count(*) FILTER (WHERE {_IS_STALE} AND {_IS_SITE}), "
        f"min(CASE WHEN {_IS_STALE} THEN k.done_at END) AS done_at, "
        f"count(*) FILTER (WHERE k.done_in = 0 AND {_IS_SITE}), count(*) FILTER (WHERE {_IS_SITE}), "
        f"count(*) FILTER (WHERE {_IS_STALE}), "
        f"count(*) FILTER (WHERE {_IS_STALE if is_noted else '1 = 1'} AND k.done_at < {RULES_CHANGED_AT}) "
        f"FROM kept_site k WHERE {condition}",
        **values,
    )
    count, done_at, first, there, stale, older = next(rows)
    return Behind(count, done_at, first, there, is_late=stale > 0, is_of_rules=older > 0)
