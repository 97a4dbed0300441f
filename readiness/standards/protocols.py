"""Protocols to start from, as shipped: what to do in a situation, in plain words, in each language."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from readiness.foundation.errors import ConfigurationError
from readiness.standards.reading import HARDEST, reading_grade

SHIPPED = Path(__file__).parent / "protocols"
LANGUAGES = ("en", "es")
MOST_SHARED = 3
"""So many steps two protocols may have in common: each is of its own situation."""

Level = Literal["danger", "unsafe", "worried"]
LEVELS: tuple[Level, ...] = ("danger", "unsafe", "worried")
"""Whom to call: danger now; thinking of suicide or self-harm, or cannot stay safe; worried. No scores."""


PLACES = frozenset({"emergency", "crisis"})
"""Lines that are named by what they are: the emergency number, or the crisis line, of wherever one is."""


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Source(_Block):
    """Public guidance that was read, and on which day."""

    title: str = Field(min_length=3)
    publisher: str = Field(min_length=2)
    url: str = Field(pattern=r"^https://")
    read_on: date


class Step(_Block):
    """One action. `more`: how, or why, in one further line."""

    do: str = Field(min_length=3, max_length=120)
    more: str = Field(default="", max_length=200)


class Choice(_Block):
    """One of three ways from the branch: what is so, and what to do then. Whom to call stands in `call`."""

    level: Level
    when: str = Field(min_length=3, max_length=120)
    do: str = Field(min_length=3, max_length=160)


class Escalation(_Block):
    """Whom to tell, and when."""

    whom: str = Field(min_length=2, max_length=80)
    when: str = Field(min_length=3, max_length=160)


class ProtocolText(_Block):
    """A protocol in one language.

    `title` is neutral: it stays in a browser's history. `situation` is what an employee sees, in their own words.
    `phrasings` are what someone in distress may type. `first` is the one sentence for the first 60 seconds.
    The branch stands after step number `branch_after`.
    """

    title: str = Field(min_length=3, max_length=60)
    situation: str = Field(min_length=3, max_length=70)
    phrasings: tuple[str, ...] = Field(min_length=8)
    first: str = Field(min_length=10, max_length=110)
    signs: tuple[str, ...] = Field(min_length=3, max_length=9)
    steps: tuple[Step, ...] = Field(min_length=5, max_length=14)
    branch_after: int = Field(ge=1)
    choices: tuple[Choice, Choice, Choice]
    say: tuple[str, ...] = Field(min_length=3, max_length=7)
    do_not_say: tuple[str, ...] = Field(min_length=3, max_length=7)
    do_not: tuple[str, ...] = Field(min_length=2, max_length=7)
    escalate: tuple[Escalation, ...] = Field(min_length=1, max_length=5)

    def actions(self) -> Iterator[str]:
        """What to do, without how and why."""
        yield self.first
        yield from (step.do for step in self.steps)

    def lines(self) -> Iterator[str]:
        """Everything that is read while acting."""
        yield self.first
        yield from self.signs
        for step in self.steps:
            yield step.do
            yield step.more
        for choice in self.choices:
            yield choice.when
            yield choice.do
        yield from (*self.say, *self.do_not)
        yield from (each.when for each in self.escalate)


class ProtocolAbout(_Block):
    """What holds of a protocol in all languages.

    `call` names the crisis line for each way of the branch: an id in crisis_lines.toml, 'emergency' for the
    emergency number of the place, 'crisis' for its crisis line, or '' where nobody is to be called.
    `is_at_risk`: being seen with it may harm whoever reads it, so the page can be left at once.
    `is_emergency_first`: life may be in danger this minute, so the emergency number is the first button, and not the
    crisis line. `lines` that stand before the crisis line of their country know more about it: they are buttons too.
    """

    is_at_risk: bool
    is_emergency_first: bool = False
    topics: tuple[str, ...] = Field(min_length=1)
    certificates: tuple[str, ...]
    lines: tuple[str, ...]
    needs: tuple[str, ...]
    call: Mapping[Level, str]
    next: tuple[str, ...] = Field(min_length=1, max_length=4)
    owner: str = "coordinator"
    review_months: int = Field(default=12, ge=1, le=24)
    sources: tuple[Source, ...] = Field(min_length=2)


class Protocol(ProtocolAbout):
    """What to do in a situation. `slug` is its address, and stays in the history of browsers."""

    slug: str = Field(pattern=r"^[a-z]+$")
    en: ProtocolText
    es: ProtocolText

    def text(self, language: str) -> ProtocolText:
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class References:
    """What protocols may name: verified crisis lines and certificate kinds, by their ids."""

    lines: frozenset[str]
    certificates: frozenset[str]


def load_protocols(references: References, folder: Path = SHIPPED) -> dict[str, Protocol]:
    """Read and check every file; raises ConfigurationError naming file, key and fault of all of them."""
    faults: list[str] = []
    found: dict[str, Protocol] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            block: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
            found[path.stem] = Protocol(slug=path.stem, **block)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
            faults.append(f"{path.name} cannot be read: {error}")
        except ValidationError as error:
            faults += [
                f"{path.name}, {'.'.join(map(str, fault['loc']))}: {fault['msg']}."
                for fault in error.errors()
            ]
    for protocol in found.values():
        told = protocol_faults(protocol, found.keys(), references)
        faults += [f"{protocol.slug}.toml, {fault}" for fault in told]
    faults += _repeated(found)
    if faults:
        raise ConfigurationError(faults)
    return found


def protocol_faults(protocol: Protocol, slugs: Collection[str], references: References) -> Iterator[str]:
    """What keeps a protocol of the right form from being approved; each begins with the key at fault.

    `slugs`: the protocols that there are.
    """
    yield from _unknown(protocol, slugs, references)
    if set(protocol.call) != set(LEVELS):
        yield "call: name all three ways: danger, unsafe, worried."
    if len(protocol.en.steps) != len(protocol.es.steps):
        yield "es.steps: has another number of steps than en.steps."
    for language in LANGUAGES:
        yield from (f"{language}.{fault}" for fault in _faults_of_text(protocol.text(language), language))


def _unknown(protocol: Protocol, slugs: Collection[str], references: References) -> Iterator[str]:
    """What the protocol names and nobody knows."""
    for name in (*protocol.lines, *filter(None, protocol.call.values())):
        if name not in references.lines | PLACES:
            yield f"lines: '{name}' is no verified crisis line."
    for name in protocol.certificates:
        if name not in references.certificates:
            yield f"certificates: '{name}' is no certificate kind."
    for name in protocol.next:
        if name not in slugs or name == protocol.slug:
            yield f"next: '{name}' is no other protocol."


def _faults_of_text(text: ProtocolText, language: str) -> Iterator[str]:
    if tuple(choice.level for choice in text.choices) != LEVELS:
        yield "choices: stand in the order danger, unsafe, worried."
    if text.branch_after > len(text.steps):
        yield f"branch_after: there are {len(text.steps)} steps."
    # Each for itself: many easy lines would hide that what is to be done is hard to read.
    for name, grade in grades(text, language).items():
        if grade > HARDEST:
            yield f"{name}: are of reading grade {grade}; at most {HARDEST} may be approved. Use shorter words."


def grades(text: ProtocolText, language: str) -> dict[str, float]:
    """The reading grade of what is to be done, and of everything that is read while acting."""
    return {
        "steps": reading_grade(text.actions(), language),
        "lines": reading_grade(text.lines(), language),
    }


def _repeated(found: Mapping[str, Protocol]) -> Iterator[str]:
    """Protocols that have too many steps in common."""
    for one, other in combinations(found.values(), 2):
        for language in LANGUAGES:
            shared = {_plain(step.do) for step in one.text(language).steps} & {
                _plain(step.do) for step in other.text(language).steps
            }
            if len(shared) > MOST_SHARED:
                yield f"{one.slug}.toml and {other.slug}.toml share {len(shared)} steps in {language}: each is its own."


def _plain(text: str) -> str:
    return " ".join(
        "".join(letter for letter in text.casefold() if letter.isalnum() or letter == " ").split()
    )
