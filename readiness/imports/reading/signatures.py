"""What a file is by its first bytes, whatever its name says. Pure."""

import re

from readiness.foundation.words import gettext as _

_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

_BINARIES = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh91AY", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
)

_MARKUP = re.compile(rb"\s*<(?:!doctype|!--|\?xml|html|head|body|table|\w+[\s>])", re.IGNORECASE)
_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")

_MOST_CONTROLS = 0.3
"""The share of control characters from which a file is taken for binary."""


def is_workbook(first: bytes) -> bool:
    """Whether the file may be a workbook: a ZIP archive, or a compound file."""
    return first.startswith(_WORKBOOKS)


def is_json(first: bytes) -> bool:
    """Whether a file begins as JSON does."""
    return _JSON.match(first.removeprefix(b"\xef\xbb\xbf")) is not None


def foreign_form(first: bytes) -> str | None:
    """The name of the form that the file has, where it is none of a table."""
    for start, name in _BINARIES:
        if first.startswith(start):
            return name
    text = first.removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(text):
        return "HTML, XML"
    return "JSON" if _JSON.match(text) else None


def is_binary(first: bytes, controls: bytes) -> bool:
    """Whether so many of the bytes are control characters that this is no text."""
    return len(first) - len(first.translate(None, controls)) > _MOST_CONTROLS * len(first)


def not_a_table(form: str | None) -> str:
    """The sentence that refuses what is no table."""
    if form is None:
        return _("The file is no table but binary. Export it as CSV or XLSX.")
    return _("The file is no table: its form is %(form)s. Export it as CSV or XLSX.", form=form)
