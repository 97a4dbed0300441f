"""Drawing by chance so that anybody can draw the same again. Pure."""

import hashlib
from collections.abc import Iterable
from heapq import nsmallest


def draw(numbers: Iterable[int], count: int, seed: str) -> tuple[list[int], int]:
    """So many of the numbers, and how many there were.

    They are those with the smallest SHA-256 of 'SEED:NUMBER', in that order: whoever has the numbers and the seed
    comes to the same with any tool, and nobody can choose which they are but by the seed, which the trail keeps.
    """
    seen = 0

    def counted() -> Iterable[int]:
        nonlocal seen
        for number in numbers:
            seen += 1
            yield number

    drawn = nsmallest(count, counted(), key=lambda number: place(number, seed))
    return drawn, seen


def place(number: int, seed: str) -> tuple[bytes, int]:
    """By what a number is drawn before another."""
    return hashlib.sha256(f"{seed}:{number}".encode()).digest(), number
