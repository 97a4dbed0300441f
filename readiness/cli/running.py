"""Commands that make, fill and run an installation."""

import signal
import sys
from collections.abc import Sequence
from functools import partial

import click

from readiness.accounts.actions import first_administrator_link
from readiness.accounts.standing import Moment
from readiness.cli.serving import renew_handbook
from readiness.cli.session import Session, in_words
from readiness.foundation import clock
from readiness.foundation.database import open_database
from readiness.foundation.database_file import prepare_file
from readiness.foundation.ending import ask_to_end
from readiness.foundation.errors import InvalidInput
from readiness.foundation.migrating import migrate
from readiness.foundation.reached import USUAL_HOST, USUAL_PORT, address_of
from readiness.handbook.actions import keep_in_step, press
from readiness.protocols.actions import bring_starters
from readiness.protocols.queries import shipped_protocols
from readiness.sample import (
    Going,
    SampleSize,
    add_sample,
    approve_protocols,
    has_organisation,
    made_here,
    packs_that_end,
    remove_sample,
    size_in_words,
    what_goes,
)
from readiness.serving import serve_with_scheduler
from readiness.timetable import scheduler as make_scheduler


@click.command()
@click.option("--sample", is_flag=True, help="Add the sample organisation: 12 sites, 1,200 people.")
@click.pass_obj
@in_words
def init(session: Session, sample: bool) -> None:
    """Make the database, or bring it to this release."""
    _prepare(session)
    with session.database():
        added = add_sample(session.today, session.kinds) if sample else None
        _bring_what_is_shipped(session)
    if added and _tell_of_sample(session, added):
        _tell_card(session.reached_at, added)


def _prepare(session: Session) -> None:
    prepare_file(session.config.database)
    open_database(session.config.database, connections=session.config.database_connections)
    _ = session.packs
    applied = migrate()
    state = f"brought to this release ({', '.join(applied)})" if applied else "ready"
    click.echo(f"The database is {state}.")


def _bring_what_is_shipped(session: Session) -> None:
    """After the sample: what is recorded today closes the past, and the sample tells a year of it."""
    bring_starters(shipped_protocols().values(), session.actor)
    renew_handbook(session)


def _tell_of_sample(session: Session, added: SampleSize) -> bool:
    """Tell what was added; gives whether its handbook is published."""
    with session.database():
        approve_protocols()
        is_published = _handbook_in_step(session)
    click.echo(
        f"Added the sample organisation: {added.sites} sites, {added.people:,} people, "
        f"{added.certificates:,} certificates. Remove it with: readiness sample remove"
    )
    return is_published


def _tell_card(address: str, added: SampleSize) -> None:
    """As with every card, the key is not kept, so that it can be told this once and never again."""
    click.echo(
        "Who is on duty at its head office, as a phone shows it that scanned the card (told this once): "
        f"{address}{added.card}"
    )


def _handbook_in_step(session: Session) -> bool:
    why = keep_in_step(press(session.config), session.actor)
    if why:
        click.echo(why, err=True)
    return not why


@click.group()
def sample() -> None:
    """The sample organisation."""


@sample.command("remove")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask first, as a script needs it.")
@click.pass_obj
@in_words
def sample_remove(session: Session, is_sure: bool) -> None:
    """Delete the sample organisation, and what stands on it alone; ask first."""
    with session.database():
        going = what_goes()
        if not is_sure:
            _ask_whether_it_may_go(going)
        removed = remove_sample(session.actor)
        _handbook_in_step(session)
        click.echo(f"Removed the sample organisation: {size_in_words(removed)}.")
        _tell_what_goes_with_it(removed, "Gone with it:")


def _ask_whether_it_may_go(going: Going) -> None:
    """Go on where the terminal says yes; raises InvalidInput where there is none."""
    click.echo(
        f"The sample organisation would be removed: {size_in_words(going)}, and all that is recorded of them."
    )
    _tell_what_goes_with_it(going, "With it would go what was made here and stands on it alone:")
    if not sys.stdin.isatty():
        raise InvalidInput(
            "There is no terminal to ask on. To remove it without being asked: readiness sample remove --yes",
            title="Nothing was removed.",
        )
    click.confirm("Remove it? It cannot be brought back.", abort=True)


def _tell_what_goes_with_it(going: Going, heading: str) -> None:
    ending, told = packs_that_end(going), made_here(going)
    if ending:
        click.echo(ending)
    if told:
        click.echo("\n  ".join([heading, *told]))


@click.command()
@click.pass_obj
@in_words
def scheduler(session: Session) -> None:
    """Run the timetable until SIGTERM."""
    with session.database():
        renew_handbook(session)
    clockwork = make_scheduler()
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # also in the threads of its jobs: they finish their step
    clockwork.start()
    signal.sigwait(ends)
    ask_to_end()
    clockwork.shutdown(wait=True)


@click.command()
@click.option("--host", default=USUAL_HOST, show_default=True)
@click.option("--port", default=USUAL_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-sample", is_flag=True, help="Add no sample: begin with your own organisation alone.")
@click.pass_obj
@in_words
def run(session: Session, host: str, port: int, *, no_sample: bool) -> None:
    """Make what is missing (the database; the sample where there is no organisation), then serve."""
    _prepare(session)
    with session.database():
        added = None if no_sample or has_organisation() else add_sample(session.today, session.kinds)
        _bring_what_is_shipped(session)
    here, address = address_of(host, port), session.config.base_url
    addresses = [address, here] if address and address != here else [here]
    to_tell = (
        [partial(_tell_card, address or here, added)] if added and _tell_of_sample(session, added) else []
    )

    def tell() -> None:
        """Once it answers: a link that leads nowhere yet is tried, and taken for broken."""
        while to_tell:
            to_tell.pop()()
        _tell_first_administrator(session, addresses)
        reached = f"; people reach it at {address}" if len(addresses) > 1 else ""
        click.echo(f"Readiness runs at {here}{reached} (end it with Ctrl-C).")

    click.echo("The service starts ...")
    status = serve_with_scheduler(host, port, tell)
    for told_once in to_tell:  # it never answered, and at the next start the sample is there already
        told_once()
    sys.exit(status)


def _tell_first_administrator(session: Session, addresses: Sequence[str]) -> None:
    """While nobody administers, print a link to become the one who does, by each address; the one before dies."""
    with session.database():
        link = first_administrator_link(session.actor, Moment(clock.now(), session.today))
    if link is not None:
        links = " or\n  ".join(f"{address}{link.path}" for address in addresses)
        click.echo(f"Nobody administers Readiness yet. Become its administrator (once):\n  {links}")
