"""The library: every scenario that is shipped, by its id."""

from functools import cache
from pathlib import Path

from drills.checking import check_files
from drills.scenario import Scenario, ScenarioError

LIBRARY = Path(__file__).parent / "scenarios"


@cache
def load_library(folder: Path = LIBRARY) -> dict[str, Scenario]:
    """Every scenario of a folder, by id; raises ScenarioError naming every fault of every file."""
    scenarios, faults = check_files(sorted(folder.glob("*.toml")))
    if faults:
        raise ScenarioError(faults)
    return scenarios
