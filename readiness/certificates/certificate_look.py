"""Which of very many rows the database has to look at: what needs no question is told from arrays."""

from collections.abc import Sequence
from datetime import date
from itertools import islice, repeat
from typing import TYPE_CHECKING

from readiness.certificates.certificate_columns import CertificateColumns
from readiness.foundation.database import iso_day, reading, stream
from readiness.foundation.later import numpy as np
from readiness.foundation.remembering import Remembered
from readiness.foundation.temporal import NEVER
from readiness.imports.held import Held

if TYPE_CHECKING:
    from readiness.imports.held import Mask, Numbers


_AT_ONCE = 10_000
"""Certificates and employments that are held against the rows at once."""


def closer_look(held: Held, columns: CertificateColumns) -> "Mask":
    """Which rows, in the order of their keys, may be repeated, known, or outside an employment.

    Rather some too many than one too few: what they are, the database says.
    """
    keys = held["certificate_key"]
    return _twins(keys) | _known(keys, columns) | _outside(keys, columns)


def _twins(keys: "Numbers") -> "Mask":
    same = np.concatenate([[False], keys[1:] == keys[:-1], [False]])
    twins: Mask = same[1:] | same[:-1]
    return twins


def _known(keys: "Numbers", columns: CertificateColumns) -> "Mask":
    """The first of the keys that each certificate has: the others are its twins."""
    found, numbers = np.zeros(len(keys), np.bool_), _Days()
    first, last = (date.fromordinal(day) for day in columns.days(keys[[0, -1]]).tolist())
    with reading():
        certificates = stream(
            f"SELECT person_id, kind, {iso_day('issued_on')} AS issued FROM certificate "
            f"WHERE superseded_in = {NEVER} AND issued_on BETWEEN :first AND :last",
            first=first,
            last=last,
        )
        while some := [*islice(certificates, _AT_ONCE)]:
            people, kinds, days = zip(*some, strict=True)
            # A kind that is no longer known has no rank of its own.
            ranks = np.fromiter(map(columns.ranks.get, kinds, repeat(0)), np.int64)
            known = columns.keys(numbers.of(days), ranks, np.array(people))
            places = np.searchsorted(keys, known).clip(max=len(keys) - 1)
            found[places[keys[places] == known]] = True
    return found


def _outside(keys: "Numbers", columns: CertificateColumns) -> "Mask":
    """The days that one employment of the person does not hold, whichever it is; another may."""
    people, days, numbers = columns.people(keys), columns.days(keys), _Days()
    employed = np.zeros((int(people.max()) + 1, 2), np.int32)
    with reading():
        # All of them: to find the people's own by an index would take longer.
        employments = stream(
            f"SELECT person_id, {iso_day('from_on')} AS begun, {iso_day('until_on')} AS ended FROM employment "
            f"WHERE superseded_in = {NEVER}"
        )
        while some := [*islice(employments, _AT_ONCE)]:
            those, begun, ended = zip(*some, strict=True)
            found = np.stack([np.array(those), numbers.of(begun), numbers.of(ended)], axis=1)
            found = found[found[:, 0] < len(employed)]
            employed[found[:, 0]] = found[:, 1:]
    outside: Mask = (days < employed[people, 0]) | (days > employed[people, 1])
    return outside


class _Days(Remembered[str, int]):
    """The numbers of days by their text."""

    def __init__(self) -> None:
        super().__init__(lambda day: date.fromisoformat(day).toordinal())

    def of(self, days: Sequence[str]) -> "Numbers":
        return np.fromiter(map(self.__getitem__, days), np.int64)
