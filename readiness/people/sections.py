"""What higher rooms add to the page of a person: certificates, and whatever else is about someone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app

from readiness.people.profile import Profile
from readiness.people.selection import Asked


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its template, which finds the values as `section.values`."""

    template: str
    values: dict[str, Any]


MakeSection = Callable[[Profile, Asked], Section]


def add_person_sections(app: Flask, sections: Sequence[MakeSection]) -> None:
    """Let each of these make a part of every person's page, in their order."""
    app.extensions["readiness_person_sections"] = tuple(sections)


def person_sections(profile: Profile, asked: Asked) -> list[Section]:
    """The parts that other rooms have about someone."""
    makers = cast("tuple[MakeSection, ...]", current_app.extensions["readiness_person_sections"])
    return [make(profile, asked) for make in makers]
