"""Starting the process that makes a file, so that whoever asked for it may go away."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from config import Config

_ROOT = Path(__file__).parent.parent.parent


def command(key: str) -> list[str]:
    """What is run. One key in 64 begins with a dash, and is no option all the same."""
    return ["export-file", "--", key]


def start_making(config: Config, key: str) -> None:
    """Start the work apart from this process: it goes on when this one ends."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "readiness", *command(key)],
        cwd=_ROOT,
        env={**os.environ, **config.environment()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Whoever has started a process must hear of its end, or its number is never free again.
    threading.Thread(target=process.wait, daemon=True).start()
