"""One pass over the bytes of a text file: its hash, its encoding, and what a table cannot contain."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

BLOCK = 1024 * 1024

CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r") + b"\x7f"

# As Python decodes with 'surrogateescape' and 'surrogatepass', bytes that fit no character
# become lone surrogates, which no sound text contains.
UNDECODED = re.compile("[\ud800-\udfff]")
NOT_WINDOWS = re.compile("[\udc81\udc8d\udc8f\udc90\udc9d]")
_DECODED = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes become characters. `lenient`: the error handling that leaves surrogates to be found."""

    name: str
    bom_length: int = 0
    lenient: str = "surrogateescape"


WINDOWS = Encoding("windows-1252")

_MARKS = (
    (codecs.BOM_UTF8, Encoding("utf-8", 3)),
    (codecs.BOM_UTF16_LE, Encoding("utf-16-le", 2, "surrogatepass")),
    (codecs.BOM_UTF16_BE, Encoding("utf-16-be", 2, "surrogatepass")),
)


class Damage(Enum):
    """What is wrong with the bytes of a file."""

    BROKEN = "some of its characters are broken"
    UNKNOWN = "it is in no encoding that is read"
    CUT = "it ends inside a character"


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over a file has found. `may_have_controls` False: no cell needs to be searched."""

    sha256: str
    encoding: Encoding
    may_have_controls: bool
    damage: Damage | None
    is_empty: bool


def presumed_encoding(first: bytes) -> Encoding:
    """The encoding that the first bytes speak for; UTF-8 where they say nothing."""
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding
    pairs = len(first) // 2
    low, high = first[0 : 2 * pairs : 2].count(0), first[1 : 2 * pairs : 2].count(0)
    # Plain text in UTF-16 has a zero in every other byte.
    if pairs and high > 0.6 * pairs and low < 0.1 * pairs:
        return Encoding("utf-16-le", 0, "surrogatepass")
    if pairs and low > 0.6 * pairs and high < 0.1 * pairs:
        return Encoding("utf-16-be", 0, "surrogatepass")
    return Encoding("utf-8")


def survey(path: Path, presumed: Encoding) -> Survey:
    """Read the file once, in blocks; what it presumes is UTF-8 may turn out to be Windows-1252."""
    digest, found = hashlib.sha256(), _Found()
    is_utf8, size = presumed.name == "utf-8", 0
    decoder = codecs.getincrementaldecoder(presumed.name)(presumed.lenient)
    for block in _blocks(path):
        digest.update(block)
        text = decoder.decode(block)
        size += len(block)
        found.look(text)
        # Every other byte of UTF-16 can be zero: its rows are searched one by one.
        if is_utf8 and not found.controls:
            found.controls = len(block.translate(None, CONTROLS)) != len(block)
    if is_utf8:
        found.look(decoder.decode(b"", final=True))
    elif len(decoder.getstate()[0]) == 2:
        found.undecoded = True
    is_cut = not is_utf8 and size % 2 == 1
    encoding, damage = found.judge(presumed) if not is_cut else (presumed, Damage.CUT)
    return Survey(
        digest.hexdigest(), encoding, found.controls or not is_utf8, damage, size <= presumed.bom_length
    )


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(partial(file.read, BLOCK), b"")


@dataclass
class _Found:
    """Which kinds of characters have been seen."""

    decoded: bool = False
    undecoded: bool = False
    not_windows: bool = False
    controls: bool = False

    def look(self, text: str) -> None:
        if text.isascii():
            return
        self.decoded = self.decoded or _DECODED.search(text) is not None
        if _has_surrogates(text):
            self.undecoded = True
            self.not_windows = self.not_windows or NOT_WINDOWS.search(text) is not None

    def judge(self, presumed: Encoding) -> tuple[Encoding, Damage | None]:
        if not self.undecoded:
            return presumed, None
        # A mark or a single sound sequence shows what the file was meant to be: read as Windows-1252
        # it would give a name like 'JosÃ©' without a word.
        if presumed != Encoding("utf-8") or self.decoded:
            return presumed, Damage.BROKEN
        return (presumed, Damage.UNKNOWN) if self.not_windows else (WINDOWS, None)


def _has_surrogates(text: str) -> bool:
    # Several times as fast as a search.
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
