"""A sample with its proof as one archive, each file signed: what is checked is what was drawn."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from typing import IO

from config import Config
from readiness.audit.actions import recording
from readiness.audit.checkpoints import ensure_checkpoint, latest_checkpoint
from readiness.audit.events.examining import SampleTakenAway
from readiness.audit.keys import signer_of
from readiness.evidence.recognising import Media
from readiness.evidence.vault import Vault
from readiness.examining.models import EvidenceSample
from readiness.examining.queries import Drawn, drawn_of, no_longer_kept
from readiness.foundation import clock
from readiness.foundation.archives import member
from readiness.foundation.errors import NotFound
from readiness.foundation.formats import Cell, csv_pieces, instant_text
from readiness.foundation.words import gettext as _
from readiness.people.naming import organisation_name
from readiness.reports.manifest import Manifest
from readiness.reports.sealing import ENDING, seal_of

COLUMNS = (
    "certificate", "staff_number", "name", "certificate_kind", "issued_on", "expires_on", "status", "revoked_on",
    "revoked_reason", "file", "sha256",
)  # fmt: skip


NOT_KEPT = "no longer kept"
"""In the place of a status, where a certificate that was drawn went with the sample organisation."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A file of proof in the archive. `content` None: the vault has it no more, or damaged."""

    name: str
    sha256: str
    content: bytes | None


def archive_of(sample: EvidenceSample, vault: Vault, config: Config, actor: str) -> IO[bytes]:
    """The archive, to be read from its beginning. The trail says that it was taken away."""
    ensure_checkpoint(signer_of(config), clock.now())
    drawn = drawn_of(sample)
    gone = no_longer_kept(sample, drawn)
    if gone and not drawn:
        raise NotFound(_("None of the certificates that were drawn is kept any longer."))
    rows = [*_rows(drawn), *((number, "", "", "", None, None, NOT_KEPT, None, "", "", "") for number in gone)]
    table = "".join(csv_pieces(COLUMNS, rows)).encode()
    # Its name is gone at once; the file goes with the answer.
    packed = tempfile.TemporaryFile(prefix="readiness-")  # noqa: SIM115
    try:
        count = 0
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, f"sample-{sample.id}.csv", table, len(rows), sample, config, actor)
            for each in drawn:
                for proof in _proof(each, vault):
                    if proof.content is not None:
                        _put(archive, proof.name, proof.content, 1, sample, config, actor)
                        count += 1
        with recording(actor) as opened:
            opened.note(
                SampleTakenAway(f"sample {sample.id}", files=count, sha256=hashlib.sha256(table).hexdigest())
            )
    except BaseException:
        packed.close()
        raise
    packed.seek(0)
    return packed


def _rows(drawn: list[Drawn]) -> Iterator[tuple[Cell, ...]]:
    for each in drawn:
        told = (
            each.number, each.staff_number, each.name, each.kind, each.issued_on, each.expires_on,
            each.status.value, each.revoked_on, each.revoked_reason,
        )  # fmt: skip
        for file in each.files:
            yield (*told, _name(each, file.sha256, file.media), file.sha256)
        if not each.files:
            yield (*told, "", "")


def _name(drawn: Drawn, sha256: str, media: str) -> str:
    return f"proof-{drawn.number}-{sha256[:12]}.{Media(media).ending}"


def _proof(drawn: Drawn, vault: Vault) -> Iterator[Proof]:
    for file in drawn.files:
        try:
            content = vault.read(file.sha256)
        except NotFound:  # the table names its hash all the same
            content = None
        yield Proof(_name(drawn, file.sha256, file.media), file.sha256, content)


def _put(
    archive: zipfile.ZipFile,
    name: str,
    content: bytes,
    rows: int,
    sample: EvidenceSample,
    config: Config,
    actor: str,
) -> None:
    latest, made_at = latest_checkpoint(signer_of(config).verifier), clock.now()
    manifest = Manifest(
        organisation=organisation_name(config),
        report=f"sample {sample.id}: {len(sample.drawn)} of {sample.population} by the seed {sample.seed}",
        file=name,
        sha256=hashlib.sha256(content).hexdigest(),
        rows=rows,
        as_of=sample.until_on.isoformat(),
        known_at=instant_text(sample.known_at),
        change=sample.change,
        site=sample.site,
        is_complete=False,
        made_at=instant_text(made_at),
        made_by=actor,
        release=version("readiness"),
        trail_size=latest.size if latest else 0,
        trail_root=latest.root.hex() if latest else "",
        from_on=sample.from_on.isoformat(),
        until_on=sample.until_on.isoformat(),
    )
    archive.writestr(member(name, made_at), content)
    archive.writestr(
        member(f"{name}{ENDING}", made_at), seal_of(config).on(BytesIO(content), manifest) + b"\n"
    )
