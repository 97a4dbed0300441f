"""Addresses: links that go out never come from what a request claims, and redirects stay here."""

import re
from urllib.parse import urlsplit

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
