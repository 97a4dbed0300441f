"""Turning staged staff rows into people and their facts, a batch of people at a time, within one change."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from readiness.audit.actions import Recording
from readiness.foundation.bulk import count_anew
from readiness.foundation.database import execute, insert_rows, json_type, select, update_rows
from readiness.foundation.temporal import NEVER, next_fact_id
from readiness.imports.counts import Counts
from readiness.imports.mapping import Mapping
from readiness.people.made_sites import UsualPlace, make_sites
from readiness.people.models import Employment, Leave, Membership
from readiness.people.reconcile import (
    KnownMembership,
    KnownSpell,
    Place,
    Plan,
    StaffRow,
    employment_plan,
    leave_plan,
    membership_plan,
)
from readiness.people.search_index import index_people
from readiness.people.versions import PERSON_COLUMNS, keep_people

BATCH = 5000
SPELL_COLUMNS = ("fact_id", "recorded_in", "superseded_in", "person_id", "from_on", "until_on")
MEMBERSHIP_COLUMNS = (*SPELL_COLUMNS, "site_id", "department_id", "job_title")


@dataclass
class _Facts:
    """Versions of one kind of fact to close and to record, gathered over a batch."""

    table: str
    columns: tuple[str, ...]
    next_fact: int
    closed: list[int] = field(default_factory=list)
    rows: list[Sequence[Any]] = field(default_factory=list)

    def take(self, plan: Plan, person_id: int, change: int) -> None:
        self.closed += plan.closed
        for new in plan.recorded:
            fact_id = new.fact_id
            if fact_id is None:
                fact_id, self.next_fact = self.next_fact, self.next_fact + 1
            self.rows.append(
                (
                    fact_id,
                    change,
                    NEVER,
                    person_id,
                    new.from_on.isoformat(),
                    new.until_on.isoformat(),
                    *(new.place or ()),
                )
            )

    def write(self, change: int) -> None:
        update_rows(
            f"UPDATE {self.table} SET superseded_in = ? WHERE id = ?", ((change, id_) for id_ in self.closed)
        )
        insert_rows(self.table, self.columns, self.rows)
        self.closed.clear()
        self.rows.clear()


class StaffApply:
    """Applies the staged rows of one file."""

    def __init__(self, opened: Recording, today: date, organisation: UsualPlace) -> None:
        self.opened, self.change = opened.change, opened.change.id
        self.is_sample = opened.change.is_sample
        self.today = today
        self.organisation = organisation
        self.counts = Counts()
        self.employments = _Facts("employment", SPELL_COLUMNS, next_fact_id(Employment))
        self.memberships = _Facts("membership", MEMBERSHIP_COLUMNS, next_fact_id(Membership))
        self.leaves = _Facts("leave", SPELL_COLUMNS, next_fact_id(Leave))

    def apply(self, mapping: Mapping) -> Counts:
        made = self._make_sites(mapping)
        self._make_departments()
        last_known = self._make_people()
        self.site_ids = dict(select(f"SELECT code, id FROM site WHERE superseded_in = {NEVER}"))
        self.site_ids |= {name: self.site_ids[code] for name, code in made.items()}
        self.department_ids = dict(select(f"SELECT name, id FROM department WHERE superseded_in = {NEVER}"))
        after = 0
        while True:
            batch = list(select(_BATCH, after=after, batch=BATCH))
            if not batch:
                return self.counts
            self._apply_batch(batch, after, last_known, names_department="department" in mapping.columns)
            after = batch[-1][0]

    def _make_sites(self, mapping: Mapping) -> dict[str, str]:
        """Make the sites that are not known; gives the code of each by its name in the file."""
        unknown = select(f"SELECT DISTINCT s.site FROM {_UNKNOWN_SITES} ORDER BY s.site")
        made = make_sites([name for (name,) in unknown], mapping, self.organisation, self.opened)
        self.counts.new_sites = list({site.code: site for site in made.values()}.values())
        return {name: site.code for name, site in made.items()}

    def _make_departments(self) -> None:
        execute(
            "INSERT INTO department (name, is_sample, recorded_in, superseded_in) "
            f"SELECT DISTINCT s.department, :is_sample, :change, {NEVER} "
            "FROM staged_staff s WHERE s.department <> '' AND NOT EXISTS "
            f"(SELECT 1 FROM department d WHERE d.name = s.department AND d.superseded_in = {NEVER})",
            change=self.change,
            is_sample=self.is_sample,
        )

    def _make_people(self) -> int:
        """Add those who are new, without their attributes' changes; gives the last id that was known."""
        (last_known,) = next(select("SELECT coalesce(max(id), 0) FROM person"))
        execute(
            "INSERT INTO person (staff_number, given_name, family_name, name_key, email, email_key, phone, "
            "languages, is_sample, recorded_in, superseded_in) SELECT s.staff_number, coalesce(s.given_name, ''), "
            "coalesce(s.family_name, ''), s.name_key, coalesce(s.email, ''), coalesce(s.email_key, ''), "
            f"coalesce(s.phone, ''), CAST(coalesce(s.languages, '[]') AS {json_type()}), :is_sample, :change, {NEVER} "
            "FROM staged_staff s WHERE NOT EXISTS (SELECT 1 FROM person p "
            f"WHERE p.staff_number = s.staff_number AND p.superseded_in = {NEVER}) ORDER BY s.row_number",
            change=self.change,
            is_sample=self.is_sample,
        )
        count_anew("person")
        return int(last_known)

    def _apply_batch(
        self, batch: Sequence[tuple[Any, ...]], after: int, last_known: int, *, names_department: bool
    ) -> None:
        known = _known_facts(after, min(batch[-1][0], last_known)) if after < last_known else _Known()
        attributes: list[Sequence[Any]] = []
        kept: list[Sequence[Any]] = []
        renamed: list[int] = []
        for row in batch:
            person_id, wanted, present, dated = row[0], row[1:9], row[9:17], row[17:]
            is_new = person_id > last_known
            changes = self._changes(wanted, present, is_new=is_new)
            if changes is not None:
                attributes.append((*changes, person_id))
                if not is_new:
                    kept.append((person_id, *present))
            has_moved = self._plan(
                person_id, self._staff_row(dated, names_department=names_department), known
            )
            if is_new or changes is not None:
                renamed.append(person_id)
            if is_new:
                self.counts.new += 1
            elif changes is not None or has_moved:
                self.counts.changed += 1
            else:
                self.counts.unchanged += 1
        keep_people(kept, self.change)
        names = ", ".join(f"{name} = ?" for name in PERSON_COLUMNS)
        update_rows(f"UPDATE person SET {names} WHERE id = ?", attributes)
        index_people(renamed)
        for facts in (self.employments, self.memberships, self.leaves):
            facts.write(self.change)

    def _changes(
        self, wanted: Sequence[Any], present: Sequence[Any], *, is_new: bool
    ) -> Sequence[Any] | None:
        """The person's attributes as they should be; None where they are so already.

        A new person was added with everything but the manager, who may stand further down the file.
        """
        if is_new and not wanted[-1]:
            return None
        told = [now if new is None else new for new, now in zip(wanted, present, strict=True)]
        told[-1] = told[-1] or None
        return told if told != list(present) else None

    def _staff_row(self, dated: Sequence[Any], *, names_department: bool) -> StaffRow:
        from_on, until_on, status, site, department, job_title = dated
        place = Place(
            self.site_ids.get(site), self.department_ids.get(department) if department else None, job_title
        )
        return StaffRow(from_on, until_on, status, place, names_department)

    def _plan(self, person_id: int, row: StaffRow, known: "_Known") -> bool:
        plans = (
            (self.employments, employment_plan(row, known.employments[person_id])),
            (self.memberships, membership_plan(row, known.memberships[person_id], self.today)),
            (self.leaves, leave_plan(row, known.leaves[person_id], self.today)),
        )
        for facts, plan in plans:
            if plan:
                facts.take(plan, person_id, self.change)
        return any(plan for _facts, plan in plans)


