"""What was worked out once is not worked out again."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

REMEMBERED = 100_000
"""How many different values are remembered; beyond it, remembering starts over."""

Given = TypeVar("Given")
Value = TypeVar("Value")


class Remembered(dict[Given, Value]):
    """What a function gives, worked out once for each thing that it is given."""

    def __init__(self, work_out: Callable[[Given], Value]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, given: Given) -> Value:
        if len(self) >= REMEMBERED:
            self.clear()
        value = self[given] = self._work_out(given)
        return value


class Lately(Generic[Given, Value]):
    """The answers to so many questions that were asked lately, for all threads of a process.

    The question says all that the answer depends on. Only finished answers are held; two who ask the same at once may
    both work it out.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Given, Value] = OrderedDict()
        self._lock = Lock()

    def find(self, given: Given) -> Value | None:
        """The answer, if it is held."""
        with self._lock:
            if given in self._held:
                self._held.move_to_end(given)
            return self._held.get(given)

    def hold(self, given: Given, value: Value) -> Value:
        """Hold an answer, and let go of the one that was not asked for the longest."""
        with self._lock:
            self._held[given] = value
            self._held.move_to_end(given)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return value

    def get(self, given: Given, work_out: Callable[[], Value]) -> Value:
        """The answer that is held, or the one that is worked out."""
        found = self.find(given)
        return self.hold(given, work_out()) if found is None else found
