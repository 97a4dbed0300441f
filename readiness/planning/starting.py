"""Starting the process that makes a plan better, so that whoever asked for it may go away."""

from config import Config
from readiness.foundation.beside import start_beside


def start_improving(config: Config, plan_id: int) -> None:
    """Start the work on a plan of a year apart from this process."""
    start_beside(config, "exercise", "improve-plan", str(plan_id))
