"""Reading and writing what is kept; each function one statement or few, within the caller's transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.compliance.cells import cells_of
from readiness.compliance.findings import URGENCY, Finding
from readiness.compliance.standings import Standing
from readiness.compliance.subjects import NO_SITE
from readiness.compliance.touched import Touched
from readiness.foundation.database import among, execute, insert_rows, number_list, select
from readiness.foundation.temporal import LAST_DAY, Knowledge, Question
from readiness.requirements.queries import ClauseKey


@dataclass(frozen=True, slots=True)
class Turn:
    """What the kept findings answer, by which measure, and what the standings of a week ago answer."""

    number: int
    question: Question
    measured_by: str
    asked_by: str
    week_on: date | None = None
    week_known: int | None = None


_TURN = (
    "t.number, t.as_of AS asked_on, t.known, t.known_at, t.measured_by, t.asked_by, t.week_on, t.week_known"
)


def latest_turn() -> Turn | None:
    """The latest turn; None where nothing was ever kept."""
    return next((_turn(row) for row in select(f"SELECT {_TURN} FROM kept_turn t")), None)


def _turn(row: Sequence[Any]) -> Turn:
    number, as_of, known, known_at, *more = row
    return Turn(number, Question(as_of, Knowledge(known, known_at)), *more)


@dataclass(frozen=True, slots=True)
class Version:
    """Which state of what is kept: it is another whenever a site was judged, or a week's standings were kept."""

    turn: int
    week_on: date | None
    week_known: int | None
    done: int
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class State:
    """What is kept, told by one statement: the latest turn, how many sites it is still to judge, and which state it is.

    `known`: the number of the latest change there is.
    """

    turn: Turn
    known: int
    stale_count: int
    done: int
    done_at: datetime | None

    @property
    def version(self) -> Version:
        return Version(self.turn.number, self.turn.week_on, self.turn.week_known, self.done, self.done_at)


def kept_state() -> State | None:
    """What every page that shows what is kept asks first; None where nothing was ever kept."""
    rows = select(
        f"SELECT {_TURN}, coalesce((SELECT max(id) FROM change), 0), k.stale, k.done, k.done_at "
        "FROM kept_turn t CROSS JOIN (SELECT count(*) FILTER (WHERE touched_in > done_in) AS stale, "
        "coalesce(sum(done_in), 0) AS done, max(done_at) AS done_at FROM kept_site) k"
    )
    return next((State(_turn(row[:8]), *row[8:]) for row in rows), None)


def write_turn(turn: Turn) -> None:
    """Make this the latest turn."""
    execute("DELETE FROM kept_turn")
    execute(
        "INSERT INTO kept_turn (number, as_of, known, known_at, measured_by, asked_by, week_on, week_known) "
        "VALUES (:number, :as_of, :known, :known_at, :measured_by, :asked_by, :week_on, :week_known)",
        number=turn.number,
        as_of=turn.question.as_of,
        known=turn.question.known.number,
        known_at=turn.question.known.at,
        measured_by=turn.measured_by,
        asked_by=turn.asked_by,
        week_on=turn.week_on,
        week_known=turn.week_known,
    )


LONGEST_KINDS = 500
"""Characters: a site that is touched again and again before anyone judges it is judged whole."""


def touch(turn: Turn, touched: Touched, gone: Collection[int]) -> None:
    """Say that sites must be judged afresh in this turn, and forget those that are gone."""
    for table in ("kept_finding", "kept_standing", "kept_site"):
        execute(f"DELETE FROM {table} WHERE {among('site_id', 'gone')}", gone=number_list(sorted(gone)))
    execute(
        f"UPDATE kept_site SET touched_in = :turn, kinds = '' WHERE {among('site_id', 'sites')}",
        turn=turn.number,
        sites=number_list(sorted(touched.sites)),
    )
    execute(
        "UPDATE kept_site SET touched_in = :turn, "
        "kinds = CASE WHEN touched_in <= done_in OR kinds = :kinds THEN :kinds "
        "WHEN kinds = '' OR length(kinds) > :longest THEN '' ELSE kinds || ' ' || :kinds END "
        f"WHERE {among('site_id', 'sites')}",
        turn=turn.number,
        kinds=" ".join(sorted(touched.kinds)),
        longest=LONGEST_KINDS,
        sites=number_list(sorted(touched.by_kinds)),
    )
    execute(
        "INSERT INTO kept_site (site_id, touched_in, done_in) SELECT s.id, :turn, 0 "
        f"FROM (SELECT id FROM site UNION SELECT {NO_SITE.id}) s "
        f"WHERE {among('s.id', 'sites')} AND NOT EXISTS (SELECT 1 FROM kept_site k WHERE k.site_id = s.id)",
        turn=turn.number,
        sites=number_list(sorted(touched.sites)),
    )


def kept_site_ids() -> set[int]:
    """The sites of which something is kept, or will be."""
    return {row[0] for row in select("SELECT site_id FROM kept_site")}


@dataclass(frozen=True, slots=True)
class StaleSite:
    """A site that is to be judged afresh, and how many people there are to look at.

    `kinds`: the certificate kinds of which alone something changed; none: anything may have.
    """

    id: int
    code: str
    kinds: frozenset[str]
    people: int


