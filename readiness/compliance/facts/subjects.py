"""The facts that checks are held against, by set-based queries: as many for ten people as for a million."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import groupby
from operator import itemgetter
from typing import Any

from readiness.compliance.days.records import Learned
from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import (
    NO_SITE,
    Asked,
    CareFact,
    CertificateSpell,
    HeadcountSpell,
    MembershipSpell,
    PersonFacts,
    SiteFacts,
)
from readiness.foundation.database import among, number_list, select, stream
from readiness.foundation.temporal import LAST_DAY, Question, day_after, day_before, known_sql
from readiness.people.versions import as_known

_THEN = as_known(
    "site",
    ("id", "code", "recorded_in", "superseded_in"),
    ("name", "country", "region", "kind", "hazard", "open_to_public", "time_zone"),
)
DEPARTMENTS = as_known("department", ("id",), ("name",))
"""SQL for departments as they were known."""
_SITES = f"""
    SELECT s.id, s.code, s.name, s.country, s.region, s.kind, s.hazard, s.open_to_public, s.time_zone,
      c.from_on, c.minutes
    FROM {_THEN} s LEFT JOIN nearby_care c ON c.site_id = s.id AND {known_sql("c")}
    WHERE {known_sql("s")}
"""


def all_sites(question: Question, site_codes: Collection[str] | None = None) -> list[SiteFacts]:
    """Every site that was known, in the order of its code, or those that are named."""
    rows = select(f"{_SITES} ORDER BY s.code, s.id, c.from_on", known=question.known.number)
    return [*_sites(row for row in rows if site_codes is None or row[1] in site_codes)]


def sites_of(question: Question, ids: Sequence[int]) -> list[SiteFacts]:
    """The sites of these numbers that were known; no other one is looked at."""
    rows = select(
        f"{_SITES} AND {among('s.id', 'sites')} ORDER BY s.id, c.from_on",
        known=question.known.number,
        sites=number_list(ids),
    )
    return [*_sites(rows)]


def _sites(rows: Iterable[Sequence[Any]]) -> Iterator[SiteFacts]:
    """Sites from rows of which each site has one for each thing said of care near it, one after the other."""
    for _id, of_site in groupby(rows, key=itemgetter(0)):
        said = list(of_site)
        id_, code, name, country, region, kind, hazard, public, zone, *_care = said[0]
        care = tuple(CareFact(*each[-2:]) for each in said if each[-2] is not None)
        is_public = None if public is None else bool(public)
        yield SiteFacts(id_, code, name, country, region, kind, hazard, is_public, zone, care)


UNPLACED = f"""
    SELECT e.person_id FROM employment e
    WHERE {known_sql("e")} AND e.from_on <= :as_of AND e.until_on >= :as_of AND NOT EXISTS (
      SELECT 1 FROM membership m WHERE m.person_id = e.person_id AND {known_sql("m")}
      AND m.from_on <= :as_of AND m.until_on >= :as_of AND m.site_id IS NOT NULL)
"""
"""SQL for those who are employed on the day, and of whom no site is recorded."""


def has_more_people(most: int, site_ids: Sequence[int] | None = None) -> bool:
    """Whether there are more people than so many, at all or at some sites, without counting them all."""
    if site_ids is None:
        rows = select("SELECT 1 FROM person ORDER BY id LIMIT 1 OFFSET :most", most=most)
    else:
        rows = select(
            f"SELECT 1 FROM membership m WHERE {among('m.site_id', 'sites')} LIMIT 1 OFFSET :most",
            sites=number_list(site_ids),
            most=most,
        )
    return next(rows, None) is not None


def employed_count(question: Question) -> int:
    """How many people work here on the day, roughly: whoever has two employments counts twice."""
    rows = select(
        f"SELECT count(*) FROM employment e WHERE {known_sql('e')} AND e.from_on <= :as_of AND e.until_on >= :as_of",
        known=question.known.number,
        as_of=question.as_of,
    )
    return int(next(rows)[0])


def people_of(question: Question, site_ids: Sequence[int]) -> list[int]:
    """Everyone who was known to work at one of the sites on any day; of NO_SITE those of the day itself."""
    values: dict[str, Any] = {"known": question.known.number, "sites": number_list(site_ids)}
    unplaced = ""
    if NO_SITE.id in site_ids:
        unplaced = f"UNION {UNPLACED}"
        values["as_of"] = question.as_of
    rows = select(
        f"SELECT m.person_id FROM membership m WHERE {known_sql('m')} "
        f"AND {among('m.site_id', 'sites')} {unplaced}",
        **values,
    )
    return sorted({row[0] for row in rows})


FEW = 100
"""So many people are read without a cursor of the server's: opening it would take longer than reading them."""


