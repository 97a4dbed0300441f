"""Every kind of audit event, with the fields that it declares."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done. `action` names it in the trail, `subject` says to what."""

    action: ClassVar[str]
    subject: str

    def detail(self) -> dict[str, Any]:
        fields = asdict(self)
        del fields["subject"]
        return fields


@dataclass(frozen=True, slots=True)
class FileImported(Event):
    """A file was imported. The subject is the kind of file; counts are of rows."""

    action: ClassVar[str] = "file imported"
    file_name: str
    file_sha256: str
    new: int
    changed: int
    unchanged: int
    skipped: int
    refused: int


@dataclass(frozen=True, slots=True)
class ImportUndone(Event):
    """What an import had recorded, in the change with this number, was taken back. The subject is the kind of file."""

    action: ClassVar[str] = "import undone"
    file_name: str
    file_sha256: str
    change: int


@dataclass(frozen=True, slots=True)
class PackAdopted(Event):
    """The organisation took on the requirements of a pack, whose text has this hash, from a day."""

    action: ClassVar[str] = "pack adopted"
    sha256: str
    from_on: str


@dataclass(frozen=True, slots=True)
class ExercisePlanned(Event):
    """An exercise was planned. The subject is the site's code."""

    action: ClassVar[str] = "exercise planned"
    exercise: int
    scenario: str
    kind: str
    planned_on: str


@dataclass(frozen=True, slots=True)
class ExerciseHeld(Event):
    """An exercise was held. The subject is the site's code."""

    action: ClassVar[str] = "exercise held"
    exercise: int
    scenario: str
    kind: str
    held_on: str


@dataclass(frozen=True, slots=True)
class CertificateCorrected(Event):
    """What we knew of a certificate was wrong. The subject is the staff number; values are the new ones."""

    action: ClassVar[str] = "certificate corrected"
    certificate: int
    values: dict[str, str]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CertificateRevoked(Event):
    """A certificate counts no more from a day on. The subject is the staff number."""

    action: ClassVar[str] = "certificate revoked"
    certificate: int
    revoked_on: str
    reason: str


@dataclass(frozen=True, slots=True)
class HeadcountSet(Event):
    """A site's headcount was given by hand from a day on; None: counted again. The subject is the site."""

    action: ClassVar[str] = "headcount set"
    from_on: str
    headcount: int | None


@dataclass(frozen=True, slots=True)
class ExemptionGranted(Event):
    """A site (by code) or person (by staff number) is exempted from a clause until a day."""

    action: ClassVar[str] = "exemption granted"
    clause: str
    from_on: str
    until_on: str
    reason: str


@dataclass(frozen=True, slots=True)
class SampleAdded(Event):
    """The sample organisation was written. The subject is its name."""

    action: ClassVar[str] = "sample added"
    sites: int
    people: int
    certificates: int


@dataclass(frozen=True, slots=True)
class SampleRemoved(Event):
    """Every row of the sample organisation was deleted. The subject is its name."""

    action: ClassVar[str] = "sample removed"
    sites: int
    people: int
