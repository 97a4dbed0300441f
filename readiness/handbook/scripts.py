"""The few scripts of the handbook and its icon: files whose address changes with what they hold."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates" / "handbook"
ICONS = Path(__file__).parents[1] / "static"
PREFIX = "/edition/"
"""Before the addresses of everything whose name is made of its content, and which never changes therefore."""

JAVASCRIPT = "text/javascript; charset=utf-8"
SCRIPTS = ("leave", "phone")
IMAGES = {"icon.svg": "image/svg+xml", "icon-192.png": "image/png", "icon-512.png": "image/png"}


@dataclass(frozen=True, slots=True)
class File:
    """A file that pages load."""

    address: str
    type: str
    content: bytes


@cache
def script(name: str) -> bytes:
    """A script as it is sent."""
    return (TEMPLATES / f"{name}.js").read_bytes()


def versioned(name: str, content: bytes) -> str:
    """The address of a file: its name, and in it what its content comes to."""
    stem, _, ending = name.rpartition(".")
    return f"{PREFIX}{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


@cache
def address_of(name: str) -> str:
    """Where a script or an image is found."""
    return versioned(name, _content(name))


def _content(name: str) -> bytes:
    return (ICONS / name).read_bytes() if name in IMAGES else script(name.removesuffix(".js"))


def files() -> Iterator[File]:
    """All of them."""
    for name in SCRIPTS:
        yield File(address_of(f"{name}.js"), JAVASCRIPT, script(name))
    for name, kind in IMAGES.items():
        yield File(address_of(name), kind, _content(name))
