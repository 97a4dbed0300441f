"""The one database: SQLite with nothing to set up, or PostgreSQL; opened, asked and written to."""

import json
import re
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from peewee import (
    Database,
    DatabaseProxy,
    Field,
    Model,
    OperationalError,
    SqliteDatabase,
)
from peewee import sqlite3 as engine  # type: ignore[attr-defined]  # the newest that is installed

from readiness.foundation.errors import Unavailable
from readiness.foundation.failing import failing_in_words
from readiness.foundation.postgresql import KeptPostgresqlDatabase
from readiness.foundation.sqlite import PRAGMAS, CheckedSqliteDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

database = DatabaseProxy()

# Writers wait for each other this long before they give up (seconds). With full sync, sixteen
# writers were seen to wait up to five.
WRITE_TIMEOUT = 30


if TYPE_CHECKING:
    _InstantField = Field[datetime]
else:
    _InstantField = Field  # the stubs know a field's type, the class itself takes no brackets


class UTCDateTimeField(_InstantField):
    """An instant in UTC, aware on both databases; a naive one is refused."""

    field_type = "TIMESTAMPTZ"

    def db_value(self, value: datetime | None) -> Any:
        return None if value is None else instant_value(value)

    def python_value(self, value: Any) -> datetime | None:
        return None if value is None else as_instant(value)


class BaseModel(Model):
    """A table of the one database, named in the singular.

    `is_derived`: its rows follow what they tell of, and nothing is kept back for their sake.
    """

    is_derived: "ClassVar[bool]" = False

    class Meta:
        database = database
        legacy_table_names = False


SQLITE_VERSION: str = engine.sqlite_version


def is_sqlite() -> bool:
    return isinstance(database.obj, SqliteDatabase)


def database_name() -> str:
    """The file, or the URL, of the database that is open."""
    return str(database.obj.database)


def is_missing() -> bool:
    """Whether the file of the database is gone. SQLite would make an empty one in its place, and say nothing."""
    return is_sqlite() and not Path(database_name()).exists()


def sqlite_has_wal_race(version: tuple[int, ...] = engine.sqlite_version_info) -> bool:
    """Whether several processes on one WAL file can corrupt it (fixed in 3.51.3; sqlite.org/wal.html)."""
    backported = (version[:2] == (3, 44) and version >= (3, 44, 6)) or (
        version[:2] == (3, 50) and version >= (3, 50, 7)
    )
    return (3, 7, 0) <= version < (3, 51, 3) and not backported


def open_database(url: str, *, connections: int = 20) -> Database:
    """Bind the models to the database that the URL names. Connects only when it is asked."""
    opened: Database
    if url.startswith("sqlite:///"):
        opened = CheckedSqliteDatabase(
            url.removeprefix("sqlite:///"),
            pragmas={**PRAGMAS, "busy_timeout": round(WRITE_TIMEOUT * 1000)},
            max_connections=connections,
            timeout=WRITE_TIMEOUT,
            lock_type="IMMEDIATE",
            check_same_thread=False,  # a connection serves one thread at a time, and another the next
        )
    else:
        opened = KeptPostgresqlDatabase(
            url,
            max_connections=connections,
            timeout=WRITE_TIMEOUT,
            prefer_psycopg3=True,
        )
    database.initialize(opened)
    return opened


@contextmanager
def connected() -> "Iterator[None]":
    """Hold a connection for the block; join one that is open already."""
    with failing_in_words():
        opened_here = database.connect(reuse_if_open=True)
        try:
            yield
        finally:
            if opened_here:
                database.close()


@contextmanager
def transaction() -> "Iterator[None]":
    """All or nothing. On SQLite it takes the write lock at once, so that it cannot fail half-way."""
    with connected(), database.atomic():
        yield


def interrupter() -> "Callable[[], None]":
    """Breaks off whatever statement this thread's connection is running; to be called by another thread.

    The statement then raises, and its transaction is rolled back.
    """
    connection = database.connection()
    return connection.interrupt if is_sqlite() else connection.cancel  # type: ignore[no-any-return]


