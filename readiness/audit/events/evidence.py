"""The audit events of proof; their subject is the staff number. A file is named by its hash."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class ProofSent(Event):
    """Someone sent in a certificate with its proof, for the first time or again after it was sent back."""

    action: ClassVar[str] = "proof sent in"
    submission: int
    kind: str
    issued_on: str
    file: str
    way: str


@event
class ProofReturned(Event):
    """What was sent in was sent back, with a word."""

    action: ClassVar[str] = "proof sent back"
    submission: int
    word: str


@event
class ProofApproved(Event):
    """What was sent in was found right, and proves a certificate; `corrected`: what was read otherwise."""

    action: ClassVar[str] = "proof approved"
    submission: int
    certificate: int
    file: str
    corrected: dict[str, str]


@event
class ProofTakenBack(Event):
    """Whoever sent something in took it back."""

    action: ClassVar[str] = "proof withdrawn"
    submission: int


@event
class ProofAttached(Event):
    """A file was put to a certificate as its proof."""

    action: ClassVar[str] = "proof attached"
    certificate: int
    file: str


@event
class BatchUndone(Event):
    """What was done with several certificates in one change was taken back. The subject is what was done."""

    action: ClassVar[str] = "batch undone"
    change: int
    count: int


@event
class WaitingTold(Event):
    """Those who look at proof were told what waits. The subject is 'proof'."""

    action: ClassVar[str] = "waiting proof told"
    count: int
    accounts: list[str]


@event
class LearningRecorded(Event):
    """Something that someone learned was written down, or confirmed by whoever looked at it."""

    action: ClassVar[str] = "learning recorded"
    activity: int
    done_on: str
    minutes: int
    topic: str
    is_confirmed: bool


@event
class LearningWithdrawn(Event):
    """What was written down as learned never was."""

    action: ClassVar[str] = "learning withdrawn"
    activity: int
    reason: str
