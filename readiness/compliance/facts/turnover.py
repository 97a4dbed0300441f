"""Who is where and holds what through some days, counted by the days: so many from one day to another at a site.

Whoever works at a site, and holds a kind, from one day to another within the window is counted with all who do so on
the same days. Read one by one are only those of whom one row of a kind does not tell enough.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from readiness.compliance.days.spells import Spell, merged, shared
from readiness.compliance.days.subjects import Asked
from readiness.compliance.facts.counting import Window, certificates_within
from readiness.foundation.database import among, is_sqlite, number_list, select
from readiness.foundation.temporal import known_sql


class Heads(NamedTuple):
    """So many work at a site on these days, and on no others of the window."""

    site_id: int
    days: Spell
    people: int


class Holding(NamedTuple):
    """So many who work at a site count there for a kind on these days, and on no others of the window."""

    site_id: int
    kind: str
    days: Spell
    people: int


_IN_WINDOW = "{0}.from_on <= :last_on AND {0}.until_on >= :first_on"
_LEAVE = f"SELECT l.person_id FROM leave l WHERE {known_sql('l')} AND "
_AWAY = f"{_LEAVE} l.from_on <= :first_on AND l.until_on >= :last_on"
_AWAY_PARTLY = f"{_LEAVE} {_IN_WINDOW.format('l')} AND (l.from_on > :first_on OR l.until_on < :last_on)"


def read_apart(window: Window) -> list[int]:
    """Those who are away for a part of the window, come again within it, or come to a site twice."""
    here, there = _at_sites("m", window)
    placed = (
        f"SELECT m.person_id FROM membership m WHERE {known_sql('m')} AND {_IN_WINDOW.format('m')} AND {here}"
    )
    # Of some sites only their people are looked up; of all, everyone's employments are read in one go.
    theirs = "" if window.site_ids is None else f"AND {{0}}.person_id IN ({placed})"
    rows = select(
        f"""
        {placed} AND m.person_id IN ({_AWAY_PARTLY} {theirs.format("l")})
        UNION {placed} AND m.person_id IN (SELECT e.person_id FROM employment e
          WHERE {known_sql("e")} AND {_IN_WINDOW.format("e")} {theirs.format("e")}
          GROUP BY e.person_id HAVING count(*) > 1)
        UNION {placed} GROUP BY m.person_id HAVING count(*) > count(DISTINCT m.site_id)
        """,
        **window.values,
        **there,
    )
    return sorted(person for (person,) in rows)


def heads(window: Window, apart: Collection[int]) -> Iterator[Heads]:
    """Everyone who works at the sites on any day of the window, but for those who are read apart."""
    at_work, values = _at_work(window, apart)
    rows = select(
        f"SELECT site_id, from_on, until_on, count(*) FROM ({at_work}) p GROUP BY 1, 2, 3", **values
    )
    for site_id, from_on, until_on, count in rows:
        yield Heads(site_id, Spell(from_on, until_on), count)


def holders(window: Window, asked: Asked, apart: Collection[int]) -> Iterator[Holding]:
    """The same of those who hold what is asked for; who is away throughout counts for nothing."""
    if not asked.kinds:
        return
    kinds = list(asked.kinds)
    statement, values = _held(window, asked, apart)
    broken: dict[int, list[tuple[int, str, Spell]]] = {}
    for site_id, place, from_on, until_on, person, count in select(statement, **values):
        days = Spell(from_on, until_on)
        if person:
            broken.setdefault(person, []).append((site_id, kinds[place], days))
        else:
            yield Holding(site_id, kinds[place], days, count)
    yield from _one_by_one(broken, window, asked)


def _one_by_one(
    broken: dict[int, list[tuple[int, str, Spell]]], window: Window, asked: Asked
) -> Iterator[Holding]:
    """Those who hold several of a kind, of which it is not plain that one follows another without a break."""
    if not broken:
        return
    for person, rows in groupby(certificates_within(sorted(broken), window), key=itemgetter(0)):
        held = [(kind, spell) for _person, kind, spell in rows]
        for site_id, kind, days in broken[person]:
            counting = asked.kinds[kind]
            for spell in shared(merged(spell for each, spell in held if each in counting), [days]):
                yield Holding(site_id, kind, spell, 1)


def _held(window: Window, asked: Asked, apart: Collection[int]) -> tuple[str, dict[str, Any]]:
    """SQL for the days on which each kind is held at a site, with how many hold it so; and its values.

    Of who holds several of a kind, that one follows another is plain where all of them count on one day; the others
    are named.
    """
    at_work, values = _at_work(window, apart)
    values |= {f"kind_{place}": kind for place, kind in enumerate(asked.held)}
    later, earlier = ("max", "min") if is_sqlite() else ("greatest", "least")
    parts = [
        f"""
        SELECT p.site_id, {counted} AS counted, {later}(max(p.from_on), min(c.issued_on)) AS from_on,
          {earlier}(min(p.until_on), max(c.counts_until_on)) AS until_on,
          CASE WHEN max(c.issued_on) <= min(c.counts_until_on) THEN 0 ELSE p.person_id END AS person
        FROM ({at_work}) p CROSS JOIN certificate c
        WHERE c.person_id = p.person_id AND {_known(window)} AND {counted} IS NOT NULL
          AND c.issued_on <= p.until_on AND c.counts_until_on >= p.from_on
          AND p.person_id NOT IN ({_AWAY})
        GROUP BY p.person_id, p.site_id, {counted if is_of_several else "c.kind"}
        """
        for counted, is_of_several in _counted(asked)
    ]
    statement = f"""
        SELECT site_id, counted, from_on, until_on, person, count(*)
        FROM ({" UNION ALL ".join(parts)}) h GROUP BY 1, 2, 3, 4, 5
    """
    return statement, values


def _known(window: Window) -> str:
    """SQL for: the certificate is known. PostgreSQL reads all of everyone's at once, and looks for none in an index."""
    if is_sqlite() or window.site_ids is not None:
        return known_sql("c")
    return (
        "c.recorded_in + 0 <= :known AND c.superseded_in + 0 > :known "
        "AND c.issued_on <= :last_on AND c.counts_until_on + 0 >= :first_on"
    )