@contextmanager
def impatient() -> "Iterator[None]":
    """A block in which nobody waits long for another writer; raises Unavailable instead."""
    execute("PRAGMA busy_timeout = 100" if is_sqlite() else "SET lock_timeout = '100ms'")
    try:
        yield
    except OperationalError as error:
        raise Unavailable(f"Something else is being written ({error}). Try again in a moment.") from error
    finally:
        execute(f"PRAGMA busy_timeout = {WRITE_TIMEOUT * 1000}" if is_sqlite() else "SET lock_timeout = 0")


# Any fixed number will do, as long as each lock has its own.
_LOCKS = {
    "change": 7_266_301,
    "migration": 7_266_302,
    "attempt": 7_266_303,
    "kept": 7_266_304,
    "snapshots": 7_266_305,
}


# Until the transaction ends, and only where nobody is less patient.
_PATIENCE = (
    "SELECT set_config('lock_timeout', %s, true) WHERE current_setting('lock_timeout') IN ('0', '0ms')"
)


def lock(name: str) -> None:
    """Hold a named lock until the transaction ends. SQLite's IMMEDIATE write lock is one already.

    Whoever waits for another writer gives up after the same time on both; for a migration one waits on.
    """
    if is_sqlite():
        return
    if name != "migration":
        database.execute_sql(_PATIENCE, (f"{round(WRITE_TIMEOUT * 1000)}ms",))
    database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCKS[name],))


def instant_value(value: datetime) -> Any:
    """An instant as the database keeps it: text of one fixed width on SQLite, so that it sorts."""
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    value = value.astimezone(UTC)
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if is_sqlite() else value


def as_instant(value: Any) -> datetime:
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    assert isinstance(value, datetime)  # noqa: S101
    return value.astimezone(UTC)


@lru_cache(maxsize=65536)
def as_day(value: str) -> date:
    return date.fromisoformat(value)


_PLACE = re.compile(r"(?<![:\w]):([a-z_]\w*)")


@lru_cache(maxsize=512)
def _in_postgresql_style(sql: str) -> str:
    return _PLACE.sub(r"%(\1)s", sql.replace("%", "%%"))


