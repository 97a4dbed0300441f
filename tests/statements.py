"""Counting the statements that a piece of work sends to the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from readiness.foundation.database import database


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements sent within the block, as a list that grows."""
    statements: list[str] = []
    with _told(lambda sql, _arguments: statements.append(sql)):
        yield statements


@contextmanager
def recording() -> Iterator[list[tuple[str, Any]]]:
    """The statements sent within the block with the values of their places, to be asked how they are read."""
    statements: list[tuple[str, Any]] = []
    with _told(lambda sql, arguments: statements.append((sql, next(iter(arguments), ())))):
        yield statements


@contextmanager
def _told(tell: Callable[[str, tuple[object, ...]], None]) -> Iterator[None]:
    original = database.obj.execute_sql

    def told(sql: str, *arguments: object, **more: object) -> object:
        tell(sql, arguments)
        return original(sql, *arguments, **more)

    database.obj.execute_sql = told
    try:
        yield
    finally:
        del database.obj.execute_sql
