"""Who may read and do what, room by room: from what each route says of itself, never from a list beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from readiness.foundation.words import gettext as _
from readiness.web.access import READING_METHODS, Access, Role
from readiness.web.navigation import ENTRIES

ANYBODY = "anybody"
"""Whoever comes, with no sign-in."""
WHO = (ANYBODY, *Role)
_SENDING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class May:
    """Whether somebody is let in to read, and to send something."""

    reads: bool
    does: bool


@dataclass(frozen=True, slots=True)
class Right:
    """A page or an act, as its own sentence tells it, and who may."""

    address: str
    tells: str
    may: Mapping[str, May]


@dataclass(frozen=True, slots=True)
class Room:
    """What begins with the same word of an address."""

    key: str
    label: str
    rights: tuple[Right, ...]

    def counted(self, who: str) -> tuple[int, int]:
        """How many of its addresses somebody may read, and how many may be sent something."""
        found = [right.may[who] for right in self.rights]
        return sum(each.reads for each in found), sum(each.does for each in found)


def rooms_of(app: Flask) -> list[Room]:
    """Every room: those of the rail in its order, then the others."""
    by_key: dict[str, list[Right]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        by_key.setdefault(rule.rule.split("/")[1], []).append(_right(app, rule))
    labels = {entry.path[1:]: entry.label for entry in ENTRIES if entry.path.count("/") == 1}
    order = [*(key for key in labels if key in by_key), *sorted(by_key.keys() - labels.keys())]
    return [Room(key, _label(key, labels), tuple(by_key[key])) for key in order]


def _label(key: str, labels: Mapping[str, str]) -> str:
    return _(labels[key]) if key in labels else f"/{key}"


def _right(app: Flask, rule: Rule) -> Right:
    view = app.view_functions[rule.endpoint]
    access: Access = getattr(view, "access")  # noqa: B009  # a route without one stops the start
    return Right(
        rule.rule, (view.__doc__ or "").partition("\n")[0], dict(_may(access, rule.methods or set()))
    )


def _may(access: Access, methods: set[str]) -> Iterator[tuple[str, May]]:
    reads, does = bool(methods & (READING_METHODS - {"OPTIONS"})), bool(methods & _SENDING)
    yield ANYBODY, May(reads and access.roles is None, does and access.roles is None)
    for role in Role:
        yield role, May(reads and access.admits(role, "GET"), does and access.admits(role, "POST"))
