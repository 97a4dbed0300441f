"""Telephone numbers in directories: the number and its extension apart, what is dialled, and numbers gone by. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_KEYS = {
    letter: digit
    for digit, letters in zip(
        "23456789", ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), strict=True
    )
    for letter in letters
}
_EXTENSION = re.compile(
    r"[\s,;]*(?:\b|(?<=\d))(?:x|ext\.?|extension|opt(?:ion)?\.?)\s*[.:#]?\s*(?:opt)?\s*(\d{1,8})\s*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is shown, and its extension."""

    shown: str
    extension: int | None

    @property
    def dialled(self) -> str:
        """What a link dials; '' where the text is not one number."""
        return dialled(self.shown)


def split(written: str) -> Number:
    """The number and the extension of what a directory has written."""
    whole = " ".join(written.replace('"', " ").split())
    found = _EXTENSION.search(whole)
    if found is None:
        return Number(whole, None)
    return Number(whole[: found.start()].strip(" ,;-"), int(found[1]))


def digits(written: str) -> str:
    """The digits of a number, letters as the keys that they stand on: 1-800-273-TALK."""
    return "".join(each if each.isdigit() else _KEYS.get(each, "") for each in written.casefold())


def dialled(written: str) -> str:
    """What is dialled: digits, with + where the country is said; '' where it is not one number."""
    found = digits(written)
    if not 3 <= len(found) <= 15 or _WORD.search(re.sub(r"\d[\d\s().-]*[A-Za-z]+", "", written)):
        return ""
    return f"+{found}" if written.strip().startswith("+") else found


@dataclass(frozen=True)
class GoneBy:
    """Numbers that have been superseded, each with the one that took its place."""

    numbers: Mapping[str, str]

    def of(self, written: str) -> str:
        """What took the place of a number; '' where nothing did."""
        found = digits(written)
        return self._plain.get(found.removeprefix("1") if len(found) == 11 else found, "")

    def replaced(self, text: str) -> str:
        """A text with the numbers of today in it."""
        if self._pattern is None or not text:
            return text
        return self._pattern.sub(lambda found: self.of(found[0]) or found[0], text)

    @cached_property
    def _plain(self) -> dict[str, str]:
        return {(old.removeprefix("1") if len(old) == 11 else old): new for old, new in self.numbers.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self._plain:
            return None
        return re.compile("|".join(_written(old) for old in self._plain), re.IGNORECASE)


def _written(old: str) -> str:
    """A pattern of all the ways in which people write a number: with its country, brackets, dots, letters."""
    if len(old) < 7:
        # So short a number may be a postcode or a sum; a message is sent *to* it.
        return rf"(?<=\bto ){old}(?!\w)|(?<=\ba ){old}(?!\w)"
    keys = {digit: "".join(letter for letter, key in _KEYS.items() if key == digit) for digit in old}
    ways = r"[\s().·–-]{0,3}".join(f"[{digit}{keys[digit]}]" for digit in old)
    lead = r"(?:\+?1[\s().-]{0,3})?\(?" if len(old) == 10 else ""
    return rf"(?<![\w+]){lead}{ways}(?!\w)"
