"""Commands for accounts, for whoever runs the service."""

from datetime import date

import click

from readiness.accounts.actions import (
    AccountWish,
    disable_account,
    enable_account,
    hand_over_link,
    invite,
)
from readiness.accounts.links import IssuedLink
from readiness.accounts.queries import account_named
from readiness.accounts.standing import Moment
from readiness.cli.options import Day
from readiness.cli.session import Session, in_words
from readiness.foundation import clock
from readiness.foundation.reached import served_at
from readiness.people.queries import get_site
from readiness.web.access import Role


@click.group()
def account() -> None:
    """Accounts: who may sign in."""


@account.command("create")
@click.option("--email", required=True, help="With which the person signs in.")
@click.option("--name", required=True, help="Of the person.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option(
    "--site", "site_codes", metavar="CODE", multiple=True, help="A manager's site; may be repeated."
)
@click.option("--until", "until_on", type=Day(), help="The last day of access; an auditor needs one.")
@click.option("--person", "staff_number", metavar="STAFF_NUMBER", default="", help="Whose account it is.")
@click.pass_obj
@in_words
def create(
    session: Session, email: str, name: str, role: str, site_codes: tuple[str, ...],
    until_on: date | None, staff_number: str,
) -> None:  # fmt: skip
    """Make an account; prints the link with which its owner chooses a password."""
    with session.database():
        site_ids = frozenset(get_site(code).id for code in site_codes)
        wish = AccountWish(name, Role(role), site_ids, until_on, staff_number)
        link = invite(email, wish, session.actor, _moment(session))
    click.echo(f"Made the account of {email}.")
    _hand_over(session, link)


@account.command("disable")
@click.argument("email")
@click.pass_obj
@in_words
def disable(session: Session, email: str) -> None:
    """Let an account sign in no more, at once."""
    with session.database():
        disable_account(account_named(email).account.id, session.actor, _moment(session))
    click.echo(f"Disabled the account of {email}. Undo it with: readiness account enable {email}")


@account.command("enable")
@click.argument("email")
@click.pass_obj
@in_words
def enable(session: Session, email: str) -> None:
    """Let a disabled account sign in again."""
    with session.database():
        enable_account(account_named(email).account.id, session.actor)
    click.echo(f"Enabled the account of {email}.")


@account.command("reset")
@click.argument("email")
@click.pass_obj
@in_words
def reset(session: Session, email: str) -> None:
    """Print a link with which the owner of an account chooses a new password; earlier links die."""
    with session.database():
        link = hand_over_link(account_named(email).account.id, session.actor, _moment(session))
    _hand_over(session, link)


def _moment(session: Session) -> Moment:
    return Moment(clock.now(), session.today)


def _hand_over(session: Session, link: IssuedLink) -> None:
    click.echo(f"Hand over this link; it works once, for {link.lasts}:")
    click.echo(f"{session.reached_at}{link.path}")
    if not session.config.base_url:
        click.echo(_whence(session), err=True)


def _whence(session: Session) -> str:
    """Why a link begins as it does, where no setting says by which address people reach the service."""
    if served_at(session.config.data_dir):
        begins = "It begins with the address at which the service was last started from this data folder."
    else:
        begins = (
            "The service was not started from this data folder yet: the link begins with the address at which "
            "'readiness serve' answers unless it is told otherwise."
        )
    return (
        f"{begins} That opens on this machine, or where it can be reached from; where people use another address, set "
        "READINESS_BASE_URL (https://readiness.example.org), and make the link again with: readiness account reset"
    )
