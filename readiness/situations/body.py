"""Whether what was typed speaks of an emergency of the body: then no protocol comes before the emergency number."""

import re
import tomllib
from functools import cache
from pathlib import Path

from readiness.situations.terms import LONGEST, plain

SHIPPED = Path(__file__).parents[1] / "standards" / "body_words.toml"


@cache
def body_pattern() -> str:
    """One pattern for all languages, over plain words; the phone and the stick read the same."""
    found: dict[str, list[str]] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return rf"\b(?:{'|'.join(each for patterns in found.values() for each in patterns)})\b"


def speaks_of_the_body(typed: str) -> bool:
    """Whether somebody may be dying of what was typed, whatever else it is."""
    return _compiled().search(plain(typed[:LONGEST])) is not None


@cache
def _compiled() -> re.Pattern[str]:
    return re.compile(body_pattern())