_WITHOUT_SITE = (
    "(SELECT count(*) FROM person p WHERE NOT EXISTS "
    "(SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.site_id IS NOT NULL))"
)


def stale_sites(site_ids: Collection[int] | None = None) -> list[StaleSite]:
    """The sites that are to be judged afresh, of those that are named or of all."""
    condition = "" if site_ids is None else f" AND {among('k.site_id', 'sites')}"
    values = {} if site_ids is None else {"sites": number_list(sorted(site_ids))}
    rows = select(
        f"SELECT k.site_id, s.code, k.kinds, CASE WHEN k.site_id = {NO_SITE.id} THEN {_WITHOUT_SITE} ELSE "
        "(SELECT count(*) FROM membership m WHERE m.site_id = k.site_id) END "
        f"FROM kept_site k JOIN (SELECT id, code FROM site UNION SELECT {NO_SITE.id}, '{NO_SITE.code}') s "
        f"ON s.id = k.site_id WHERE k.touched_in > k.done_in{condition} ORDER BY s.code",
        **values,
    )
    return [StaleSite(id_, code, frozenset(kinds.split()), people) for id_, code, kinds, people in rows]


def awaiting(turn: Turn, site_ids: Collection[int]) -> set[int]:
    """Those of the sites whose findings of this turn are wanted: not done yet, and not touched since."""
    rows = select(
        "SELECT site_id FROM kept_site WHERE touched_in <= :turn AND touched_in > done_in "
        f"AND {among('site_id', 'sites')}",
        turn=turn.number,
        sites=number_list(sorted(site_ids)),
    )
    return {row[0] for row in rows}


def mark_done(turn: Turn, site_ids: Collection[int], at: datetime) -> None:
    """Say that the findings of sites are true of this turn."""
    execute(
        f"UPDATE kept_site SET done_in = :turn, done_at = :at WHERE {among('site_id', 'sites')}",
        turn=turn.number,
        at=at,
        sites=number_list(sorted(site_ids)),
    )


_FINDING = (
    "site_code", "pack_id", "clause_id", "subject", "urgency", "status", "need", "have", "reason", "since_on",
    "due_on",
)  # fmt: skip


def replace_findings(site_id: int, findings: Iterable[Finding], only: Collection[ClauseKey] | None) -> None:
    """Make these the findings of a site, by the clauses `only` or by all; rows that say the same are left alone."""
    wanted = {_finding_row(finding) for finding in findings}
    _exchange("kept_finding", _FINDING, site_id, wanted, only)


def _finding_row(finding: Finding) -> tuple[object, ...]:
    return (
        finding.site, finding.pack, finding.clause.id, finding.subject, URGENCY[finding.status],
        finding.status.value, finding.need, finding.have, finding.reason, finding.since,
        finding.due_on or LAST_DAY,
    )  # fmt: skip


_STANDING = ("pack_id", "clause_id", "status", "need", "have", "due_on")


def replace_standings(site_id: int, findings: Iterable[Finding], only: Collection[ClauseKey] | None) -> None:
    """Make what these findings come to the standings of a site, by the clauses `only` or by all."""
    wanted = {
        (cell.pack, cell.clause, cell.status.value, cell.need, cell.have, cell.due_on or LAST_DAY)
        for cell in cells_of(findings)
    }
    _exchange("kept_standing", _STANDING, site_id, wanted, only)


def _exchange(
    table: str,
    columns: Sequence[str],
    site_id: int,
    wanted: Collection[tuple[object, ...]],
    only: Collection[ClauseKey] | None,
) -> None:
    condition, values = _by_clauses(only)
    rows = select(
        f"SELECT id, {', '.join(columns)} FROM {table} WHERE site_id = :site{condition}",
        site=site_id,
        **values,
    )
    present = {row[1:]: row[0] for row in rows}
    gone = [id_ for row, id_ in present.items() if row not in wanted]
    if gone:
        execute(f"DELETE FROM {table} WHERE {among('id', 'gone')}", gone=number_list(gone))
    new = [
        (site_id, *(cell.isoformat() if isinstance(cell, date) else cell for cell in row))
        for row in wanted
        if row not in present
    ]
    if new:
        insert_rows(table, ("site_id", *columns), new)


def _by_clauses(only: Collection[ClauseKey] | None) -> tuple[str, dict[str, str]]:
    """SQL that a row is by one of the clauses, with its values."""
    if only is None:
        return "", {}
    values = {
        f"{name}_{place}": word
        for place, key in enumerate(sorted(only))
        for name, word in zip("pc", key, strict=True)
    }
    named = ", ".join(f"(:p_{place}, :c_{place})" for place in range(len(only)))
    return (f" AND (pack_id, clause_id) IN (VALUES {named})" if named else " AND 1 = 0"), values


def replace_week(standings: Iterable[Standing], site_ids: Mapping[str, int]) -> None:
    """Make these the standings of a week ago."""
    execute("DELETE FROM week_standing")
    insert_rows(
        "week_standing",
        ("site_id", "pack_id", "clause_id", "status", "need", "have"),
        [
            (site_ids[each.site], each.pack, each.clause, each.status.value, each.need, each.have)
            for each in standings
            if each.site in site_ids
        ],
    )
