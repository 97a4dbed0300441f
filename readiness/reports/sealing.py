"""A file is signed in minisign's format: whoever has the public key may check it with a tool of their own."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from config import Config
from readiness.audit.keys import seed_of
from readiness.foundation.later import ed25519, minisign
from readiness.reports.manifest import Manifest

ENDING = ".minisig"


@dataclass(frozen=True, slots=True)
class Seal:
    """The key of this installation for files that are taken away."""

    pair: "minisign.KeyPair"

    @property
    def public_key(self) -> str:
        """As `minisign -P` takes it."""
        return str(self.pair.public_key.to_base64(), "ascii")

    def on(self, file: BinaryIO, manifest: Manifest) -> bytes:
        """The signature over a file, from where it stands to its end, and its manifest: what FILE.minisig holds."""
        signature = self.pair.secret_key.sign(
            file,
            untrusted_comment="signed by Readiness; what follows is signed too",
            trusted_comment=manifest.line(),
        )
        return bytes(signature)


def seal_of(config: Config) -> Seal:
    """The seal of this installation, from the same secret as the trail's key and apart from it."""
    private = ed25519.Ed25519PrivateKey.from_private_bytes(seed_of(config, "readiness reports"))
    public = private.public_key().public_bytes_raw()
    key = minisign.SecretKey(
        _untrusted_comment=None,
        _signature_algorithm=minisign.algo.SignatureAlgorithm.PURE_ED_DSA,
        _kdf_algorithm=minisign.algo.KDFAlgorithm.NONE,
        _cksum_algorithm=minisign.algo.CksumAlgorithm.BLAKE2b,
        _kdf_salt=bytes(32),
        _kdf_opslimit=0,
        _kdf_memlimit=0,
        _keynum_sk=minisign.secret_key.KeynumSK(
            key_id=bytearray(hashlib.sha256(public).digest()[:8]),
            secret_key=bytearray(private.private_bytes_raw()),
            public_key=bytearray(public),
            checksum=bytearray(32),
        ),
    )
    return Seal(minisign.KeyPair(key, minisign.PublicKey.from_secret_key(key)))


def sha256_of(path: Path) -> str:
    """The hash of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
