"""People of the sample, as its staff files told of them: who came, who moved, who is away, who left."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from readiness.audit.actions import Recording
from readiness.audit.events import SamplePartRecorded
from readiness.foundation.database import insert_rows, select
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, NEVER, Fact, day_before, next_fact_id
from readiness.people.models import Employment, Leave, Membership
from readiness.people.search_index import index_people
from readiness.people.search_words import person_key
from readiness.sample.organisation import SamplePerson
from readiness.sample.past import Past, Step
from readiness.sample.writing import write_versions

_SPELL = ("person_id", "from_on", "until_on")
_COLUMNS: dict[type[Fact], tuple[str, ...]] = {
    Employment: _SPELL,
    Membership: (*_SPELL, "site_id", "department_id", "job_title"),
    Leave: _SPELL,
}
_PERSON = (
    "staff_number", "given_name", "family_name", "name_key", "email", "email_key", "phone", "languages",
    "is_sample", "recorded_in", "superseded_in",
)  # fmt: skip

Told = tuple[type[Fact], str, tuple[Any, ...]]
"""A version: the kind of fact, what tells it from others of the person, its days, and the site of a membership."""


@dataclass(slots=True)
class StaffFile:
    """What one file told: people who are new, and versions of what is known of people."""

    new: list[SamplePerson] = field(default_factory=list)
    told: list[tuple[SamplePerson, Told]] = field(default_factory=list)


@dataclass(slots=True)
class Staff:
    """Writes files one after the other, and remembers who was written, and by which number each fact is known."""

    person_ids: dict[str, int]
    _places: dict[str, int] = field(default_factory=dict)
    _departments: dict[str, int] = field(default_factory=dict)
    _facts: dict[tuple[type[Fact], str, str], int] = field(default_factory=dict)

    def steps(self, people: Sequence[SamplePerson], past: Past) -> Iterator[Step]:
        """A step for each file."""
        files: defaultdict[date, StaffFile] = defaultdict(StaffFile)
        for each in people:
            joined_on = past.staff_file(each.from_on)
            files[joined_on].new.append(each)
            for on, told in self._known_of(each, past):
                files[max(on, joined_on)].told.append((each, told))
        return (Step(day, partial(self.write, file)) for day, file in sorted(files.items()))

    def _known_of(self, each: SamplePerson, past: Past) -> Iterator[tuple[date, Told]]:
        """What was told of somebody, and when; the last that is told of one fact holds."""
        yield FIRST_DAY, (Employment, "", (each.from_on, LAST_DAY))
        if each.until_on:
            yield past.staff_file(each.until_on), (Employment, "", (each.from_on, each.until_on))
        first = each.moved_from or each.site
        yield FIRST_DAY, (Membership, "", (FIRST_DAY, LAST_DAY, first))
        if each.moved_on:
            on = past.staff_file(each.moved_on)
            yield on, (Membership, "", (FIRST_DAY, day_before(each.moved_on), first))
            yield on, (Membership, "moved", (each.moved_on, LAST_DAY, each.site))
        if each.leave_from_on:
            yield past.staff_file(each.leave_from_on), (Leave, "", (each.leave_from_on, LAST_DAY))

    def write(self, file: StaffFile, opened: Recording) -> None:
        self._places = self._places or dict(select("SELECT code, id FROM site WHERE is_sample"))
        self._departments = self._departments or dict(
            select(f"SELECT name, id FROM department WHERE superseded_in = {NEVER}")
        )
        self._write_people(file.new, opened)
        latest: dict[tuple[type[Fact], str, str], tuple[Any, ...]] = {}
        for person, (model, which, cells) in file.told:
            latest[model, person.staff_number, which] = self._cells(person, *cells)
        for model, columns in _COLUMNS.items():
            versions = {key: cells for key, cells in latest.items() if key[0] is model}
            self._number(model, versions)
            rows = [(self._facts[key], *cells) for key, cells in versions.items()]
            write_versions(model, columns, rows, opened)
        opened.note(SamplePartRecorded("staff", new=len(file.new), changed=len(latest)))

    def _cells(self, person: SamplePerson, from_on: date, until_on: date, *site: str) -> tuple[Any, ...]:
        work = [
            cell
            for code in site
            for cell in (self._places[code], self._departments[person.department], person.job_title)
        ]
        return (self.person_ids[person.staff_number], from_on, until_on, *work)

    def _number(self, model: type[Fact], keys: Iterable[tuple[type[Fact], str, str]]) -> None:
        """Give a number to the facts that are new."""
        first = next_fact_id(model)
        new = [key for key in keys if key not in self._facts]
        self._facts.update({key: first + place for place, key in enumerate(new)})

    def _write_people(self, people: Sequence[SamplePerson], opened: Recording) -> None:
        if not people:
            return
        after = next(select("SELECT coalesce(max(id), 0) FROM person"))[0]
        insert_rows("person", _PERSON, [(*_person(each), opened.change.id, NEVER) for each in people])
        new = dict(select("SELECT staff_number, id FROM person WHERE id > :after", after=after))
        index_people(list(new.values()))
        self.person_ids |= new


def _person(each: SamplePerson) -> tuple[Any, ...]:
    name_key = person_key(each.given_name, each.family_name)
    names = (each.staff_number, each.given_name, each.family_name, name_key)
    return (*names, each.email, each.email, "", json.dumps(each.languages), True)
