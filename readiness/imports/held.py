"""Rows held in memory by columns, until the whole file has been judged: a few numbers each, in little room.

To put a row into a database and to take it out again costs more than reading it. So it is for kinds of which a file
has very many rows that need nothing but to be recorded; about thirty bytes a row, and their texts.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

from readiness.foundation.later import numpy as np
from readiness.foundation.remembering import Remembered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.integer[Any]]
    Mask = NDArray[np.bool_]
    Chosen = NDArray[np.intp] | Mask


MOST_PARTS = 8
"""So many may be made of one row of a file."""

_PART = 1 << 28
"""More rows than a file may have: numbers of the parts of one row are so far apart."""


def part_number(row_numbers: "Numbers", part: int) -> "Numbers":
    """The numbers under which a further part of each row is held: the first part has the row's own."""
    numbers: Numbers = row_numbers + part * _PART
    return numbers


def row_of(column: str) -> str:
    """SQL of the row in the file of which something is a part."""
    return f"({column} & {_PART - 1})"


class Texts:
    """Texts in one piece of memory, each by its number; one that is met again soon has the same. 0 is the empty one."""

    def __init__(self) -> None:
        self._bytes, self._ends = bytearray(), array("q")
        self._numbers: Remembered[str, int] = Remembered(self._add)
        self._texts: Remembered[int, str] = Remembered(self._find)
        self._add("")

    def numbers(self, texts: Iterable[str]) -> Iterable[int]:
        """The numbers of texts; new ones are kept."""
        return map(self._numbers.__getitem__, texts)

    def texts(self, numbers: Iterable[int]) -> Iterable[str]:
        """The texts that have these numbers."""
        return map(self._texts.__getitem__, numbers)

    def _add(self, text: str) -> int:
        self._bytes += text.encode()
        self._ends.append(len(self._bytes))
        return len(self._ends) - 1

    def _find(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode()


class Held:
    """The rows of a file by columns, which are named with their types; a column of texts has their numbers."""

    def __init__(self, columns: Mapping[str, type | str], texts: Mapping[str, Texts] | None = None) -> None:
        self._types = {name: np.dtype(np.int32 if kind is str else kind) for name, kind in columns.items()}
        self._kinds = columns
        self.texts = texts or {name: Texts() for name, kind in columns.items() if kind is str}
        # In one piece each, which grows: thousands of small ones would leave the memory full of holes.
        self._growing = {name: bytearray() for name in columns}
        self._columns: dict[str, Numbers] = {}

    def __len__(self) -> int:
        return len(self["row_number"]) if self._types else 0

    def __getitem__(self, name: str) -> "Numbers":
        """A column; no row can be added any more."""
        if name not in self._columns:
            self._columns[name] = np.frombuffer(self._growing.pop(name), self._types[name])
        return self._columns[name]

    def add(self, good: "Mask", **columns: "Numbers | Sequence[str]") -> None:
        """Hold the good ones of some rows."""
        for name, cells in columns.items():
            if name in self.texts:
                texts = self.texts[name].numbers(compress(cells, good.tolist()))
                numbers = np.fromiter(texts, np.int32)
            else:
                numbers = np.asarray(cells)[good].astype(self._types[name], copy=False)
            self._growing[name] += numbers.tobytes()

    def some(self, chosen: "Chosen") -> "Held":
        """The rows at these places, in this order."""
        some = Held(self._kinds, self.texts)
        some._columns = {name: self[name][chosen] for name in self._kinds}
        return some

    def sort(self, name: str) -> None:
        """Put the rows into the order of a column; of those that are alike the first stays the first."""
        self._keep(np.argsort(self[name], kind="stable"))

    def say(self, name: str, said: Mapping[int, Any]) -> None:
        """Let the rows with these numbers say something else in a column."""
        if not said:
            return
        order = np.argsort(self["row_number"])
        rows = np.fromiter(said, np.int32)
        places = order[np.searchsorted(self["row_number"], rows, sorter=order)]
        values = self.texts[name].numbers(said.values()) if name in self.texts else said.values()
        self[name][places] = np.fromiter(values, np.int32)

    def drop(self, numbers: Iterable[int]) -> None:
        """Leave out what has these numbers."""
        dropped = np.fromiter(numbers, np.int32)
        if len(dropped):
            self._keep(~np.isin(self["row_number"], dropped))

    def drop_rows(self, row_numbers: Iterable[int]) -> None:
        """Leave out all that was made of the rows with these numbers."""
        dropped = np.fromiter(row_numbers, np.int32)
        if len(dropped):
            self._keep(~np.isin(self["row_number"] % _PART, dropped))

    def clear(self) -> None:
        """Hold no row any more."""
        self._keep(np.zeros(0, np.intp))

    def _keep(self, chosen: "Chosen") -> None:
        for name in self._kinds:
            self._columns[name] = self[name][chosen]
