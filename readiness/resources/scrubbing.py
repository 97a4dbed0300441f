"""Takes the words by which a hidden place is known out of every text in which they stand. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from readiness.foundation.remembering import Remembered
from readiness.resources.objects import Object
from readiness.resources.shapes import SHAPES, Form

GONE = "[…]"
"""What stands where words were that must not be shown."""

Texts = Callable[[str], str]

_SHORTEST = 6
"""Characters of a name or street from which it is looked for in other texts: less is a common word."""
_KINDS = {
    *("street", "st", "str", "avenue", "ave", "av", "road", "rd", "drive", "dr", "lane", "ln", "court", "ct"),
    *(
        "place",
        "pl",
        "boulevard",
        "blvd",
        "terrace",
        "ter",
        "circle",
        "cir",
        "highway",
        "hwy",
        "parkway",
        "pkwy",
    ),
    *("way", "trail", "trl", "square", "sq", "plaza", "calle", "avenida", "carretera"),
}
"""What kind of street it is, which every text writes otherwise."""
_UNITS = {
    "suite",
    "ste",
    "apt",
    "apartment",
    "unit",
    "floor",
    "fl",
    "room",
    "rm",
    "bldg",
    "building",
    "piso",
    "oficina",
}
_LONG = {"n": "north", "s": "south", "e": "east", "w": "west", "nw": "northwest", "ne": "northeast", "sw": "southwest",
         "se": "southeast"}  # fmt: skip
_SHORT = {long: short for short, long in _LONG.items()}
_WHERE = re.compile(
    r"\bcross[- ]?streets?\b|\bcorner of\b|\bintersection\b"
    r"|\b(?:located|situated|found) (?:at|on|off|near|behind|between|beside|next|above|just)\b"
    r"|\bacross (?:the (?:street|road) )?from\b|\bnext (?:door )?to\b"
    r"|\bblocks? (?:from|north|south|east|west|of)\b"
    r"|\bbetween \S+ (?:and|&) \S+ (?:streets?|avenues?|aves?|sts?)\b|\bbehind the\b|\blandmarks?\b"
    r"|\bnearest (?:bus|metro|train|station|stop)|\bbus (?:lines?|stops?|routes?)\b"
    r"|\bdirections\s*:|\bturn (?:left|right)\b|\bin la esquina\b|\besquina (?:de|con)\b"
    r"|\bentre (?:las? )?calles?\b|\bfrente a\b|\ba \S+ cuadras?\b|\bparada de\b",
    re.IGNORECASE,
)
"""What tells of a sentence that it says where something is."""
_SENTENCE = re.compile(r"[^.!?;\n]+(?:\.(?=\d)[^.!?;\n]+)*[.!?;]*")
_MAP = re.compile(r"\bmaps?\b|goo\.gl|waze|openstreetmap|mapquest|what3words|w3w|plus\.codes", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is cut out, and words that stand in whatever it fits, by which most texts are known to need no look."""

    pattern: str
    words: tuple[str, ...]


NOTHING = Pattern("", ())


@dataclass(frozen=True, slots=True)
class Known:
    """By what one hidden place is known. `names`: what it is called, unless something that is shown is called so."""

    names: frozenset[str]
    streets: frozenset[str]
    postcodes: frozenset[str]
    points: frozenset[tuple[float, float]]


def street_key(written: str) -> str:
    """A street and its number, however it is written: '12 elm' of '12 Elm St., Apt 3'; '' where there is no number."""
    words = re.findall(r"[^\W_]+", written.casefold())
    for place, word in enumerate(words[2:], 2):
        if word in _UNITS:
            words = words[:place]
            break
    kept = [_LONG.get(word, word) for place, word in enumerate(words) if place < 2 or word not in _KINDS]
    return " ".join(kept) if any(each[0].isdigit() for each in kept) else ""


