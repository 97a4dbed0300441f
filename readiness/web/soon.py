"""What a page for everyone asks of the database: it waits for the answer a moment, and no longer.

Asked in a thread of its own, since a database that hangs answers never; whoever stands beside someone in crisis is
shown what was known last, or what holds without it.
"""

import logging
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from readiness.foundation.database import connected, database
from readiness.foundation.errors import ReadinessError

log = logging.getLogger(__name__)

ANSWERED_WITHIN = 1.0
"""Seconds after which a page goes on without an answer."""

Read = TypeVar("Read")


class _Question:
    """One thing that is asked; while it waits for its answer it is not asked again."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._is_late = False
        self._last: tuple[Any] | None = None

    def ask(self, read: Callable[[], Any], otherwise: Any) -> Any:
        if self._turn.acquire(timeout=0 if self._is_late else ANSWERED_WITHIN):
            answered: SimpleQueue[None] = SimpleQueue()
            Thread(target=self._ask, args=(read, answered), name="soon", daemon=True).start()
            try:
                answered.get(timeout=ANSWERED_WITHIN)
            except Empty:
                self._is_late = True
        return self.last(otherwise)

    def last(self, otherwise: Any) -> Any:
        return otherwise if self._last is None else self._last[0]

    def _ask(self, read: Callable[[], Any], answered: "SimpleQueue[None]") -> None:
        try:
            with connected():
                found = (read(),)
            self._last = found
        except ReadinessError as error:
            log.warning("Not known for a page for everyone: %s", " ".join(error.problems))
        except Exception:
            log.exception("Not known for a page for everyone")
        finally:
            self._is_late = False
            self._turn.release()
            answered.put(None)


# Of each database that was opened: another one says other things.
_ASKED: WeakKeyDictionary[Any, dict[str, _Question]] = WeakKeyDictionary()


def soon(what: str, read: Callable[[], Read], otherwise: Read) -> Read:
    """What `read` gives in time; else what it gave last; `otherwise` where it never gave anything.

    `read` runs in another thread, with a connection of its own: it may ask nothing of the request.
    """
    if database.obj is None:  # none is opened yet
        return otherwise
    return cast(Read, _question(what).ask(read, otherwise))


def lately(what: str, otherwise: Read) -> Read:
    """What was given last, without asking."""
    return cast(Read, _question(what).last(otherwise))


def _question(what: str) -> _Question:
    return _ASKED.setdefault(database.obj, {}).setdefault(what, _Question())
