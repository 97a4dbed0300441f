"""The audit events of proof; their subject is the staff number. A file is named by its hash."""

from dataclasses import dataclass
from typing import ClassVar

from readiness.audit.events import Event


@dataclass(frozen=True, slots=True)
class ProofSent(Event):
    """Someone sent in a certificate with its proof, for the first time or again after it was sent back."""

    action: ClassVar[str] = "proof sent in"
    submission: int
    kind: str
    issued_on: str
    file: str
    way: str


@dataclass(frozen=True, slots=True)
class ProofReturned(Event):
    """What was sent in was sent back, with a word."""

    action: ClassVar[str] = "proof sent back"
    submission: int
    word: str


@dataclass(frozen=True, slots=True)
class ProofApproved(Event):
    """What was sent in was found right, and proves a certificate; `corrected`: what was read otherwise."""

    action: ClassVar[str] = "proof approved"
    submission: int
    certificate: int
    file: str
    corrected: dict[str, str]


@dataclass(frozen=True, slots=True)
class ProofTakenBack(Event):
    """Whoever sent something in took it back."""

    action: ClassVar[str] = "proof withdrawn"
    submission: int


@dataclass(frozen=True, slots=True)
class ProofAttached(Event):
    """A file was put to a certificate as its proof."""

    action: ClassVar[str] = "proof attached"
    certificate: int
    file: str


@dataclass(frozen=True, slots=True)
class BatchUndone(Event):
    """What was done with several certificates in one change was taken back. The subject is what was done."""

    action: ClassVar[str] = "batch undone"
    change: int
    count: int


@dataclass(frozen=True, slots=True)
class WaitingTold(Event):
    """Those who look at proof were told what waits. The subject is 'proof'."""

    action: ClassVar[str] = "waiting proof told"
    count: int
    accounts: list[str]


@dataclass(frozen=True, slots=True)
class LearningRecorded(Event):
    """Something that someone learned was written down, or confirmed by whoever looked at it."""

    action: ClassVar[str] = "learning recorded"
    activity: int
    done_on: str
    minutes: int
    topic: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class LearningWithdrawn(Event):
    """What was written down as learned never was."""

    action: ClassVar[str] = "learning withdrawn"
    activity: int
    reason: str
