"""Reads of resources: whoever reads them, for whatever output, gets them from `shown_to`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from sys import intern
from threading import Lock
from typing import Any, NamedTuple

from readiness.foundation.database import as_json, connected, database_name, select
from readiness.foundation.temporal import NEVER, current
from readiness.lines.queries import superseded_numbers
from readiness.resources.identity import number_told
from readiness.resources.models import (
    TABLES,
    InsuranceCover,
    ResourceMerge,
    ResourceVerification,
    ResourceVisibility,
)
from readiness.resources.numbers import GoneBy
from readiness.resources.objects import Object, Objects, Verified
from readiness.resources.redaction import Hiding, Redaction
from readiness.resources.shapes import SHAPES
from readiness.resources.todays_numbers import Today
from readiness.resources.visibility import Visibility


class Reader(Enum):
    """For whom resources are read: anybody, or those who are signed in."""

    PUBLIC = frozenset({Visibility.PUBLIC})
    STAFF = frozenset({Visibility.PUBLIC, Visibility.STAFF})

    def may_see(self, visibility: str) -> bool:
        return visibility in self.value


class _Kept(NamedTuple):
    version: tuple[Any, ...]
    objects: Objects


_kept: dict[tuple[str, Reader], _Kept] = {}
_reading = Lock()


def shown_to(reader: Reader) -> Objects:
    """Everything that a reader may see, and nothing else: hidden objects, old numbers and merged services are gone.

    There is no other way to the objects of a directory. What was read is kept until something of it changes.
    """
    with connected():
        version = (*resources_version(), *sorted(superseded_numbers().items()))
        kept = _kept.get((database_name(), reader))
        if kept is not None and kept.version == version:
            return kept.objects
        with _reading:
            kept = _kept.get((database_name(), reader))
            if kept is None or kept.version != version:
                kept = _kept[database_name(), reader] = _Kept(version, _read(reader))
            return kept.objects


def resources_version() -> tuple[Any, ...]:
    """The change by which resources last became different, and when that was; nothing where there never were any."""
    for version in select(
        "SELECT c.id, c.recorded_at FROM resource_state s JOIN change c ON c.id = s.change"
    ):
        return version
    return ()


def _read(reader: Reader) -> Objects:
    merged = {row.record: row.kept for row in ResourceMerge.select().where(current(ResourceMerge))}
    hidings = [
        Hiding(row.record, row.kind, row.hides_phone)
        for row in ResourceVisibility.select().where(current(ResourceVisibility))
        if not reader.may_see(row.visibility)
    ]
    redaction = Redaction({each.record: each for each in _objects()}, hidings)
    shown = redaction.shown()
    for record in merged:
        shown.pop(record, None)
    today = Today(GoneBy(superseded_numbers()))
    shown = {record: today.of(each) for record, each in shown.items()}
    return Objects(shown, {one: other for one, other in merged.items() if other in shown})


def verifications() -> dict[str, Verified]:
    """Who made sure of which service, and when, by what is known now."""
    rows = ResourceVerification.select().where(current(ResourceVerification))
    return {row.record: Verified(row.verified_on, row.verified_by, row.way) for row in rows}


def facts_version() -> tuple[Any, ...]:
    """The latest changes by which something of verifications and plans became known or was superseded, and when."""
    latest = " UNION ALL ".join(
        f"SELECT max({column}) FROM {model._meta.table_name} WHERE {column} < {NEVER}"
        for model in (ResourceVerification, InsuranceCover)
        for column in ("recorded_in", "superseded_in")
    )
    return tuple(select(f"SELECT id, recorded_at FROM change WHERE id IN ({latest}) ORDER BY id"))


def _objects() -> Iterator[Object]:
    texts: dict[str, str] = {}  # directories say the same many times over: each text is held once
    for kind, model in TABLES.items():
        links = tuple(SHAPES[kind].links)
        names = "".join(f", t.{name}" for name in links)
        rows = select(
            f"SELECT t.record, t.directory, t.content, c.recorded_at{names} FROM {model._meta.table_name} t "
            f"LEFT JOIN change c ON c.id = t.recorded_in WHERE t.superseded_in = {NEVER} ORDER BY t.id"
        )
        for record, directory, content, known_at, *named in rows:
            linked = {name: value for name, value in zip(links, named, strict=True) if value}
            said = {
                intern(name): texts.setdefault(value, value) if isinstance(value, str) else value
                for name, value in as_json(content).items()
            }
            yield Object(kind, record, intern(directory), said, linked, known_at)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, or proposed by an import, on who may see an object.

    `source`: the number that its directory gave it; '' where it has none that says nothing of the object.
    """

    record: str
    kind: str
    directory: str
    source: str
    visibility: str
    is_proposed: bool
    hides_phone: bool
    reason: str
    services: tuple[str, ...]


def decisions() -> list[Decision]:
    """Everything that is not simply public, the latest first: by what its directory calls it, never by what it says."""
    found = []
    for row in (
        ResourceVisibility.select().where(current(ResourceVisibility)).order_by(ResourceVisibility.id.desc())
    ):
        directory, source = where_from(row.kind, row.record)
        found.append(
            Decision(
                row.record, row.kind, directory, number_told(source), row.visibility, row.is_proposed, row.hides_phone,
                row.reason, _services_at(row.record),
            )
        )  # fmt: skip
    return found


def hidden_by(change: int) -> int:
    """How many objects a change proposed to hide, on which nobody has decided since."""
    wait = current(ResourceVisibility) & ResourceVisibility.is_proposed
    return int(ResourceVisibility.select().where(wait & (ResourceVisibility.recorded_in == change)).count())


def _services_at(place: str) -> tuple[str, ...]:
    """What the services at a place are called, as far as those who are signed in may see them."""
    rows = select(
        "SELECT service_id FROM hsds_service_at_location WHERE location_id = :place AND superseded_in = :never",
        place=place,
        never=NEVER,
    )
    seen = shown_to(Reader.STAFF).by_record
    return tuple(sorted(seen[service].text("name") for (service,) in list(rows) if service in seen))


def where_from(kind: str, record: str) -> tuple[str, str]:
    """The directory that has an object, and what it calls it; ('', '') where none has it any more."""
    table = TABLES[kind]._meta.table_name
    rows = select(
        f"SELECT directory, source FROM {table} WHERE record = :record AND superseded_in = {NEVER}",
        record=record,
    )
    for directory, source in rows:
        return directory, source
    return "", ""


def kind_of_record(record: str) -> str:
    """Which of the kinds that may be hidden a record is; '' where it is none."""
    for kind in ("service", "location", "organization"):
        if where_from(kind, record) != ("", ""):
            return kind
    return ""
