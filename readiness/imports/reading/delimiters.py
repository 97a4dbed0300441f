"""Which character separates the cells of a text file. Pure but for reading its beginning."""

import re
from collections.abc import Iterator

from readiness.imports.reading.records import TextSource

DELIMITERS = (",", ";", "\t")

_LOOKED_AT = 256 * 1024
_RECORDS = 100

# A quoted value, whichever delimiter stands beside it: what is inside separates nothing.
_QUOTED = re.compile(r'(?:^|(?<=[,;\t\r\n]))"[^"]*(?:""[^"]*)*"(?=[,;\t\r\n]|$)')
_LINE_END = re.compile(r"\r\n|\r|\n")

_BLANKS = "".join(DELIMITERS) + '" \u00a0\r\n'


def likely_delimiter(source: TextSource) -> str | None:
    """The delimiter that gives the header most columns and the rows below as many, if one does."""
    text = _QUOTED.sub("quoted", "".join(_first_lines(source)))
    rows = [line for line in _LINE_END.split(text) if line.strip(_BLANKS)][:_RECORDS]
    scores = {delimiter: _score(rows, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0, 1) else None


def _first_lines(source: TextSource) -> Iterator[str]:
    """Lines from the header on; what blank lines stand before it does not count."""
    length = 0
    for line in source.pieces():
        if length or line.strip(_BLANKS):
            length += len(line)
            yield line[:_LOOKED_AT]
        if length > _LOOKED_AT:
            return


def _score(rows: list[str], delimiter: str) -> tuple[float, int]:
    """Columns, weighed by how many rows have as many; where no row agrees, the columns alone."""
    header, *below = [row.count(delimiter) + 1 for row in rows] or [0]
    agreeing = sum(width == header for width in below) / len(below) if below else 1
    return (header - 1) * agreeing, header
