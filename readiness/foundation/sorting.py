"""Very many rows put in order in little memory: they wait in a file, in runs each of which is in order."""

import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import IO, Any, TypeVar

Row = TypeVar("Row")

RUN = 10_000
"""So many rows are put in order at once; fewer never leave the memory."""
_PIECE = 100
"""Rows of each run that are held while all runs are read side by side."""

_KEY, _ROW = itemgetter(0), itemgetter(1)


def in_order(
    rows: Iterable[tuple[Any, Row]], *, is_descending: bool = False, run: int = RUN
) -> Iterator[Row]:
    """Rows in the order of the keys that they come with, as `sorted` has them; those of an equal key as they came.

    All of them are read before it returns. Rows and keys are plain values. The file has no name, and is gone with
    whoever reads it.
    """
    waiting = iter(rows)
    first = _sorted(islice(waiting, run), is_descending)
    second = _sorted(islice(waiting, run), is_descending)
    if not second:
        return map(_ROW, first)
    file = tempfile.TemporaryFile(prefix="readiness-")  # noqa: SIM115
    try:
        runs = [_put(file, first), _put(file, second)]
        del first, second
        while some := _sorted(islice(waiting, run), is_descending):
            runs.append(_put(file, some))
    except BaseException:
        file.close()
        raise
    return _merged(file, runs, is_descending)


def _merged(file: IO[bytes], runs: Iterable[list[tuple[int, int]]], is_descending: bool) -> Iterator[Any]:
    with file:
        found = merge(*(_taken(file, places) for places in runs), key=_KEY, reverse=is_descending)
        yield from map(_ROW, found)


def _sorted(rows: Iterable[tuple[Any, Row]], is_descending: bool) -> list[tuple[Any, Row]]:
    return sorted(rows, key=_KEY, reverse=is_descending)


def _put(file: IO[bytes], run: Sequence[Any]) -> list[tuple[int, int]]:
    """Write a run; gives where each piece of it begins, and how long it is."""
    places = []
    for begin in range(0, len(run), _PIECE):
        written = pickle.dumps(run[begin : begin + _PIECE], pickle.HIGHEST_PROTOCOL)
        places.append((file.tell(), len(written)))
        file.write(written)
    return places


def _taken(file: IO[bytes], places: Iterable[tuple[int, int]]) -> Iterator[tuple[Any, Any]]:
    for begin, length in places:
        file.seek(begin)
        # Nobody else can have written there: the file never had a name.
        yield from pickle.loads(file.read(length))  # noqa: S301
