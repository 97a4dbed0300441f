"""Reading and writing what is kept; each function one statement or few, within the caller's transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.compliance.days.subjects import NO_SITE
from readiness.compliance.judging.standings import Standing
from readiness.compliance.keeping.touched import Touched
from readiness.foundation.database import among, execute, insert_rows, number_list, select
from readiness.foundation.temporal import Knowledge, Question


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
    values = {
        "number": turn.number,
        "as_of": turn.question.as_of,
        "known": turn.question.known.number,
        "known_at": turn.question.known.at,
        "measured_by": turn.measured_by,
        "asked_by": turn.asked_by,
        "week_on": turn.week_on,
        "week_known": turn.week_known,
    }
    if not execute(
        f"UPDATE kept_turn SET {', '.join(f'{name} = :{name}' for name in values)}", **values
    ).rowcount:
        places = ", ".join(f":{name}" for name in values)
        execute(f"INSERT INTO kept_turn ({', '.join(values)}) VALUES ({places})", **values)


LONGEST = 500
"""Characters: a site that is touched again and again before anyone judges it is judged whole."""

# What is added to what waits already: the kinds of which, and the people of whom alone something changed.
_MORE = """
    {0} = CASE WHEN touched_in <= done_in OR {0} = :{0} THEN :{0}
    WHEN {0} = '' OR CAST(:{0} AS TEXT) = '' OR length({0}) > :longest THEN '' ELSE {0} || ' ' || :{0} END
"""


def touch(turn: Turn, touched: Touched) -> None:
    """Say that sites must be judged afresh in this turn; where some may have come or gone, see to these."""
    new = set() if touched.there is None else _come_and_gone(turn, touched.there)
    if touched.sites:
        execute(
            f"UPDATE kept_site SET touched_in = :turn, kinds = '', people = '' WHERE {among('site_id', 'sites')}",
            turn=turn.number,
            sites=number_list(sorted(touched.sites)),
        )
    by_kinds = touched.by_kinds - touched.sites - new
    if by_kinds:
        execute(
            f"UPDATE kept_site SET touched_in = :turn, {_MORE.format('kinds')}, {_MORE.format('people')} "
            f"WHERE {among('site_id', 'sites')}",
            turn=turn.number,
            kinds=" ".join(sorted(touched.kinds)),
            people=" ".join(map(str, sorted(touched.people))),
            longest=LONGEST,
            sites=number_list(sorted(by_kinds)),
        )


def _come_and_gone(turn: Turn, there: Set[int]) -> Set[int]:
    """Forget the sites that are gone, and have those judged that are new: these."""
    present = kept_site_ids()
    gone, new = present - there, there - present
    for table in ("kept_finding", "kept_standing", "kept_roll", "kept_site") if gone else ():
        execute(f"DELETE FROM {table} WHERE {among('site_id', 'gone')}", gone=number_list(sorted(gone)))
    insert_rows(
        "kept_site", ("site_id", "touched_in", "done_in"), [(id_, turn.number, 0) for id_ in sorted(new)]
    )
    return new


def kept_site_ids() -> set[int]:
    """The sites of which something is kept, or will be."""
    return {row[0] for row in select("SELECT site_id FROM kept_site")}


@dataclass(frozen=True, slots=True)
class StaleSite:
    """A site that is to be judged afresh, and how many people there are to look at.

    `kinds`: the certificate kinds of which alone something changed; none: anything may have. `people`: those alone of
    whom one did; none: anybody.
    """

    id: int
    code: str
    kinds: frozenset[str]
    people: frozenset[int]
    people_count: int


_WITHOUT_SITE = (
    "(SELECT count(*) FROM person p WHERE NOT EXISTS "
    "(SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.site_id IS NOT NULL))"
)


def stale_sites(site_ids: Collection[int] | None = None) -> list[StaleSite]:
    """The sites that are to be judged afresh, of those that are named or of all."""
    condition = "" if site_ids is None else f" AND {among('k.site_id', 'sites')}"
    values = {} if site_ids is None else {"sites": number_list(sorted(site_ids))}
    rows = select(
        "SELECT k.site_id, coalesce(s.code, :no_site) AS code, k.kinds, k.people, "
        f"CASE WHEN k.site_id = {NO_SITE.id} THEN {_WITHOUT_SITE} "
        "ELSE (SELECT count(*) FROM membership m WHERE m.site_id = k.site_id) END "
        "FROM kept_site k LEFT JOIN site s ON s.id = k.site_id "
        f"WHERE k.touched_in > k.done_in AND (s.id IS NOT NULL OR k.site_id = {NO_SITE.id}){condition} ORDER BY 2",
        no_site=NO_SITE.code,
        **values,
    )
    return [
        StaleSite(id_, code, frozenset(kinds.split()), frozenset(map(int, people.split())), count)
        for id_, code, kinds, people, count in rows
    ]


def sites_done(touched: Touched) -> list[StaleSite]:
    """The sites of which certificates alone changed, apart from those that are to be judged afresh already."""
    rows = select(
        "SELECT k.site_id, coalesce(s.code, :no_site) FROM kept_site k LEFT JOIN site s ON s.id = k.site_id "
        f"WHERE {among('k.site_id', 'sites')} AND k.touched_in <= k.done_in",
        no_site=NO_SITE.code,
        sites=number_list(sorted(touched.by_kinds)),
    )
    kinds, people = frozenset(touched.kinds), frozenset(touched.people)
    return [StaleSite(id_, code, kinds, people, len(people)) for id_, code in rows]


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
    """Say that the findings of sites are true of this turn, and of whatever touched them until then."""
    execute(
        "UPDATE kept_site SET done_in = :turn, done_at = :at, touched_in = "
        f"CASE WHEN touched_in > done_in THEN touched_in ELSE :turn END WHERE {among('site_id', 'sites')}",
        turn=turn.number,
        at=at,
        sites=number_list(sorted(site_ids)),
    )


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
