"""The facts that checks are held against, by set-based queries: as many for ten people as for a million."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from readiness.compliance.checks import HeldExercise
from readiness.compliance.spells import Spell
from readiness.compliance.subjects import (
    Asked,
    CertificateSpell,
    Counts,
    HeadcountSpell,
    MembershipSpell,
    PersonFacts,
    SiteFacts,
)
from readiness.foundation.database import among, number_list, select, stream
from readiness.foundation.temporal import LAST_DAY, Question, day_before, known_sql


def all_sites(question: Question, site_code: str | None = None) -> list[SiteFacts]:
    """Every site that was known, in the order of its code, or the one that is named."""
    rows = select(
        "SELECT id, code, name, country, region, kind, hazard, open_to_public, time_zone FROM site s "
        f"WHERE {known_sql('s')} AND (:code = '' OR code = :code) ORDER BY code",
        known=question.known.number,
        code=site_code or "",
    )
    return [
        SiteFacts(
            id_, code, name, country, region, kind, hazard, None if public is None else bool(public), zone
        )
        for id_, code, name, country, region, kind, hazard, public, zone in rows
    ]


def _yes_or_no(value: int | bool | None) -> bool | None:
    return None if value is None else bool(value)  # SQLite keeps 0 and 1


def counts_on(question: Question, asked: Asked) -> Counts:
    """At most three statements, whatever the number of people: headcounts, and holders by site and kind."""
    values: dict[str, Any] = {"as_of": question.as_of, "known": question.known.number}
    headcounts = {site_id: count for site_id, count in select(_HEADCOUNTS, **values)}  # noqa: C416
    alone = [kind for kind, counting in asked.kinds.items() if counting == (kind,)]
    shared = [
        (kind, held) for kind, counting in asked.kinds.items() for held in counting if kind not in alone
    ]
    holders: dict[tuple[int, str], int] = {}
    if alone:
        named = {f"kind_{place}": kind for place, kind in enumerate(alone)}
        places = ", ".join(f":{name}" for name in named)
        holders |= _by_site(_holders(_HOLD_ALONE.format(places=places)), values | named)
    if shared:
        named = {f"asked_{place}": kind for place, (kind, _held) in enumerate(shared)}
        named |= {f"held_{place}": held for place, (_kind, held) in enumerate(shared)}
        places = ", ".join(f"(:asked_{place}, :held_{place})" for place in range(len(shared)))
        holders |= _by_site(_holders(_HOLD_SHARED.format(places=places)), values | named)
    return Counts(headcounts, holders)


def _by_site(sql: str, values: dict[str, Any]) -> dict[tuple[int, str], int]:
    return {(site_id, kind): count for site_id, kind, count in select(sql, **values)}


_PRESENT = f"""
    JOIN membership m ON m.person_id = h.person_id AND {known_sql("m")}
     AND m.from_on <= :as_of AND m.until_on >= :as_of
    JOIN employment e ON e.person_id = h.person_id AND {known_sql("e")}
     AND e.from_on <= :as_of AND e.until_on >= :as_of
"""

_HEADCOUNTS = f"""
    SELECT m.site_id, count(DISTINCT m.person_id)
    FROM membership m
    JOIN employment e ON e.person_id = m.person_id AND {known_sql("e")}
     AND e.from_on <= :as_of AND e.until_on >= :as_of
    WHERE {known_sql("m")} AND m.from_on <= :as_of AND m.until_on >= :as_of AND m.site_id IS NOT NULL
    GROUP BY m.site_id
"""


_COUNTS = f"c.issued_on <= :as_of AND c.counts_until_on >= :as_of AND {known_sql('c')}"

# Who holds what: kinds that only they themselves count as, read in the order of their index …
_HOLD_ALONE = f"""
    h AS (
        SELECT c.person_id, c.kind FROM certificate c
        WHERE {_COUNTS} AND c.kind IN ({{places}}) GROUP BY c.person_id, c.kind
    )
"""

# … and kinds as which others count too: several certificates of a person make one holder.
_HOLD_SHARED = f"""
    asked(kind, held) AS (VALUES {{places}}),
    h AS (
        SELECT DISTINCT c.person_id, asked.kind
        FROM certificate c JOIN asked ON asked.held = c.kind WHERE {_COUNTS}
    )
