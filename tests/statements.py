"""Counting the statements that a piece of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from readiness.foundation.database import database


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements sent within the block, as a list that grows."""
    statements: list[str] = []
    original = database.obj.execute_sql

    def count(sql: str, *arguments: object, **more: object) -> object:
        statements.append(sql)
        return original(sql, *arguments, **more)

    database.obj.execute_sql = count
    try:
        yield statements
    finally:
        del database.obj.execute_sql
