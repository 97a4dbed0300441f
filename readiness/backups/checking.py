"""Whether a backup is as it was made: each file is held against its hash, for whatever it is read."""

import hashlib
import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from readiness.audit.checkpoints import read_checkpoint
from readiness.audit.notes import Checkpoint, NoteError, Verifier
from readiness.backups.archives import Member, members, sum_line
from readiness.backups.contents import ABOUT, CHECKPOINT, DATABASES, SUMS, About, NotWhole, place_of
from readiness.foundation.errors import InvalidInput

Take = Callable[[bytes], Any]
Sink = Callable[[str], AbstractContextManager[Take]]
"""By a file's name: what takes it, piece by piece."""
_LINE = re.compile(rb"([0-9a-f]{64})  ([!-~]+)\n")
_TOLD_AT_ONCE = 20


@dataclass(frozen=True)
class Checked:
    """What a backup that is whole says of itself."""

    about: About
    verifier: Verifier
    checkpoint: Checkpoint


def check(file: BinaryIO) -> Checked:
    """Read all of a backup, and write nothing; raises NotWhole, naming what is gone, altered, or not of it."""
    small = {ABOUT: bytearray(), CHECKPOINT: bytearray()}
    databases: list[str] = []

    @contextmanager
    def looked_at(name: str) -> Iterator[Take]:
        if name in DATABASES.values():
            databases.append(name)
        yield small[name].extend if name in small else pass_by

    read(file, looked_at)
    about = About.read(bytes(small[ABOUT]))
    if databases != [DATABASES[about.database]]:
        raise NotWhole(f"{ABOUT} speaks of {about.database}, and the database in it is {databases[0]}.")
    try:
        verifier = Verifier.read(about.trail_key)
        return Checked(about, verifier, read_checkpoint(small[CHECKPOINT].decode(), verifier))
    except (NoteError, InvalidInput, UnicodeDecodeError) as error:
        raise NotWhole(f"{CHECKPOINT} cannot be trusted: {error}") from None


def pass_by(_piece: bytes) -> None:
    """What was hashed needs nothing more."""


def read(file: BinaryIO, sink: Sink) -> None:
    """Read all of a backup; raises NotWhole, once everything is read that can be."""
    with TemporaryFile() as found:
        for member in members(file):
            if member.name == SUMS:
                found.seek(0)
                _compare(found, member.lines())
            else:
                found.write(sum_line(_summed(member, sink), member.name))


def _summed(member: Member, sink: Sink) -> str:
    digest = hashlib.sha256()
    with sink(member.name) as take:
        for chunk in member.chunks():
            digest.update(chunk)
            take(chunk)
    return digest.hexdigest()


def _compare(found: Iterable[bytes], wanted: Iterable[bytes]) -> None:
    faults = list(islice(_faults(found, wanted), _TOLD_AT_ONCE + 1))
    if len(faults) > _TOLD_AT_ONCE:
        faults[-1] = "And more."
    if faults:
        raise NotWhole(faults)


def _faults(found: Iterable[bytes], wanted: Iterable[bytes]) -> Iterator[str]:
    """Both are in the order of a backup: side by side they tell what differs, and neither is held in memory."""
    both = heapq.merge(_parsed(found, "found"), _parsed(wanted, "wanted"), key=itemgetter(0))
    for (_place, name), lines in groupby(both, key=itemgetter(0, 1)):
        sides = [(side, digest) for *_same, side, digest in islice(lines, 3)]
        if len(sides) == 1:
            yield f"{name} is not of this backup." if sides[0][0] == "found" else f"{name} is gone."
        elif [side for side, _digest in sides] != ["found", "wanted"] or sides[0][1] != sides[1][1]:
            yield f"{name} is not as it was written."


def _parsed(lines: Iterable[bytes], side: str) -> Iterator[tuple[tuple[int, str], str, str, str]]:
    """Place, name, side and hash, line by line."""
    for line in lines:
        parts = _LINE.fullmatch(line)
        name = parts[2].decode() if parts else ""
        place = place_of(name)
        if parts is None or place is None:
            raise NotWhole(f"{SUMS} cannot be read.")
        yield place, name, side, parts[1].decode()
