"""What a password costs in a test. The cost that an operator has is tested where passwords are."""

from argon2 import PasswordHasher

from readiness.accounts import passwords

ASKED_FOR = passwords.HASHER
SMALL = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The same work, less of it: tests sign thousands of people in."""


def hash_with(hasher: PasswordHasher) -> None:
    """From now on, passwords are kept at this cost in this process."""
    passwords.HASHER = hasher
    passwords.nobodys_hash.cache_clear()
