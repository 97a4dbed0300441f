"""Who is where and holds what on a day, by one statement whatever the number of people.

The database counts them. Those who are at several places are named.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import Asked
from readiness.foundation.database import among, is_sqlite, number_list, select
from readiness.foundation.temporal import Knowledge, known_sql

WORD = 60
"""So many kinds go into one number, a bit for each: the databases count to 63."""

FIELD, TOGETHER = 20, 3
"""So many kinds are counted by one sum, each in a field of so many bits: a count for each kind costs twice as much."""
MOST_AT_A_SITE = (1 << FIELD) - 1
_SPREAD = sum(1 << place * (FIELD - 1) for place in range(TOGETHER))  # bit n comes to lie at n fields
_FIELDS = sum(1 << place * FIELD for place in range(TOGETHER))

PARTS = 4
"""PostgreSQL counts so many parts of the people side by side, each in a process of its own where there are processors.

Each part is small enough to be counted in memory, too.
"""
MANY_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are looked at, by what was known, at some sites or (None) at all."""

    days: Spell
    known: Knowledge
    site_ids: Sequence[int] | None = None

    @property
    def values(self) -> dict[str, Any]:
        return {"known": self.known.number, "first_on": self.days.from_on, "last_on": self.days.until_on}

    @property
    def is_one_day(self) -> bool:
        """Whether nothing can begin or end within it."""
        return self.days.from_on == self.days.until_on


@dataclass(slots=True)
class Settled:
    """Those who are at a site on a day, counted; and by their ids those who are to be looked at.

    `moving` are at several places, or are employed twice.
    """

    headcounts: Counter[int] = field(default_factory=Counter)
    holders: Counter[tuple[int, str]] = field(default_factory=Counter)
    moving: set[int] = field(default_factory=set)


def settled(window: Window, asked: Asked, *, many: int = MANY_PEOPLE) -> Settled:
    """Everyone who works at the sites on the one day of a window; `many`: from so many people on in parts."""
    found = Settled()
    places = {kind: _place(kind, asked) for kind in asked.kinds}
    values = window.values | {f"kind_{place}": kind for place, kind in enumerate(asked.held)}
    if window.site_ids is not None:
        values["sites"] = number_list(window.site_ids)
    bounds = _bounds(window, many)
    values |= {f"bound_{place}": bound for place, bound in enumerate(bounds)}
    for site, person, heads, *numbers in select(_statement(window, asked, len(bounds)), **values):
        if person:
            found.moving.add(person)
            continue
        if heads > MOST_AT_A_SITE:
            raise OverflowError(f"more people work at site {site} than can be counted")
        found.headcounts[site] += heads
        for kind, (column, shift) in places.items():
            if holders := numbers[column] >> shift & MOST_AT_A_SITE:
                found.holders[site, kind] += holders
    return found