@dataclass
class _Known:
    """The current facts of a batch of people."""

    employments: dict[int, list[KnownSpell]] = field(default_factory=lambda: defaultdict(list))
    memberships: dict[int, list[KnownMembership]] = field(default_factory=lambda: defaultdict(list))
    leaves: dict[int, list[KnownSpell]] = field(default_factory=lambda: defaultdict(list))


def _known_facts(after: int, last: int) -> _Known:
    known = _Known()
    for person_id, *spell in _current("employment", after, last):
        known.employments[person_id].append(KnownSpell(*spell))
    for person_id, id_, fact_id, from_on, until_on, *place in _current(
        "membership", after, last, ", site_id, department_id, job_title"
    ):
        known.memberships[person_id].append(KnownMembership(id_, fact_id, Place(*place), from_on, until_on))
    for person_id, *spell in _current("leave", after, last):
        known.leaves[person_id].append(KnownSpell(*spell))
    return known


def _current(table: str, after: int, last: int, more: str = "") -> Iterable[tuple[Any, ...]]:
    return select(
        f"SELECT person_id, id, fact_id, from_on, until_on{more} FROM {table} "
        "WHERE person_id > :after AND person_id <= :last AND superseded_in = :never "
        "ORDER BY person_id, from_on",
        after=after,
        last=last,
        never=NEVER,
    )


# What the file wants (NULL: it does not say), what is there, and what is dated. A manager is
# named by staff number or by an e-mail that is one person's alone; 0 says that there is none.
_UNKNOWN_SITES = (
    "staged_staff s WHERE s.site <> '' AND NOT EXISTS "
    f"(SELECT 1 FROM site k WHERE k.code = s.site AND k.superseded_in = {NEVER})"
)
_BATCH = f"""
    SELECT p.id,
      s.given_name, s.family_name,
      CASE WHEN s.given_name IS NULL AND s.family_name IS NULL THEN NULL ELSE s.name_key END,
      s.email, s.email_key, s.phone, s.languages,
      CASE WHEN s.manager IS NULL THEN NULL WHEN s.manager = '' THEN 0 ELSE coalesce(
        (SELECT m.id FROM person m WHERE m.staff_number = s.manager AND m.superseded_in = {NEVER}),
        (SELECT min(m.id) FROM person m WHERE m.email_key = s.manager_key
          AND m.superseded_in = {NEVER} HAVING count(*) = 1), 0) END,
      p.given_name, p.family_name, p.name_key, p.email, p.email_key, p.phone,
      CAST(p.languages AS TEXT), p.manager_id,
      s.from_on, s.until_on, s.status, s.site, s.department, s.job_title
    FROM staged_staff s JOIN person p ON p.staff_number = s.staff_number AND p.superseded_in = {NEVER}
    WHERE p.id > :after ORDER BY p.id LIMIT :batch
"""
