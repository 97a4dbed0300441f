"""Every kind of audit event, with the fields that it declares."""

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, TypeVar, dataclass_transform

Declared = TypeVar("Declared")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def event(declared: type[Declared]) -> type[Declared]:
    """Declares an event: a dataclass with no more than one needs that is noted as soon as it is made.

    There are some two hundred kinds, and every process that starts makes all their classes. That nothing changes an
    event is held by the type checker; nobody compares two, or prints one.
    """
    return dataclass(slots=True, eq=False, repr=False)(declared)


@event
class Event:
    """Something that was done. `action` names it in the trail, `subject` says to what."""

    action: ClassVar[str]
    subject: str

    def detail(self) -> dict[str, Any]:
        fields = asdict(self)
        del fields["subject"]
        return fields


@event
class FileImported(Event):
    """A file was imported. The subject is the kind of file; counts are of rows, the last four of people."""

    action: ClassVar[str] = "file imported"
    file_name: str
    file_sha256: str
    new: int
    changed: int
    unchanged: int
    skipped: int
    refused: int
    employed: int = 0
    joined: int = 0
    moved: int = 0
    left: int = 0


@event
class ImportUndone(Event):
    """What an import had recorded, in the change with this number, was taken back. The subject is the kind of file."""

    action: ClassVar[str] = "import undone"
    file_name: str
    file_sha256: str
    change: int


@event
class PackAdopted(Event):
    """The organisation took on the requirements of a pack, whose text has this hash, from a day."""

    action: ClassVar[str] = "pack adopted"
    sha256: str
    from_on: str


@event
class PackCeased(Event):
    """The organisation holds itself to a pack no more, from a day. The subject is the pack."""

    action: ClassVar[str] = "pack ceased"
    from_on: str
    reason: str


@event
class OwnTermsSet(Event):
    """Own terms were laid over those of a pack's clause from a day. The subject is pack and clause."""

    action: ClassVar[str] = "own terms set"
    from_on: str
    terms: dict[str, Any]
    reason: str


@event
class OwnTermsTakenBack(Event):
    """The pack's own terms hold again from a day. The subject is pack and clause."""

    action: ClassVar[str] = "own terms taken back"
    from_on: str
    reason: str


@event
class OwnRequirementWritten(Event):
    """A requirement of the organisation was written or revised, from a day. The subject is pack and clause."""

    action: ClassVar[str] = "own requirement written"
    from_on: str
    clause: dict[str, Any]


@event
class OwnRequirementEnded(Event):
    """A requirement of the organisation is asked no more from a day. The subject is pack and clause."""

    action: ClassVar[str] = "own requirement ended"
    from_on: str
    reason: str


@event
class ExercisePlanned(Event):
    """An exercise was planned. The subject is the site's code."""

    action: ClassVar[str] = "exercise planned"
    exercise: int
    scenario: str
    kind: str
    planned_on: str


@event
class ExerciseHeld(Event):
    """An exercise was held. The subject is the site's code."""

    action: ClassVar[str] = "exercise held"
    exercise: int
    scenario: str
    kind: str
    held_on: str


@event
class CertificateCorrected(Event):
    """What we knew of a certificate was wrong. Its subject is the staff number; values are new, `before` old."""

    action: ClassVar[str] = "certificate corrected"
    certificate: int
    values: dict[str, str]
    reason: str = ""
    before: dict[str, str] = field(default_factory=dict)


@event
class CertificateRevoked(Event):
    """A certificate counts no more from a day on. The subject is the staff number."""

    action: ClassVar[str] = "certificate revoked"
    certificate: int
    revoked_on: str
    reason: str


@event
class HeadcountSet(Event):
    """A site's headcount was given by hand from a day on; None: counted again. The subject is the site."""

    action: ClassVar[str] = "headcount set"
    from_on: str
    headcount: int | None


@event
class ExemptionGranted(Event):
    """A site (by code) or person (by staff number) is exempted from a clause until a day."""

    action: ClassVar[str] = "exemption granted"
    clause: str
    from_on: str
    until_on: str
    reason: str


@event
class ExemptionWithdrawn(Event):
    """An exemption ended early, from a day; from its first day: it never held. The subject is site or person."""

    action: ClassVar[str] = "exemption withdrawn"
    clause: str
    from_on: str
    reason: str


@event
class KindWritten(Event):
    """A certificate kind was added or changed; content is what is the organisation's own in it."""

    action: ClassVar[str] = "certificate kind written"
    content: dict[str, Any]


@event
class KindRetired(Event):
    """A certificate kind is no longer offered, or offered again. The subject is its code."""

    action: ClassVar[str] = "certificate kind retired"
    is_retired: bool


@event
class KindRemoved(Event):
    """What was the organisation's own in a certificate kind was removed. The subject is its code."""

    action: ClassVar[str] = "certificate kind removed"


@event
class SettingsChanged(Event):
    """Settings of the organisation were changed; null: what the environment says holds again.

    `before`: what held until then, whoever had said it, where an answer about the past depends on it.
    """

    action: ClassVar[str] = "settings changed"
    values: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)


@event
class SampleAdded(Event):
    """The sample organisation was written. The subject is its name.

    `told_from`: the day from which on its past is told, in events whose instants are the sample's own; '': it has none.
    """

    action: ClassVar[str] = "sample added"
    sites: int
    people: int
    certificates: int
    told_from: str = ""


@event
class SamplePartRecorded(Event):
    """A part of the sample became known, as of its invented past. The subject is what: 'staff', 'certificates' …"""

    action: ClassVar[str] = "sample part recorded"
    new: int
    changed: int = 0


@event
class SampleRemoved(Event):
    """The sample organisation was deleted, with what stood on it alone. The subject is its name.

    `packs`: those that are held to no more, since the sample alone had adopted them.
    """

    action: ClassVar[str] = "sample removed"
    sites: int
    people: int
    packs: list[str]
    own_terms: int
    exemptions: int
    training_plans: int
    year_plans: int
    gaps: int


@event
class ProtocolsBrought(Event):
    """Protocols to start from were kept as drafts."""

    action: ClassVar[str] = "protocols brought"
    slugs: list[str]


@event
class ProtocolApproved(Event):
    """A revision of a protocol was approved, by someone else than who wrote it. The subject is the protocol."""

    action: ClassVar[str] = "protocol approved"
    number: int
    author: str


@event
class HandbookPublished(Event):
    """An edition of the handbook became the current one. The subject is the edition's file."""

    action: ClassVar[str] = "handbook published"
    revisions: dict[str, int]


@event
class HandbookWithdrawn(Event):
    """The handbook is shown no more. The subject is the edition that was."""

    action: ClassVar[str] = "handbook withdrawn"
    reason: str
