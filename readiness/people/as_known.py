"""People and sites as they were known: SQL that stands in the place of their tables."""

from dataclasses import dataclass

from readiness.foundation.database import select
from readiness.foundation.temporal import Knowledge
from readiness.people.versions import as_known
from readiness.web.once import until_changed


@dataclass(frozen=True, slots=True)
class Tables:
    """What a list reads people and sites from, where it would say `person p` and `site s`."""

    person: str = "person"
    site: str = "site"


_THEN = Tables(
    as_known("person", ("id", "staff_number"), ("given_name", "family_name", "name_key", "email")),
    as_known("site", ("id", "code"), ("name",)),
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
