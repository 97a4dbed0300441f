"""The certificates of a file as they wait in memory, and the columns that are recorded of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from readiness.certificates.validity import Validity, expiry, last_day
from readiness.foundation.later import numpy as np
from readiness.foundation.remembering import Remembered
from readiness.foundation.temporal import LAST_DAY
from readiness.imports.held import Held
from readiness.standards.certificate_kinds import CertificateKinds

if TYPE_CHECKING:
    from readiness.imports.held import Numbers


HELD: dict[str, type | str] = {
    "row_number": "int32",
    "certificate_key": "int64",
    "printed": "int32",
    "issuer": str,
    "number": str,
}
"""`certificate_key` is day of issue, kind and person in one number, which is sorted and compared several times as
fast as three columns. The day comes first: certificates that are recorded in this order lie nearly as the lists'
indexes have them, which are then built in a third of the time. `printed` is the number of the printed end, or 0.
"""

_PEOPLE_BITS = 31
"""More than the highest number of a person has."""

_AT_ONCE = 10_000
"""Rows whose columns are made at once."""


class CertificateColumns:
    """The columns of held rows. `ranks`: the kinds, by their place in a key."""

    def __init__(self, kinds: CertificateKinds) -> None:
        self._by_code, self._codes = kinds.by_code, sorted(kinds.by_code)
        self.ranks = {code: rank for rank, code in enumerate(self._codes)}
        self._kinds = Remembered(self._code)
        self._issued = Remembered(self._issue_day)
        self._expires = Remembered(self._expiry_day)
        self._until = Remembered(self._last_day)

    def keys(self, days: "Numbers", ranks: "Numbers", people: "Numbers") -> "Numbers":
        """The keys of certificates: of the days by their numbers, the kinds by their ranks, the people by their ids."""
        keys: Numbers = ((days * len(self._codes) + ranks) << _PEOPLE_BITS) + people
        return keys

    def days(self, keys: "Numbers") -> "Numbers":
        """The days of issue in keys, by their numbers."""
        days: Numbers = (keys >> _PEOPLE_BITS) // len(self._codes)
        return days

    @staticmethod
    def people(keys: "Numbers") -> "Numbers":
        """The people in keys."""
        people: Numbers = keys & ((1 << _PEOPLE_BITS) - 1)
        return people

    def rows(self, held: Held, names: Sequence[str], *, first_fact: int = 0) -> Iterator[tuple[Any, ...]]:
        """Held rows, with these columns. `first_fact`: the number of the first one's fact."""
        for start in range(0, len(held), _AT_ONCE):
            some = self._some(held, slice(start, start + _AT_ONCE))
            some["fact_id"] = range(first_fact + start, first_fact + start + len(some["row_number"]))
            yield from zip(*(some[name] for name in names), strict=True)

    def _some(self, held: Held, some: slice) -> dict[str, Any]:
        """The columns of some rows; what days and kinds are is worked out once for all that have them in common."""
        keys, printed = held["certificate_key"][some], held["printed"][some]
        places = keys >> _PEOPLE_BITS
        # A certificate ends on the printed day, else as is usual at its place.
        ends = np.where(printed == 0, -places, printed).tolist()
        at = places.tolist()
        return {
            "row_number": held["row_number"][some].tolist(),
            "certificate_key": keys.tolist(),
            "person_id": self.people(keys).tolist(),
            "kind": map(self._kinds.__getitem__, at),
            "issued_on": map(self._issued.__getitem__, at),
            "expires_on": map(self._expires.__getitem__, ends),
            "printed_on": (self._expires[day] if day else None for day in printed.tolist()),
            "counts_until_on": map(self._until.__getitem__, ends),
            "issuer": held.texts["issuer"].texts(held["issuer"][some].tolist()),
            "number": held.texts["number"].texts(held["number"][some].tolist()),
        }

    def _code(self, place: int) -> str:
        return self._codes[place % len(self._codes)]

    def _issued_on(self, place: int) -> date:
        return date.fromordinal(place // len(self._codes))

    def _expires_on(self, end: int) -> date | None:
        if end < 0:
            return expiry(self._by_code[self._code(-end)], self._issued_on(-end))
        day = date.fromordinal(end)
        return None if day == LAST_DAY else day

    def _issue_day(self, place: int) -> str:
        return self._issued_on(place).isoformat()

    def _expiry_day(self, end: int) -> str | None:
        day = self._expires_on(end)
        return None if day is None else day.isoformat()

    def _last_day(self, end: int) -> str:
        return last_day(Validity(date.min, self._expires_on(end))).isoformat()
