"""Who is who among records: one UUID for each object of a directory, whatever its file calls it. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

_SPACE = UUID("6f1d5f0a-6f5b-4a55-9a6d-3f7f0a5b8f11")

_NUMBER = re.compile(r"(?![^/]*(?:/[^/]*){3})\S{1,64}")
"""What a directory may number its objects by: one word, and not the parts by which a row without a number is known."""


def uuid_of(directory: str, kind: str, source: str) -> str:
    """The UUID of an object: its own, or one that is made of what its directory calls it, always the same."""
    try:
        return str(UUID(source))
    except ValueError:
        return str(uuid5(_SPACE, f"{directory}\n{kind}\n{source}"))


def number_told(source: str) -> str:
    """What a directory calls an object, where that is a number; '' where it may say what the object says.

    A row that has no number is known by its name and its address, which is where a hidden place is.
    """
    return source if _NUMBER.fullmatch(source) else ""


def derived(record: str, *steps: str) -> str:
    """The UUID of something that belongs to a record and has no name of its own."""
    return str(uuid5(_SPACE, "\n".join((record, *steps))))


def canonical(content: Mapping[str, Any]) -> str:
    """One text for one content."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(*parts: str) -> str:
    """What names a content: the same where nothing has changed."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
