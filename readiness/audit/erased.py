"""What was erased of the trail, as the events of erasure tell it, so that nobody can hide an edit behind it. Pure."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.audit.said import Link, canonical_json


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure, by the event `number` that tells of it.

    `actors`, `subjects`, `details`: the events of which these were erased; each name begins with `pseudonym` since.
    `old`: those of earlier releases, whose hash covered the names; `old_sha256` is of the rest of what they say.
    """

    number: int
    pseudonym: str
    actors: frozenset[int]
    subjects: frozenset[int]
    details: frozenset[int]
    old: frozenset[int]
    old_sha256: str

    @classmethod
    def read(cls, number: int, subject: str, detail: dict[str, Any]) -> "Erasure":
        """As it stands in the details of its event."""
        sets = {
            name: frozenset(numbers_in(str(detail.get(name, ""))))
            for name in ("actors", "subjects", "details", "old")
        }
        return cls(number=number, pseudonym=subject, old_sha256=str(detail.get("old_sha256", "")), **sets)


class Erased:
    """All erasures, asked event by event in the order of the trail."""

    def __init__(self, erasures: Sequence[Erasure]) -> None:
        self._erasures = erasures
        self._of: defaultdict[int, list[Erasure]] = defaultdict(list)
        self._digests = {each.number: Digest() for each in erasures}
        for each in erasures:
            for number in each.actors | each.subjects | each.details | each.old:
                self._of[number].append(each)

    def was_old(self, link: Link) -> bool:
        """Whether the hash covers a name that was erased, and so can be made by nobody any more."""
        told = [each for each in self._of.get(link.number, ()) if link.number in each.old]
        for each in told:
            self._digests[each.number].add(link)
        return bool(told)

    def tells_of(self, link: Link) -> bool:
        """Whether everything that is gone of an event is told of, and the pseudonym stands in its place."""
        told = self._of.get(link.number, ())
        if link.detail is None and not any(link.number in each.details for each in told):
            return False
        if not link.said.actor_commitment:
            return True  # of an earlier release, and whole: its hash has told
        names = (
            (link.actor_salt, link.said.actor, [each for each in told if link.number in each.actors]),
            (link.subject_salt, link.said.subject, [each for each in told if link.number in each.subjects]),
        )
        return all(salt or any(said.startswith(each.pseudonym) for each in by) for salt, said, by in names)

    def altered(self) -> Iterator[int]:
        """The erasures whose old events say something else than when they were erased."""
        for each in self._erasures:
            if each.old and self._digests[each.number].hex() != each.old_sha256:
                yield each.number


class Digest:
    """A hash over what stays of old events when a name in them was erased."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()

    def add(self, link: Link) -> None:
        """The next one, in the order of the trail."""
        said = link.said
        rest = (
            link.number,
            said.change,
            said.recorded_at.isoformat(),
            said.action,
            said.commitment,
            said.actor_commitment,
            said.subject_commitment,
            link.previous_hash,
            link.hash,
        )
        self._sha256.update(canonical_json(rest).encode() + b"\n")

    def hex(self) -> str:
        return self._sha256.hexdigest()


def ranges(numbers: Iterable[int]) -> str:
    """Numbers as they are told: '1-4,7'."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(f"{first}" if first == last else f"{first}-{last}" for first, last in spans)


def numbers_in(told: str) -> Iterator[int]:
    """The numbers that `ranges` wrote."""
    for part in filter(None, told.split(",")):
        first, _dash, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def erasures_in(rows: Iterable[tuple[int, str, str]]) -> list[Erasure]:
    """The erasures of the events that tell of them: number, subject, details."""
    return [Erasure.read(number, subject, json.loads(detail)) for number, subject, detail in rows]
