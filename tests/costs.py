"""What costs an operator much by intent costs a test little: a password's hash, and a page as small as it gets.

Both are tested at what they cost where they are what is tested.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher

from readiness.accounts import passwords
from readiness.handbook import edition

ASKED_FOR = passwords.HASHER, edition.QUALITY
SMALL = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), 1
"""The same work, less of it: tests sign thousands of people in, and press a hundred handbooks."""


def cost(hasher: PasswordHasher, quality: int) -> None:
    """From now on, passwords are hashed and pages compressed at this cost in this process."""
    passwords.HASHER, edition.QUALITY = hasher, quality
    passwords.nobodys_hash.cache_clear()


@contextmanager
def cost_asked_for() -> Iterator[None]:
    """In the block, everything costs what it costs an operator."""
    cost(*ASKED_FOR)
    try:
        yield
    finally:
        cost(*SMALL)