def _bounds(window: Window, many: int) -> list[int]:
    """The numbers of people between which the parts lie; none where everyone is counted as one."""
    if is_sqlite() or window.site_ids is not None:
        return []
    last = next(select("SELECT coalesce(max(id), 0) FROM person"))[0]
    return [last * place // PARTS for place in range(PARTS + 1)] if last >= many else []


def _masks(kind: str, asked: Asked) -> list[int]:
    """In each word, the lowest bits of what counts as a kind."""
    masks = [0] * -(-len(asked.held) // WORD)
    for held in asked.kinds[kind]:
        place = asked.held.index(held)
        masks[place // WORD] |= 1 << place % WORD
    return masks


def _words(kinds: Sequence[str]) -> list[str]:
    """SQL for the bit of a certificate in each word of kinds."""
    words = []
    for start in range(0, len(kinds), WORD):
        places = range(len(kinds[start : start + WORD]))
        cases = " ".join(f"WHEN :kind_{start + place} THEN {1 << place}" for place in places)
        words.append(f"CAST(CASE c.kind {cases} ELSE 0 END AS BIGINT)")
    return words


def _place(kind: str, asked: Asked) -> tuple[int, int]:
    """Where the holders of a kind are told: which of `_counts`, and behind how many bits."""
    counting = asked.kinds[kind]
    if len(counting) > 1:
        return len(_sums(asked.held)) + _unions(asked).index(kind), 0
    word, bit = divmod(asked.held.index(next(iter(counting))), WORD)
    return word * -(-WORD // TOGETHER) + bit // TOGETHER, bit % TOGETHER * FIELD


def _counts(asked: Asked) -> list[str]:
    """SQL for how many hold throughout: of each kind by itself, then of each as which several count."""
    return [
        *_sums(asked.held),
        *(f"count(*) FILTER (WHERE {_holds(kind, asked)})" for kind in _unions(asked)),
    ]


def _unions(asked: Asked) -> list[str]:
    """The kinds as which several count: who holds two of them is one holder."""
    return [kind for kind, counting in asked.kinds.items() if len(counting) > 1]


def _sums(held: Sequence[str]) -> list[str]:
    sums = []
    for start in range(0, len(held), WORD):
        width = len(held[start : start + WORD])
        for first in range(0, width, TOGETHER):
            bits = (1 << min(TOGETHER, width - first)) - 1
            spread = f"((((word_{start // WORD} >> {first}) & {bits}) * {_SPREAD}) & {_FIELDS})"
            sums.append(f"CAST(sum({spread}) AS BIGINT)")
    return sums


def _holds(kind: str, asked: Asked) -> str:
    """SQL for: someone holds throughout what counts as the kind."""
    masks = enumerate(_masks(kind, asked))
    return " OR ".join(f"word_{place} & {mask} <> 0" for place, mask in masks if mask)


_IN_WINDOW = "{0}.from_on <= :last_on AND {0}.until_on >= :first_on"
_AWAY = (
    f"m.person_id IN (SELECT l.person_id FROM leave l WHERE {known_sql('l')} "
    "AND l.from_on <= :first_on AND l.until_on >= :last_on)"
)
_CERTIFICATES = f"""
    FROM certificate c
    WHERE {known_sql("c")} AND c.issued_on <= :last_on AND c.counts_until_on >= :first_on
"""
# The same where all are read along the index: as what is looked for in it, these conditions would cost more than they
# leave out.
_ALL_CERTIFICATES = """
    FROM certificate c WHERE c.recorded_in + 0 <= :known AND c.superseded_in + 0 > :known
    AND c.issued_on <= :last_on AND c.counts_until_on + 0 >= :first_on
"""


def _statement(window: Window, asked: Asked, bounds: int) -> str:
    """A row for each site, in each part, with those who are counted there; one for each who is at several places."""
    ways = [
        f"AND {{0}}.person_id > :bound_{place} AND {{0}}.person_id <= :bound_{place + 1}"
        for place in range(bounds - 1)
    ]
    return " UNION ALL ".join(_counted(window, asked, part) for part in ways or [""])


def _counted(window: Window, asked: Asked, part: str) -> str:
    """The same of a part of the people, told by a condition on {0}."""
    holders = "".join(f", {count}" for count in _counts(asked))
    return f"""
        SELECT site_id, CASE WHEN moves = 1 THEN person_id ELSE 0 END, count(*){holders}
        FROM ({_people(window, asked.held, part)}) placed GROUP BY 1, 2
    """


def _people(window: Window, kinds: Sequence[str], part: str) -> str:
    """Each person once: the site, whether they move, and what they hold; nothing while away throughout.

    SQLite is quickest with a look at each person's certificates in the order of people, PostgreSQL
    with all certificates at once, unless few people are asked about.
    """
    at_sites = "m.site_id IS NOT NULL" if window.site_ids is None else among("m.site_id", "sites")
    together = "sum(DISTINCT {})" if is_sqlite() else "bit_or({})"
    words = [together.format(word) for word in _words(kinds)]
    if is_sqlite() or window.site_ids is not None:
        looks = [f"(SELECT {word} {_CERTIFICATES} AND c.person_id = m.person_id)" for word in words]
        joined = ""
    else:
        named = "".join(f", {word} AS word_{place}" for place, word in enumerate(words))
        looks = [f"max(h.word_{place})" for place in range(len(words))]
        joined = (
            f"LEFT JOIN (SELECT c.person_id{named} {_ALL_CERTIFICATES} {part.format('c')} GROUP BY c.person_id) h "
            "ON h.person_id = m.person_id"
        )
    held = "".join(
        f", CASE WHEN {_AWAY} THEN 0 ELSE coalesce({look}, 0) END AS word_{place}"
        for place, look in enumerate(looks)
    )
    return f"""
        SELECT m.person_id, min(m.site_id) AS site_id, CASE WHEN count(*) > 1 THEN 1 ELSE 0 END AS moves{held}
        FROM membership m
        JOIN employment e ON e.person_id = m.person_id AND {known_sql("e")} AND {_IN_WINDOW.format("e")}
          {part.format("e")}
        {joined}
        WHERE {known_sql("m")} AND {_IN_WINDOW.format("m")} AND {at_sites} {part.format("m")}
        GROUP BY m.person_id
    """


def certificates_within(people: Sequence[int], window: Window) -> Iterator[tuple[int, str, Spell]]:
    """The days of each certificate that counts on any day of the window, of the people whose ids are given."""
    rows = select(
        f"SELECT c.person_id, c.kind, c.issued_on, c.counts_until_on {_CERTIFICATES} "
        f"AND {among('c.person_id', 'people')} ORDER BY c.person_id",
        people=number_list(people),
        **window.values,
    )
    for person, kind, issued_on, until_on in rows:
        yield person, kind, Spell(issued_on, until_on)
