"""What a higher room knows of findings that somebody sees to; it is given in app.py."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, cast

from flask import Flask, current_app

from readiness.compliance.days.findings import Finding
from readiness.people.sections import Section
from readiness.web.listing import Option

Key = tuple[str, str, str, str]
"""Site, pack, clause and subject of a finding."""


@dataclass(frozen=True, slots=True)
class SeenTo:
    """By whom, until when; `is_past`: that day is over."""

    owner: str
    due_on: date
    is_past: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The findings of a filter: by their keys (subject '': everyone there), and by the numbers of kept ones."""

    keys: frozenset[Key]
    kept_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class ToSeeTo:
    """What somebody is asked to see to, as the overview lists it."""

    title: str
    where: str
    due_on: date | None
    standing: str
    address: str


class Followed(Protocol):
    """Who sees to findings."""

    def of(self, findings: Iterable[Finding]) -> Mapping[Key, SeenTo]:
        """Those of these that somebody sees to."""

    def options(self) -> Sequence[Option]:
        """By what a list of findings can be narrowed."""

    def chosen(self, option: str) -> Chosen:
        """The findings of one option."""

    def section(
        self, clause: tuple[str, str], site: tuple[int, str], person: int, *, findings: Sequence[Finding]
    ) -> Section:
        """The part of a finding's page. `person` 0: the finding is the site's, or of everyone there."""

    def mine(self) -> Sequence[ToSeeTo]:
        """What whoever is signed in was asked to see to."""


def add_followed(app: Flask, known: Followed) -> None:
    """Let the pages of findings say who sees to them."""
    app.extensions["readiness_followed"] = known


def followed() -> Followed:
    """Who sees to findings."""
    return cast(Followed, current_app.extensions["readiness_followed"])


def key_of(finding: Finding) -> Key:
    return finding.site, finding.pack, finding.clause.id, finding.subject
