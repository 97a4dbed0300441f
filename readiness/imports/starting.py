"""Starting the process that works on an import, so that whoever asked for it may go away."""

from config import Config
from readiness.foundation.beside import start_beside


def start_work(config: Config, import_id: int, run: int) -> None:
    """Start the work, apart from this process."""
    start_beside(config, "imports", "work", str(import_id), str(run))
