"""What an edition is made of: protocols, crisis lines, and where the organisation is. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from readiness.foundation import words
from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _
from readiness.people.places import Place
from readiness.standards.crisis_lines import CrisisLine
from readiness.standards.protocols import LANGUAGES, LEVELS, Level, Protocol

ORDER = (
    "suicide", "overdose", "aggression", "panic", "intoxication", "psychosis", "home", "support", "threat", "shock",
    "depression", "bereavement", "disaster", "refusal", "relative", "aftercare", "helpers",
)  # fmt: skip
"""The order of situations on the first page: what cannot wait first."""


def in_order(protocols: Mapping[str, Protocol]) -> dict[str, Protocol]:
    """Protocols in the order of the first page; those that are not of it come last, by name."""
    known = [slug for slug in ORDER if slug in protocols]
    return {slug: protocols[slug] for slug in (*known, *sorted(protocols.keys() - set(ORDER)))}


class StandIn(CrisisLine):
    """A line at the place of one that is out of order, with a sentence about it in each language."""

    banners: Mapping[str, str]

    @property
    def banner(self) -> str:
        return self.banners.get(words.language(), "")


def stand_in(line: CrisisLine, banners: Mapping[str, str]) -> StandIn:
    """This line, at the place of another."""
    return StandIn.model_validate({**line.model_dump(), "banners": banners})


@dataclass(frozen=True, slots=True)
class ClinicianReview:
    """That a clinician read a protocol: who (name and profession), and on which day."""

    reviewer: str
    reviewed_on: date


@dataclass(frozen=True, slots=True)
class Content:
    """The whole handbook as values. `protocols` in the order in which situations stand on the first page.

    `outages`: by the code of a line that is out of order, what stands at its place. `clinicians`: by slug.
    """

    protocols: Mapping[str, Protocol]
    lines: Mapping[str, CrisisLine]
    country: str
    outages: Mapping[str, StandIn] = field(default_factory=dict)
    clinicians: Mapping[str, ClinicianReview] = field(default_factory=dict)
    places: tuple[Place, ...] = ()

    def emergency(self) -> CrisisLine:
        """The emergency number of the country."""
        return self._placed(self._first(line for line in self._own() if line.kind == "emergency"))

    def crisis(self, language: str) -> CrisisLine:
        """The country's crisis line, the one for this language where there is one."""
        own = [line for line in self._own() if line.first_for]
        return self._placed(self._first([line for line in own if language in line.first_for] + own))

    def _own(self) -> list[CrisisLine]:
        return [line for line in self.lines.values() if line.country == self.country and line.verified]

    def line_of(self, protocol: Protocol, level: Level, language: str) -> CrisisLine | None:
        """Whom a way of the branch calls."""
        match protocol.call[level]:
            case "":
                return None
            case "emergency":
                return self.emergency()
            case "crisis":
                return self.crisis(language)
            case name:
                line = self.lines[name]
                if line.country == self.country:
                    return self._placed(line)
                # What is asked of poison is answered elsewhere by the emergency number, not by a crisis line.
                instead = self.lines.get(line.fallback)
                return self.emergency() if instead and instead.kind == "emergency" else self.crisis(language)

    def lines_of(self, protocol: Protocol) -> list[CrisisLine]:
        """The lines that know about a situation: those of this country, since another's would not answer here."""
        named = (self.lines[name] for name in protocol.lines)
        return [self._placed(line) for line in named if line.country == self.country]

    def foremost(self, protocol: Protocol) -> list[CrisisLine]:
        """The lines that a protocol names before the crisis line: they know more about it, and are buttons."""
        named = [self.lines[name] for name in protocol.lines if self.lines[name].country == self.country]
        return [self._placed(line) for line in takewhile(lambda line: not line.first_for, named)]

    def linked(self) -> dict[str, dict[str, CrisisLine]]:
        """By the slug of each protocol, and '' for the pages of all, the lines linked there, by their codes."""
        everywhere = [self.emergency(), *(self.crisis(language) for language in LANGUAGES)]
        found = {"": {line.id: line for line in everywhere}}
        for slug, protocol in self.protocols.items():
            ways = [self.line_of(protocol, level, language) for level in LEVELS for language in LANGUAGES]
            lines = [*everywhere, *self.lines_of(protocol), *(line for line in ways if line is not None)]
            found[slug] = {line.id: line for line in lines}
        return found

    def _placed(self, line: CrisisLine) -> CrisisLine:
        """What stands at a line's place."""
        return self.outages.get(line.id, line)

    def _first(self, lines: Iterable[CrisisLine]) -> CrisisLine:
        for line in lines:
            return line
        raise InvalidInput(
            [
                _(
                    "No verified emergency number or crisis line is known for %(country)s. Add it before you publish.",
                    country=self.country,
                )
            ]
        )
