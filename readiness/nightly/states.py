"""What becomes of a nightly file. Pure."""

from enum import StrEnum


class State(StrEnum):
    """`missing` is a night in which none came."""

    TAKEN = "taken"
    HELD = "held_back"
    APPLIED = "applied"
    SAME = "same"
    REFUSED = "refused"
    DISCARDED = "discarded"
    MISSING = "missing"


OPEN = (State.TAKEN, State.HELD)
"""Something is still to come of these."""

FOLDERS = {
    State.HELD: "held",
    State.APPLIED: "done",
    State.SAME: "done",
    State.REFUSED: "refused",
    State.DISCARDED: "refused",
}
"""Beside the file's own folder, where it is put by its state."""