"""


def _holders(held: str) -> str:
    """Holders by site and kind; someone on leave is none while away."""
    return f"""
        WITH {held}
        SELECT m.site_id, h.kind, count(DISTINCT h.person_id)
        FROM h {_PRESENT}
        WHERE m.site_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM leave l WHERE l.person_id = h.person_id AND {known_sql("l")}
             AND l.from_on <= :as_of AND l.until_on >= :as_of
        )
        GROUP BY m.site_id, h.kind
    """


@dataclass(frozen=True, slots=True)
class Selection:
    """Of whom facts are read: everyone, or those who come, go, or change between two days."""

    after_on: date | None = None
    until_on: date | None = None

    def ids(self, question: Question) -> list[int] | None:
        """The people who are chosen; None: everyone."""
        if self.after_on is None:
            return None
        values = {"known": question.known.number, "after_on": self.after_on, "until_on": self.until_on}
        return sorted(row[0] for row in select(self._moving(), **values))

    def _moving(self) -> str:
        spells = [(table, "from_on", "until_on") for table in ("employment", "membership", "leave")]
        return " UNION ".join(
            f"SELECT person_id FROM {table} x WHERE {known_sql('x')} AND {_MOVES.format(first, last)}"
            for table, first, last in [*spells, ("certificate", "issued_on", "counts_until_on")]
        )


# A spell that ends on the day itself is gone on the day after.
_MOVES = "((x.{0} > :after_on AND x.{0} <= :until_on) OR (x.{1} >= :after_on AND x.{1} < :until_on))"

EVERYONE = Selection()


def people(question: Question, asked: Asked, selection: Selection = EVERYONE) -> Iterator[PersonFacts]:
    """Each person with all facts over all days, in a fixed number of statements read side by side."""
    values: dict[str, Any] = {"known": question.known.number}
    chosen = selection.ids(question)
    if chosen is not None:
        values["people"] = number_list(chosen)

    streams = ExitStack()

    def rows(sql: str, person: str = "f.person_id", **more: Any) -> Iterator[tuple[Any, ...]]:
        condition = "" if chosen is None else f"AND {among(person, 'people')} "
        return streams.enter_context(closing(stream(f"{sql}{condition}ORDER BY {person}", **values, **more)))

    with streams:
        persons = rows(
            f"SELECT p.id, p.staff_number, p.given_name, p.family_name FROM person p WHERE {known_sql('p')} ",
            person="p.id",
        )
        employments = _by_person(
            rows(f"SELECT f.person_id, f.from_on, f.until_on FROM employment f WHERE {known_sql('f')} ")
        )
        memberships = _by_person(
            rows(
                "SELECT f.person_id, f.site_id, d.name, f.job_title, f.from_on, f.until_on "
                "FROM membership f LEFT JOIN department d ON d.id = f.department_id "
                f"WHERE {known_sql('f')} AND f.site_id IS NOT NULL "
            )
        )
        leaves = _by_person(
            rows(f"SELECT f.person_id, f.from_on, f.until_on FROM leave f WHERE {known_sql('f')} ")
        )
        certificates = _certificates(rows, asked)
        for id_, staff_number, given_name, family_name in persons:
            yield PersonFacts(
                id_,
                staff_number,
                f"{given_name} {family_name}".strip() or staff_number,
                [Spell(row[1], row[2]) for row in employments(id_)],
                [
                    MembershipSpell(row[1], row[2] or "", row[3], Spell(row[4], row[5]))
                    for row in memberships(id_)
                ],
                [Spell(row[1], row[2]) for row in leaves(id_)],
                [
                    CertificateSpell(row[1], Spell(row[2], row[3]), bool(row[4]), bool(row[5]))
                    for row in certificates(id_)
                ],
            )


def _certificates(rows: Any, asked: Asked) -> Any:
    kinds = {f"kind_{place}": kind for place, kind in enumerate(asked.held)}
    places = ", ".join(f":{name}" for name in kinds) or "''"
    return _by_person(
        rows(
            "SELECT f.person_id, f.kind, f.issued_on, f.counts_until_on, f.number, f.evidence "
            f"FROM certificate f WHERE {known_sql('f')} AND f.kind IN ({places}) ",
            **kinds,
        )
    )


def _by_person(rows: Iterable[tuple[Any, ...]]) -> Any:
    """Read rows that come in the order of their person alongside the people themselves."""
    groups = groupby(rows, key=itemgetter(0))
    waiting: list[Any] = [None, ()]

    def of(person_id: int) -> Iterable[tuple[Any, ...]]:
        while waiting[0] is None or waiting[0] < person_id:
            found = next(groups, None)
            if found is None:
                return ()
            waiting[:] = found
        return waiting[1] if waiting[0] == person_id else ()

    return of


def headcount_overrides(question: Question) -> dict[int, list[HeadcountSpell]]:
    """Per site, the days on which a headcount given by hand takes the place of the count."""
    by_site: dict[int, list[HeadcountSpell]] = defaultdict(list)
    rows = list(
        select(
            f"SELECT h.site_id, h.from_on, h.headcount FROM headcount_override h WHERE {known_sql('h')} "
            "ORDER BY h.site_id, h.from_on",
            known=question.known.number,
        )
    )
    for place, (site_id, from_on, headcount) in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        until_on = day_before(following[1]) if following and following[0] == site_id else LAST_DAY
        if headcount is not None:
            by_site[site_id].append(HeadcountSpell(Spell(from_on, until_on), headcount))
    return by_site


def held_exercises(question: Question) -> dict[int, list[HeldExercise]]:
    """Per site, the exercises that were held, over all days."""
    by_site: dict[int, list[HeldExercise]] = defaultdict(list)
    for site_id, held_on, kind in select(
        f"SELECT x.site_id, x.held_on, x.kind FROM exercise x WHERE {known_sql('x')} "
        "AND x.held_on IS NOT NULL ORDER BY x.site_id, x.held_on",
        known=question.known.number,
    ):
        by_site[site_id].append(HeldExercise(held_on, kind))
    return by_site
