"""Commands that make a backup, and restore one."""

from pathlib import Path

import click

from readiness.backups.contents import NotWhole
from readiness.backups.making import KEYS, make_backup
from readiness.backups.restoring import restore_backup
from readiness.cli.session import Session, in_words


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
@in_words
def backup(session: Session, file: Path) -> None:
    """Make a backup as a new FILE (tar), while the service runs: the database and the proof, without the keys."""
    with session.database():
        made = make_backup(session.config, file)
    click.echo(
        f"Made {file}: {made.rows:,} rows in {made.tables} tables, {made.proofs:,} files of proof, "
        f"{made.size / 1e6:,.1f} MB."
    )
    keys = [str(path) for path in (session.config.data_dir / name for name in KEYS) if path.exists()]
    if keys:
        click.echo(f"Not in it, to be kept apart from it: {', '.join(keys)}", err=True)
    if made.damaged:
        raise NotWhole(
            [f"The proof {name} is gone or damaged." for name in made.damaged],
            title="The backup was made, but this was not there to be backed up.",
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
@in_words
def restore(session: Session, file: Path) -> None:
    """Fill an empty database and data folder from a backup, and prove that they are what was backed up."""
    restored = restore_backup(session.config, file)
    click.echo(
        f"Restored {restored.rows:,} rows in {restored.tables} tables, as many as were backed up, and "
        f"{restored.proofs:,} files of proof, each as it was sent in."
    )
    if restored.events is not None:
        click.echo(
            f"{restored.events:,} events of the trail follow one another, each as it was written; the backup's "
            "checkpoint holds."
        )
    for sentence in restored.to_do:
        click.echo(sentence, err=True)
