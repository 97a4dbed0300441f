"""Starting the process that makes a file, so that whoever asked for it may go away."""

from config import Config
from readiness.foundation.beside import start_beside


def command(key: str) -> list[str]:
    """What is run. One key in 64 begins with a dash, and is no option all the same."""
    return ["export-file", "--", key]


def start_making(config: Config, key: str) -> None:
    """Start the work apart from this process."""
    start_beside(config, *command(key))
