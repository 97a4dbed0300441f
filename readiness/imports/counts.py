"""What an import comes to. Pure."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """What an import comes to, in rows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0
