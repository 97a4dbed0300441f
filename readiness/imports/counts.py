"""What an import comes to. Pure."""

from dataclasses import dataclass, field

from readiness.imports.new_sites import NewSite


@dataclass(slots=True)
class Counts:
    """What an import comes to, in rows; and the sites that it makes of names that were not known.

    Of a staff file also in people: `employed` before it, and of whom it says that they join, move or leave.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0
    employed: int = 0
    joined: int = 0
    moved: int = 0
    left: int = 0
    new_sites: list[NewSite] = field(default_factory=list)
