"""From which state an import may go to which. Pure.

    looking ─> mapping ─> reading ─> previewed ─> applying ─> applied ─> undoing ─> undone

A process works while it is looking, reading, applying or undoing; in between a person decides.
"""

from enum import StrEnum


class State(StrEnum):
    """What has become of a file so far."""

    LOOKING = "looking"
    MAPPING = "mapping"
    READING = "reading"
    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_working(self) -> bool:
        """Whether a process is at work."""
        return self in WORKING

    @property
    def may_be_cancelled(self) -> bool:
        """Whether there is anything left to stop; an undo is short, and is done or not."""
        return State.CANCELLED in MOVES[self]


WORKING = frozenset({State.LOOKING, State.READING, State.APPLYING, State.UNDOING})

ENDS = frozenset({State.REFUSED, State.CANCELLED, State.FAILED})

MOVES: dict[State, frozenset[State]] = {
    State.LOOKING: ENDS | {State.MAPPING, State.READING},
    State.MAPPING: frozenset({State.READING, State.CANCELLED}),
    State.READING: ENDS | {State.MAPPING, State.PREVIEWED},
    State.PREVIEWED: frozenset({State.MAPPING, State.READING, State.APPLYING, State.CANCELLED}),
    State.APPLYING: ENDS | {State.APPLIED},
    State.APPLIED: frozenset({State.UNDOING}),
    State.UNDOING: frozenset({State.APPLIED, State.UNDONE}),
    State.UNDONE: frozenset(),
    # Nothing was changed by these: the file may be looked at or read again.
    State.REFUSED: frozenset({State.READING, State.MAPPING}),
    State.CANCELLED: frozenset({State.LOOKING, State.READING, State.MAPPING}),
    State.FAILED: frozenset({State.LOOKING, State.READING, State.MAPPING}),
}


def leading_to(state: State) -> list[State]:
    """The states from which an import may come to this one."""
    return [each for each, moves in MOVES.items() if state in moves]
