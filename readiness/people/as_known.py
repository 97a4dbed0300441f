"""People and sites as they were known: SQL that stands in the place of their tables."""

from dataclasses import dataclass

from readiness.foundation.database import select
from readiness.foundation.temporal import Knowledge
from readiness.web.once import until_changed


@dataclass(frozen=True, slots=True)
class Tables:
    """What a list reads people and sites from, where it would say `person p` and `site s`."""

    person: str = "person"
    site: str = "site"


def _then(table: str, kept: tuple[str, ...], columns: tuple[str, ...]) -> str:
    """The table with the columns as they were: those of the first version that was superseded after :known."""
    earlier = ", ".join(f"coalesce(v.{column}, n.{column}) AS {column}" for column in columns)
    return (
        f"(SELECT {', '.join(f'n.{column}' for column in kept)}, {earlier} FROM {table} n "
        f"LEFT JOIN {table}_version v ON v.id = (SELECT w.id FROM {table}_version w WHERE w.{table}_id = n.id "
        "AND w.superseded_in > :known ORDER BY w.superseded_in LIMIT 1))"
    )


_THEN = Tables(
    _then("person", ("id", "staff_number"), ("given_name", "family_name", "name_key", "email")),
    _then("site", ("id", "code"), ("name",)),
)
_ANY_LATER = (
    "SELECT 1 FROM person_version WHERE superseded_in > :known "
    "UNION ALL SELECT 1 FROM site_version WHERE superseded_in > :known LIMIT 1"
)


def tables_of(knowledge: Knowledge) -> Tables:
    """The tables themselves where nothing was given other values since, as is so of all that is known now."""
    number = knowledge.number
    return until_changed(("tables", number), lambda: _THEN if _is_past(number) else Tables())


def _is_past(known: int) -> bool:
    return any(True for _row in select(_ANY_LATER, known=known))
