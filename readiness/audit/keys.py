"""The key that signs checkpoints: set by whoever runs the service, or made once and kept beside the data."""

import hashlib

from config import Config
from readiness.audit.notes import Signer
from readiness.foundation.secret_files import kept_secret

FILE = "signing_key"


def has_key(config: Config) -> bool:
    """Whether this installation has a secret to sign by; asking makes none."""
    return bool(config.signing_key.get_secret_value()) or (config.data_dir / FILE).exists()


def seed_of(config: Config, purpose: str) -> bytes:
    """32 secret bytes for one purpose; what is signed for one is of no use for another."""
    secret = config.signing_key.get_secret_value() or kept_secret(config.data_dir / FILE)
    return hashlib.sha256(f"{purpose}\n{secret}".encode()).digest()


def signer_of(config: Config) -> Signer:
    """The key of this installation; its name says which key it is."""
    seed = seed_of(config, "readiness audit trail")
    public = Signer("", seed).verifier.public
    return Signer(f"readiness-{hashlib.sha256(public).hexdigest()[:16]}", seed)
