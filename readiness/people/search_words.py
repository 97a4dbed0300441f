"""The words by which a person is found, and those that someone typed. Pure."""

import re
from typing import NamedTuple

from readiness.foundation.text import name_key

LONGEST_WORD = 200
MOST_WORDS = 8
"""Of what is typed, so many words are looked for: whoever types more has pasted something else."""

_INSIDE = re.compile(r"[^\w]+")
_AROUND = ".,;:'\"()[]<>"


class Named(NamedTuple):
    """What a person is called and reached by."""

    given_name: str
    family_name: str
    staff_number: str
    email: str


def person_key(given_name: str, family_name: str) -> str:
    """What people are sorted by: family name first."""
    return name_key(f"{family_name} {given_name}")


def words_of(person: Named) -> set[str]:
    """Each name, whole and in its parts ('ruiz-lopez', 'ruiz', 'lopez'); the staff number; the e-mail."""
    words = {name_key(person.email)}
    for name in (person.given_name, person.family_name, person.staff_number):
        for word in name_key(name).split():
            words.add(word)
            if not word.isalnum():
                parts = [part for part in _INSIDE.split(word) if part]
                words.update(parts)
                words.add("".join(parts))
    return {word[:LONGEST_WORD] for word in words if word}


def typed_words(text: str) -> tuple[str, ...]:
    """The words that someone typed; each must begin one of a person's words, in any order."""
    words = (word.strip(_AROUND)[:LONGEST_WORD] for word in name_key(text).split())
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]
