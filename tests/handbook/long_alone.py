"""Ten thousand requests to the handbook while its database goes away: none fails. Run by `make test-long`."""

from pathlib import Path

from tests.handbook.test_alone import (
    folder,
    is_unmoved_by_postgresql_being_killed,
    is_unmoved_by_sqlite_going_away,
)

__all__ = ["folder"]
REQUESTS = 10_000


def test_none_of_ten_thousand_fails_while_the_database_file_is_moved_away(
    folder: Path, sqlite_template: Path
) -> None:
    is_unmoved_by_sqlite_going_away(folder, sqlite_template, REQUESTS)


def test_none_of_ten_thousand_fails_when_postgresql_is_killed(folder: Path) -> None:
    is_unmoved_by_postgresql_being_killed(folder, REQUESTS)
