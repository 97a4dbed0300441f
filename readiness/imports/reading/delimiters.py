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


SAYABLE = (*DELIMITERS, "|")
"""Those that a first line may say."""

_SAYING = re.compile(r'"?sep=([^\r\n])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


def said_delimiter(source: TextSource) -> tuple[str, str] | None:
    """What the first line says separates the cells, as Excel reads it (`sep=;`), and that line; None: it is no such."""
    line = next(source.pieces(), "")
    said = _SAYING.fullmatch(line)
    return (said[1], line) if said else None


def likely_delimiter(source: TextSource) -> str | None:
    """The delimiter that gives the header most columns and the rows below as many, if one does."""
    rows = _first_rows(source)
    scores = {delimiter: _score(rows, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0, 1) else None


def two_delimiters(source: TextSource) -> tuple[str, str] | None:
    """What separates the names of the columns, and what else the rows below, where these are not the same."""
    widths = {each: [row.count(each) + 1 for row in _first_rows(source)] for each in DELIMITERS}
    for above, (header, *below) in widths.items():
        for under, (one, *others) in widths.items():
            if header > 1 == one and others and header not in below and min(others) > 1:
                return above, under
    return None


def _first_rows(source: TextSource) -> list[str]:
    """The first rows that are not blank, each as a line; of an empty file one that is."""
    text = _QUOTED.sub("quoted", "".join(_first_lines(source)))
    return [line for line in _LINE_END.split(text) if line.strip(_BLANKS)][:_RECORDS] or [""]


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
    header, *below = [row.count(delimiter) + 1 for row in rows]
    agreeing = sum(width == header for width in below) / len(below) if below else 1
    return (header - 1) * agreeing, header
