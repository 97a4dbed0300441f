"""Starting a command of the service apart from this process: it goes on when this one ends."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from config import Config

_ROOT = Path(__file__).parent.parent.parent


def start_beside(config: Config, *command: str) -> None:
    """Start a command, so that whoever asked for it may go away."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "readiness", *command],
        cwd=_ROOT,
        env={**os.environ, **config.environment()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Whoever has started a process must hear of its end, or its number is never free again.
    threading.Thread(target=process.wait, daemon=True).start()
