"""`python -m drills check` says what is wrong with scenario files, `list` what the library has."""

import argparse
import sys
from pathlib import Path

from drills.checking import check_files
from drills.library import LIBRARY


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


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m drills", description="The exercise library.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="say what is wrong with scenario files")
    checking.add_argument("files", nargs="*", type=Path, metavar="FILE", help="by default the whole library")
    commands.add_parser("list", help="list the library")
    arguments = parser.parse_args()
    return check(arguments.files) if arguments.command == "check" else list_library()


if __name__ == "__main__":
    sys.exit(main())
