"""The command line as a person types it, in a process of its own, on a database of its own."""

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.databases import MEMORY
from tests.processes import ROOT, begin

__all__ = ["ROOT", "Ran", "Terminal"]

PATIENCE = 120
"""Seconds after which a command does not end any more."""


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """A terminal with its own database; `today` moves the clock."""

    database_url: str
    folder: Path

    def run(self, *words: str | Path, **environment: str) -> Ran:
        settings = {
            **{name: value for name, value in os.environ.items() if not name.startswith("READINESS_")},
            "READINESS_DATABASE_URL": self.database_url,
            "READINESS_DATA_DIR": str(self.folder),
            **environment,
        }
        with TemporaryDirectory(dir=MEMORY) as heard:
            out, err = Path(heard, "out"), Path(heard, "err")
            process = begin("readiness", map(str, words), settings, out, err)
            process.join(PATIENCE)
            if process.exitcode is None:
                process.kill()
                raise AssertionError(f"{words} did not end")
            return Ran(process.exitcode, out.read_text(), err.read_text())

    def good(self, *words: str | Path, **environment: str) -> str:
        """Run a command that must succeed; gives what it wrote to standard output."""
        ran = self.run(*words, **environment)
        assert ran.status == 0, ran.err
        return ran.out
