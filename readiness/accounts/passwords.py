"""Passwords: which are accepted, and how they are kept (argon2id, in OWASP's smallest profile)."""

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from readiness.foundation.errors import TooMany
from readiness.foundation.text import name_key
from readiness.foundation.words import gettext as _

SHORTEST, LONGEST = 15, 256
"""Characters; NIST SP 800-63B-4 asks for 15 where a password is all there is."""
REST = 8
"""So many characters must be left when names and well-known words are taken away."""

COMMON = (
    "password", "passw0rd", "passwort", "qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm", "letmein", "welcome",
    "administrator", "admin", "iloveyou", "monkey", "dragon", "football", "baseball", "sunshine", "princess",
    "superman", "trustno1", "changeme", "secret", "login", "master", "readiness", "example", "123456789", "12345678",
    "1234567", "123456", "12345", "987654321", "abcdefghijklmnopqrstuvwxyz", "abcdefg", "abc123", "111111",
    "000000", "correcthorsebatterystaple", "tobeornottobe", "thequickbrownfox", "maytheforcebewithyou",
)  # fmt: skip

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Each verification takes a core for tens of milliseconds: one is always left to answer everyone else.
_turns = BoundedSemaphore(max(1, (os.cpu_count() or 1) - 1))
PATIENCE = 1.0
"""Seconds to wait for a turn."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password was the right one; `is_outdated`: it should be kept anew, with today's cost."""

    is_right: bool
    is_outdated: bool = False


@contextmanager
def turn() -> Iterator[None]:
    """A turn to hash or verify; raises TooMany where none comes up soon."""
    if not _turns.acquire(timeout=PATIENCE):
        raise TooMany(_("Many people sign in just now. Try again in a few seconds."), seconds=5)
    try:
        yield
    finally:
        _turns.release()


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return HASHER.hash(_normal(password))


def verify(password: str, password_hash: str) -> Verdict:
    """Whether it is the password of this hash. An empty hash takes the same time, and is never right."""
    try:
        HASHER.verify(password_hash or nobodys_hash(), _normal(password))
    except (VerificationError, InvalidHashError):
        return Verdict(is_right=False)
    return Verdict(is_right=bool(password_hash), is_outdated=HASHER.check_needs_rehash(password_hash))


@cache
def nobodys_hash() -> str:
    """A hash to verify against where there is no account: so that the time tells nothing."""
    return HASHER.hash(os.urandom(32))


def password_faults(password: str, names: tuple[str, ...]) -> list[str]:
    """Why a password is not accepted, given the names that its owner's neighbours would try."""
    text = _normal(password)
    if len(text) < SHORTEST:
        return [_("Use at least %(count)s characters: four or five words are good.", count=SHORTEST)]
    if len(text) > LONGEST:
        return [_("Use at most %(count)s characters.", count=LONGEST)]
    if len(set(text)) < 5 or _repeats(text) or _is_guessable(text, names):
        return [_("This is easy to guess. Use words that have nothing to do with you or your work.")]
    return []


def _normal(password: str) -> str:
    """The same password on every keyboard (NIST asks for NFKC or NFC)."""
    return unicodedata.normalize("NFKC", password)


def _repeats(text: str) -> bool:
    """Whether it is one short piece again and again."""
    period = (text + text).find(text, 1)
    return period < SHORTEST and period < len(text)


def _is_guessable(text: str, names: tuple[str, ...]) -> bool:
    rest = name_key(text).replace(" ", "")
    words = {word for name in names for word in (name_key(name).replace(" ", ""), *name_key(name).split())}
    for word in sorted((*COMMON, *words), key=len, reverse=True):
        if len(word) > 3:
            rest = rest.replace(word, "")
    return len(rest) < REST
