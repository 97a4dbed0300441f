"""Commands about what is required."""

from datetime import date
from pathlib import Path

import click

from readiness.cli.options import Day
from readiness.cli.session import Session, in_words
from readiness.compliance.checks.packs import pack_faults, pack_warnings
from readiness.compliance.keeping.today import bring_up_to_date
from readiness.compliance.measuring import keeping_of
from readiness.compliance.previewing import work_on
from readiness.compliance.requirement_list import beginning_later, first_day_of
from readiness.foundation.errors import ConfigurationError, NotFound
from readiness.foundation.settings import with_stored
from readiness.foundation.temporal import LAST_DAY, knowledge_at
from readiness.requirements.actions import adopt_pack, cease_pack
from readiness.requirements.queries import AdoptedPack, adopted_packs
from readiness.standards.packs import Pack, read_pack

NOT_ADOPTED = "The pack was not adopted."


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
        spells = [each for each in adopted if each.pack.id == pack.id]
        click.echo(f"{pack.id:28} {_state(spells):36} {pack.title} ({_clauses(pack)})")
    own: dict[str, list[AdoptedPack]] = {}
    for each in adopted:
        if each.pack.id not in session.packs:
            own.setdefault(each.pack.id, []).append(each)
    for pack_id, spells in own.items():
        click.echo(f"{pack_id:28} {_state(spells):36} {spells[-1].pack.title} (own)")


def _clauses(pack: Pack) -> str:
    return "1 clause" if len(pack.clause) == 1 else f"{len(pack.clause)} clauses"


def _state(spells: list[AdoptedPack]) -> str:
    """'adopted from 2025-01-01', with its last day where it has one."""
    if not spells:
        return "not adopted"
    latest = spells[-1]
    until = "" if latest.until_on == LAST_DAY else f" until {latest.until_on}"
    return f"adopted from {latest.from_on}{until}"


@packs.command("adopt")
@click.argument("id_or_file")
@click.option(
    "--from",
    "from_on",
    type=Day(),
    help="From this day; by default from the first day of its terms, as the page has it.",
)
@click.pass_obj
@in_words
def packs_adopt(session: Session, id_or_file: str, from_on: date | None) -> None:
    """Hold the organisation to a pack: one that is shipped, by its id, or a file of your own."""
    with session.database():
        pack, name = _find_pack(session, id_or_file)
        faults = pack_faults(pack, session.kinds, name)
        if faults:
            raise ConfigurationError(faults, title=NOT_ADOPTED)
        for warning in pack_warnings(pack):
            click.echo(f"Note: {warning}", err=True)
        first = from_on or first_day_of(pack)
        has_changed = adopt_pack(pack, first, session.actor)
        for title, begins_on in beginning_later(pack, first):
            click.echo(f"Note: '{title}' asks for nothing before its terms begin on {begins_on}.", err=True)
    if from_on is None:
        click.echo(f"Note: {first} is the first day of its terms. Another is said with --from DAY.", err=True)
    said = "Adopted" if has_changed else "Adopted already:"
    click.echo(f"{said} {pack.id} ({_clauses(pack)}) from {first}.")


@packs.command("preview", hidden=True)
@click.argument("key")
@click.pass_obj
@in_words
def packs_preview(session: Session, key: str) -> None:
    """Work out what a pack would bring; started by its page."""
    with session.database():
        work_on(session.config, key, session.measure)


@packs.command("judge", hidden=True)
@click.pass_obj
@in_words
def packs_judge(session: Session) -> None:
    """Judge what is asked now; started by the page on which it was adopted."""
    with session.database():
        bring_up_to_date(keeping_of(with_stored(session.config)))


@packs.command("cease")
@click.argument("pack_id", metavar="ID")
@click.option("--from", "from_on", type=Day(), required=True, help="From this day it is asked no more.")
@click.option("--reason", required=True)
@click.pass_obj
@in_words
def packs_cease(session: Session, pack_id: str, from_on: date, reason: str) -> None:
    """Hold the organisation to a pack no more from a day on; what was asked before can still be asked for."""
    with session.database():
        cease_pack(pack_id, from_on, reason, session.actor)
    click.echo(f"{pack_id} is asked no more from {from_on} on.")


def _find_pack(session: Session, id_or_file: str) -> tuple[Pack, str]:
    if id_or_file in session.packs:
        return session.packs[id_or_file], f"{id_or_file}.toml"
    path = Path(id_or_file)
    if path.is_file():
        try:
            return read_pack(path), path.name
        except ConfigurationError as error:
            raise ConfigurationError(error.problems, title=NOT_ADOPTED) from error
    raise NotFound(f"There is no pack and no file '{id_or_file}'. Shipped are: {', '.join(session.packs)}.")
