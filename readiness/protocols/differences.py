"""What differs between two texts of a protocol: field by field, line by line, word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.standards.protocols import LANGUAGES, Protocol

ALIKE = 0.4
"""Two lines that have less in common are a line that went and one that came."""

LABELS = {
    "title": msgid("Title"),
    "situation": msgid("Situation"),
    "phrasings": msgid("What people may type"),
    "first": msgid("First"),
    "signs": msgid("Signs"),
    "steps": msgid("Steps"),
    "branch_after": msgid("The branch stands after step"),
    "choices": msgid("How bad is it?"),
    "say": msgid("Say"),
    "do_not_say": msgid("Don't say"),
    "do_not": msgid("Do not"),
    "escalate": msgid("Whom to tell"),
    "is_at_risk": msgid("Being seen with it may harm"),
    "is_emergency_first": msgid("Life may be in danger at once"),
    "topics": msgid("Topics"),
    "certificates": msgid("Kinds of certificates that help"),
    "lines": msgid("Lines that know about this"),
    "needs": msgid("Services that help"),
    "call": msgid("Whom each way of the branch calls"),
    "next": msgid("Where to go next"),
    "owner": msgid("Owner"),
    "review_months": msgid("Months until it is read again"),
    "sources": msgid("Sources"),
}
"""What each field of a protocol is called on pages."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether they are only on this side."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A line before and after; no pieces where there is none on that side."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that differs. `language` is '' for one that has none."""

    language: str
    label: str
    pairs: tuple[Pair, ...]
    same_count: int


def differences(before: Protocol, after: Protocol) -> list[FieldDifference]:
    """Every field in which two texts differ, in the order of the page."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    found = []
    for language in ("", *LANGUAGES):
        one, other = (old[language], new[language]) if language else (old, new)
        for name in one:
            if name in LABELS and one[name] != other[name]:
                pairs, same = _pairs(list(_lines(one[name])), list(_lines(other[name])))
                found.append(FieldDifference(language, _(LABELS[name]), tuple(pairs), same))
    return found


def _lines(value: Any) -> Iterator[str]:
    """A field as lines of text."""
    if isinstance(value, list):
        for each in value:
            yield (
                " · ".join(str(part) for part in each.values() if part)
                if isinstance(each, dict)
                else str(each)
            )
    elif isinstance(value, dict):
        for name, part in value.items():
            yield f"{name}: {part or '–'}"
    elif isinstance(value, bool):
        yield _("yes") if value else _("no")
    else:
        yield str(value)


def _pairs(before: Sequence[str], after: Sequence[str]) -> tuple[list[Pair], int]:
    """The lines that differ, side by side, and how many are the same."""
    found: list[Pair] = []
    same = 0
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            same += i2 - i1
            continue
        for was, now in zip_longest(before[i1:i2], after[j1:j2]):
            if was is None or now is None or not _is_alike(was, now):
                found += [Pair(_whole(was), ())] if was is not None else []
                found += [Pair((), _whole(now))] if now is not None else []
            else:
                found.append(_words(was, now))
    return found, same


def _is_alike(was: str, now: str) -> bool:
    return SequenceMatcher(None, was, now, autojunk=False).ratio() >= ALIKE


def _whole(line: str) -> tuple[Piece, ...]:
    return (Piece(line, is_marked=True),)


def _words(was: str, now: str) -> Pair:
    """The same line on both sides, with the words marked that are only on one."""
    old, new = re.findall(r"\s+|[\w'’]+|[^\w\s]", was), re.findall(r"\s+|[\w'’]+|[^\w\s]", now)
    before: list[Piece] = []
    after: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i1 < i2:
            before.append(Piece("".join(old[i1:i2]), kind != "equal"))
        if j1 < j2:
            after.append(Piece("".join(new[j1:j2]), kind != "equal"))
    return Pair(tuple(before), tuple(after))
