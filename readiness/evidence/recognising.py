"""What a file is by its first bytes, whatever its name says. Pure."""

from enum import StrEnum


class Media(StrEnum):
    """What is taken as proof."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"

    @property
    def ending(self) -> str:
        return {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}[self.value]


class Refusal(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    PHONE_PICTURE = "phone picture"
    DRAWING = "drawing"
    DOCUMENT = "document"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too many pixels"
    TOO_SMALL = "too small"
    LOCKED = "locked"
    TOO_MANY_PAGES = "too many pages"
    TOO_MUCH_WORK = "too much work"


LARGEST = 20 * 1000 * 1000
_BEGINNINGS = (
    (b"\xff\xd8\xff", Media.JPEG),
    (b"\x89PNG\r\n\x1a\n", Media.PNG),
    (b"%PDF-", Media.PDF),
)
# The brands of the family of HEIF, which stand behind the length and 'ftyp'.
_PHONE_BRANDS = (
    b"heic",
    b"heix",
    b"heif",
    b"hevc",
    b"hevx",
    b"heim",
    b"heis",
    b"mif1",
    b"msf1",
    b"avif",
    b"avis",
)
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")


def recognise(content: bytes) -> Media | Refusal:
    """What the bytes begin as; what else may hide behind that is left behind when it is written anew."""
    if not content:
        return Refusal.EMPTY
    if len(content) > LARGEST:
        return Refusal.TOO_LARGE
    for beginning, media in _BEGINNINGS:
        if content.startswith(beginning):
            return media
    if content[4:8] == b"ftyp" and content[8:12] in _PHONE_BRANDS:
        return Refusal.PHONE_PICTURE
    if content.startswith(_DOCUMENTS):
        return Refusal.DOCUMENT
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head or head.startswith((b"<?xml", b"<!doctype html", b"<html")):
        return Refusal.DRAWING
    return Refusal.UNKNOWN
