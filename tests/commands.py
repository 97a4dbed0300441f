"""The command line as a person types it, in a process of its own, on a database of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


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
        done = subprocess.run(
            [sys.executable, "-m", "readiness", *map(str, words)],
            capture_output=True, text=True, env=settings, cwd=ROOT, check=False, timeout=120,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    def good(self, *words: str | Path, **environment: str) -> str:
        """Run a command that must succeed; gives what it wrote to standard output."""
        ran = self.run(*words, **environment)
        assert ran.status == 0, ran.err
        return ran.out
