"""Someone as a page shows them: on a day, by what was known, for those within whose reach they are."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation.database import select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, known_sql
from readiness.foundation.words import gettext as _
from readiness.people.reach import within_reach
from readiness.people.selection import STATUS, Asked, EmploymentStatus


@dataclass(frozen=True, slots=True)
class Spell:
    """Days on which something holds of someone; None is an open end. `version` is what a form remembers."""

    fact_id: int
    version: int
    from_on: date | None
    until_on: date | None

    def is_on(self, day: date) -> bool:
        return (self.from_on or FIRST_DAY) <= day <= (self.until_on or LAST_DAY)


@dataclass(frozen=True, slots=True)
class WorkSpell(Spell):
    """Where and as what someone works on those days."""

    site_code: str
    site_name: str
    site_id: int | None
    department: str
    job_title: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Someone on a day, by what was known. `works` None: nothing is known of where, on that day."""

    id: int
    staff_number: str
    given_name: str
    family_name: str
    email: str
    phone: str
    languages: tuple[str, ...]
    manager: tuple[int, str] | None
    status: EmploymentStatus
    employments: tuple[Spell, ...]
    memberships: tuple[WorkSpell, ...]
    leaves: tuple[Spell, ...]
    works: WorkSpell | None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.staff_number


_PERSON = f"""
    SELECT p.id, p.staff_number, p.given_name, p.family_name, p.email, p.phone, CAST(p.languages AS TEXT),
      b.id, b.given_name, b.family_name, {STATUS}
    FROM person p LEFT JOIN person b ON b.id = p.manager_id
    WHERE p.id = :person AND EXISTS (
      SELECT 1 FROM employment o WHERE o.person_id = p.id AND {known_sql("o")})
"""

# What the columns said, where they have been given other values since.
_EARLIER = """
    SELECT v.given_name, v.family_name, v.email, v.phone, CAST(v.languages AS TEXT), b.id, b.given_name,
      b.family_name
    FROM person_version v LEFT JOIN person b ON b.id = v.manager_id
    WHERE v.person_id = :person AND v.superseded_in > :known ORDER BY v.superseded_in LIMIT 1
"""
_SPELLS = f"""
    SELECT v.fact_id, v.id, v.from_on, v.until_on FROM {{table}} v
    WHERE v.person_id = :person AND {known_sql("v")} ORDER BY v.from_on, v.id
"""
_MEMBERSHIPS = f"""
    SELECT v.fact_id, v.id, v.from_on, v.until_on, coalesce(s.code, ''), coalesce(s.name, ''), v.site_id,
      coalesce(d.name, ''), v.job_title
    FROM membership v LEFT JOIN site s ON s.id = v.site_id LEFT JOIN department d ON d.id = v.department_id
    WHERE v.person_id = :person AND {known_sql("v")} ORDER BY v.from_on, v.id
"""


def profile(person_id: int, asked: Asked) -> Profile:
    """Someone by the number of ours; raises NotFound for who was not known, or is out of reach. Five statements."""
    wanted = " AND ".join(["", *within_reach(asked.reach, "p.id")])
    values: dict[str, Any] = {"person": person_id, **asked.values()}
    row = next(iter(list(select(f"{_PERSON}{wanted}", **values))), None)
    if row is None:
        raise NotFound(
            _("Check the address, or look for the person by name."), title=_("There is no such person.")
        )
    id_, staff_number, *own, status = row
    own = list(next(iter(list(select(_EARLIER, **values))), own))
    given_name, family_name, email, phone, languages, manager_id, *manager = own
    memberships = tuple(
        WorkSpell(fact_id, version, *_ends(from_on, until_on), *place[:2], *place[2:])
        for fact_id, version, from_on, until_on, *place in select(_MEMBERSHIPS, **values)
    )
    return Profile(
        id_, staff_number, given_name, family_name, email, phone, tuple(json.loads(languages)),
        (manager_id, f"{manager[0]} {manager[1]}".strip()) if manager_id else None,
        EmploymentStatus(status),
        tuple(_spells("employment", values)),
        memberships,
        tuple(_spells("leave", values)),
        next((each for each in reversed(memberships) if each.is_on(asked.question.as_of)), None),
    )  # fmt: skip


def _spells(table: str, values: dict[str, Any]) -> Iterator[Spell]:
    for fact_id, version, from_on, until_on in select(_SPELLS.format(table=table), **values):
        yield Spell(fact_id, version, *_ends(from_on, until_on))


def _ends(from_on: date, until_on: date) -> tuple[date | None, date | None]:
    return (None if from_on == FIRST_DAY else from_on, None if until_on == LAST_DAY else until_on)
