"""What people in distress say of each situation, words that stand for others, and ideas with their words, as shipped.

All only help to find a protocol: they stand on no page. A file of sayings is named for its protocol and has one
saying a line under each language, written as it may be typed: slang, fragments, mistakes. Source: our own.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from readiness.foundation.errors import ConfigurationError
from readiness.standards.protocols import LANGUAGES

SHIPPED = Path(__file__).parent / "sayings"
SYNONYMS = Path(__file__).parent / "synonyms.toml"
IDEAS = Path(__file__).parent / "ideas.toml"


@dataclass(frozen=True, slots=True)
class Sayings:
    """What is said of one situation, by language."""

    slug: str
    by_language: Mapping[str, tuple[str, ...]]


@cache
def load_sayings(folder: Path = SHIPPED) -> Mapping[str, Sayings]:
    """Read and check every file, by slug; raises ConfigurationError naming file and fault of all of them."""
    faults: list[str] = []
    found: dict[str, Sayings] = {}
    for path in sorted(folder.glob("*.toml")):
        block = _read(path, faults)
        if block.keys() != set(LANGUAGES) or not all(isinstance(value, str) for value in block.values()):
            faults.append(f"{path.name}: has one text for each of {', '.join(LANGUAGES)}.")
            continue
        found[path.stem] = Sayings(path.stem, {language: _lines(block[language]) for language in LANGUAGES})
    faults += _repeated(found.values())
    if faults:
        raise ConfigurationError(faults)
    return found


@cache
def load_synonyms(path: Path = SYNONYMS) -> Mapping[str, str]:
    """What is typed, and the words that it stands for; of both languages together, since either may be typed."""
    faults: list[str] = []
    synonyms: dict[str, str] = {}
    for language, block in _read(path, faults).items():
        for typed, meant in block.items():
            if synonyms.setdefault(typed, meant) != meant:
                faults.append(f"{path.name}, {language}.{typed}: stands for other words in another language.")
    if faults:
        raise ConfigurationError(faults)
    return synonyms


@cache
def load_ideas(path: Path = IDEAS) -> Mapping[str, tuple[str, ...]]:
    """Ideas, each named by an English word, and the words of both languages that carry them."""
    faults: list[str] = []
    ideas: dict[str, tuple[str, ...]] = {}
    for language, block in _read(path, faults).items():
        for idea, words in block.items():
            if isinstance(words, str):
                ideas[idea] = (*ideas.get(idea, ()), *words.split())
            else:
                faults.append(f"{path.name}, {language}.{idea}: is a text of words.")
    if faults:
        raise ConfigurationError(faults)
    return ideas


def _repeated(found: Iterable[Sayings]) -> Iterator[str]:
    """Sayings that stand for two situations, and so tell nothing."""
    first: dict[str, str] = {}
    for sayings in found:
        for saying in {saying for lines in sayings.by_language.values() for saying in lines}:
            if first.setdefault(saying, sayings.slug) != sayings.slug:
                yield f"{sayings.slug}.toml: '{saying}' stands in {first[saying]}.toml too, so it tells nothing."


def _read(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.append(f"{path.name} cannot be read: {error}")
        return {}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
