"""The pulse of a process that works on an import: how far it is, that it lives, and whether it is to stop.

It is kept in a file and not in the database: a process that applies a file holds the database's write
lock, and must be seen to live, and be stopped, all the same.
"""

import json
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from readiness.foundation import clock
from readiness.imports.storage import Folder, open_private

BEAT_SECONDS = 0.5
SILENT = timedelta(seconds=20)
"""Without a sign for so long, a process is taken for dead."""

STARTING = timedelta(seconds=20)
"""So long a process may take before its first sign."""


class Cancelled(Exception):
    """The work was asked to stop."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What the process said last. `done` of `total` bytes were read; then the rows are applied."""

    run: int
    beaten_at: str
    host: str
    process: int
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


class Pulse:
    """Beats in a thread of its own while the block lasts. `interrupt` breaks off what the database is doing."""

    def __init__(self, folder: Folder, run: int, interrupt: Callable[[], None]) -> None:
        self._folder, self._run, self._interrupt = folder, run, interrupt
        self._done, self._total = 0, 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._write()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def go_on(self, run: int) -> None:
        """Another run of the same process begins."""
        self._run, self._done, self._total = run, 0, 0
        self._write()

    def stop(self) -> None:
        """Interrupt nothing any more: what is written now is how it ended."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; raises Cancelled where it is to stop."""
        self._done, self._total = done, total
        self.check()

    def check(self) -> None:
        """Raise Cancelled where the work is to stop."""
        if self.is_cancelled:
            raise Cancelled

    @property
    def is_cancelled(self) -> bool:
        return self._folder.cancel.exists()

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            self._write()
            if self.is_cancelled:
                self._interrupt()

    def _write(self) -> None:
        sign = Sign(
            self._run, clock.now().isoformat(), socket.gethostname(), os.getpid(), self._done, self._total
        )
        write_whole(self._folder.pulse, json.dumps(asdict(sign)))


def write_whole(path: Path, text: str) -> None:
    """Write a file that is read while it is written anew: whoever reads it sees the old text or the new."""
    draft = path.with_name(f".{path.name}.draft")
    with os.fdopen(open_private(draft), "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def last_sign(folder: Folder, run: int) -> Sign | None:
    """What the process of this run said last; None before its first sign."""
    try:
        sign = Sign(**json.loads(folder.pulse.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return sign if sign.run == run else None


def has_stopped(sign: Sign | None, asked_at: datetime) -> bool:
    """Whether the process that was asked to work is gone, as far as can be told."""
    if sign is None:
        return clock.now() - asked_at > STARTING
    if sign.host == socket.gethostname() and not _is_running(sign.process):
        return True
    return clock.now() - datetime.fromisoformat(sign.beaten_at) > SILENT


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
