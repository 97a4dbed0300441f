"""The list of today's findings as they are kept: a page costs what its rows cost, however many there are."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from readiness.compliance.adopted import clauses_of_page
from readiness.compliance.days.findings import URGENCY, Finding, MissingFact, Status, site_facts
from readiness.compliance.days.subjects import NO_SITE
from readiness.compliance.keeping.kept_rows import Version, kept_state
from readiness.compliance.lists.finding_list import (
    FINDING_ORDERS,
    FindingFilter,
    ShownFindings,
    Standing,
)
from readiness.compliance.lists.waiting import Waiting, waiting_in
from readiness.foundation.database import database_name, reading, select, stream
from readiness.foundation.paging import Key, Page, PageRequest, page_of
from readiness.foundation.temporal import LAST_DAY, NEVER, Question
from readiness.standards.packs import Clause
from readiness.web.once import once

_COLUMNS = (
    "k.site_code, k.pack_id, k.clause_id, k.subject, k.status, k.need, k.have, k.reason, k.since_on, k.due_on, "
    "k.falls_on, k.lacks"
)
_WIDTH = 12
_THE_SITE = f"(SELECT s.id FROM site s WHERE s.code = :code AND s.superseded_in = {NEVER})"


def _version() -> Version | None:
    state = once("kept", kept_state)
    return state.version if state else None


@dataclass(frozen=True, slots=True)
class KeptFindings:
    """Findings of today by all that is known; `question` is the one that they answer.

    `is_late`: of some sites they are those of an earlier turn.
    """

    sought: FindingFilter
    question: Question
    is_late: bool = False

    def shown(self, page: PageRequest) -> ShownFindings:
        wanted, values = self._wanted()
        clauses = self._clauses()
        key = ", ".join(page.order.columns)
        rows = select(
            f"SELECT {_COLUMNS}, {key} FROM kept_finding k WHERE {wanted} AND {page.condition()} {page.tail()}",
            **values,
            **page.values(),
        )
        found = page_of([(_finding(row, clauses), row[_WIDTH:]) for row in rows], page, _key)
        state = wanted, tuple(values.items()), _version(), database_name()
        return ShownFindings(
            Page([finding for finding, _place in found.rows], found.before, found.after),
            _counts(*state),
            () if self.sought.subject else _waiting(*state),
        )

    def every(self, page: PageRequest) -> Iterable[Finding]:
        return self._stream(page)

    def standing(self) -> Standing:
        """How many findings each site has of each status."""
        wanted, values = self._by_urgency()
        return _standing(wanted, tuple(values.items()), _version(), database_name())

    def stretch(self, begin: int, most: int) -> list[Finding]:
        """So many findings from the number `begin` (from 0) on, the most urgent first.

        Which status it begins in is known by the counts, so that only findings of that one are passed over.
        """
        counts = Counter[Status]()
        for (_site, status), count in self.standing().items():
            counts[status] += count
        first = 0
        for status, urgency in URGENCY.items():
            first = urgency
            if begin < counts[status]:
                break
            begin -= counts[status]
        else:
            return []
        wanted, values = self._by_urgency()
        clauses = self._clauses()
        order = PageRequest(FINDING_ORDERS["urgency"], size=None).tail()
        rows = select(
            f"SELECT {_COLUMNS} FROM kept_finding k WHERE {wanted} AND k.urgency >= :first {order} "
            "LIMIT :most OFFSET :begin",
            **values, first=first, most=most, begin=begin,
        )  # fmt: skip
        return [_finding(row, clauses) for row in rows]

    def _by_urgency(self) -> tuple[str, dict[str, Any]]:
        """As `_wanted`, with the statuses as places in the order, which its indexes have."""
        wanted, values = self._wanted(by_status=False)
        sought = self.sought.statuses or list(URGENCY)
        places = sorted(URGENCY[Status(each)] for each in sought)
        between = [f"k.urgency >= {places[0]}", f"k.urgency <= {places[-1]}"]
        left_out = (f"k.urgency <> {place}" for place in range(places[0], places[-1]) if place not in places)
        return " AND ".join((wanted, *between, *left_out)), values

    def _stream(self, page: PageRequest) -> Iterator[Finding]:
        wanted, values = self._wanted()
        clauses = self._clauses()
        with reading():
            for row in stream(
                f"SELECT {_COLUMNS} FROM kept_finding k WHERE {wanted} {page.tail()}", **values
            ):
                yield _finding(row, clauses)

    def _wanted(self, *, by_status: bool = True) -> tuple[str, dict[str, Any]]:
        """What must hold of a kept finding k, and the values of the places; `by_status`: of its status too."""
        sought = self.sought
        found = ["1 = 1"]
        values: dict[str, Any] = {}
        one_site = _one_of(sought.site_codes)
        if one_site is not None:  # along the index of the order within a site
            found.append(f"k.site_id = {_THE_SITE if one_site else NO_SITE.id}")
            values |= {"code": one_site} if one_site else {}
        for column, name, wanted in (
            ("k.status", "status", (by_status and sought.statuses) or None),
            ("k.pack_id", "pack", [sought.pack] if sought.pack else None),
            ("k.clause_id", "clause", [sought.clause] if sought.clause else None),
            ("k.subject", "subject", [sought.subject] if sought.subject else None),
            ("k.site_code", "site", None if one_site is not None else sought.site_codes),
        ):
            if wanted is not None:
                named = {f"{name}_{place}": value for place, value in enumerate(wanted)}
                places = ", ".join(f":{each}" for each in named)
                found.append(f"{column} IN ({places})" if named else "1 = 0")
                values |= named
        if len(sought.statuses) == 1:  # along the index of the order, from where the first of them is
            found.append(f"k.urgency = {URGENCY[Status(next(iter(sought.statuses)))]}")
        if self.is_late:
            # Sites that are not judged yet may tell of what is asked no longer.
            known = {f"asked_{place}": "/".join(key) for place, key in enumerate(self._clauses())}
            found.append(
                f"(k.pack_id || '/' || k.clause_id) IN ({', '.join(f':{each}' for each in known) or 'NULL'})"
            )
            values |= known
        if sought.chosen is not None:
            numbers = ", ".join(str(int(each)) for each in sought.chosen.kept_ids)
            found.append(f"k.id IN ({numbers})" if numbers else "1 = 0")
        return " AND ".join(found), values

    def _clauses(self) -> dict[tuple[str, str], Clause]:
        """The clauses in force, by pack and clause."""
        return {
            (each.pack.id, each.clause.id): each.clause
            for each in clauses_of_page(self.question.known)
            if each.is_in_force(self.question.as_of)
        }


def _one_of(codes: Collection[str] | None) -> str | None:
    """The code of the one site that is looked at; None where there are more, or none."""
    return next(iter(codes)) if codes is not None and len(codes) == 1 else None


@lru_cache(maxsize=64)
def _counts(
    wanted: str, values: tuple[tuple[str, Any], ...], _version: Version | None, _database: str
) -> dict[Status, int]:
    """How many findings there are of each status, the most urgent first; counted once for each state."""
    rows = select(
        f"SELECT k.status, count(*) FROM kept_finding k WHERE {wanted} GROUP BY k.status, k.urgency ORDER BY k.urgency",
        **dict(values),
    )
    return {Status(status): count for status, count in rows}


@lru_cache(maxsize=64)
def _standing(
    wanted: str, values: tuple[tuple[str, Any], ...], _version: Version | None, _database: str
) -> Standing:
    """How many there are at each site of each status, along an index; counted once for each state."""
    rows = select(
        f"SELECT k.site_code, k.urgency, count(*) FROM kept_finding k WHERE {wanted} GROUP BY k.site_code, k.urgency",
        **dict(values),
    )
    statuses = list(URGENCY)
    return {(site, statuses[urgency]): count for site, urgency, count in rows}


@lru_cache(maxsize=64)
def _waiting(
    wanted: str, values: tuple[tuple[str, Any], ...], _version: Version | None, _database: str
) -> Sequence[Waiting]:
    """What waits for a fact of a site, along the index of what does; counted once for each state."""
    rows = select(
        "SELECT k.site_code, k.lacks, k.pack_id, k.clause_id, count(*) FROM kept_finding k "
        f"WHERE k.lacks <> '' AND k.subject <> k.site_code AND {wanted} "
        "GROUP BY k.site_code, k.lacks, k.pack_id, k.clause_id",
        **dict(values),
    )
    return waiting_in(
        ((site, site_facts(map(MissingFact, lacks.split())), pack, clause), count)
        for site, lacks, pack, clause, count in rows
    )


def _key(placed: tuple[Finding, Key]) -> Key:
    return placed[1]


def _finding(row: tuple[Any, ...], clauses: dict[tuple[str, str], Clause]) -> Finding:
    site, pack, clause, subject, status, need, have, reason, since, due_on, falls_on, lacks = row[:_WIDTH]
    return Finding(
        pack, clauses[pack, clause], site, subject, Status(status), need, have, reason, since,
        None if due_on == LAST_DAY else due_on, tuple(map(MissingFact, lacks.split())), falls_on,
    )  # fmt: skip
