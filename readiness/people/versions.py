"""What columns of people, sites and departments said before: a row each time that a change gives them other values."""

from collections.abc import Iterable, Sequence
from typing import Any

from readiness.foundation.database import insert_rows
from readiness.foundation.temporal import Change
from readiness.people.models import Department, DepartmentVersion, Person, PersonVersion, Site, SiteVersion
from readiness.people.places import CARD_FACTS

PERSON_COLUMNS = (
    "given_name",
    "family_name",
    "name_key",
    "email",
    "email_key",
    "phone",
    "languages",
    "manager_id",
)
"""The columns of a person that may be given other values."""

SITE_COLUMNS = (
    "name",
    "address",
    "country",
    "region",
    "time_zone",
    "kind",
    "hazard",
    "open_to_public",
    "languages",
    "emergency_number",
    "outside_line_prefix",
    *CARD_FACTS,
)
"""The columns of a site that may be given other values."""


def keep_person(person_id: int, change: Change) -> None:
    """Keep what a person's columns say now; call it before they are given other values."""
    _keep(Person, PersonVersion, PersonVersion.person, person_id, change)


def keep_site(site_id: int, change: Change) -> None:
    """Keep what a site's columns say now; call it before they are given other values."""
    _keep(Site, SiteVersion, SiteVersion.site, site_id, change)


def keep_department(department_id: int, change: Change) -> None:
    """Keep what a department is called now; call it before it is given another name."""
    _keep(Department, DepartmentVersion, DepartmentVersion.department, department_id, change)


def _keep(model: Any, version: Any, owner: Any, id_: int, change: Change) -> None:
    # A second change of the same columns within one change was never known to anyone.
    if version.get_or_none((owner == id_) & (version.superseded_in == change.id)) is not None:
        return
    row = model.get_by_id(id_)
    kept = {name: getattr(row, name) for name in version._meta.columns if hasattr(row, name) and name != "id"}
    version.create(**{**kept, owner.name: id_, "superseded_in": change.id})


def keep_people(rows: Sequence[Sequence[Any]], change: int) -> None:
    """Keep many people's columns at once: each row is the person's id, then what `PERSON_COLUMNS` say now."""
    columns = ("superseded_in", "person_id", *PERSON_COLUMNS)
    insert_rows("person_version", columns, [(change, *row) for row in rows])


def keep_sites(rows: Sequence[Sequence[Any]], change: int) -> None:
    """Keep many sites' columns at once: each row is the site's id, then what `SITE_COLUMNS` say now."""
    columns = ("superseded_in", "site_id", *SITE_COLUMNS)
    insert_rows("site_version", columns, [(change, *row) for row in rows])


def as_known(table: str, kept: Iterable[str], columns: Iterable[str]) -> str:
    """SQL for `person`, `site` or `department` as it was known at :known. `kept`: columns that never change.

    Each of the others says what it did in the first version that was superseded afterwards.
    """
    then = (f"CASE WHEN v.id IS NULL THEN n.{column} ELSE v.{column} END AS {column}" for column in columns)
    return (
        f"(SELECT {', '.join([*(f'n.{column}' for column in kept), *then])} FROM {table} n "
        f"LEFT JOIN {table}_version v ON v.id = (SELECT w.id FROM {table}_version w WHERE w.{table}_id = n.id "
        "AND w.superseded_in > :known ORDER BY w.superseded_in LIMIT 1))"
    )
