"""Who is meant: everything by which rows name one person, and how a name is found among other words. Pure."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

SOMEONE_ELSE = "[someone else]"

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_LONGEST_NAME = 5
_TELLING_NUMBER = re.compile(r"(?=.*[^\W\d_]).{3,}|\d{5,}")
"""A staff number that is taken for one where it stands in a text: '12' and '2026' say too many other things."""


@dataclass(frozen=True)
class Subject:
    """One person, or the owner of a sign-in who is nobody on the staff.

    `names`: what they are and were called, given and family name apart.
    """

    person_id: int | None
    account_ids: tuple[int, ...]
    numbers: tuple[str, ...]
    emails: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    account_names: tuple[str, ...] = ()

    @cached_property
    def full_names(self) -> tuple[str, ...]:
        """Each name as people write it, the longest first."""
        found = {name for name in self.account_names if " " in name.strip()}
        for given, family in self.names:
            if given and family:
                found |= {f"{given} {family}", f"{family} {given}", f"{family}, {given}"}
            elif len(given or family) > 1:
                found.add(given or family)
        return tuple(sorted(found, key=lambda name: (-len(name), name)))

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """What is looked for in the words of anybody's rows."""
        telling = (number for number in self.numbers if _TELLING_NUMBER.fullmatch(number))
        return (*self.emails, *self.full_names, *telling)

    @cached_property
    def single_names(self) -> tuple[str, ...]:
        """Given and family names alone: taken for theirs in their own rows only."""
        found = {part for pair in self.names for part in pair if len(part) > 1}
        return tuple(sorted(found, key=lambda name: (-len(name), name)))

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        return _any_of(self.needles)

    @cached_property
    def in_own_rows(self) -> re.Pattern[str]:
        """The same in rows that are about them, or that they wrote: there a single name is theirs too."""
        return _any_of((*self.needles, *self.numbers), _forms(self.single_names))

    def patterns(self) -> list[str]:
        """LIKE patterns for a first look in the database; what they find is looked at again here."""
        # Both databases know capitals of the Latin alphabet; SQLite knows no others.
        forms = {
            form
            for needle in self.needles
            for form in (
                (needle,) if needle.isascii() else (needle, needle.upper(), needle.lower(), needle.title())
            )
        }
        forms |= {json.dumps(form)[1:-1] for form in forms if not form.isascii()}
        return [f"%{_escaped(form)}%" for form in sorted(forms)]


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


_LONG = 6


def _forms(names: Iterable[str]) -> list[str]:
    """A single name as it is written where a name is meant: 'Will', and not the 'will' of a sentence."""
    return [
        form
        for name in names
        for form in dict.fromkeys(
            (name, name.title(), name.upper(), *([name.lower()] if len(name) >= _LONG else []))
        )
    ]


def _any_of(needles: Iterable[str], exact: Iterable[str] = ()) -> re.Pattern[str]:
    """A pattern of whole words; `exact` ones as they are written, the others in capitals or not."""
    either = [f"(?i:{re.escape(needle)})" for needle in needles if needle]
    parts = [*either, *(re.escape(form) for form in exact)]
    if not parts:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])")


def replaced(value: object, pattern: re.Pattern[str], by: str) -> object:
    """The same text, or the same JSON, with what is found replaced; keys too."""
    if isinstance(value, str):
        return pattern.sub(by, value)
    if isinstance(value, list):
        return [replaced(each, pattern, by) for each in value]
    if isinstance(value, dict):
        return {str(replaced(key, pattern, by)): replaced(each, pattern, by) for key, each in value.items()}
    return value


@dataclass(frozen=True)
class Others:
    """Everybody else, by name: they are not told to whoever asks for the own data."""

    subject: Subject
    names: frozenset[str] = field(default_factory=frozenset)

    def hidden(self, value: object) -> object:
        """The same text, or the same JSON, without others' names and addresses."""
        if isinstance(value, str):
            return self._without_names(_EMAIL.sub(self._address, value))
        if isinstance(value, list):
            return [self.hidden(each) for each in value]
        if isinstance(value, dict):
            return {str(self.hidden(key)): self.hidden(each) for key, each in value.items()}
        return value

    def _address(self, found: re.Match[str]) -> str:
        return found[0] if found[0].casefold() in self.subject.emails else SOMEONE_ELSE

    def _without_names(self, text: str) -> str:
        pieces, end = [], 0
        for start, until in self._named(text):
            pieces += [text[end:start], SOMEONE_ELSE]
            end = until
        return "".join([*pieces, text[end:]])

    def _named(self, text: str) -> Iterator[tuple[int, int]]:
        words = list(_WORD.finditer(text))
        place = 0
        while place < len(words):
            for length in range(min(_LONGEST_NAME, len(words) - place), 1, -1):
                first, last = words[place], words[place + length - 1]
                said = " ".join(word[0].rstrip(".") for word in words[place : place + length])
                if said.casefold() in self.names:
                    yield first.start(), last.start() + len(last[0].rstrip("."))
                    place += length
                    break
            else:
                place += 1
