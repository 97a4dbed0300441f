"""The key of a site's card: made at random, known by its hash. Pure."""

import hashlib
import hmac
import secrets


def new_key() -> str:
    """A key that nobody can guess (128 bits), short enough for a small QR code."""
    return secrets.token_urlsafe(16)


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def opens(key: str, key_hash: str) -> bool:
    """Whether this is the key; where there is none, nothing opens."""
    return bool(key_hash) and hmac.compare_digest(hash_of(key), key_hash)
