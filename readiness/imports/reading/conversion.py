"""Workbooks as CSV: converted apart, by a program with little memory and time, and gone at the end."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from readiness.foundation.errors import ImportRefused
from readiness.foundation.words import gettext as _
from readiness.imports.reading.signatures import not_a_table

_ROOT = Path(__file__).parents[3]
_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Converted:
    """A workbook's first sheet with rows, as CSV in UTF-8 with commas; `form` is the workbook's."""

    path: Path
    form: str


@contextmanager
def converted(path: Path) -> Iterator[Converted]:
    """The workbook as CSV within the block; raises ImportRefused."""
    with tempfile.TemporaryDirectory(prefix="readiness-") as folder:
        target = Path(folder) / "sheet.csv"
        yield Converted(target, _form(path.resolve(), target))


def _form(path: Path, target: Path) -> str:
    command = [sys.executable, "-m", "readiness.imports.reading.workbook", str(path), str(target)]
    try:
        ended = subprocess.run(  # noqa: S603
            command,
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            text=True,
        )
    except subprocess.TimeoutExpired:
        raise ImportRefused(_reason("large")) from None
    said = ended.stdout.strip()
    if ended.returncode == 0:
        return said
    # Ended by a signal, or by a fault of the reader: what it can allocate, read and run is bounded.
    raise ImportRefused(_reason(said or ("large" if ended.returncode < 0 else "broken")))


def _reason(word: str) -> str:
    match word:
        case "foreign":
            return not_a_table("ZIP")
        case "encrypted":
            return _("The workbook is protected by a password. Save it without one.")
        case "bomb" | "large":
            return _("The workbook is too large when unpacked. Save the sheet as CSV.")
        case "rows":
            return _("The sheet has more than %(most)s rows. Save it as CSV.", most="1,048,576")
        case "empty":
            return _("The workbook has no sheet with rows.")
        case _:
            return _("The workbook is damaged and cannot be read. Save it again, or export it as CSV.")
