"""Reads of snapshots for pages: how much there is of each status through the nights, and what changed between two."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import NEVER
from readiness.trends.course import Count


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at: cells of some sites (None: all) and of one pack ('': all)."""

    site_ids: Collection[int] | None = None
    pack: str = ""

    def condition(self, alias: str) -> tuple[str, dict[str, Any]]:
        found, values = ["1 = 1"], dict[str, Any]()
        if self.site_ids is not None:
            found.append(among(f"{alias}.site_id", "sites"))
            values["sites"] = number_list(sorted(self.site_ids))
        if self.pack:
            found.append(f"{alias}.pack_id = :pack")
            values["pack"] = self.pack
        return " AND ".join(found), values


def begun_and_ended(looked: Looked, first: date, last: date) -> tuple[list[Count], list[Count]]:
    """By day and status how many cells began to stand so, and how many stood so for the last time."""
    condition, values = looked.condition("c")
    sql = (
        "SELECT c.{day}, c.status, count(*) FROM snapshot_cell c "
        f"WHERE {condition} AND c.until_on >= :first AND c.from_on <= :last GROUP BY c.{{day}}, c.status"
    )
    spans = {"first": first, "last": last, **values}
    begun = [(on, status, count) for on, status, count in select(sql.format(day="from_on"), **spans)]
    ended = [(on, status, count) for on, status, count in select(sql.format(day="until_on"), **spans)]
    return begun, ended


def restated(looked: Looked, first: date, last: date) -> list[tuple[date, str, str, int]]:
    """By night how many cells are told otherwise now: as they were told then, and as they are told now."""
    condition, values = looked.condition("r")
    rows = select(
        "SELECT r.night_on, coalesce(c.status, ''), r.status, count(*) FROM restated_cell r "
        "LEFT JOIN snapshot_cell c ON c.site_id = r.site_id AND c.pack_id = r.pack_id "
        "AND c.clause_id = r.clause_id AND c.from_on <= r.night_on AND c.until_on >= r.night_on "
        f"WHERE {condition} AND r.night_on >= :first AND r.night_on <= :last "
        "GROUP BY r.night_on, coalesce(c.status, ''), r.status ORDER BY r.night_on",
        first=first,
        last=last,
        **values,
    )
    return [(on, then, now, count) for on, then, now, count in rows]


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that stood otherwise on two nights; '': nothing was asked there."""

    site: str
    pack: str
    clause: str
    before: str
    after: str


def changed_between(looked: Looked, first: date, last: date) -> list[Changed]:
    """The cells that stood otherwise on two nights, by site, pack and clause; one statement."""
    condition, values = looked.condition("c")
    rows = select(
        "SELECT s.code, c.pack_id, c.clause_id, "
        "max(CASE WHEN c.from_on <= :first AND c.until_on >= :first THEN c.status ELSE '' END), "
        "max(CASE WHEN c.from_on <= :last AND c.until_on >= :last THEN c.status ELSE '' END) "
        f"FROM snapshot_cell c JOIN site s ON s.id = c.site_id WHERE {condition} "
        "AND ((c.from_on <= :first AND c.until_on >= :first) OR (c.from_on <= :last AND c.until_on >= :last)) "
        "GROUP BY s.code, c.pack_id, c.clause_id ORDER BY s.code, c.pack_id, c.clause_id",
        first=first,
        last=last,
        **values,
    )
    return [Changed(*row) for row in rows if row[3] != row[4]]


def regions() -> dict[str, str]:
    """By the code of each site its country and region, as they are written."""
    rows = select(
        f"SELECT code, country, region FROM site WHERE superseded_in = {NEVER} ORDER BY country, region, code"
    )
    return {code: " ".join(part for part in (country, region) if part) for code, country, region in rows}
