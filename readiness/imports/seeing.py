"""What a file looks like, found by reading it once: its header, its first rows, and the values of its columns."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from readiness.imports.guessing import SAMPLE
from readiness.imports.pulse import write_whole
from readiness.imports.reading.opening import Opened
from readiness.imports.reading.tables import BadRow, GoodRow

MOST_VALUES = 500
"""A column with more different values is no choice among a few."""

LONGEST_VALUE = 200
MOST_KEPT = 2_000_000
"""Characters of the first rows that are kept, at most."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was seen. `values`: rows by value, for columns that have few different ones."""

    header: tuple[str, ...]
    shape: str
    row_count: int
    first_rows: Sequence[GoodRow] = ()
    values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def sample(self, count: int = SAMPLE) -> list[GoodRow]:
        """The first good rows."""
        return list(self.first_rows[:count])

    def examples(self, column: str, count: int = 3) -> list[str]:
        """Some different values of a column, in the order of the file."""
        place = self.header.index(column)
        found = dict.fromkeys(cells[place] for _number, cells in self.first_rows if cells[place])
        return list(found)[:count]


def look_through(table: Opened, progress: Callable[[int, int], None]) -> Seen:
    """Read a whole file once. Rows that cannot be read are told of when the file is read with its mapping."""
    counters: dict[int, Counter[str]] = {place: Counter() for place in range(len(table.header))}
    first_rows: list[GoodRow] = []
    rows = kept = 0
    for row in table.rows():
        if isinstance(row, BadRow):
            continue
        rows += 1
        if rows <= SAMPLE and kept < MOST_KEPT:
            first_rows.append(row)
            kept += sum(map(len, row[1]))
        _count(counters, row[1])
        if rows % 5000 == 0:
            progress(*table.progress())
    values = {table.header[place]: dict(counter.most_common()) for place, counter in counters.items()}
    return Seen(table.header, table.shape, rows, first_rows, values)


def _count(counters: dict[int, Counter[str]], cells: Sequence[str]) -> None:
    for place in list(counters):
        counter, cell = counters[place], cells[place]
        counter[cell] += 1
        if len(counter) > MOST_VALUES or len(cell) > LONGEST_VALUE:
            del counters[place]


def keep_seen(path: Path, seen: Seen) -> None:
    """Write down what was seen."""
    write_whole(path, json.dumps(asdict(seen), ensure_ascii=False))


def kept_seen(path: Path) -> Seen:
    """What was written down."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    rows = [(number, cells) for number, cells in content.pop("first_rows")]
    return Seen(**{**content, "header": tuple(content["header"]), "first_rows": rows})