def people(question: Question, asked: Asked, chosen: Sequence[int] | None = None) -> Iterator[PersonFacts]:
    """Everyone, or those whose ids are given, in the order of their id, with all facts over all days.

    A fixed number of statements, read side by side.
    """
    values: dict[str, Any] = {"known": question.known.number}
    if chosen is not None:
        values["people"] = number_list(chosen)

    streams = ExitStack()
    read = select if chosen is not None and len(chosen) <= FEW else stream

    def rows(sql: str, person: str = "f.person_id", **more: Any) -> Iterator[tuple[Any, ...]]:
        condition = "" if chosen is None else f"AND {among(person, 'people')} "
        return streams.enter_context(closing(read(f"{sql}{condition}ORDER BY {person}", **values, **more)))

    with streams:
        persons = rows(
            f"SELECT p.id, p.staff_number, p.given_name, p.family_name FROM person p WHERE {known_sql('p')} ",
            person="p.id",
        )
        employments = by_person(
            rows(f"SELECT f.person_id, f.from_on, f.until_on FROM employment f WHERE {known_sql('f')} ")
        )
        memberships = by_person(
            rows(
                f"SELECT f.person_id, coalesce(f.site_id, {NO_SITE.id}), d.name, f.job_title, f.from_on, "
                f"f.until_on FROM membership f LEFT JOIN {DEPARTMENTS} d ON d.id = f.department_id "
                f"WHERE {known_sql('f')} "
            )
        )
        leaves = by_person(
            rows(f"SELECT f.person_id, f.from_on, f.until_on FROM leave f WHERE {known_sql('f')} ")
        )
        certificates = _certificates(rows, asked, of_everyone=chosen is None)
        learned = _learned(rows) if asked.has_learning else lambda _id: ()
        for id_, staff_number, given_name, family_name in persons:
            yield PersonFacts(
                id_,
                staff_number,
                _name(staff_number, given_name, family_name),
                [Spell(row[1], row[2]) for row in employments(id_)],
                [
                    MembershipSpell(row[1], row[2] or "", row[3], Spell(row[4], row[5]))
                    for row in memberships(id_)
                ],
                [Spell(row[1], row[2]) for row in leaves(id_)],
                [_certificate_spell(row) for row in certificates(id_)],
                [Learned(row[1], row[2], row[3]) for row in learned(id_)],
            )


def _name(staff_number: str, given_name: str, family_name: str) -> str:
    return f"{given_name} {family_name}".strip() or staff_number


def names_of(question: Question, people: Sequence[int]) -> dict[int, str]:
    """What the people with these ids are called."""
    rows = select(
        "SELECT p.id, p.staff_number, p.given_name, p.family_name FROM person p "
        f"WHERE {known_sql('p')} AND {among('p.id', 'people')}",
        known=question.known.number,
        people=number_list(people),
    )
    return {id_: _name(*names) for id_, *names in rows}


def _certificates(rows: Any, asked: Asked, *, of_everyone: bool) -> Any:
    kinds = {f"kind_{place}": kind for place, kind in enumerate(asked.held)}
    places = ", ".join(f":{name}" for name in kinds) or "''"
    # Of everyone, along the index of people: found by their kinds they would all be sorted, in SQLite's memory.
    kind = "f.kind || ''" if of_everyone else "f.kind"
    return by_person(
        rows(
            "SELECT f.person_id, f.kind, f.issued_on, f.counts_until_on, f.number, f.evidence, f.revoked_on "
            f"FROM certificate f WHERE {known_sql('f')} AND {kind} IN ({places}) ",
            **kinds,
        )
    )


def _certificate_spell(row: tuple[Any, ...]) -> CertificateSpell:
    is_revoked = row[6] is not None and row[6] == day_after(row[3])
    return CertificateSpell(row[1], Spell(row[2], row[3]), bool(row[4]), bool(row[5]), is_revoked)


def _learned(rows: Any) -> Any:
    """What was learned, and looked at where the person wrote it down themselves."""
    return by_person(
        rows(
            "SELECT f.person_id, f.done_on, f.minutes, f.topic FROM learning_activity f "
            f"WHERE {known_sql('f')} AND f.confirmed_by <> '' "
        )
    )


def by_person(rows: Iterable[tuple[Any, ...]]) -> Any:
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


def headcount_overrides(
    question: Question, site_ids: Sequence[int] | None = None
) -> dict[int, list[HeadcountSpell]]:
    """Per site, the days on which a headcount given by hand takes the place of the count."""
    by_site: dict[int, list[HeadcountSpell]] = defaultdict(list)
    condition, values = at_sites("h", site_ids)
    rows = list(
        select(
            f"SELECT h.site_id, h.from_on, h.headcount FROM headcount_override h WHERE {known_sql('h')} "
            f"{condition} ORDER BY h.site_id, h.from_on",
            known=question.known.number,
            **values,
        )
    )
    for place, (site_id, from_on, headcount) in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        until_on = day_before(following[1]) if following and following[0] == site_id else LAST_DAY
        if headcount is not None:
            by_site[site_id].append(HeadcountSpell(Spell(from_on, until_on), headcount))
    return by_site


def at_sites(alias: str, site_ids: Sequence[int] | None) -> tuple[str, dict[str, Any]]:
    """The condition that a row is of one of the sites, with its values; none where all are asked."""
    if site_ids is None:
        return "", {}
    return f"AND {among(f'{alias}.site_id', 'sites')}", {"sites": number_list(site_ids)}
