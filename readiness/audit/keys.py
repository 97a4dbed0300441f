"""The key that signs checkpoints: set by whoever runs the service, or made once and kept beside the data."""

import hashlib

from config import Config
from readiness.audit.notes import Signer
from readiness.foundation.secret_files import kept_secret

FILE = "signing_key"


def signer_of(config: Config) -> Signer:
    """The key of this installation; its name says which key it is."""
    secret = config.signing_key.get_secret_value() or kept_secret(config.data_dir / FILE)
    seed = hashlib.sha256(b"readiness audit trail\n" + secret.encode()).digest()
    public = Signer("", seed).verifier.public
    return Signer(f"readiness-{hashlib.sha256(public).hexdigest()[:16]}", seed)
