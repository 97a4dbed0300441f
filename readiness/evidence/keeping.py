"""A file on its way into the vault: made harmless, kept under its hash, then given its row, within what fits."""

from dataclasses import dataclass
from threading import BoundedSemaphore

from readiness.evidence.cleaning import cleaned
from readiness.evidence.models import EvidenceFile
from readiness.evidence.queries import bytes_kept, bytes_of, find_file
from readiness.evidence.vault import Vault
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput, Unavailable
from readiness.foundation.words import gettext as _
from readiness.foundation.words import number

_AT_ONCE = BoundedSemaphore(2)
_SECONDS = 20
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Room:
    """The vault, and how many bytes fit into it: of one person, and in all."""

    vault: Vault
    of_person: int
    in_all: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the vault, which may have no row yet."""

    sha256: str
    media: str
    size: int
    page_count: int
    room: Room


def keep(content: bytes, room: Room) -> Kept:
    """Make a file harmless and keep it. Raises NotTaken, and Unavailable where many are at it."""
    if not _AT_ONCE.acquire(timeout=_SECONDS):
        raise Unavailable(_("Many are sending files just now. Send it again in a minute."))
    try:
        made = cleaned(content)
    finally:
        _AT_ONCE.release()
    name = room.vault.keep(made.content, made.small)
    return Kept(name, made.media, len(made.content), made.page_count, room)


def file_row(kept: Kept, person_id: int) -> EvidenceFile:
    """The row of a file that is kept for someone, within a change; the same file has one. Raises InvalidInput."""
    found = find_file(kept.sha256)
    if found is not None:
        return found
    for used, most, words in (
        (
            bytes_of(person_id),
            kept.room.of_person,
            _("The files of one person may have %(most)s MB together, and this one is too much. Ask HR."),
        ),
        (bytes_kept(), kept.room.in_all, _("There is no room for more files. Tell an administrator.")),
    ):
        if used + kept.size > most:
            raise InvalidInput("file: " + words % {"most": number(most // MEGABYTE)})
    return EvidenceFile.create(
        sha256=kept.sha256,
        media=kept.media,
        size=kept.size,
        page_count=kept.page_count,
        kept_at=clock.now(),
    )


def named(file: EvidenceFile) -> str:
    """A file in words that stand in lists and reports: by what it is and the beginning of its hash."""
    return f"{file.media.rpartition('/')[2]} {file.sha256[:16]}"
