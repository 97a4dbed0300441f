"""Sites and departments with how many work there on a day, by what was known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation.database import among, number_list, select
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.foundation.temporal import known_sql
from readiness.people.search_words import Named, words_of
from readiness.people.selection import Asked

SITE_ORDERS = {
    "name": Order(("s.name", "s.id"), (str, int)),
    "code": Order(("s.code", "s.id"), (str, int)),
}
DEPARTMENT_ORDERS = {"name": Order(("d.name", "d.id"), (str, int))}


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site as a list shows it. `headcount` is the one given by hand, None where people are counted."""

    id: int
    code: str
    name: str
    country: str
    region: str
    kind: str
    people: int
    headcount: int | None
    is_place_assumed: bool
    key: Key


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department as a list shows it."""

    id: int
    name: str
    key: Key


@dataclass(frozen=True, slots=True)
class HeadcountDay:
    """A headcount given by hand from a day on; None: counted again."""

    from_on: date
    headcount: int | None


@dataclass(frozen=True, slots=True)
class NearbyCareDay:
    """How many minutes away care is from a day on; None: none is near."""

    from_on: date
    minutes: int | None


_AT_WORK = f"""
    JOIN employment e ON e.person_id = m.person_id AND {known_sql("e")}
     AND e.from_on <= :as_of AND e.until_on >= :as_of
    WHERE {known_sql("m")} AND m.from_on <= :as_of AND m.until_on >= :as_of
"""
_OVERRIDE = f"""
    (SELECT h.headcount FROM headcount_override h WHERE h.site_id = s.id AND {known_sql("h")}
     AND h.from_on <= :as_of ORDER BY h.from_on DESC LIMIT 1)
"""


def sites_page(words: Sequence[str], asked: Asked, page: PageRequest) -> Page[SiteRow]:
    """A page of sites, found by the beginning of their name or code; two statements."""
    wanted, values = [known_sql("s"), page.condition()], {**_day(asked), **page.values()}
    if asked.reach.site_ids is not None:
        wanted.append(among("s.id", "own"))
        values["own"] = number_list(sorted(asked.reach.site_ids))
    if words:
        wanted.append(among("s.id", "found"))
        values["found"] = number_list(_found(words))
    columns = "s.id, s.code, s.name, s.country, s.region, s.kind, s.is_place_assumed"
    rows = list(
        select(
            f"SELECT {columns}, {_OVERRIDE}, {', '.join(page.order.columns)} FROM site s "
            f"WHERE {' AND '.join(wanted)} {page.tail()}",
            **values,
        )
    )
    people = people_at_sites([row[0] for row in rows], asked)
    found = [
        SiteRow(
            id_,
            code,
            name,
            country,
            region,
            kind,
            people.get(id_, 0),
            headcount,
            bool(is_assumed),
            tuple(key),
        )
        for id_, code, name, country, region, kind, is_assumed, headcount, *key in rows
    ]
    return page_of(found, page, lambda row: row.key)


def _found(words: Sequence[str]) -> list[int]:
    """The sites of whose words each that was typed begins one. There are few: they are looked through."""
    sites = select("SELECT id, code, name FROM site")
    return [
        id_
        for id_, code, name in sites
        if all(any(word.startswith(typed) for word in words_of(Named(name, "", code, ""))) for typed in words)
    ]


def departments_page(asked: Asked, page: PageRequest) -> Page[DepartmentRow]:
    """A page of departments; one statement."""
    rows = select(
        f"SELECT d.id, d.name, {', '.join(page.order.columns)} FROM department d "
        f"WHERE {known_sql('d')} AND {page.condition()} {page.tail()}",
        **_day(asked),
        **page.values(),
    )
    found = [DepartmentRow(id_, name, tuple(key)) for id_, name, *key in rows]
    return page_of(found, page, lambda row: row.key)


def people_at_sites(site_ids: Sequence[int], asked: Asked) -> dict[int, int]:
    """How many work at each of these sites on the day; a site where nobody does is left out."""
    counted = select(
        f"SELECT m.site_id, count(DISTINCT m.person_id) FROM membership m {_AT_WORK} "
        f"AND {among('m.site_id', 'ids')} GROUP BY m.site_id",
        ids=number_list(list(site_ids)),
        **_day(asked),
    )
    return dict(counted)


def headcount_days(site_id: int, asked: Asked) -> list[HeadcountDay]:
    """The headcounts that were given by hand for a site, the latest day first."""
    rows = select(
        f"SELECT h.from_on, h.headcount FROM headcount_override h WHERE h.site_id = :site AND {known_sql('h')} "
        "ORDER BY h.from_on DESC",
        site=site_id,
        **_day(asked),
    )
    return [HeadcountDay(*row) for row in rows]


def nearby_care_days(site_id: int, asked: Asked) -> list[NearbyCareDay]:
    """What was said of care near a site, the latest day first."""
    rows = select(
        f"SELECT c.from_on, c.minutes FROM nearby_care c WHERE c.site_id = :site AND {known_sql('c')} "
        "ORDER BY c.from_on DESC",
        site=site_id,
        known=asked.question.known.number,
    )
    return [NearbyCareDay(*row) for row in rows]


def _day(asked: Asked) -> dict[str, Any]:
    return {"as_of": asked.question.as_of, "known": asked.question.known.number}
