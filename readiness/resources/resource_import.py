"""Files of resources as a kind of import: HSDS packages of any version, and flat tables with a service a row."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from readiness.audit.actions import Recording
from readiness.foundation.temporal import Change
from readiness.foundation.words import gettext as _
from readiness.imports.actions import places
from readiness.imports.counts import Counts
from readiness.imports.fields import FieldList, Vocabulary
from readiness.imports.mapping import Mapping
from readiness.imports.reading.tables import Chunk, GoodRow, rows_of
from readiness.imports.refused import reason_column
from readiness.imports.staging import StagedTable, Staging
from readiness.resources.applying import LINKS, apply_staged, known_records
from readiness.resources.confidential import MARKED, SECRET, confidential
from readiness.resources.flat import objects_of
from readiness.resources.gathering import Gathering
from readiness.resources.marking import names_a_mark
from readiness.resources.models import TABLES
from readiness.resources.numbers import GoneBy
from readiness.resources.resource_fields import FIELDS, PACKAGE
from readiness.resources.undoing import take_back_resources

Numbers = Dictionary[str, str]

STAGED = StagedTable(
    "staged_resource",
    {
        "row_number": "INTEGER",
        **dict.fromkeys(("kind", "record", "directory", "source", "digest", "content", "marked"), "TEXT"),
        **dict.fromkeys(LINKS, "TEXT"),
    },
    held_against=tuple(model._meta.table_name for model in TABLES.values()),
)


class ResourceReader:
    """Reads the rows of one file; a row may speak of many objects, and an object be spoken of in many rows."""

    def __init__(self, mapping: Mapping, header: Sequence[str], stage: Staging, gone_by: GoneBy) -> None:
        self.mapping, self.stage = mapping, stage
        self.at = places(mapping, header, FIELDS.names)
        self.others = {
            name: place
            for place, name in enumerate(header)
            if place not in self.at.values() and names_a_mark(name)
        }
        self.gathering = Gathering(directory_of(mapping, stage.file_name), gone_by)
        self.is_whole = reason_column() not in header
        self.places: dict[int, str] = {}
        self.skipped = 0

    def read(self, chunks: Iterable[Chunk]) -> None:
        self.stage.fill(self._taken(rows_of(chunks)))

    def _taken(self, rows: Iterable[GoodRow]) -> Iterator[Sequence[Any]]:
        gathering = self.gathering
        for number, cells in rows:
            if "package_record" in self.at:
                table, place, record = (cells[self.at[name]] for name in PACKAGE)
                self.places[number] = place
                gathering.take(number, table, json.loads(record))
            else:
                said = {name: cells[place] for name, place in self.at.items() if cells[place]}
                others = {name: cells[place] for name, place in self.others.items() if cells[place]}
                for kind, fields in objects_of(said, others):
                    gathering.take(number, kind, fields)
        gathering.finish(frozenset() if self.is_whole else known_records(gathering.directory))
        self.skipped = gathering.skipped
        self._tell_notes()
        yield from self._staged()

    def _tell_notes(self) -> None:
        for note in self.gathering.notes:
            tell = self.stage.warn if note.is_warning else self.stage.fault
            place = self.places.get(note.row, "")
            tell(note.row, ", ".join(filter(None, [place, note.place])), note.sentence)

    def _staged(self) -> Iterator[Sequence[Any]]:
        hidden = confidential(self.gathering.items)
        for item in self.gathering.all():
            why = hidden.get(item.record, "")
            if why:
                self.stage.warn(
                    item.row, f"{self.places.get(item.row, '')} {item.kind}".strip(), _sentence(why)
                )
            yield (
                item.row, item.kind, item.record, self.gathering.directory, item.source, item.digest,
                json.dumps(item.content, ensure_ascii=False), why, *(item.links.get(name) for name in LINKS),
            )  # fmt: skip


def _sentence(why: str) -> str:
    """Why something is hidden; never what it says, since this is read where it must not be."""
    if why == MARKED:
        return _("is marked as not to be shown, and is hidden until somebody here says otherwise.")
    if why == SECRET:
        return _(
            "is said to be secret: the place is hidden until somebody here says otherwise; its number stays."
        )
    return _("looks like a refuge: the place is hidden until somebody here says otherwise; its number stays.")


def directory_of(mapping: Mapping, file_name: str) -> str:
    """What a directory is called here: as the mapping says, else as its file, whatever the day in the name."""
    if mapping.directory:
        return mapping.directory
    stem = PurePath(
        re.sub(r"(\.refused)?\.(csv|zip|json|xlsx)", "", file_name, flags=re.IGNORECASE)
    ).name.casefold()
    return re.sub(r"[-_. ]*\d{4,}[-_. \d]*$", "", stem).strip("-_. ") or "directory"


@dataclass(frozen=True)
class ResourceImport:
    """The kind of import for resources. `superseded`: asked for old numbers, each with today's, as a file is read."""

    superseded: Callable[[], Numbers]
    name: str = "resources"
    fields: FieldList = FIELDS
    staged: StagedTable = STAGED

    def reader(self, mapping: Mapping, header: Sequence[str], stage: Staging, today: date) -> ResourceReader:
        return ResourceReader(mapping, header, stage, GoneBy(self.superseded()))

    def judge(self, mapping: Mapping, stage: Staging, today: date) -> None:
        stage.index("kind", "record")

    def apply(self, mapping: Mapping, stage: Staging, today: date, opened: Recording) -> Counts:
        return apply_staged(opened, directory_of(mapping, stage.file_name), is_whole=not stage.is_partial)

    def take_back(self, change: int, undoing: Change) -> None:
        take_back_resources(change, undoing)

    def vocabulary(self, field: str) -> Vocabulary | None:
        return None
