"""A night in a test: a folder, a clock, files that are dropped into it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from readiness.imports.deciding import Desk
from readiness.imports.mapping import Mapping
from readiness.nightly.following import Watch, take_turn
from readiness.nightly.models import NightlyRun
from readiness.nightly.queries import latest_runs
from tests.imports.desk import make_desk, receive, settled

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
HEAD = "staff_number,given_name,family_name,email,site,job_title,employed_from,employed_until"
COLUMNS = Mapping("staff", {name: name for name in HEAD.split(",")}, create_sites=True)


def staff(*rows: str) -> str:
    """A staff file; a row is 'number,site' or 'number,site,last day'."""
    lines = []
    for row in rows:
        number, site, until = [*row.split(","), ""][:3]
        lines.append(f"{number},Ana,Person {number},{number}@example.org,{site},Nurse,2020-01-01,{until}")
    return "\n".join([HEAD, *lines]) + "\n"


def everybody(count: int = 40) -> list[str]:
    return [f"{number},HQ" for number in range(1, count + 1)]


def watch_of(db: str, folder: Path) -> Watch:
    (folder / "drop").mkdir(exist_ok=True)
    return Watch(replace(make_desk(db, folder), actor="nightly file"), folder / "drop", 0, NOW)


def known_by_hand(watch: Watch, content: str) -> None:
    """Import a file by hand, so that files with its columns are read without asking."""
    desk: Desk = watch.desk
    number = receive(desk, content, "staff.csv", "staff")
    if settled(number).state == "mapping":
        desk.read(number, COLUMNS)
    desk.apply(number, takes_good_rows=False)


def drop(watch: Watch, content: str, name: str = "staff.csv") -> None:
    assert watch.folder is not None
    (watch.folder / name).write_text(content)


def turns(watch: Watch, count: int = 3) -> NightlyRun:
    """Let the clock tick; gives the latest run."""
    for _turn in range(count):
        take_turn(watch)
    return latest_runs(1)[0]


def names_in(watch: Watch, where: str) -> list[str]:
    assert watch.folder is not None
    return sorted(path.name for path in (watch.folder / where).iterdir())
