"""Starting the process that makes a plan better, so that whoever asked for it may go away."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from config import Config

_ROOT = Path(__file__).parent.parent.parent


def start_improving(config: Config, plan_id: int) -> None:
    """Start the work on a plan of a year apart from this process."""
    start_beside(config, "exercise", "improve-plan", str(plan_id))


def start_beside(config: Config, *command: str) -> None:
    """Start a command of the service apart from this process: it goes on when this one ends."""
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
