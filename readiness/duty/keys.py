"""The key of a site's card: made at random, known by its hash. Pure."""

import base64
import hashlib
import hmac
import secrets


def new_key() -> str:
    """A key that nobody can guess (128 bits), short enough for a small QR code."""
    return secrets.token_urlsafe(16)


def derived_key(secret: str, site_code: str) -> str:
    """The key of one site out of those that are made together: none tells another, and the secret tells them all."""
    made = hmac.digest(secret.encode(), site_code.encode(), "sha256")[:16]
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def opens(key: str, key_hash: str) -> bool:
    """Whether this is the key; where there is none, nothing opens."""
    return bool(key_hash) and hmac.compare_digest(hash_of(key), key_hash)