def _parameter(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_value(value)
    return value.isoformat() if isinstance(value, date) else value


def execute(sql: str, **values: Any) -> Any:
    """Run one statement written with :name places, the same text on both databases; gives the cursor."""
    if is_sqlite():
        return database.execute_sql(sql, {name: _parameter(value) for name, value in values.items()})
    return database.execute_sql(_in_postgresql_style(sql), values)


def select(sql: str, **values: Any) -> "Generator[tuple[Any, ...], None, None]":
    """The rows of one SELECT with :name places; columns named …_on are days, …_at instants."""
    cursor = execute(sql, **values)
    # SQLite keeps days and instants as text; PostgreSQL gives them typed.
    readers = _readers(tuple(column[0] for column in cursor.description)) if is_sqlite() else ()
    if not readers:
        yield from cursor
        return
    for row in cursor:
        cells = list(row)
        for place, read in readers:
            if cells[place] is not None:
                cells[place] = read(cells[place])
        yield tuple(cells)


@contextmanager
def planned_for_values(*, when: bool = True) -> "Iterator[None]":
    """A block whose statements PostgreSQL plans anew for the values that are asked.

    Otherwise it plans a statement that is asked again and again once for all values, where that promises no less;
    planning costs more than most answers. What is typed differs too much: one word has three people, the next a
    hundred thousand, and one plan for all makes a search three times as slow.
    """
    if is_sqlite() or not when:
        yield
        return
    connection = database.connection()
    threshold, connection.prepare_threshold = connection.prepare_threshold, None
    try:
        yield
    finally:
        connection.prepare_threshold = threshold


@contextmanager
def reading() -> "Iterator[None]":
    """A block in which `stream` may be used; takes no write lock."""
    with connected():
        if is_sqlite():
            yield
        else:
            with database.atomic():
                yield


def write_if_free(sql: str, **values: Any) -> bool:
    """Run a statement that may as well be left: on SQLite, where somebody else is writing just now."""
    if not is_sqlite():
        execute(sql, **values)
        return True
    execute("PRAGMA busy_timeout = 0")
    try:
        execute(sql, **values)
    except OperationalError:
        return False
    finally:
        execute(f"PRAGMA busy_timeout = {WRITE_TIMEOUT * 1000}")
    return True


_cursor_numbers = count()
_SOME = 500
"""Rows that a stream holds at a time."""


def stream(sql: str, **values: Any) -> "Generator[tuple[Any, ...], None, None]":
    """Like `select`, for any number of rows: they come from the server as they are read.

    Several streams may be read side by side, within one `reading` block; close those that are not
    read to their end.
    """
    for columns in stream_columns(sql, **values):
        yield from zip(*columns, strict=True)


def stream_columns(sql: str, **values: Any) -> "Generator[list[Sequence[Any]], None, None]":
    """Like `stream`, some rows at a time, each column of them by itself.

    What is done to a column at once costs little; done row by row it costs as much as finding them.
    """
    if is_sqlite():
        cursor = execute(sql, **values)
        readers = _readers(tuple(column[0] for column in cursor.description))
        while rows := cursor.fetchmany(_SOME):
            columns: list[Sequence[Any]] = [*zip(*rows, strict=True)]
            for place, read in readers:
                columns[place] = [None if cell is None else read(cell) for cell in columns[place]]
            yield columns
        return
    name = f"stream_{next(_cursor_numbers)}"
    with database.connection().cursor(name=name) as cursor:
        cursor.itersize = _SOME
        cursor.execute(_in_postgresql_style(sql), values)
        while rows := cursor.fetchmany(_SOME):
            yield [*zip(*rows, strict=True)]


@lru_cache(maxsize=512)
def _readers(names: "tuple[str, ...]") -> "Sequence[tuple[int, Callable[[Any], Any]]]":
    readers: list[tuple[int, Callable[[Any], Any]]] = []
    for place, name in enumerate(names):
        if name.endswith("_on"):
            readers.append((place, as_day))
        elif name.endswith("_at"):
            readers.append((place, as_instant))
    return readers


def insert_rows(
    table: str, columns: "Sequence[str]", rows: "Iterable[Sequence[Any]]", **always: int | str
) -> None:
    """Insert many rows at the speed of the database's own bulk way; days may be given as ISO text.

    `always`: further columns, which are the same in all rows: the database is told of them once.
    """
    names = ", ".join((*columns, *always))
    if is_sqlite():
        places = ", ".join(("?",) * len(columns) + tuple(map(_literal, always.values())))
        database.connection().executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)
        return
    same = tuple(always.values())
    with (
        database.connection().cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row((*row, *same) if same else row)


def _literal(value: int | str) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def update_rows(sql: str, rows: "Iterable[Sequence[Any]]") -> None:
    """Run one statement with ? places for many rows."""
    waiting = list(rows)
    if not waiting:
        return
    if is_sqlite():
        database.connection().executemany(sql, waiting)
        return
    with database.connection().cursor() as cursor:
        cursor.executemany(sql.replace("?", "%s"), waiting)


def json_type() -> str:
    """SQL for the type in which JSON is kept."""
    return "TEXT" if is_sqlite() else "JSONB"


def as_json(value: Any) -> Any:
    """What a column of JSON holds: SQLite gives its text."""
    return json.loads(value) if isinstance(value, str) and is_sqlite() else value


def iso_day(column: str) -> str:
    """SQL for a day as text."""
    return column if is_sqlite() else f"to_char({column}, 'YYYY-MM-DD')"


def among(column: str, place: str) -> str:
    """SQL for: the column is one of the numbers or words given, as `number_list` or `word_list`, for a place."""
    if is_sqlite():
        return f"{column} IN (SELECT value FROM json_each(:{place}))"
    return f"{column} = ANY(:{place})"


def number_list(numbers: "Sequence[int]") -> Any:
    """Any number of numbers as one value of a statement."""
    return json.dumps(list(numbers)) if is_sqlite() else list(numbers)


def word_list(words: "Sequence[str]") -> Any:
    """Any number of words as one value of a statement."""
    return json.dumps(list(words)) if is_sqlite() else list(words)
