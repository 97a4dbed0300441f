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


class Turn:
    """Somebody's turn, or (`turns` None) a piece of work that needs none."""

    def __init__(self, turns: "Turns | None" = None) -> None:
        self._turns = turns

    def give_way(self) -> None:
        """Let those who wait have their turn first, and go on after them."""
        if self._turns is not None:
            self._turns.give_way(self)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A block in which others may have their turn; after it this one goes on, however long it has to wait."""
        if self._turns is not None:
            self._turns.leave(self)
        yield
        if self._turns is not None:
            self._turns.join(self)


class Turns:
    """So many at a time, few waiting, who came first first. A thread that has its turn may ask for it again.

    What is long gives way, and there is one of it at a time: others would find no place beside two.
    """

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING, patience: float = PATIENCE) -> None:
        self._at_once = at_once
        self._places = threading.Semaphore(at_once + waiting)
        self._long = threading.Semaphore()
        self._patience = patience
        self._having: set[int] = set()
        self._line: list[Turn] = []
        self._moved = threading.Condition()

    @contextmanager
    def turn(self, *, is_long: bool = False) -> Iterator[Turn]:
        """A block that is run alone; raises Busy."""
        thread = threading.get_ident()
        if thread in self._having:
            yield Turn()
            return
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if is_long and not self._long.acquire(timeout=self._patience):
                raise Busy
            try:
                yield from self._alone(thread)
            finally:
                if is_long:
                    self._long.release()
        finally:
            self._places.release()

    def _alone(self, thread: int) -> Iterator[Turn]:
        mine = Turn(self)
        if not self.join(mine, self._patience):
            raise Busy
        self._having.add(thread)
        try:
            yield mine
        finally:
            self._having.discard(thread)
            self.leave(mine)

    def join(self, turn: Turn, patience: float | None = None) -> bool:
        """Wait at the end of the line for the turn; False where that takes too long."""
        has_it = False
        with self._moved:
            self._line.append(turn)
            try:
                has_it = self._moved.wait_for(lambda: turn in self._line[: self._at_once], patience)
            finally:
                if not has_it:
                    self._line.remove(turn)
        return has_it

    def leave(self, turn: Turn) -> None:
        """Let the next have their turn."""
        with self._moved:
            if turn in self._line:
                self._line.remove(turn)
                self._moved.notify_all()

    def give_way(self, turn: Turn) -> None:
        """Go to the end of the line where others wait."""
        if len(self._line) > self._at_once:
            self.leave(turn)
            self.join(turn)


_turns = Turns()


def answer_requests() -> None:
    """Say that what this thread asks from now on is asked by a request."""
    _answers_requests.set(True)


@contextmanager
def in_turn(*, is_heavy: bool = True, is_long: bool = False) -> Iterator[Turn]:
    """A block in which a heavy question of a request is worked out; raises Busy where others are before it.

    `is_long`: it gives way now and then.
    """
    if not is_heavy or not _answers_requests.get():
        yield Turn()
        return
    with _turns.turn(is_long=is_long) as turn:
        yield turn
