"""What higher rooms add: parts to the page of a person, and what someone lacks to the list of people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from flask import Flask, current_app

from readiness.people.profile import Profile
from readiness.people.selection import Asked, Condition
from readiness.web.listing import Option


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


MakeOwnSection = Callable[[Profile, Asked], Section | None]


@dataclass(frozen=True, slots=True)
class OwnLink:
    """Something else of one's own: the endpoint of its page, and what it is called."""

    endpoint: str
    label: str


def add_own_sections(app: Flask, sections: Sequence[MakeOwnSection], more: Sequence[OwnLink]) -> None:
    """Let each of these make a part of everyone's own page, in their order; None: there is nothing to say."""
    app.extensions["readiness_own_sections"] = tuple(sections)
    app.extensions["readiness_own_links"] = tuple(more)


def own_links() -> Sequence[OwnLink]:
    """What else is someone's own."""
    return cast("tuple[OwnLink, ...]", current_app.extensions["readiness_own_links"])


def own_sections(profile: Profile, asked: Asked) -> list[Section]:
    """The parts that other rooms have for someone's own page."""
    makers = cast("tuple[MakeOwnSection, ...]", current_app.extensions["readiness_own_sections"])
    return [section for make in makers if (section := make(profile, asked)) is not None]


class Lacking(Protocol):
    """What people may hold or not; given by the room that knows it."""

    def options(self) -> Sequence[Option]:
        """What someone may lack."""

    def condition(self, lacked: Sequence[str]) -> Condition:
        """That the person lacks each of these options on the day in question."""


def add_lacking(app: Flask, known: Lacking) -> None:
    """Let the list of people be narrowed to those who lack something."""
    app.extensions["readiness_lacking"] = known


def lacking() -> Lacking:
    """What the list of people can be narrowed by, beyond what the room of people knows."""
    return cast(Lacking, current_app.extensions["readiness_lacking"])
