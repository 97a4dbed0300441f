"""What becomes of a protocol's revision. Pure."""

from enum import StrEnum


class State(StrEnum):
    """What somebody began is not whole yet: a part of it is missing, and it is a draft once none is.

    A draft is reviewed and approved by someone else, published in an edition, and retired by the next.

    A draft that another took the place of is retired too.
    """

    BEGUN = "begun"
    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETIRED = "retired"


HOLDS, CLINICIAN = "holds", "clinician"
"""What is signed for: that a protocol still holds, or that a clinician read it."""

WHOLE = tuple(state for state in State if state is not State.BEGUN)
"""What holds a whole protocol."""
READY = (State.APPROVED, State.PUBLISHED)
"""What an edition is made of."""
OPEN = (State.DRAFT, State.REVIEW)
"""What is still to be approved."""

SHIPPED_BY = "Readiness"
"""The author of the protocols to start from; so whoever works here may approve them."""
