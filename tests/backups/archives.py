"""Backups taken apart and put together again by another tar than ours, as somebody would who means harm."""

import hashlib
import tarfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

Parts = dict[str, bytes]


def parts_of(archive: Path) -> Parts:
    """What is in it, by name, in its order."""
    with tarfile.open(archive, "r:") as opened:
        return {each.name: _content(opened, each) for each in opened.getmembers()}


def _content(opened: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = opened.extractfile(member)
    assert file is not None, f"{member.name} is no file"
    return file.read()


def summed(parts: Parts) -> Parts:
    """The same with hashes that fit."""
    rest = {name: content for name, content in parts.items() if name != "SHA256SUMS"}
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in rest.items()]
    return {**rest, "SHA256SUMS": "".join(lines).encode()}


def file_of(name: str, content: bytes) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    return member, content


def pack(archive: Path, members: Iterable[tuple[tarfile.TarInfo, bytes]]) -> Path:
    """Write them in this order, over what is there."""
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as opened:
        for member, content in members:
            opened.addfile(member, BytesIO(content))
    return archive


def pack_parts(archive: Path, parts: Parts) -> Path:
    return pack(archive, (file_of(name, content) for name, content in parts.items()))


def spread(count: int, below: int) -> list[int]:
    """So many numbers as if by chance, the same each time."""
    return [int.from_bytes(hashlib.sha256(b"%d" % number).digest()) % below for number in range(count)]
