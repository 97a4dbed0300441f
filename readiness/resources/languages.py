"""Languages as directories write them, in free text: their names, and the codes by which they are looked for. Pure."""

import re
from functools import cache

from babel import Locale

_PARTS = re.compile(r"[,;/|\n]|\\n|\band\b|\by\b|&|:", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")
_OWN = {
    "creole": "ht", "haitian creole": "ht", "kreyol": "ht", "kreyòl": "ht", "american sign language": "ase",
    "asl": "ase", "sign language": "sgn", "mandarin": "zh", "cantonese": "yue", "farsi": "fa", "tagalog": "fil",
    "castellano": "es",
}  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@cache
def _names() -> dict[str, str]:
    """Codes by names, in the languages that the service speaks."""
    found: dict[str, str] = {}
    for tongue in ("es", "en"):
        for code, name in Locale(tongue).languages.items():
            if "_" not in code:
                found[name.casefold()] = code
    return found | _OWN


def named_in(written: str) -> list[str]:
    """The languages that a text lists, as it writes them."""
    return [part for part in (each.strip(" .") for each in _PARTS.split(written)) if part]


@cache
def codes(name: str, code: str = "") -> frozenset[str]:
    """The codes of the languages that an entry means; none where it says only that there may be others."""
    if _TAG.fullmatch(code):
        return frozenset({code.split("-", maxsplit=1)[0]})
    known = _names()
    found = set()
    for part in named_in(_BRACKETS.sub(" ", name)):
        plain = " ".join(part.casefold().replace("-", " ").split())
        if plain in known:
            found.add(known[plain])
            continue
        for word in re.findall(r"[^\W\d_]+", plain):
            if word in known and len(word) > 4:
                found.add(known[word])
    return frozenset(found)


def language_name(code: str, tongue: str) -> str:
    """What a language is called in another."""
    if code == "ht":
        return {"es": "criollo haitiano"}.get(tongue, "Haitian Creole")
    return str(Locale(tongue).languages.get(code, code))
