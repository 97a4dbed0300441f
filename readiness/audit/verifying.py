"""Whether the trail is as it was written: every event held against its hash, the whole against checkpoints."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from readiness.audit.chain import Broken, Link, broken_links
from readiness.audit.merkle import Frontier
from readiness.audit.notes import Checkpoint
from readiness.audit.queries import changes_without_event, erasures, links
from readiness.foundation.database import reading
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

SHOWN = 20
"""So many faults are said one by one."""


class TrailBroken(ReadinessError):
    """The trail is not as it was written."""

    status = 500
    title = "The audit trail was altered outside the service."


@dataclass
class Verified:
    """What was found. `erased`: events whose details are gone; that is allowed, and told."""

    events: int = 0
    erased: int = 0
    checkpoints: tuple[Checkpoint, ...] = ()
    problems: list[str] = field(default_factory=list)


_WORDS = {
    "follows": msgid("Event %(number)s does not follow the one before it: an event was taken out or put in."),
    "hash": msgid("Event %(number)s says something else than when it was written."),
    "detail": msgid("The details of event %(number)s say something else than when they were written."),
    "erased": msgid("Of event %(number)s more was erased, or something else, than the trail tells of."),
    "order": msgid("Event %(number)s bears an earlier instant than the one before it."),
}


def verify(checkpoints: Iterable[Checkpoint] = ()) -> Verified:
    """Hold the whole trail against itself and the checkpoints; raises TrailBroken naming what does not hold."""
    wanted = sorted(checkpoints, key=lambda each: each.size)
    found, frontier = Verified(checkpoints=tuple(wanted)), Frontier()
    roots = {0: frontier.root()}
    sizes = {each.size for each in wanted}
    broken = 0
    with reading():
        for fault in broken_links(_counted(links(), found, frontier, roots, sizes), erasures()):
            broken += 1
            if broken <= SHOWN:
                found.problems.append(_sentence(fault))
        unsaid = changes_without_event()
    if broken > SHOWN:
        found.problems.append(_("And %(count)s more.", count=f"{broken - SHOWN:,}"))
    if unsaid:
        found.problems.append(
            _(
                "Of %(count)s changes the trail says nothing, the first is change %(number)s: events were taken out.",
                count=f"{len(unsaid):,}",
                number=unsaid[0],
            )
        )
    found.problems += [problem for each in wanted if (problem := _misfit(each, found.events, roots))]
    if found.problems:
        raise TrailBroken(found.problems)
    return found


def _counted(
    read: Iterator[Link], found: Verified, frontier: Frontier, roots: dict[int, bytes], sizes: set[int]
) -> Iterator[Link]:
    for link in read:
        found.events += 1
        found.erased += link.detail is None
        frontier.append(_leaf(link.hash))
        if frontier.size in sizes:
            roots[frontier.size] = frontier.root()
        yield link


def _leaf(hash_: str) -> bytes:
    try:
        return bytes.fromhex(hash_)
    except ValueError:  # somebody wrote there; the chain says so
        return hash_.encode()


def root_of(hashes: Iterable[str]) -> Frontier:
    """The tree over these hashes."""
    frontier = Frontier()
    for hash_ in hashes:
        frontier.append(_leaf(hash_))
    return frontier


def _sentence(fault: Broken) -> str:
    return _(_WORDS[fault.wrong], number=fault.number)


def _misfit(checkpoint: Checkpoint, events: int, roots: Mapping[int, bytes]) -> str:
    """What a checkpoint says that the trail does not; '' where it holds."""
    if checkpoint.size > events:
        return _(
            "The checkpoint of %(at)s saw %(size)s events, and there are %(events)s: the end was cut off.",
            at=f"{checkpoint.made_at:%Y-%m-%d %H:%M} UTC",
            size=f"{checkpoint.size:,}",
            events=f"{events:,}",
        )
    if roots.get(checkpoint.size) != checkpoint.root:
        return _(
            "The checkpoint of %(at)s saw other events: the trail was written anew after it.",
            at=f"{checkpoint.made_at:%Y-%m-%d %H:%M} UTC",
        )
    return ""
