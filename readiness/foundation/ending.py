"""Whether this process was asked to end: a job that takes long looks between its steps, and leaves the rest undone.

What is left is found again by the next turn of the clock. So a service ends within a step, and not within a job.
"""

from collections.abc import Iterable, Iterator
from threading import Event
from typing import TypeVar

Step = TypeVar("Step")

_ASKED = Event()


def ask_to_end() -> None:
    """Let what is at work come to an end after its step."""
    _ASKED.set()


def until_asked_to_end(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps, as long as nobody asked this process to end."""
    for step in steps:
        if _ASKED.is_set():
            return
        yield step
