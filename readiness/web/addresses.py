"""Addresses: links that go out never come from what a request claims, and redirects stay here."""

import re
from urllib.parse import quote, unquote, urlsplit

from werkzeug.routing import PathConverter

from readiness.web.settings import installation

_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def local_path(target: str | None) -> str | None:
    """The target if it is a path of this service; None for any other address."""
    if not target or not _LOCAL.fullmatch(target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def full_address(path: str) -> str:
    """A path as people can use it from elsewhere: by the address in the settings, whatever Host says."""
    return f"{installation().base_url}{path}"


class CodeConverter(PathConverter):
    """A code that people have given, at the end of an address, whatever it is written with.

    Browsers and servers fold '..' and '//' before anything is looked up, quoted or not. Such a
    code, and one with a percent sign, is quoted once more than others are.
    """

    def to_python(self, value: str) -> str:
        return unquote(value)

    def to_url(self, value: str) -> str:
        is_folded = not {"", ".", ".."}.isdisjoint(value.split("/"))
        if is_folded or "%" in value:
            value = quote(value, safe="").replace(".", "%2E")
        return super().to_url(value)
