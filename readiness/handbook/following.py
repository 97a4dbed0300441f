"""A folder follows the database: which edition is current, and its file. No request waits for it."""

import logging
import os
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

from peewee import PeeweeException

from readiness.duty.queries import latest_change, shown_rosters
from readiness.duty.roster import written
from readiness.foundation import clock
from readiness.foundation.database import connected, is_missing
from readiness.foundation.errors import ReadinessError
from readiness.foundation.temporal import knowledge_at
from readiness.handbook.edition import CURRENT, FORMAT, current_edition, show_none, switch
from readiness.handbook.keyed import HEARD, ROSTER
from readiness.handbook.openings import Openings, month_of
from readiness.handbook.queries import add_openings, edition_bytes, edition_format, latest_switch
from readiness.handbook.shelf import stock
from readiness.lines.queries import outages_in_force
from readiness.resources.cards import Home

log = logging.getLogger(__name__)

ASKED_AFTER = 2.0
"""Seconds after which the database is asked again; longer while it does not answer."""
ASKED_AFTER_FAILING = 10.0
COUNTED_AFTER = 60.0
"""Seconds between two writings of how often protocols were opened."""
FILES_KEPT = 3
HEARD_AFTER = 20.0
"""Seconds after which it is noted again that the database was heard."""
ROSTER_SHARE = 10
"""So many times as long as it took to look at who is on duty passes before it is looked at again."""


def take_newer(folder: Path) -> bool:
    """Make the edition that is current by the database so in a folder; False where it is so already."""
    latest = latest_switch()
    if latest is None:
        return False  # nothing was published since editions are kept there
    if not latest.name:
        has_one = (folder / CURRENT).exists()
        show_none(folder)
        return has_one
    path = folder / latest.name
    if current_edition(folder) == path:
        return False
    if edition_format(latest.name) != FORMAT:
        # Another release made it. What this one can read stays: a worker that begins anew has nothing else.
        return False
    if not path.is_file():
        _write(path, edition_bytes(latest.name))
    switch(folder, latest.name)
    tidy(folder)
    return True


def tidy(folder: Path) -> None:
    """Remove the oldest files: the database has those that can be gone back to."""
    files = sorted(folder.glob("edition-*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[FILES_KEPT:]:
        if file != current_edition(folder):
            file.unlink(missing_ok=True)


def _write(path: Path, content: bytes, mode: int = 0o444) -> None:
    """Write a file whole, or not at all: other workers may be writing the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".edition-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(mode)
    Path(name).replace(path)


def keep_openings(openings: Openings) -> None:
    """Add what was opened to this month's numbers; what cannot be written is counted with the next."""
    taken = openings.take()
    try:
        add_openings(month_of(clock.today("UTC")), taken)
    except Exception:
        for slug, count in taken.items():
            openings.note(slug, count)
        raise


class RosterCopy:
    """The folder's copy of who is on duty when: looked at anew when anything was recorded since."""

    def __init__(self, folder: Path) -> None:
        self._path, self._change = folder / ROSTER, -1

    def take_newer(self) -> bool:
        """Bring the copy up to date; False where it is so already. Whoever asks for a card waits for nothing."""
        is_newer = self._take_newer()
        self._note_that_it_was_heard()
        return is_newer

    def _note_that_it_was_heard(self) -> None:
        """The age of an empty file beside it is the age of what the copy says; cards tell it."""
        heard = self._path.with_name(HEARD)
        try:
            if clock.now().timestamp() - heard.stat().st_mtime < HEARD_AFTER:
                return
        except FileNotFoundError:
            heard.touch(mode=0o600)
        os.utime(heard, (clock.now().timestamp(),) * 2)

    def _take_newer(self) -> bool:
        change = latest_change()
        is_there = self._path.is_file()
        if is_there and change == self._change:
            return False
        text = written(shown_rosters(clock.today("UTC")))
        self._change = change
        if is_there and self._path.read_bytes() == text:
            return False
        # Names and numbers: for nobody else on this machine.
        _write(self._path, text, mode=0o600)
        return True


class Follower(Thread):
    """Asks the database every few seconds, in a thread of its own; while it does not answer, nothing changes."""

    def __init__(
        self, folder: Path, openings: Openings, home: Home | None = None, asked_after: float = ASKED_AFTER
    ) -> None:
        super().__init__(name="handbook-follower", daemon=True)
        self._folder, self._openings, self._asked_after = folder, openings, asked_after
        self._home = home
        self._stocked: tuple[object, ...] = ()
        self._roster, self._roster_at = RosterCopy(folder), 0.0
        self._has_ended = Event()
        self._count_at = time.monotonic() + COUNTED_AFTER

    def run(self) -> None:
        pause = 0.0
        while not self._has_ended.wait(pause):
            pause = self._asked_after
            if is_missing():
                continue
            try:
                with connected():
                    take_newer(self._folder)
                    self._stock()
                    self._follow_roster()
                    if time.monotonic() >= self._count_at:
                        self._count_at = time.monotonic() + COUNTED_AFTER
                        keep_openings(self._openings)
            except (ReadinessError, PeeweeException, OSError) as error:
                log.warning("The handbook cannot be followed just now: %s", error)
                pause = max(ASKED_AFTER_FAILING, self._asked_after)
            except Exception:
                # A fault of ours: a thread that ended of it would follow nothing any more, and nobody would notice.
                log.exception("The handbook cannot be followed just now")
                pause = max(ASKED_AFTER_FAILING, self._asked_after)

    def _stock(self) -> None:
        """Look whether the file of resources is as it should be, once after each change and on each day."""
        if self._home is None:
            return
        state = (knowledge_at().number, clock.today(self._home.time_zone), len(outages_in_force(clock.now())))
        if state != self._stocked:
            stock(self._folder, self._home)
            self._stocked = state

    def _follow_roster(self) -> None:
        """Look who is on duty; while changes are recorded without end, a tenth of the time at most goes into it."""
        began = time.monotonic()
        if began >= self._roster_at:
            self._roster.take_newer()
            self._roster_at = began + ROSTER_SHARE * (time.monotonic() - began)

    def end(self) -> None:
        """Ask no more."""
        self._has_ended.set()
        self.join(timeout=30)
