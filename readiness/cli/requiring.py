"""Commands about what is required."""

from datetime import date
from pathlib import Path

import click

from readiness.cli.options import Day
from readiness.cli.session import Session, in_words
from readiness.compliance.packs import pack_faults, pack_warnings
from readiness.foundation.errors import ConfigurationError, NotFound
from readiness.foundation.temporal import knowledge_at
from readiness.requirements.actions import adopt_pack
from readiness.requirements.queries import adopted_packs
from readiness.standards.packs import Pack, read_pack


@click.group()
def packs() -> None:
    """Packs of requirements."""


@packs.command("list")
@click.pass_obj
@in_words
def packs_list(session: Session) -> None:
    """List the packs that are shipped, and those that are adopted."""
    with session.database():
        adopted = adopted_packs(knowledge_at())
    for pack in session.packs.values():
        days = [each.from_on for each in adopted if each.pack.id == pack.id]
        state = f"adopted from {max(days)}" if days else "not adopted"
        click.echo(f"{pack.id:28} {state:26} {pack.title} ({len(pack.clause)} clauses)")
    for each in adopted:
        if each.pack.id not in session.packs:
            click.echo(f"{each.pack.id:28} {f'adopted from {each.from_on}':26} {each.pack.title} (own)")


@packs.command("adopt")
@click.argument("id_or_file")
@click.option(
    "--from", "from_on", type=Day(), help="From this day; by default from the first day of its terms."
)
@click.pass_obj
@in_words
def packs_adopt(session: Session, id_or_file: str, from_on: date | None) -> None:
    """Hold the organisation to a pack: one that is shipped, by its id, or a file of your own."""
    with session.database():
        pack, name = _find_pack(session, id_or_file)
        faults = pack_faults(pack, session.kinds, name)
        if faults:
            raise ConfigurationError(faults, title="The pack was not adopted.")
        for warning in pack_warnings(pack):
            click.echo(f"Note: {warning}", err=True)
        first = from_on or min(clause.terms[0].from_on for clause in pack.clause)
        has_changed = adopt_pack(pack, first, session.actor)
    said = "Adopted" if has_changed else "Adopted already:"
    click.echo(f"{said} {pack.id} ({len(pack.clause)} clauses) from {first}.")


def _find_pack(session: Session, id_or_file: str) -> tuple[Pack, str]:
    if id_or_file in session.packs:
        return session.packs[id_or_file], f"{id_or_file}.toml"
    path = Path(id_or_file)
    if path.is_file():
        return read_pack(path), path.name
    raise NotFound(f"There is no pack and no file '{id_or_file}'. Shipped are: {', '.join(session.packs)}.")
