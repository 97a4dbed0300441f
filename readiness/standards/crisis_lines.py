"""Crisis lines as shipped: whom to call, text or write to, when, in which languages, and who says so."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from readiness.foundation.errors import ConfigurationError

SHIPPED = Path(__file__).parent / "crisis_lines.toml"

ALSO_ANSWERED = {"GB": ("112",)}
"""Numbers that reach the same as a country's emergency number, from every phone there, and are shown on no page.

GB: GOV.UK, '999 and 112: the UK's national emergency numbers'.
"""

Kind = Literal["emergency", "crisis", "help"]


class CrisisLine(BaseModel):
    """A line. `call` and `text` are what is dialled; what is shown is made from the same digits.

    `kind`: 'emergency' and 'crisis' are answered day and night; 'help' refers. `verified`: its own source, or a
    named report of it, was read on `verified_on`; lines that were not are never linked by what is shipped.
    `verified_by`: who signed for that here; '' where it is as shipped.
    `first_for`: the languages in which it is the crisis line that every page of its country carries.
    `supersedes`: older numbers that must not be shown any more. `fallback`: the line that stands in when it is out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    country: str = Field(pattern=r"^[A-Z]{2}$")
    kind: Kind
    call: str = Field(default="", pattern=r"^(\+?[0-9]{3,15})?$")
    press: str = Field(default="", pattern=r"^[0-9]?$")
    text: str = Field(default="", pattern=r"^(\+?[0-9]{3,15})?$")
    text_word: str = ""
    chat_url: str = Field(default="", pattern=r"^(https://.*)?$")
    textphone: str = Field(default="", pattern=r"^(\+?[0-9]{3,15})?$")
    is_always_open: bool
    hours: str = ""
    languages: tuple[str, ...]
    first_for: tuple[str, ...] = ()
    source: str
    source_url: str = ""
    verified_on: date | None = None
    verified: bool
    verified_by: str = ""
    supersedes: tuple[str, ...] = ()
    fallback: str = ""

    @property
    def numbers(self) -> tuple[str, ...]:
        """What is dialled or written to."""
        return tuple(dict.fromkeys(number for number in (self.call, self.text, self.textphone) if number))

    @property
    def told_apart(self) -> str:
        """Its name with its country and the first of its numbers: each country has its 'Emergency'."""
        return f"{self.name} ({', '.join((self.country, *self.numbers[:1]))})"

    @property
    def banner(self) -> str:
        """What is said where it stands in for a line that is out of order; '' where it is at its own place."""
        return ""


def load_crisis_lines(path: Path = SHIPPED) -> dict[str, CrisisLine]:
    """Read and check the file; raises ConfigurationError naming the file and every key at fault."""
    try:
        blocks: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path.name} cannot be read: {error}") from error
    faults: list[str] = []
    lines: dict[str, CrisisLine] = {}
    for key, block in blocks.items():
        try:
            lines[key] = CrisisLine(id=key, **block)
        except (ValidationError, TypeError) as error:
            told = error.errors() if isinstance(error, ValidationError) else []
            faults += [
                f"{path.name}, {key}.{'.'.join(map(str, each['loc']))}: {each['msg']}." for each in told
            ]
            faults += [] if told else [f"{path.name}, {key}: is no block of keys and values."]
    for line in lines.values():
        if line.fallback and line.fallback not in blocks:
            faults.append(f"{path.name}, {line.id}.fallback: '{line.fallback}' is no line in this file.")
        if not (line.call or line.text or line.chat_url):
            faults.append(f"{path.name}, {line.id}: has no way to be reached.")
    if faults:
        raise ConfigurationError(faults)
    return lines


@cache
def answered_in(country: str) -> tuple[str, ...]:
    """The emergency numbers of a country that this release knows; none where it knows none."""
    lines = load_crisis_lines().values()
    own = [line.call for line in lines if line.kind == "emergency" and line.country == country]
    return (*own, *ALSO_ANSWERED.get(country, ()))
