"""A checkpoint as text: how many events there were and what they come to, signed.

In the form of C2SP's tlog-checkpoint and signed-note, so that tools of others read it: a line that says whose log it
is, the number of events, the root of their Merkle tree, when it was made; an empty line; a signature by Ed25519. Pure.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from readiness.foundation.later import cryptography_exceptions, ed25519

_ED25519 = b"\x01"
_SIGNATURE = re.compile(r"— (\S+) ([A-Za-z0-9+/=]+)")
_KEY = re.compile(r"(\S+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")


class NoteError(ValueError):
    """A text is no checkpoint, or not signed by the key; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the trail came to at an instant. `root` is of the tree over the hashes of the first `size` events."""

    origin: str
    size: int
    root: bytes
    made_at: datetime

    def text(self) -> str:
        """What is signed."""
        instant = self.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n{instant}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public half of a key, under the name by which signatures say whose they are."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def text(self) -> str:
        """As it is handed to an auditor."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> "Verifier":
        """Raises NoteError for what is no key."""
        found = _KEY.fullmatch(text.strip())
        raw = _decoded(found[3]) if found else b""
        if found is None or len(raw) != 33 or raw[:1] != _ED25519:
            raise NoteError("this is no public key of a checkpoint: NAME+ID+KEY")
        verifier = cls(found[1], raw[1:])
        if verifier.id.hex() != found[2]:
            raise NoteError("the public key is damaged: its ID does not fit")
        return verifier


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs checkpoints. `seed`: 32 secret bytes."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self._key().public_key().public_bytes_raw())

    def signed(self, checkpoint: Checkpoint) -> str:
        """The checkpoint with its signature."""
        text = checkpoint.text()
        signature = self.verifier.id + self._key().sign(text.encode())
        return f"{text}\n— {self.name} {base64.b64encode(signature).decode()}\n"

    def _key(self) -> "ed25519.Ed25519PrivateKey":
        return ed25519.Ed25519PrivateKey.from_private_bytes(self.seed)


_WITHIN = re.compile(
    r"^[>\s]*(?P<origin>readiness-[0-9a-f]{16})\s+(?P<size>\d+)\s+(?P<root>[A-Za-z0-9+/]{43}=)\s+"
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\s+[—–-]+\s*(?P<name>readiness-[0-9a-f]{16})\s+"
    r"(?P<signature>[A-Za-z0-9+/=][A-Za-z0-9+/=\s]{80,})",
    re.MULTILINE,
)
_SIGNATURE_LENGTH = 92
"""Of four bytes that name the key and 64 of the signature, as base64."""


def note_within(text: str) -> str:
    """The checkpoint in a mail, or in what was copied from paper, as the text that was signed; else the text itself."""
    found = _WITHIN.search(text.replace("\N{NO-BREAK SPACE}", " ").replace("\n>", "\n"))
    if found is None:
        return text
    signature = "".join(found["signature"].split())[:_SIGNATURE_LENGTH]
    told = "\n".join(found[part] for part in ("origin", "size", "root", "at"))
    return f"{told}\n\n— {found['name']} {signature}\n"


def read_note(note: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint that a text holds, signed by this key; raises NoteError. Signatures of others do not matter."""
    text, gap, signatures = note.replace("\r\n", "\n").strip("\n").partition("\n\n")
    text += "\n"
    checkpoint = _read(text)
    if not gap:
        raise NoteError("the checkpoint has no signature")
    for line in signatures.splitlines():
        found = _SIGNATURE.fullmatch(line)
        raw = _decoded(found[2]) if found else b""
        if found and found[1] == verifier.name and raw[:4] == verifier.id:
            try:
                ed25519.Ed25519PublicKey.from_public_bytes(verifier.public).verify(raw[4:], text.encode())
            except cryptography_exceptions.InvalidSignature:
                raise NoteError("the checkpoint was altered after it was signed") from None
            return checkpoint
    raise NoteError(f"the checkpoint is not signed by {verifier.name} with the key {verifier.id.hex()}")


def _read(text: str) -> Checkpoint:
    lines = text.splitlines()
    try:
        origin, size, root, instant, *_more = lines
        made_at = datetime.strptime(instant, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        raw = _decoded(root)
    except ValueError:
        raise NoteError("this is no checkpoint: origin, size, root and instant, a line each") from None
    if not size.isdecimal() or str(int(size)) != size or len(raw) != hashlib.sha256().digest_size:
        raise NoteError("the checkpoint's size or root cannot be read")
    return Checkpoint(origin, int(size), raw, made_at)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
