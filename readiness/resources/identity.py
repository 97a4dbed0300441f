"""Who is who among records: one UUID for each object of a directory, whatever its file calls it. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

_SPACE = UUID("6f1d5f0a-6f5b-4a55-9a6d-3f7f0a5b8f11")


def uuid_of(directory: str, kind: str, source: str) -> str:
    """The UUID of an object: its own, or one that is made of what its directory calls it, always the same."""
    try:
        return str(UUID(source))
    except ValueError:
        return str(uuid5(_SPACE, f"{directory}\n{kind}\n{source}"))


def derived(record: str, *steps: str) -> str:
    """The UUID of something that belongs to a record and has no name of its own."""
    return str(uuid5(_SPACE, "\n".join((record, *steps))))


def canonical(content: Mapping[str, Any]) -> str:
    """One text for one content."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(*parts: str) -> str:
    """What names a content: the same where nothing has changed."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
