"""The root of a Merkle tree over hashes, one after the other, as RFC 6962 (2.1) has it. Pure."""

import hashlib
from dataclasses import dataclass, field


@dataclass
class Frontier:
    """The roots of the complete trees of which the whole consists, largest first: one for each bit of `size`."""

    size: int = 0
    roots: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add one leaf."""
        node, size = hashlib.sha256(b"\x00" + leaf).digest(), self.size
        while size & 1:
            node = _joined(self.roots.pop(), node)
            size >>= 1
        self.roots.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root of the whole; of no leaves at all the hash of nothing."""
        if not self.roots:
            return hashlib.sha256(b"").digest()
        node = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            node = _joined(left, node)
        return node


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
