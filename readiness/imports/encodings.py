"""What a file of text is made of: one look through all its bytes, a block at a time."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from readiness.foundation.errors import ImportRefused
from readiness.foundation.words import gettext as _

BLOCK = 1024 * 1024
NO_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "GZIP",
    b"\xd0\xcf\x11\xe0": "an old Office format",
    b"SQLite format": "SQLite",
    b"{": "JSON",
    b"[{": "JSON",
    b"<": "HTML or XML",
}
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Bytes to which Windows-1252 gives no character.
_NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes are read, and whether there are control characters that the rows must be searched for."""

    name: str
    has_controls: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What one look through a file finds."""

    encoding: Encoding
    sha256: str


@dataclass
class _Seen:
    """What was seen of the bytes so far."""

    lines: int = 0
    first_broken_line: int = 0
    broken: int = 0
    whole: int = 0
    has_controls: bool = False
    is_windows: bool = True

    def take(self, block: bytes, text: str | None) -> None:
        self.has_controls = self.has_controls or _CONTROLS.search(block) is not None
        if text is None:
            return
        if not text.isascii():
            broken = text.count("\ufffd") - block.count(b"\xef\xbf\xbd")
            if broken > 0:
                if not self.broken:
                    self.first_broken_line = self.lines + text[: text.index("\ufffd")].count("\n") + 1
                self.broken += broken
                self.is_windows = self.is_windows and _NOT_WINDOWS.search(block) is None
            self.whole += sum(1 for letter in text if letter > "\x7f") - broken
        self.lines += block.count(b"\n")


def look_through(path: Path) -> Look:
    """Find the encoding and the hash of a file; raises ImportRefused where it is no text that can be read."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        block = file.read(BLOCK)
        _refuse_no_table(block)
        name = _by_marks(block)
        decoder = codecs.getincrementaldecoder(name or "utf-8")(errors="strict" if name else "replace")
        seen = _Seen()
        while block:
            digest.update(block)
            seen.take(block, _decoded(decoder, block, name))
            block = file.read(BLOCK)
        _decoded(decoder, b"", name, is_last=True)
    return Look(_encoding(name, seen), digest.hexdigest())


def _decoded(
    decoder: codecs.IncrementalDecoder, block: bytes, name: str | None, *, is_last: bool = False
) -> str | None:
    """The text of a block where the encoding is still to be found; a marked file is only proved readable."""
    try:
        text = decoder.decode(block, is_last)
    except UnicodeDecodeError as error:
        raise ImportRefused(
            _(
                "The file says that it is %(encoding)s, but it is broken. Save it again as CSV in UTF-8.",
                encoding=(name or "").upper(),
            )
        ) from error
    return text if name is None else None


def _refuse_no_table(block: bytes) -> None:
    start = block.lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, kind in NO_TABLES.items():
        if start.startswith(mark):
            raise ImportRefused(
                _("The file is no table (it looks like %(kind)s). Save it as CSV or XLSX.", kind=kind)
            )
    if not start:
        raise ImportRefused(_("The file is empty."))
    controls = len(_CONTROLS.findall(block[:100_000]))
    if _by_marks(block) is None and controls > len(block[:100_000]) // 20 + 2:
        raise ImportRefused(_("The file is no table (it is not text). Save it as CSV or XLSX."))


def _by_marks(block: bytes) -> str | None:
    """The encoding that a byte order mark names, or that the NULs of UTF-16 give away."""
    if block.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = block[:4000]
    if len(start) >= 4:
        even, odd = start[::2].count(0), start[1::2].count(0)
        if odd > len(start) * 0.4 and even < len(start) * 0.05:
            return "utf-16-le"
        if even > len(start) * 0.4 and odd < len(start) * 0.05:
            return "utf-16-be"
    return None


def _encoding(name: str | None, seen: _Seen) -> Encoding:
    if name is not None:
        return Encoding(name, has_controls=True)
    if not seen.broken:
        return Encoding("utf-8", seen.has_controls)
    if seen.whole >= seen.broken:
        raise ImportRefused(
            _(
                "The file is UTF-8, but broken in line %(line)s. Save it again as CSV in UTF-8.",
                line=seen.first_broken_line,
            )
        )
    if not seen.is_windows:
        raise ImportRefused(
            _(
                "The file is neither UTF-8 nor Windows-1252 (see line %(line)s). Save it again as CSV in UTF-8.",
                line=seen.first_broken_line,
            )
        )
    return Encoding("cp1252", seen.has_controls)
