"""What the databases can do with no product around them: the rows of a file into one table of text.

`python -m bench.import_floors NAME FILE TARGET` prints seconds, seconds of the processor and peak memory.
"""

import csv
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peewee
import psycopg
from python_calamine import CalamineWorkbook

from bench.measuring import told

CHUNK = 1000


def header_of(path: Path) -> list[str]:
    with path.open(newline="") as file:
        return next(csv.reader(file))


def rows_of(path: Path) -> Iterator[list[str]]:
    with path.open(newline="") as file:
        reader = csv.reader(file)
        next(reader)
        yield from reader


def columns_of(path: Path) -> str:
    return ", ".join(f"{name} TEXT" for name in header_of(path))


def raw_sqlite(path: Path, target: str) -> str:
    """By executemany, with the standard library's SQLite."""
    Path(target).unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    for pragma in (
        "journal_mode = wal",
        "synchronous = normal",
        "cache_size = -100000",
        "temp_store = memory",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"CREATE TABLE raw ({columns_of(path)})")
    insert = f"INSERT INTO raw VALUES ({','.join('?' * len(header_of(path)))})"

    def work() -> None:
        connection.executemany(insert, rows_of(path))
        connection.commit()

    return told(work)


def raw_postgresql(path: Path, target: str) -> str:
    """The bytes of the file, by COPY."""
    with psycopg.connect(target) as connection:
        connection.execute("DROP TABLE IF EXISTS raw")
        connection.execute(f"CREATE UNLOGGED TABLE raw ({columns_of(path)})")
        connection.commit()

        def work() -> None:
            with (
                connection.cursor() as cursor,
                cursor.copy("COPY raw FROM STDIN (FORMAT csv, HEADER)") as copy,
                path.open("rb") as file,
            ):
                while block := file.read(1 << 20):
                    copy.write(block)
            connection.commit()

        return told(work)


def peewee_postgresql(path: Path, target: str) -> str:
    """By peewee's insert_many, a thousand rows at a time."""
    database = peewee.PostgresqlDatabase(target, prefer_psycopg3=True)
    fields = {name: peewee.TextField() for name in header_of(path)}
    meta = type("Meta", (), {"database": database, "primary_key": False})
    model: Any = type("Raw", (peewee.Model,), {**fields, "Meta": meta})
    database.drop_tables([model])
    database.create_tables([model])

    def work() -> None:
        with database.atomic():
            for chunk in peewee.chunked(rows_of(path), CHUNK):
                model.insert_many(chunk, fields=list(fields)).execute()

    return told(work)


def read_workbook(path: Path, _target: str) -> str:
    """By calamine, row by row."""

    def work() -> None:
        for _row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows():
            pass

    return told(work)


FLOORS = {each.__name__: each for each in (raw_sqlite, raw_postgresql, peewee_postgresql, read_workbook)}

if __name__ == "__main__":
    print(FLOORS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3]))
