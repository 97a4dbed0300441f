"""A file that someone sent, made harmless: written anew from its pixels by a child with bounds, or refused in words."""

import json
import os
import struct
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO

from readiness.evidence.recognising import Media, Refusal, recognise
from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

_ROOT = Path(__file__).parent.parent.parent
_SECONDS = 30
_LENGTH = struct.Struct(">q")

WORDS = {
    Refusal.EMPTY: msgid("The file is empty. Take the picture again, or choose another file."),
    Refusal.TOO_LARGE: msgid("The file has more than 20 MB. Take a picture with a phone, or scan it with fewer dots."),
    Refusal.PHONE_PICTURE: msgid(
        "This is a picture in the format HEIC, which not everybody can open. Take it with the button above, "
        "or choose 'Most compatible' in the settings of the camera, or send a screenshot of it."
    ),
    Refusal.DRAWING: msgid("This is a web page or a drawing. Send a picture (JPEG, PNG) or a PDF of the certificate."),
    Refusal.DOCUMENT: msgid("This is an office document or an archive. Save it as a PDF, and send that."),
    Refusal.UNKNOWN: msgid("This is no picture and no PDF. Send a JPEG, a PNG or a PDF."),
    Refusal.BROKEN: msgid("The file is damaged, or not what it says it is. Save it anew, or take a picture of it."),
    Refusal.TOO_MANY_PIXELS: msgid("The picture has more than 50 million dots. Send a smaller one, or a screenshot."),
    Refusal.TOO_SMALL: msgid("The picture is too small to be read. Take it from nearer, or choose another."),
    Refusal.LOCKED: msgid("The PDF is locked with a password. Save it without one, or send a picture of it."),
    Refusal.TOO_MANY_PAGES: msgid("The PDF has more than 20 pages. Send only those that show the certificate."),
    Refusal.TOO_MUCH_WORK: msgid("The file takes too long or too much room to open. Send a picture of it."),
}  # fmt: skip


class NotTaken(InvalidInput):
    """The file is not taken as proof; `reason` says why, the problem in words what to do."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(f"file: {_(WORDS[reason])}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file that was written anew, and a small picture (JPEG) of its first page."""

    content: bytes
    small: bytes
    media: Media
    page_count: int


def cleaned(content: bytes) -> Cleaned:
    """The file, made harmless. Raises NotTaken."""
    with Cleaner() as cleaner:
        return cleaner.clean(content)


class Cleaner:
    """A child that makes files harmless, one after the other; it is begun anew where a file has ended it."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def clean(self, content: bytes) -> Cleaned:
        """The file, made harmless. Raises NotTaken."""
        media = recognise(content)
        if isinstance(media, Refusal):
            raise NotTaken(media)
        child = self._begun()
        timer = Timer(_SECONDS, child.kill)
        timer.start()
        try:
            _send(_pipe(child.stdin), content)
            head, made, small = (_read(_pipe(child.stdout)) for _piece in range(3))
        except (BrokenPipeError, EOFError):
            self._end()  # by a bound of memory or time, or by a fault in what reads pictures
            raise NotTaken(Refusal.TOO_MUCH_WORK) from None
        finally:
            timer.cancel()
        told = json.loads(head)
        if "refused" in told:
            raise NotTaken(Refusal(told["refused"]))
        return Cleaned(made, small, Media(told["media"]), int(told["pages"]))

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "readiness.evidence.child"],
                cwd=_ROOT,
                # It needs none of the settings, and must not know the secrets among them.
                env={name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            for pipe in (self._child.stdin, self._child.stdout):
                _close(pipe)
            self._child.wait()
            self._child = None

    def __enter__(self) -> "Cleaner":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()


def _send(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    length = pipe.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        raise EOFError
    return pipe.read(_LENGTH.unpack(length)[0])


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101
    return pipe


def _close(pipe: IO[bytes] | None) -> None:
    with suppress(BrokenPipeError):  # what was still to be written is wanted by nobody
        _pipe(pipe).close()
