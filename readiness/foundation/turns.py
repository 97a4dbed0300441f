"""Heavy questions take turns, so that those who ask for little never wait for them.

A worker answers with few threads, the handbook with the same ones. In a process that answers requests one heavy
question is worked out at a time and one more may wait for a moment; whoever else asks is told so at once. Commands and
the timetable have processes of their own, and are not held up.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from readiness.foundation.errors import Unavailable
from readiness.foundation.words import gettext as _

HEAVY_FROM = 5000
"""A question that reads more people than this, one by one, is heavy."""
AT_ONCE = 1
"""So many heavy questions are worked out at a time in each process that answers requests."""
WAITING = 1
"""So many more wait for their turn; each keeps one of the threads that answer."""
PATIENCE = 2.0
"""So long they wait, in seconds."""
RETRY = 5
"""After so many seconds it is asked again."""

_answers_requests: ContextVar[bool] = ContextVar("answers_requests", default=False)


class Busy(Unavailable):
    """Someone else's heavy question is being worked out."""

    seconds = RETRY

    def __init__(self) -> None:
        super().__init__(
            _("Such a question takes a while, and they are answered one after the other."),
            title=_("Someone else's question is being worked out."),
        )


class Turns:
    """So many at a time, few waiting. A thread that has its turn may ask for it again."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING, patience: float = PATIENCE) -> None:
        self._free = threading.Semaphore(at_once)
        self._places = threading.Semaphore(at_once + waiting)
        self._patience = patience
        self._having: set[int] = set()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A block that is run alone; raises Busy."""
        thread = threading.get_ident()
        if thread in self._having:
            yield
            return
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._free.acquire(timeout=self._patience):
                raise Busy
            self._having.add(thread)
            try:
                yield
            finally:
                self._having.discard(thread)
                self._free.release()
        finally:
            self._places.release()


_turns = Turns()


def answer_requests() -> None:
    """Say that what this thread asks from now on is asked by a request."""
    _answers_requests.set(True)


@contextmanager
def in_turn(*, is_heavy: bool = True) -> Iterator[None]:
    """A block in which a heavy question of a request is worked out; raises Busy where others are before it."""
    if not is_heavy or not _answers_requests.get():
        yield
        return
    with _turns.turn():
        yield
