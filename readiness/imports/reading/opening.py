"""Opening a file whatever it is: one table, or a package of several."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readiness.imports.reading.packages import Package, is_package, open_package
from readiness.imports.reading.tables import Table, open_table

Opened = Table | Package


@contextmanager
def open_file(path: Path, *, takes_packages: bool = True) -> Iterator[Opened]:
    """Open a table or, where these are taken, a package; raises ImportRefused naming every fault of it."""
    if takes_packages and is_package(path):
        with open_package(path) as package:
            yield package
    else:
        with open_table(path) as table:
            yield table
