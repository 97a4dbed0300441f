"""What a certificate that someone sent in can be, and what may become of it. Pure."""

from enum import StrEnum


class State(StrEnum):
    """Where what was sent in stands."""

    SENT = "sent"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self in {State.SENT, State.RETURNED}
