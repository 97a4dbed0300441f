"""A report as an archive that is sent while its rows are found: the file, then the signature over all of it."""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from config import Config
from readiness.audit.checkpoints import ensure_checkpoint
from readiness.audit.keys import signer_of
from readiness.foundation import clock
from readiness.foundation.archives import member
from readiness.foundation.formats import BYTE_ORDER_MARK, FORMATS, Counted
from readiness.reports.sealing import ENDING, seal_of
from readiness.reports.tables import REPORTS
from readiness.reports.taking_away import Told, Wish, note_taken, take_away


class _Pipe(io.RawIOBase):
    """What the archive writes, to be handed on at once; it cannot go back in what is sent already."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(self._waiting[-1])

    def taken(self) -> bytes:
        """What was written since this was asked last."""
        data, self._waiting = b"".join(self._waiting), []
        return data


def archive_pieces(wish: Wish, name: str, config: Config, actor: str) -> Iterator[bytes]:
    """The archive, the first bytes at once, with memory that does not grow. The trail says that it was taken away.

    What breaks off in the middle has no signature and no end, and is refused; that it was begun is noted all the same.
    """
    pipe, told, sha256 = _Pipe(), Told(wish, config, actor, clock.now()), hashlib.sha256()
    ensure_checkpoint(signer_of(config), told.made_at)
    report = REPORTS[wish.report]
    found = (row for row in report.rows(wish.request))
    rows = Counted(found)
    is_noted = False
    try:
        # What was sent is kept aside until it is signed.
        with (
            tempfile.TemporaryFile(prefix="readiness-") as kept,
            zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            with archive.open(member(name, told.made_at), "w", force_zip64=True) as entry:
                yield pipe.taken()
                for piece in _pieces(wish, report.columns, rows):
                    data = piece.encode()
                    for target in (entry.write, kept.write, sha256.update):
                        target(data)
                    yield pipe.taken()
            manifest = told.manifest(name, rows.count, sha256.hexdigest())
            kept.seek(0)
            signature = seal_of(config).on(kept, manifest)
            note_taken(wish, manifest, actor)
            is_noted = True
            archive.writestr(member(f"{name}{ENDING}", told.made_at), signature + b"\n")
        yield pipe.taken()
    finally:
        if not is_noted:
            count = rows.count
            found.close()  # what is read is put away first: nothing is recorded within it
            note_taken(wish, told.manifest(name, count, ""), actor)


def plain_pieces(wish: Wish, name: str, config: Config, actor: str) -> Iterator[bytes]:
    """The file alone, as its rows are found, for whoever needs no signature; the trail says that it was taken away."""
    told, sha256 = Told(wish, config, actor, clock.now()), hashlib.sha256()
    report = REPORTS[wish.report]
    found = (row for row in report.rows(wish.request))
    rows = Counted(found)
    is_whole = False
    try:
        for piece in _pieces(wish, report.columns, rows):
            data = piece.encode()
            sha256.update(data)
            yield data
        is_whole = True
    finally:
        found.close()  # what is read is put away first: nothing is recorded within it
        digest = sha256.hexdigest() if is_whole else ""
        note_taken(wish, told.manifest(name, rows.count, digest), actor)


def _pieces(wish: Wish, columns: tuple[str, ...], rows: Counted) -> Iterator[str]:
    if wish.starts_with_mark:
        yield BYTE_ORDER_MARK
    yield from FORMATS[wish.form].pieces(columns, rows)


def made_at_once(wish: Wish, name: str, config: Config, actor: str) -> IO[bytes]:
    """The archive of a file that cannot be sent before it is whole, to be read from its beginning."""
    # Its name is gone at once; the file goes with the answer.
    packed = tempfile.TemporaryFile(prefix="readiness-")  # noqa: SIM115
    try:
        with tempfile.TemporaryDirectory(prefix="readiness-") as folder:
            taken = take_away(wish, Path(folder) / name, config, actor)
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for file in (taken.file, taken.signature):
                    archive.write(file, file.name)
    except BaseException:
        packed.close()
        raise
    packed.seek(0)
    return packed
