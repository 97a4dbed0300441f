"""Cells of a workbook that show an error such as #N/A: the reader of sheets leaves them empty."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

_BLOCK = 1024 * 1024

_CELL = re.compile(rb'[<:]c\s([^>]*?\bt="e"[^>]*)>(?:(?!</)[^>]*>)*?<(?:\w+:)?v>([^<]{1,40})<')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')


def error_cells(workbook: Path, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row and column, counted from 0, and text of each error, in the order of the sheet."""
    with zipfile.ZipFile(workbook) as archive:
        part = _part(archive, sheet)
        if part is None:
            return
        with archive.open(part) as content:
            yield from _found(content)


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the archive in which the sheet is."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    targets = {
        each.get("Id"): each.get("Target", "")
        for each in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    }
    for each in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314
        if each.tag.endswith("}sheet") and each.get("name") == sheet:
            relation = next((value for key, value in each.items() if key.endswith("}id")), None)
            part = posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/")
            return part if part in names else None
    return None


def _found(content: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    rest = b""
    for block in iter(partial(content.read, _BLOCK), b""):
        text = rest + block
        # The last cell may go on in the next block.
        end = max(text.rfind(b"<c "), text.rfind(b":c "), len(text) - _BLOCK)
        yield from _errors(text[:end])
        rest = text[end:]
    yield from _errors(rest)


def _errors(text: bytes) -> Iterator[tuple[int, int, str]]:
    if b't="e"' not in text:
        return
    for match in _CELL.finditer(text):
        place = _PLACE.search(match[1])
        if place is not None:
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - ord("A") + 1
            yield int(place[2]) - 1, column - 1, match[2].decode("ascii", "replace")
