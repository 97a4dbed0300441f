"""What becomes of a protocol's revision. Pure."""

from enum import StrEnum


class State(StrEnum):
    """A draft is reviewed and approved by someone else, published in an edition, and retired by the next."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETIRED = "retired"


READY = (State.APPROVED, State.PUBLISHED)
"""What an edition is made of."""
