"""Who counts at a site on which days, as rows of small numbers that are quick to keep and to read. Pure.

A roll is of the heads of a site, or of those who hold what a requirement counts. It says nothing of any one day, so
that it holds until a fact changes; of whom one did, the rows are taken out, and others put in.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from heapq import nlargest, nsmallest
from itertools import chain
from typing import NamedTuple

from readiness.compliance.days.spells import LAST, Count, Spells, day_numbers
from readiness.compliance.days.subjects import PersonFacts, is_revoked_after

HEADS = ""
"""What heads are counted by; holders are by what a requirement counts."""

Row = tuple[int, int, int]
"""A person, the first of some days on which they count, and the last of them with how they end.

Days are told by their number in the calendar; the last one times four, and more where it ends what was held: by its own
date 1, because it was revoked 3. Where the first is 0 they count on none, and only what was held ends.
"""
Rolls = dict[str, list[Row]]

_ENDS, _REVOKED = 1, 2


def head_rows(person: PersonFacts, present: Spells) -> list[Row]:
    """Of somebody who works at a site on some days."""
    return [(person.id, spell.from_on.toordinal(), spell.until_on.toordinal() << 2) for spell in present]


def holder_rows(person: PersonFacts, held: Spells, counts: Spells, kinds: Sequence[str]) -> list[Row]:
    """Of somebody who holds one of some kinds on some days, and counts on some of these."""
    certificates = [each for each in person.certificates if each.kind in kinds]
    ends = {
        spell.until_on: _ENDS | _REVOKED if is_revoked_after(spell.until_on, certificates) else _ENDS
        for spell in held
    }
    rows = [
        (person.id, from_on.toordinal(), until_on.toordinal() << 2 | ends.pop(until_on, 0))
        for from_on, until_on in counts
    ]
    return rows + [(person.id, 0, until_on.toordinal() << 2 | how) for until_on, how in ends.items()]


def packed(rows: Sequence[Row]) -> bytes:
    """Rows as they are kept."""
    return struct.pack(f"<{3 * len(rows)}i", *chain.from_iterable(rows))


def unpacked(kept: bytes) -> list[Row]:
    return list(struct.iter_unpack("<3i", kept))


def exchanged(rows: Iterable[Row], people: Mapping[int, Sequence[Row]]) -> list[Row]:
    """Rows in which these stand of some people."""
    rest = [row for row in rows if row[0] not in people]
    return rest + [row for theirs in people.values() for row in theirs]


def count_of(rows: Sequence[Row]) -> Count:
    """How many count from day to day."""
    counting = [row for row in rows if row[1]]
    return Count(
        day_numbers(first for _person, first, _last in counting),
        day_numbers(last >> 2 for _person, _first, last in counting),
    )


class Ending(NamedTuple):
    """The last day of somebody who counts, or counted."""

    until: int
    person: int
    is_revoked: bool = False

    @property
    def until_on(self) -> date:
        return date.fromordinal(self.until)


def lapsed(rows: Sequence[Row], heads: Sequence[Row], as_of: date, most: int) -> list[Ending]:
    """Who of those at the site stopped counting last: so many, and whoever did on the same day as the last of them."""
    today = as_of.toordinal()
    now = {person for person, first, last in rows if 0 < first <= today <= last >> 2}
    here = {person for person, first, last in heads if first <= today <= last >> 2} - now
    past: dict[int, int] = {}
    for person, _first, last in rows:
        if last & _ENDS and last >> 2 < today and person in here and last > past.get(person, 0):
            past[person] = last
    found = [Ending(last >> 2, person, bool(last & _REVOKED)) for person, last in past.items()]
    latest = nlargest(most, found)
    return [each for each in found if each.until >= latest[-1].until]


def ending(rows: Sequence[Row], as_of: date, most: int) -> list[Ending]:
    """Who will stop counting next: so many, and whoever does on the same day as the last of them."""
    today = as_of.toordinal()
    found = [
        Ending(last >> 2, person)
        for person, first, last in rows
        if 0 < first <= today <= last >> 2 and last >> 2 != LAST
    ]
    soonest = nsmallest(most, found)
    return [each for each in found if each.until <= soonest[-1].until]