class Scrubber:
    """Scrubs objects: everybody's of the names, streets and points; those of a hidden place's own services of more."""

    def __init__(self, known: Iterable[Known]) -> None:
        known = list(known)
        everywhere = [
            *(_as_said(name) for each in known for name in each.names if len(name) >= _SHORTEST),
            *(_as_written(street) for each in known for street in each.streets),
            *(_as_number(axis) for each in known for point in each.points for axis in point),
        ]
        self._everywhere = _cutting(everywhere)
        own = [_without_number(street) for each in known for street in each.streets]
        codes = (code for each in known for code in each.postcodes if len(code) > 3)
        self._own = _cutting([*own, *map(_as_said, codes)])

    def of(self, each: Object, *, is_own: bool) -> Object | None:
        """An object without them; None where nothing is left of it. `is_own`: it belongs to a service of the place."""
        forms: Mapping[str, Form] = SHAPES[each.kind].fields
        content = {}
        for name, value in each.content.items():
            kept = (
                self._kept(value, forms.get(name, Form.TEXT), is_own=is_own)
                if isinstance(value, str)
                else value
            )
            if kept is not None:
                content[name] = kept
        needed = SHAPES[each.kind].needed
        if any(
            value is None and name in each.content and name not in content for name, value in needed.items()
        ):
            return None
        return each if content == each.content else replace(each, content=content)

    def _kept(self, text: str, form: Form, *, is_own: bool) -> str | None:
        """A text without them; an address of the web or of mail stays as it is, or not at all."""
        if form in {Form.URI, Form.EMAIL}:
            plain = unquote(text.replace("+", " "))
            is_telling = self._everywhere(plain) != plain or (
                is_own and (_MAP.search(text) or self._own(plain) != plain)
            )
            return None if is_telling else text
        scrubbed = self._everywhere(text)
        return _without_sentences(self._own(scrubbed)) if is_own else scrubbed


def _without_sentences(text: str) -> str:
    """A text without the sentences that say where something is."""
    if not _WHERE.search(text):
        return text
    return _SENTENCE.sub(lambda found: f" {GONE}" if _WHERE.search(found[0]) else found[0], text).strip()


def _cutting(patterns: Iterable[Pattern]) -> Texts:
    whole = sorted(
        {each for each in patterns if each.pattern}, key=lambda each: (-len(each.pattern), each.pattern)
    )
    found = [
        (each.words, re.compile(rf"(?<![^\W_]){each.pattern}(?![^\W_])", re.IGNORECASE)) for each in whole
    ]

    def cut(text: str) -> str:
        says = text.casefold().__contains__
        for words, pattern in found:
            if all(map(says, words)):
                text = pattern.sub(GONE, text)
        return text

    # Directories say the same of an organisation, its service and its place: each text is read once.
    texts: Remembered[str, str] = Remembered(cut)
    return texts.__getitem__


_BETWEEN = r"[\W_]+"


def _as_said(name: str) -> Pattern:
    words = re.findall(r"[^\W_]+", name.casefold())
    return Pattern(_BETWEEN.join(map(re.escape, words)), tuple(words))


def _as_written(key: str) -> Pattern:
    """A street with its number, with or without what kind of street it is."""
    words = key.split()
    if len(words) < 2 or len(key) < _SHORTEST - 1:
        return NOTHING
    kinds = "|".join(sorted(_KINDS))
    return Pattern(
        rf"{_BETWEEN.join(map(_word, words))}(?:{_BETWEEN}(?:{kinds})(?![^\W_]))?", _said_always(words)
    )


def _without_number(key: str) -> Pattern:
    """A street alone, where it is said to be one."""
    words = [word for word in key.split() if not word.isdigit()]
    kinds = "|".join(sorted(_KINDS - {"way", "place", "court", "square"}))
    return (
        Pattern(rf"{_BETWEEN.join(map(_word, words))}{_BETWEEN}(?:{kinds})", _said_always(words))
        if words
        else NOTHING
    )


def _said_always(words: Iterable[str]) -> tuple[str, ...]:
    """The words that stand in the street however it is written."""
    return tuple(word for word in words if word not in _SHORT)


def _word(word: str) -> str:
    return rf"(?:{word}|{_SHORT[word]})" if word in _SHORT else re.escape(word)


def _as_number(axis: float) -> Pattern:
    """Degrees with three digits after the point or more: some hundred metres."""
    whole, _point, part = f"{abs(axis):.7f}".partition(".")
    return Pattern(rf"{whole}\.{part[:3]}\d*", (f"{whole}.{part[:3]}",))
