"""The chain over the events: each one's hash covers what it says and the hash of the one before. Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

GENESIS = "0" * 64
"""What stands before the first event."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an event says, as far as the chain covers it. `commitment` stands for its details, which may be erased."""

    change: int
    recorded_at: datetime
    actor: str
    action: str
    subject: str
    commitment: str


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it is kept. `salt` and `detail` are None where they were erased."""

    number: int
    said: Said
    previous_hash: str
    hash: str
    salt: str | None
    detail: str | None


def link_hash(previous: str, said: Said) -> str:
    """The hash of one event: over the event before it and everything that this one says."""
    stated = {
        "change": said.change,
        "recorded_at": said.recorded_at.isoformat(),
        "actor": said.actor,
        "action": said.action,
        "subject": said.subject,
        "commitment": said.commitment,
    }
    return hashlib.sha256(b"\x00" + bytes.fromhex(previous) + canonical_json(stated).encode()).hexdigest()


def commitment_to(salt: str, detail: str) -> str:
    """What stands for details in the chain: without the salt nobody can guess them from it."""
    return hashlib.sha256(bytes.fromhex(salt) + detail.encode()).hexdigest()


def canonical_json(value: object) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """An event at which the chain does not hold, and what is wrong there (see `WRONGS`)."""

    number: int
    wrong: str


WRONGS = ("follows", "hash", "detail", "order")
"""It does not follow the event before it; it says something else than its hash; so do its details; it is older."""


def broken_links(links: Iterable[Link]) -> Iterator[Broken]:
    """Every event at which the chain does not hold, in order."""
    previous, recorded_at = GENESIS, None
    for link in links:
        if link.previous_hash != previous:
            yield Broken(link.number, "follows")
        if link.hash != _hash(link):
            yield Broken(link.number, "hash")
        if not _holds_details(link):
            yield Broken(link.number, "detail")
        if recorded_at is not None and link.said.recorded_at < recorded_at:
            yield Broken(link.number, "order")
        previous, recorded_at = link.hash, link.said.recorded_at


def _hash(link: Link) -> str:
    try:
        return link_hash(link.previous_hash, link.said)
    except ValueError:  # no hash at all stands there
        return ""


def _holds_details(link: Link) -> bool:
    if link.salt is None or link.detail is None:
        return True
    try:
        return commitment_to(link.salt, link.detail) == link.said.commitment
    except ValueError:
        return False
