"""A database on PostgreSQL that is as its template is, test after test, without being copied each time.

A copy is a thousand files and two checkpoints. Most tests write some rows: those are deleted, and the counters put
back. Whatever is more than that (another shape, rows that the template has, thousands of rows) makes a new copy.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, LiteralString, cast

import psycopg
from psycopg import sql

from tests.databases import database_named

MANY = 2_000
"""Rows that are deleted before the database is copied anew: what is deleted still lies in its files."""
SHAPE: LiteralString = """
    SELECT (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_class WHERE oid >= 16384),
           (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_attribute WHERE attrelid >= 16384),
           (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_constraint WHERE oid >= 16384),
           (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_trigger WHERE oid >= 16384),
           (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_proc WHERE oid >= 16384),
           (SELECT count(*) FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase
             WHERE d.datname = current_database())"""
"""Whatever makes, changes or drops a table, a column, a rule, a trigger or a function changes a number of these."""
COUNTERS: LiteralString = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
TABLES: LiteralString = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
ALONE: LiteralString = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True)
class Template:
    """What a database is at first."""

    shape: Any
    counters: dict[str, int | None]
    empty: list[str]
    asking: sql.Composed
    """The question for the rows of the tables that are not empty …"""
    rows: Any
    """… and its answer."""


class RestoredDatabase:
    """One database, put back to what its template is after each test."""

    def __init__(self, server_url: str, name: str, template: str) -> None:
        self._server_url = server_url
        self._name = name
        self._template = template
        self._deleted = 0
        self.url = database_named(server_url, name)
        self.copies = 0
        self._copy()

    def restore(self) -> None:
        """Close every connection to it but ours, and take back what was done."""
        try:
            self._ours.execute("SELECT")
        except psycopg.OperationalError:  # a test has closed ours, too
            del self._ours
        self._ours.execute(ALONE)
        is_whole = self._is_whole(self._ours)
        if is_whole:
            self._take_back(self._ours)
        if not is_whole or self._deleted > MANY:
            self._copy()

    @cached_property
    def _ours(self) -> psycopg.Connection:
        connection = psycopg.connect(self.url, autocommit=True)
        connection.execute("SET session_replication_role = replica")  # no trigger keeps a row from us
        return connection

    def drop(self) -> None:
        self._ours.close()
        with psycopg.connect(self._server_url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self._name)))

    def _copy(self) -> None:
        if "_ours" in vars(self):
            self._ours.close()
            del self._ours
        with psycopg.connect(self._server_url, autocommit=True) as server:
            name, template = sql.Identifier(self._name), sql.Identifier(self._template)
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(name, template)
            )
        self._deleted = 0
        self.copies += 1

    @cached_property
    def _first(self) -> Template:
        with psycopg.connect(database_named(self._server_url, self._template), autocommit=True) as connection:
            tables = [str(name) for (name,) in connection.execute(TABLES)]
            filled = _filled(connection, tables)
            parts = [
                sql.SQL("(SELECT md5(string_agg(row::text, ' ' ORDER BY row::text)) FROM {} row)").format(
                    sql.Identifier(table)
                )
                for table in filled
            ]
            asking = sql.SQL("SELECT {}").format(sql.SQL(", ").join(parts))
            return Template(
                connection.execute(SHAPE).fetchone(),
                dict(connection.execute(COUNTERS).fetchall()),
                [table for table in tables if table not in filled],
                asking,
                connection.execute(asking).fetchone(),
            )

    def _is_whole(self, connection: psycopg.Connection) -> bool:
        """Whether its shape, and the rows that it had at first, are what they were."""
        shape, rows = connection.execute(SHAPE).fetchone(), connection.execute(self._first.asking).fetchone()
        return (shape, rows) == (self._first.shape, self._first.rows)

    def _take_back(self, connection: psycopg.Connection) -> None:
        for table in _filled(connection, self._first.empty):
            done = connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            self._deleted += done.rowcount
        for name, value in connection.execute(COUNTERS).fetchall():
            first = self._first.counters[name]
            if value != first:
                connection.execute(
                    "SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', first or 1, first is not None]
                )


def _filled(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    """Those of the tables that have rows. A table whose file is empty is not even opened."""
    sized = "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND pg_relation_size(oid) > 0"
    opened = [str(name) for (name,) in connection.execute(sized, [tables])]
    if not opened:
        return []
    parts = [sql.SQL("EXISTS (SELECT FROM {})").format(sql.Identifier(table)) for table in opened]
    answer = connection.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(parts))).fetchone()
    return [table for table, has_rows in zip(opened, cast(tuple[bool, ...], answer), strict=True) if has_rows]
