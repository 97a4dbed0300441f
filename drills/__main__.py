"""`python -m drills`: check scenario files, list the library, rehearse a scenario, tell a log's report."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from drills.checking import check_files
from drills.conduct import state_of
from drills.evaluation import report_of
from drills.library import LIBRARY
from drills.log import from_lines
from drills.reading import did_you_mean
from drills.rehearsal import rehearse
from drills.scenario import Scenario
from drills.telling import report_text


def check(files: list[Path]) -> int:
    """Print every fault by file and key; 1 where there is one."""
    paths = files or sorted(LIBRARY.glob("*.toml"))
    scenarios, faults = check_files(paths)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(f"{len(faults)} faults in {len({fault.file for fault in faults})} files.", file=sys.stderr)
        return 1
    print(f"{len(scenarios)} scenarios are good.")
    return 0


def list_library() -> int:
    """Print what the library has."""
    scenarios, _faults = check_files(sorted(LIBRARY.glob("*.toml")))
    for scenario in scenarios.values():
        print(f"{scenario.id:32} {scenario.kind:10} {scenario.duration_minutes:4} min  {scenario.title}")
    return 0


def named(name: str) -> Scenario | None:
    """A scenario by its id, or by its file; what is wrong is printed."""
    path = Path(name) if name.endswith(".toml") else LIBRARY / f"{name}.toml"
    if not name.endswith(".toml") and not path.exists():
        hint = did_you_mean(name, [each.stem for each in LIBRARY.glob("*.toml")])
        print(f"There is no scenario '{name}'.{hint}", file=sys.stderr)
        return None
    scenarios, faults = check_files([path])
    for fault in faults:
        print(fault, file=sys.stderr)
    return next(iter(scenarios.values()), None)


def play(name: str, speed: float, folder: Path | None) -> int:
    """Rehearse a scenario."""
    scenario = named(name)
    return 1 if scenario is None else rehearse(scenario, speed, folder)


def tell(name: str, logs: list[Path]) -> int:
    """Print the report of some logs together."""
    scenario = named(name)
    if scenario is None:
        return 1
    try:
        read = [from_lines(path.read_text(encoding="utf-8").splitlines()) for path in logs]
    except (OSError, ValueError) as error:
        print(f"The log cannot be read: {error}", file=sys.stderr)
        return 1
    print(report_text(report_of(scenario, state_of(*read), datetime.now(UTC))), end="")
    return 0


def speed(text: str) -> float:
    """Seconds of the scenario in a real one."""
    value = float(text)
    if not 0 < value <= 100_000:
        raise ValueError(text)
    return value


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m drills", description="The exercise library.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="say what is wrong with scenario files")
    checking.add_argument("files", nargs="*", type=Path, metavar="FILE", help="by default the whole library")
    commands.add_parser("list", help="list the library")
    playing = commands.add_parser("rehearse", help="play a scenario in the terminal")
    playing.add_argument("scenario", metavar="SCENARIO", help="an id of the library, or a file")
    playing.add_argument("--speed", type=speed, default=1.0, metavar="N", help="times as fast (default 1)")
    playing.add_argument("--write", type=Path, metavar="FOLDER", help="keep the log and the report there")
    telling = commands.add_parser("report", help="print the report of one log or several together")
    telling.add_argument("scenario", metavar="SCENARIO")
    telling.add_argument("logs", nargs="+", type=Path, metavar="LOG")
    arguments = parser.parse_args()
    match arguments.command:
        case "check":
            return check(arguments.files)
        case "rehearse":
            return play(arguments.scenario, arguments.speed, arguments.write)
        case "report":
            return tell(arguments.scenario, arguments.logs)
    return list_library()


if __name__ == "__main__":
    sys.exit(main())
