"""What was worked out once is not worked out again."""

from collections.abc import Callable
from typing import TypeVar

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
