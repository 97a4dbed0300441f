"""The commands that import a file, list what was imported, and undo it."""

import sys
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from readiness.cli.session import Session, in_words
from readiness.compliance.jobs import keep_findings
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import zone_name
from readiness.imports.actions import ImportKind, ImportRequest, import_file
from readiness.imports.course import ask_for, get_import, move
from readiness.imports.deciding import is_stopped
from readiness.imports.mapping import KINDS, read_mapping
from readiness.imports.queries import latest_imports
from readiness.imports.states import State
from readiness.imports.storage import Storage
from readiness.imports.undoing import undo_import
from readiness.imports.working import work_on
from readiness.reports.printing import ImportTeller
from readiness.resources.imports import import_kinds


def _kinds(session: Session) -> Mapping[str, ImportKind]:
    return import_kinds(session.kinds, session.config.home_country, session.config.time_zone)


@click.command("import")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(exists=True, path_type=Path))
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
    """Import a file of staff, certificates, sites or resources: whole, or not at all.

    Without a mapping the one that fitted the last such file is used, or a guess that is sure.
    """
    teller = ImportTeller(file.name)
    with session.database():
        import_kind = _kinds(session)[kind]
        request = ImportRequest(
            path=file,
            actor=session.actor,
            today=session.today,
            mapping=read_mapping(mapping, kind, import_kind.fields) if mapping else None,
            is_dry_run=dry_run,
            skip_refused=skip_refused,
            refused_file=file.with_name(f"{file.name}.refused.csv") if skip_refused and not dry_run else None,
            progress=teller.progress,
            told=teller.problems,
        )
        outcome = import_file(import_kind, request)
    teller.outcome(outcome)
    if not outcome.is_applied and not dry_run:
        sys.exit(1)
    if dry_run and outcome.counts.refused and not skip_refused:
        sys.exit(1)


@click.group()
def imports() -> None:
    """What was imported, by whom, and undoing it."""


@imports.command("list")
@click.pass_obj
@in_words
def imports_list(session: Session) -> None:
    """List imports: number, day, kind, what became of it, rows, file.

    'stopped': its process is gone in the middle of the work, and nothing of that was saved.
    """
    with session.database():
        storage = Storage(session.config.data_dir)
        for row in latest_imports(100):
            state = "stopped" if is_stopped(row, storage) else row.state
            uploaded = row.uploaded_at.astimezone(ZoneInfo(session.config.time_zone))
            click.echo(
                f"{row.id:6} {uploaded:%Y-%m-%d %H:%M} {zone_name(uploaded)} {row.kind or '?':12} {state:10} "
                f"{row.new_count:,} new, {row.changed_count:,} changed  {row.file_name}  {row.actor}"
            )


@imports.command("undo")
@click.argument("number", type=int)
@click.pass_obj
@in_words
def imports_undo(session: Session, number: int) -> None:
    """Take back everything that an import recorded, while nothing was built on it."""
    with session.database():
        row = get_import(number)
        run = ask_for(number, State.UNDOING, session.actor)
        try:
            undo_import(number, run, _kinds(session)[row.kind], session.actor)
        except ReadinessError as error:
            move(number, State.APPLIED, run=run, problems=list(error.problems))
            raise
    click.echo(f"Import {number} ({row.file_name}) is undone.")


@imports.command("work", hidden=True)
@click.argument("number", type=int)
@click.argument("run", type=int)
@click.pass_obj
@in_words
def imports_work(session: Session, number: int, run: int) -> None:
    """Do what an import is asked for; started by the pages."""
    with session.database():
        work_on(number, run, _kinds(session), Storage(session.config.data_dir), session.today)
        has_changed_facts = get_import(number).state in {State.APPLIED, State.UNDONE}
    if has_changed_facts:
        keep_findings()  # at once: whoever looks at the gaps now need not wait for the timetable