def _counted(asked: Asked) -> list[tuple[str, bool]]:
    """SQL for the place of the kind as which a certificate counts, as often as one counts as several.

    With it, whether different certificates count as one kind there.
    """
    layers: list[list[tuple[int, Sequence[str]]]] = []
    for place, counting in enumerate(asked.kinds.values()):
        taken = ({kind for _place, kinds in layer for kind in kinds} for layer in layers)
        free = next((n for n, kinds in enumerate(taken) if kinds.isdisjoint(counting)), len(layers))
        layers[free:] = layers[free:] or [[]]
        layers[free].append((place, counting))
    numbers = {kind: number for number, kind in enumerate(asked.held)}
    found = []
    for layer in layers:
        cases = (f"WHEN :kind_{numbers[kind]} THEN {place}" for place, kinds in layer for kind in kinds)
        found.append((f"CASE c.kind {' '.join(cases)} END", any(len(kinds) > 1 for _place, kinds in layer)))
    return found


def _at_work(window: Window, apart: Collection[int]) -> tuple[str, dict[str, Any]]:
    """SQL for the days of the window on which each works at a site; and its values."""
    here, values = _at_sites("m", window)
    later, earlier = ("max", "min") if is_sqlite() else ("greatest", "least")
    left_out = ""
    if apart:
        left_out = f"AND NOT ({among('m.person_id', 'apart')})"
        values["apart"] = number_list(sorted(apart))
    return (
        f"""
        SELECT m.person_id, m.site_id, {later}(m.from_on, e.from_on, :first_on) AS from_on,
          {earlier}(m.until_on, e.until_on, :last_on) AS until_on
        FROM membership m
        JOIN employment e ON e.person_id = m.person_id AND {known_sql("e")} AND {_IN_WINDOW.format("e")}
          AND e.from_on <= m.until_on AND e.until_on >= m.from_on
        WHERE {known_sql("m")} AND {_IN_WINDOW.format("m")} AND {here} {left_out}
        """,
        {**window.values, **values},
    )


def _at_sites(alias: str, window: Window) -> tuple[str, dict[str, Any]]:
    if window.site_ids is None:
        return f"{alias}.site_id IS NOT NULL", {}
    return among(f"{alias}.site_id", "sites"), {"sites": number_list(window.site_ids)}
