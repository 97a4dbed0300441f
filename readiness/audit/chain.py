"""The chain over the events: each one's hash covers what it says and the hash of the one before. Pure."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readiness.audit.erased import Erased, Erasure
from readiness.audit.said import Link, Said, canonical_json

__all__ = [
    "GENESIS",
    "WRONGS",
    "Broken",
    "Link",
    "Said",
    "broken_links",
    "canonical_json",
    "commitment_to",
    "link_hash",
]

GENESIS = "0" * 64
"""What stands before the first event."""


def link_hash(previous: str, said: Said) -> str:
    """The hash of one event: over the event before it and everything that this one says."""
    stated: dict[str, object] = {
        "change": said.change,
        "recorded_at": said.recorded_at.isoformat(),
        "action": said.action,
        "commitment": said.commitment,
    }
    if said.actor_commitment:
        stated |= {
            "actor_commitment": said.actor_commitment,
            "subject_commitment": said.subject_commitment,
        }
    else:
        stated |= {"actor": said.actor, "subject": said.subject}
    return hashlib.sha256(b"\x00" + bytes.fromhex(previous) + canonical_json(stated).encode()).hexdigest()


def commitment_to(salt: str, detail: str) -> str:
    """What stands for details in the chain: without the salt nobody can guess them from it."""
    return hashlib.sha256(bytes.fromhex(salt) + detail.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Broken:
    """An event at which the chain does not hold, and what is wrong there (see `WRONGS`)."""

    number: int
    wrong: str


WRONGS = ("follows", "hash", "detail", "order", "erased")
"""It does not follow the event before it; it says something else than its hash; so do its details; it is older;
what was erased is more, or other, than the trail tells of."""


def broken_links(links: Iterable[Link], erasures: Sequence[Erasure] = ()) -> Iterator[Broken]:
    """Every event at which the chain does not hold, in order; then every erasure of which the rest was altered."""
    previous, recorded_at = GENESIS, None
    erased = Erased(erasures)
    for link in links:
        if link.previous_hash != previous:
            yield Broken(link.number, "follows")
        was_old = erased.was_old(link)
        if not (_holds_names(link) and (was_old or link.hash == _hash(link))):
            yield Broken(link.number, "hash")
        elif not _holds_details(link):
            yield Broken(link.number, "detail")
        elif not erased.tells_of(link):
            yield Broken(link.number, "erased")
        if recorded_at is not None and link.said.recorded_at < recorded_at:
            yield Broken(link.number, "order")
        previous, recorded_at = link.hash, link.said.recorded_at
    yield from (Broken(number, "erased") for number in erased.altered())


def _hash(link: Link) -> str:
    try:
        return link_hash(link.previous_hash, link.said)
    except ValueError:  # no hash at all stands there
        return ""


def _holds_names(link: Link) -> bool:
    said = link.said
    return _is_commitment(said.actor_commitment, link.actor_salt, said.actor) and _is_commitment(
        said.subject_commitment, link.subject_salt, said.subject
    )


def _holds_details(link: Link) -> bool:
    if link.salt is None or link.detail is None:
        return True
    return bool(link.salt) and _is_commitment(link.said.commitment, link.salt, link.detail)


def _is_commitment(commitment: str, salt: str, text: str) -> bool:
    """Whether it stands for the text; of what was erased, others say whether it may be."""
    try:
        return not salt or commitment_to(salt, text) == commitment
    except ValueError:
        return False
