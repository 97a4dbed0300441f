"""Where the bytes of a file fit no character: the rows and columns that a person has to look at."""

import csv
import re
from collections.abc import Iterator
from itertools import islice

from readiness.foundation.words import gettext as _
from readiness.imports.reading.encodings import NOT_WINDOWS, UNDECODED, Damage
from readiness.imports.reading.places import at_row, column_letter
from readiness.imports.reading.records import RecordError, TextSource, records

_NAMED = 20
"""Places that are named; of a file with more, the rest is alike."""


def damage_faults(source: TextSource, delimiter: str, damage: Damage) -> list[str]:
    """The faults, by row and column; `source` leaves surrogates where bytes fit no character."""
    if damage is Damage.CUT:
        return [_("The file ends inside a character: its end is missing. Export it again.")]
    if damage is Damage.UNKNOWN:
        pattern, problem = NOT_WINDOWS, _unknown()
    else:
        pattern, problem = UNDECODED, _broken(source.codec)
    places = list(islice(_places(source, delimiter, pattern), _NAMED + 1))
    faults = [at_row(row, _column(place), problem) for row, place in places[:_NAMED]]
    if len(places) > _NAMED:
        faults.append(
            _("More cells are broken in the same way; the first %(count)s are named.", count=_NAMED)
        )
    return faults or [problem]


def _places(source: TextSource, delimiter: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    try:
        for number, cells in records(source, delimiter):
            for place, cell in enumerate(cells):
                if not cell.isascii() and pattern.search(cell):
                    yield number, place
    except (RecordError, csv.Error, UnicodeDecodeError):
        return


def _column(place: int) -> str:
    return _("column %(letter)s", letter=column_letter(place))


def _broken(codec: str) -> str:
    return _(
        "Some characters are broken in %(encoding)s. Export the file again as UTF-8.",
        encoding=codec.upper(),
    )


def _unknown() -> str:
    return _(
        "Some bytes are characters neither in UTF-8 nor in Windows-1252. Export the file again as UTF-8."
    )
