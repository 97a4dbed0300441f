"""Rows as models by statements that are worded once: peewee takes longer to word one than the database to run it."""

from functools import lru_cache
from typing import Any, TypeVar

from peewee import JSONField

from readiness.foundation.database import BaseModel, execute

ModelType = TypeVar("ModelType", bound=BaseModel)


def first(model: type[ModelType], condition: str, **values: Any) -> ModelType | None:
    """The first row of which a condition in SQL is true, written with :name places."""
    row = execute(f"{_selection(model)} WHERE {condition} LIMIT 1", **values).fetchone()
    if row is None:
        return None
    fields = model._meta.sorted_fields
    said = {field.name: field.python_value(cell) for field, cell in zip(fields, row, strict=True)}
    return model(__no_default__=True, **said)


@lru_cache(maxsize=512)
def _selection(model: type[BaseModel]) -> str:
    columns = ", ".join(field.column_name for field in model._meta.sorted_fields)
    return f"SELECT {columns} FROM {model._meta.table_name}"


def inserted(row: BaseModel) -> int:
    """Insert a row whose number the database gives; gives the number."""
    fields: dict[str, Any] = row._meta.fields
    given: dict[str, Any] = row.__data__
    values = {fields[name].column_name: fields[name].db_value(value) for name, value in given.items()}
    ((number,),) = execute(_insertion(row._meta.table_name, tuple(values)), **values)
    return int(number)


@lru_cache(maxsize=512)
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    places = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places}) RETURNING id"


@lru_cache(maxsize=512)
def has_json(model: type[BaseModel]) -> bool:
    """Whether a column holds JSON, of which each database has its own way that peewee knows."""
    return any(isinstance(field, JSONField) for field in model._meta.sorted_fields)
