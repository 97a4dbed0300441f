"""The command that imports a file."""

import sys
from pathlib import Path

import click

from readiness.certificates.imports import import_kinds
from readiness.cli.session import Session, in_words
from readiness.imports.actions import ImportRequest, import_file
from readiness.imports.mapping import read_mapping
from readiness.reports.printing import ImportTeller


@click.command("import")
@click.argument("kind", type=click.Choice(["staff", "certificates", "sites"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="How to read the file (TOML).",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option(
    "--skip-refused", is_flag=True, help="Take the good rows; write the others to FILE.refused.csv."
)
@click.pass_obj
@in_words
def import_(
    session: Session, kind: str, file: Path, mapping: Path | None, dry_run: bool, skip_refused: bool
) -> None:
    """Import a file of staff, certificates or sites: whole, or not at all.

    Without a mapping the one that fitted the last such file is used, or a guess that is sure.
    """
    import_kind = import_kinds(session.kinds, session.config.home_country, session.config.time_zone)[kind]
    teller = ImportTeller(file.name)
    with session.database():
        request = ImportRequest(
            path=file,
            actor=session.actor,
            today=session.today,
            mapping=read_mapping(mapping, kind, import_kind.fields) if mapping else None,
            is_dry_run=dry_run,
            refused_file=file.with_name(f"{file.name}.refused.csv") if skip_refused else None,
            progress=teller.progress,
            told=teller.problems,
        )
        outcome = import_file(import_kind, request)
    teller.outcome(outcome)
    if not outcome.is_applied and not dry_run:
        sys.exit(1)
    if dry_run and outcome.counts.refused and not skip_refused:
        sys.exit(1)
