"""Commands of the audit trail: verifying it, checkpoints to be kept elsewhere, the public key."""

from collections.abc import Sequence
from pathlib import Path

import click

from readiness.audit.checkpoints import kept_checkpoints, make_checkpoint, read_checkpoint
from readiness.audit.keys import signer_of
from readiness.audit.notes import Checkpoint, NoteError, Verifier
from readiness.audit.verifying import verify
from readiness.cli.session import Session, in_words
from readiness.foundation import clock, words
from readiness.foundation.errors import InvalidInput
from readiness.reports.sealing import seal_of


@click.group()
def audit() -> None:
    """The audit trail: whether it is as it was written."""


@audit.command("verify")
@click.option(
    "--checkpoint",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint that was kept elsewhere; may be repeated.",
)
@click.option("--key", default="", help="The public key it is signed with; by default this installation's.")
@click.pass_obj
@in_words
def audit_verify(session: Session, files: tuple[Path, ...], key: str) -> None:
    """Hold every event against its hash, and the whole against checkpoints."""
    with session.database():
        own = signer_of(session.config).verifier
        verifier = _verifier(key) if key else own
        given = [read_checkpoint(_text(file), verifier) for file in files]
        kept = [each for each in kept_checkpoints(own) if each not in given]
        found = verify([*kept, *given])
    click.echo(f"{found.events:,} events follow one another, each as it was written.")
    if found.erased:
        click.echo(f"The details of {found.erased:,} were erased; what the chain says of them stands.")
    for checkpoint in found.checkpoints:
        whose = _whose(checkpoint, given, files)
        said = f"The checkpoint of {words.moment(checkpoint.made_at)} holds: {checkpoint.size:,} events"
        click.echo(f"{said}, {whose}.")
    if not files:
        click.echo(
            "Without a checkpoint that was kept elsewhere, an end that was cut off together with the "
            "checkpoints here could not be told. Give one with --checkpoint FILE."
        )


@audit.command("checkpoint")
@click.pass_obj
@in_words
def audit_checkpoint(session: Session) -> None:
    """Print a signed checkpoint: keep it where nobody who runs the service can alter it."""
    with session.database():
        click.echo(make_checkpoint(signer_of(session.config), clock.now()), nl=False)


@audit.command("key")
@click.pass_obj
@in_words
def audit_key(session: Session) -> None:
    """Print the two public keys, to be handed to an auditor: of the trail's checkpoints, and of reports."""
    with session.database():
        checkpoints, reports = signer_of(session.config).verifier.text(), seal_of(session.config).public_key
    click.echo(f"Checkpoints (readiness audit verify --checkpoint FILE --key KEY): {checkpoints}")
    click.echo(f"Reports (readiness verify FILE --key KEY): {reports}")


def _whose(checkpoint: Checkpoint, given: Sequence[Checkpoint], files: Sequence[Path]) -> str:
    """Whether a checkpoint is one that was given, and in which file, or one that is kept here."""
    if checkpoint not in given:
        return "kept here"
    return "the one you gave" if len(files) == 1 else f"the one in {files[given.index(checkpoint)]}"


def _verifier(key: str) -> Verifier:
    try:
        return Verifier.read(key)
    except NoteError as error:
        raise InvalidInput(f"--key: {error}.") from None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InvalidInput(f"{file} cannot be read as text.") from None
