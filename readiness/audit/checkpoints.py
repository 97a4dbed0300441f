"""Making checkpoints of the trail, and reading those that come back."""

from datetime import datetime

from readiness.audit.models import AuditCheckpoint
from readiness.audit.notes import Checkpoint, NoteError, Signer, Verifier, note_within, read_note
from readiness.audit.queries import event_count, hashes, kept_notes, latest_kept
from readiness.audit.verifying import root_of
from readiness.foundation.database import reading, transaction
from readiness.foundation.errors import InvalidInput

READ_AT_ONCE = 100_000
"""So many events are read while somebody waits for a file: about a quarter of a second."""


def checkpoint_now(signer: Signer, now: datetime) -> str:
    """A signed note of what the trail comes to now, for whoever asks; it is not kept here."""
    with reading():
        tree = root_of(hashes())
    return signer.signed(Checkpoint(signer.name, tree.size, tree.root(), now))


def make_checkpoint(signer: Signer, now: datetime) -> str:
    """The same, and it is kept; the latest one again where nothing was added since."""
    note = checkpoint_now(signer, now)
    made, latest = read_note(note, signer.verifier), latest_kept()
    if latest is not None and latest.size == made.size and _is_by(latest.note, signer.verifier):
        return latest.note
    with transaction():
        # By another key or by a process that was quicker: the last word of one size stands.
        AuditCheckpoint.insert(size=made.size, made_at=now, note=note).on_conflict(
            conflict_target=[AuditCheckpoint.size], update={"made_at": now, "note": note}
        ).execute()
    return note


def _is_by(note: str, verifier: Verifier) -> bool:
    try:
        read_note(note, verifier)
    except NoteError:
        return False
    return True


def ensure_checkpoint(signer: Signer, now: datetime) -> None:
    """Keep a checkpoint before something leaves that bears one.

    It is of that moment, unless the trail is so long that somebody would wait while all of it is read: then the one
    that was kept last stands, and one is made only where there is none.
    """
    if event_count() <= READ_AT_ONCE or _latest_by(signer.verifier) is None:
        make_checkpoint(signer, now)


def latest_checkpoint(verifier: Verifier) -> Checkpoint | None:
    """What the trail came to by the checkpoint that was kept last, of those that are signed by this key."""
    note = _latest_by(verifier)
    return None if note is None else read_note(note, verifier)


def _latest_by(verifier: Verifier) -> str | None:
    latest = latest_kept()
    if latest is None or _is_by(latest.note, verifier):
        return latest.note if latest else None
    return next((each.note for each in kept_notes() if _is_by(each.note, verifier)), None)


def latest_note() -> str:
    """The checkpoint that was kept last; '' while there is none."""
    latest = latest_kept()
    return latest.note if latest else ""


def lines_to_hand_on() -> list[str]:
    """The same as lines for a mail or a page of paper: `audit verify --checkpoint FILE` finds it in either."""
    return [line for line in latest_note().splitlines() if line]


def read_checkpoint(note: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint in a text; raises InvalidInput where it is none, or not signed by the key."""
    try:
        return read_note(note_within(note), verifier)
    except NoteError as error:
        raise InvalidInput(f"{str(error)[0].upper()}{str(error)[1:]}.") from None


def kept_checkpoints(verifier: Verifier) -> list[Checkpoint]:
    """Those that were made here and are signed by this key; of those of an earlier key others hold the copies."""
    return [read_note(each.note, verifier) for each in kept_notes() if _is_by(each.note, verifier)]
