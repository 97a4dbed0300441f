"""Commands of the handbook: which protocols there are, approving them, publishing."""

from pathlib import Path

import click

from readiness.cli.session import Session, in_words
from readiness.handbook.actions import press
from readiness.handbook.actions import publish as publish_edition
from readiness.handbook.export import export
from readiness.protocols.actions import approve
from readiness.protocols.queries import latest_revisions


@click.group()
def handbook() -> None:
    """The emergency handbook: its protocols, and who approved them."""


@handbook.command("list")
@click.pass_obj
@in_words
def handbook_list(session: Session) -> None:
    """List the protocols: slug, revision, state, by whom."""
    with session.database():
        for each in latest_revisions():
            by = f"approved by {each.approved_by}" if each.approved_by else f"by {each.author}"
            click.echo(f"{each.slug:14} {each.number:4} {each.state:10} {by}")


@handbook.command("approve")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--all", "is_all", is_flag=True, help="Every draft.")
@click.pass_obj
@in_words
def handbook_approve(session: Session, slugs: tuple[str, ...], is_all: bool) -> None:
    """Approve drafts that you have read. Who wrote one cannot approve it."""
    if is_all == bool(slugs):
        raise click.UsageError("Name the protocols, or say --all.")
    with session.database():
        wanted = [each.slug for each in latest_revisions()] if is_all else list(slugs)
        approved = approve(wanted, session.actor)
    click.echo(
        f"Approved: {', '.join(approved)}." if approved else "Nothing was a draft; nothing was changed."
    )


@handbook.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--site", default="", metavar="CODE", help="With this site's address and number.")
@click.pass_obj
@in_words
def handbook_export(session: Session, folder: Path, site: str) -> None:
    """Write the handbook as plain pages into FOLDER, to be opened from a stick. Needs no database."""
    exported = export(session.config.handbook_folder, folder, site)
    click.echo(
        f"Wrote {exported.pages} pages of {exported.edition} to {folder}. Open {folder / 'index.html'}."
    )


@click.command()
@click.pass_obj
@in_words
def publish(session: Session) -> None:
    """Build an edition of the handbook from what is approved, and show it from now on."""
    with session.database():
        edition = publish_edition(press(session.config), session.actor)
    said = "Nothing new: it is current already" if edition.is_current else "Published"
    click.echo(f"{said}: {edition.path.name}")
