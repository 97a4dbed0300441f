"""What an edition is made of: protocols, crisis lines, and where the organisation is. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _
from readiness.standards.crisis_lines import CrisisLine
from readiness.standards.protocols import Level, Protocol

ORDER = (
    "suicide", "overdose", "aggression", "panic", "intoxication", "psychosis", "home", "support", "threat", "shock",
    "depression", "bereavement", "disaster", "refusal", "relative", "aftercare", "helpers",
)  # fmt: skip
"""The order of situations on the first page: what cannot wait first."""


def in_order(protocols: Mapping[str, Protocol]) -> dict[str, Protocol]:
    """Protocols in the order of the first page; those that are not of it come last, by name."""
    known = [slug for slug in ORDER if slug in protocols]
    return {slug: protocols[slug] for slug in (*known, *sorted(protocols.keys() - set(ORDER)))}


@dataclass(frozen=True, slots=True)
class Content:
    """The whole handbook as values. `protocols` in the order in which situations stand on the first page."""

    protocols: Mapping[str, Protocol]
    lines: Mapping[str, CrisisLine]
    country: str

    def emergency(self) -> CrisisLine:
        """The emergency number of the country."""
        return self._first(line for line in self._own() if line.kind == "emergency")

    def crisis(self, language: str) -> CrisisLine:
        """The country's crisis line, the one for this language where there is one."""
        own = [line for line in self._own() if line.first_for]
        return self._first([line for line in own if language in line.first_for] + own)

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
                return line if line.country == self.country else self.crisis(language)

    def lines_of(self, protocol: Protocol) -> list[CrisisLine]:
        """The lines that know about a situation: those of this country, since another's would not answer here."""
        named = (self.lines[name] for name in protocol.lines)
        return [line for line in named if line.country == self.country]

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
