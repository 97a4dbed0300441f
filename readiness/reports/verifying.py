"""Whether a file is as it was taken away: with the public key and nothing else, said in words."""

import base64
import io
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from readiness.foundation import words
from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.later import minisign
from readiness.reports.manifest import Manifest, ManifestError
from readiness.reports.sealing import ENDING, sha256_of

_UNPACKED = 4 * 1024**3


class NotAsSigned(ReadinessError):
    """A file is not what was signed, or not by this key."""

    title = "This file does not hold."


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked of one file."""

    manifest: Manifest

    def sentences(self) -> list[str]:
        """What is now known of it."""
        told = self.manifest
        rows = "1 row" if told.rows == 1 else f"{told.rows:,} rows"
        where = f"the site {told.site}" if told.site else "all sites"
        narrowed = "".join(
            f", {word} {said}"
            for word, said in (("of the pack", told.pack), ("from", told.from_on), ("to", told.until_on))
            if said
        )
        trail = (
            f"The audit trail had {told.trail_size:,} events by the last checkpoint before this was made, with "
            f"the root {told.trail_root}."
            if told.trail_size
            else "No checkpoint of the audit trail was kept yet."
        )
        as_of = words.day(date.fromisoformat(told.as_of))
        made = f"{told.made_by} on {_moment(told.made_at)}"
        return [
            f"{told.file} is byte for byte as it was signed: {rows} of '{told.report}'.",
            f"It was made by {made} for {told.organisation}, by Readiness {told.release}.",
            f"It answers as of {as_of}, by what was known on {_moment(told.known_at)} (change {told.change:,}).",
            f"It is of {where}{narrowed}{', with every finding' if told.is_complete else ''}.",
            trail,
        ]


def _moment(text: str) -> str:
    """An instant of a manifest, to be read; the manifest has it to the microsecond."""
    return words.moment(datetime.fromisoformat(text).astimezone(UTC))


def public_key(text: str) -> "minisign.PublicKey":
    """A key as it is handed on: the line that begins with RW, or the two lines of a .pub file."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    try:
        return minisign.PublicKey.from_base64(lines[-1].strip())
    except (minisign.Error, IndexError, ValueError):
        raise InvalidInput(
            "--key: this is no public key of minisign. It is one line that begins with RW."
        ) from None


def verify_file(path: Path, key: "minisign.PublicKey") -> list[Verified]:
    """A file with its FILE.minisig beside it, or an archive that holds both. Raises NotAsSigned, InvalidInput."""
    if not zipfile.is_zipfile(path) or _beside(path).exists():
        return [_verify(path, path.name, _read(_beside(path), path), key)]
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="readiness-") as folder:
        names = {each.filename for each in archive.infolist()}
        if sum(each.file_size for each in archive.infolist()) > _UNPACKED:
            raise InvalidInput("This archive is larger than any that Readiness writes.")
        signed = sorted(name for name in names if f"{name}{ENDING}" in names)
        others = names - {*signed, *(f"{name}{ENDING}" for name in signed)}
        if not signed:
            raise InvalidInput(f"This archive holds no file with a signature ({ENDING}) beside it.")
        if others:
            raise NotAsSigned(f"{name} has no signature: it was put in." for name in sorted(others))
        return [_in_archive(archive, name, Path(folder) / "file", key) for name in signed]


def _in_archive(archive: zipfile.ZipFile, name: str, place: Path, key: "minisign.PublicKey") -> Verified:
    try:
        with archive.open(name) as packed, place.open("wb") as file:
            while piece := packed.read(io.DEFAULT_BUFFER_SIZE * 64):
                file.write(piece)
        signature = archive.read(f"{name}{ENDING}")
    except (zipfile.BadZipFile, OSError):
        raise NotAsSigned(f"{name} is damaged in the archive.") from None
    return _verify(place, name, signature, key)


def _verify(path: Path, name: str, signed: bytes, key: "minisign.PublicKey") -> Verified:
    try:
        signature = minisign.Signature.from_bytes(signed)
    except (minisign.Error, ValueError):
        raise NotAsSigned(f"The signature of {name} is damaged, or none of minisign's.") from None
    if _key_id(signed.splitlines()[1]) != _key_id(key.to_base64()):
        raise NotAsSigned(f"{name} was signed with another key than the one given.")
    try:
        with path.open("rb") as file:
            key.verify(file, signature)
    except minisign.Error:
        raise NotAsSigned(
            f"{name} was altered after it was signed, or what is said of it was: the signature does not hold."
        ) from None
    return _told(path, name, signature)


def _key_id(line: bytes) -> bytes:
    """Which key a signature or a public key is of: the eight bytes after the two of the algorithm."""
    return base64.b64decode(line)[2:10]


def _told(path: Path, name: str, signature: "minisign.Signature") -> Verified:
    try:
        manifest = Manifest.read(signature.trusted_comment)
    except ManifestError as error:
        raise NotAsSigned(f"{name}: {error}.") from None
    if manifest.sha256 != sha256_of(path):
        raise NotAsSigned(f"{name} is not the file of which its signature tells: its hash is another.")
    if manifest.file != name:
        raise NotAsSigned(f"{name} was signed as {manifest.file}. Give it its name again.")
    return Verified(manifest)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}{ENDING}")


def _read(path: Path, of: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise InvalidInput(
            f"{path.name} is missing: the signature that was written beside {of.name}. Put both into one folder."
        ) from None
