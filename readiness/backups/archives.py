"""A backup as an archive: tar as POSIX has it (pax), written member by member, and read with nothing taken on trust."""

import hashlib
import os
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from readiness.backups.contents import ABOUT, CHECKPOINT, SUMS, NotWhole, place_of

_BLOCK = 512
_CHUNK = 1024 * 1024
_END = bytes(2 * _BLOCK)
_RECORD = 20 * _BLOCK
"""To a multiple of this other tars fill up what they write."""
_MOST = {ABOUT: 1024 * 1024, CHECKPOINT: 4096}
"""Bytes of what is read into memory."""
_LONGEST_LINE = 256
_LARGE = re.compile(rb"\d+ size=(\d{1,18})\n\0*")
"""The one thing that tar's own header has no room for: a size of 8 GiB or more."""
_KINDS = {
    tarfile.LNKTYPE: "a hard link",
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.DIRTYPE: "a folder",
    tarfile.FIFOTYPE: "a pipe",
}


def sum_line(digest: str, name: str) -> bytes:
    """As sha256sum writes it."""
    return f"{digest}  {name}\n".encode("ascii")


def header_of(name: str, size: int, made_at: int) -> bytes:
    """What stands before a file. `made_at`: seconds since 1970."""
    header = tarfile.TarInfo(name)
    header.size, header.mode, header.mtime = size, 0o600, made_at
    return header.tobuf(tarfile.PAX_FORMAT)


class Writer:
    """Members one after another, each read once. `sums`: where their hashes are gathered until they are the last."""

    def __init__(self, file: BinaryIO, sums: BinaryIO, made_at: int) -> None:
        self._file, self._sums, self._made_at = file, sums, made_at

    def add(self, name: str, source: BinaryIO) -> str:
        """Add all of a file; gives its SHA-256. Raises OSError where it gets shorter meanwhile."""
        digest = self._add(name, source)
        self._sums.write(sum_line(digest, name))
        return digest

    def finish(self) -> None:
        """Add the hashes, and the end."""
        self._add(SUMS, self._sums)
        self._file.write(_END)

    def _add(self, name: str, source: BinaryIO) -> str:
        size = source.seek(0, os.SEEK_END)
        source.seek(0)
        self._file.write(header_of(name, size, self._made_at))
        digest, left = hashlib.sha256(), size
        while left:
            chunk = source.read(min(left, _CHUNK))
            if not chunk:
                raise OSError(f"{name} became shorter while it was read")
            digest.update(chunk)
            self._file.write(chunk)
            left -= len(chunk)
        self._file.write(bytes(-size % _BLOCK))
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, to be read before the next one is asked for."""

    name: str
    size: int
    file: BinaryIO

    def chunks(self) -> Iterator[bytes]:
        left = self.size
        while left:
            chunk = self.file.read(min(left, _CHUNK))
            if not chunk:
                _refuse(f"It became shorter while {self.name} was read.")
            yield chunk
            left -= len(chunk)

    def lines(self) -> Iterator[bytes]:
        """Line by line; of one that is too long, its parts."""
        left = self.size
        while left and (line := self.file.readline(min(left, _LONGEST_LINE))):
            yield line
            left -= len(line)


def members(file: BinaryIO) -> Iterator[Member]:
    """What a backup has, in its order and nothing else; raises NotWhole at the first thing that is otherwise."""
    length = file.seek(0, os.SEEK_END)
    lacking = {0: ABOUT, 1: CHECKPOINT, 2: "the database", 4: SUMS}
    at, last = 0, (-1, "")
    while (header := _header(file, at)) is not None:
        name, size, start = header
        place = place_of(name)
        if place is None:
            _refuse(f"It holds {name!a}, which no backup does.")
        if place <= last:
            _refuse(f"It holds {name} twice, or not in its place.")
        if size > length - start:
            _refuse(f"It breaks off within {name}: {size - (length - start):,} bytes of that are not there.")
        if size > _MOST.get(name, size):
            _refuse(f"What it calls {name} is too large to be that.")
        file.seek(start)
        yield Member(name, size, file)
        at, last = start + size + -size % _BLOCK, place
        lacking.pop(place[0], None)
    if lacking:
        _refuse(f"It lacks {', '.join(lacking.values())}.")


def _header(file: BinaryIO, at: int) -> tuple[str, int, int] | None:
    """Name, size and start of the file that comes next; None at the archive's end, which must be the file's."""
    file.seek(at)
    block = file.read(_BLOCK)
    if at and block == bytes(_BLOCK):
        rest = file.read(_RECORD)
        if len(rest) < _BLOCK or len(rest) == _RECORD or any(rest):
            _refuse("It does not end as a backup does: it was cut off, or something was added.")
        return None
    header, size = _parsed(block, at), None
    if header.type == tarfile.XHDTYPE:
        large = _LARGE.fullmatch(file.read(_BLOCK)) if header.size <= _BLOCK else None
        if large is None:
            _refuse(f"At byte {at:,} it says of a file what no backup says.")
        size, at = int(large[1]), at + 2 * _BLOCK
        header = _parsed(file.read(_BLOCK), at)
    if header.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
        _refuse(f"{header.name!a} in it is {_KINDS.get(header.type, 'something else')}, and no file.")
    return header.name, header.size if size is None else size, at + _BLOCK


def _parsed(block: bytes, at: int) -> tarfile.TarInfo:
    try:
        header = tarfile.TarInfo.frombuf(block, "ascii", "surrogateescape")
    except tarfile.HeaderError:
        if at == 0:
            _refuse("It is no tar archive. Is it empty, compressed or enciphered?")
        if len(block) < _BLOCK:
            _refuse(f"It breaks off at byte {at + len(block):,}.")
        _refuse(f"It is damaged at byte {at:,}, where a file should begin.")
    if header.size < 0:
        _refuse(f"{header.name!a} in it has no size that can be.")
    return header


def _refuse(reason: str) -> NoReturn:
    raise NotWhole(reason)
