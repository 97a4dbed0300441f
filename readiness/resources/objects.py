"""Objects of directories as values, and how they hang together. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from readiness.resources.shapes import SHAPES


@dataclass(frozen=True, slots=True)
class Object:
    """One object of HSDS: its own values, and by field the records that it names. `at`: since when it is like this."""

    kind: str
    record: str
    directory: str
    content: Mapping[str, Any]
    links: Mapping[str, str]
    known_at: datetime | None = None

    def text(self, name: str) -> str:
        """One of its values as text; '' where it has none."""
        return str(self.content.get(name, ""))


@dataclass(frozen=True, slots=True)
class Verified:
    """That somebody made sure of a service: when, who, by which call."""

    on: date
    by: str
    way: str


@dataclass(frozen=True)
class Objects:
    """Objects that may be looked at. `merged`: of a service that is another, the one that is shown in its place."""

    by_record: Mapping[str, Object]
    merged: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def services(self) -> list[Object]:
        """Every service, by name."""
        found = (each for each in self.by_record.values() if each.kind == "service")
        return sorted(found, key=lambda each: (each.text("name").casefold(), each.record))

    @cached_property
    def _naming(self) -> Mapping[tuple[str, str], list[Object]]:
        return naming(self.by_record.values())

    def of(self, record: str, kind: str, name: str = "") -> list[Object]:
        """The objects of a kind that name a record, in any of their fields or in one."""
        found = self._naming.get((record, kind), [])
        return found if not name else [each for each in found if each.links.get(name) == record]

    def named(self, owner: Object, name: str) -> Object | None:
        """The object that a field names."""
        return self.by_record.get(owner.links.get(name, ""))


def naming(objects: Iterable[Object]) -> Mapping[tuple[str, str], list[Object]]:
    """By record and kind, the objects of that kind that name it."""
    found: defaultdict[tuple[str, str], list[Object]] = defaultdict(list)
    for each in objects:
        for record in dict.fromkeys(each.links.values()):
            found[record, each.kind].append(each)
    return found


OWNERS = {kind: tuple(shape.links) for kind, shape in SHAPES.items()}
