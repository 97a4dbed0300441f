"""Commands of paper: printing cards and posters, and which of those that hang are out of date."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from readiness.cli.session import Session, in_words
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _
from readiness.handbook.actions import press
from readiness.paper.actions import Printing, note_made, order_paper
from readiness.paper.making import Piece, archive, made, pieces_of
from readiness.paper.orders import SHEETS, Kind, Order
from readiness.paper.queries import get_batch, material, prints_of
from readiness.paper.register import register
from readiness.standards.protocols import LANGUAGES

TOLD_EVERY = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of `paper print` say."""

    kinds: tuple[str, ...]
    sites: tuple[str, ...]
    is_all: bool
    languages: tuple[str, ...]
    sheet: str
    is_large: bool
    protocols: tuple[str, ...]
    renews_keys: bool
    skips: bool

    def orders(self, known: Sequence[str]) -> list[Order]:
        """One order for each site, kind and language; raises UsageError where the options do not go together."""
        if bool(self.sites) == self.is_all:
            raise click.UsageError("Name the sites with --site, or say --all.")
        if (Kind.PROTOCOL in self.kinds) != bool(self.protocols):
            raise click.UsageError("--kind protocol and --protocol SLUG go together.")
        return [
            Order(Kind(kind), site, language, self.sheet, self.is_large, slug)
            for site in (known if self.is_all else self.sites)
            for kind in self.kinds
            for slug in (self.protocols if kind == Kind.PROTOCOL else ("",))
            for language in (self.languages or LANGUAGES)
        ]


@click.group()
def paper() -> None:
    """Cards and posters: print them, and list what hangs where."""


@paper.command("print")
@click.argument("target", type=click.Path(path_type=Path), metavar="FOLDER_OR_ZIP")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice([each.value for each in Kind]), default=["poster"],
    show_default=True, help="May be said several times.",
)  # fmt: skip
@click.option("--site", "sites", multiple=True, metavar="CODE", help="May be said several times.")
@click.option("--all", "is_all", is_flag=True, help="Every site.")
@click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="LANGUAGE",
    help="en or es; every language, where none is said.",
)
@click.option("--size", "sheet", type=click.Choice(list(SHEETS)), default="a4", show_default=True)
@click.option("--large", "is_large", is_flag=True, help="At least 18 points.")
@click.option(
    "--protocol", "protocols", multiple=True, metavar="SLUG", help="Whose steps, for --kind protocol."
)
@click.option(
    "--with-new-keys", "renews_keys", is_flag=True,
    help="The code shows who is on duty: RENEWS THE KEY of each site; replace what hangs with the key of now.",
)  # fmt: skip
@click.option("--skip-refused", "skips", is_flag=True, help="Leave out what cannot be printed.")
@click.pass_obj
@in_words
def paper_print(session: Session, /, target: Path, **options: Any) -> None:
    """Print into FOLDER_OR_ZIP: an archive where the name ends with .zip, else a folder.

    Each piece has a serial, under which one says where it hangs. One that is printed twice has two.
    """
    asked = Asked(**options)
    _make_room(target)  # before a key is renewed that could then not be written
    with session.database():
        at = material(press(session.config), session.config)
        orders = asked.orders(list(at.places))
        printing = Printing(session.actor, clock.now(), session.today, asked.renews_keys, asked.skips)
        ordered = order_paper(at, orders, printing)
        # Renewed keys have other marks, so what is made is compared with what is known after them.
        at = material(press(session.config), session.config)
        pieces = pieces_of(at, prints_of(get_batch(ordered.number)), ordered.secret)
        for fault in ordered.left_out:
            click.echo(f"Left out: {fault}", err=True)
        _write(pieces, target, session.today, ordered.number)
    click.echo(f"Printed {ordered.count} into {target} (batch {ordered.number}).")


def _make_room(target: Path) -> None:
    """Raise InvalidInput where nothing can be written."""
    try:
        if target.suffix.lower() == ".zip":
            target.open("ab").close()
        else:
            target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            _("%(path)s cannot be written: %(why)s.", path=target, why=error.strerror)
        ) from None


def _write(pieces: Sequence[Piece], target: Path, today: date, batch_id: int) -> None:
    def tell(count: int) -> None:
        if count % TOLD_EVERY == 0 or count == len(pieces):
            note_made(batch_id, count)
            click.echo(f"{count} of {len(pieces)}", err=True)

    if target.suffix.lower() == ".zip":
        with target.open("wb") as file:
            for chunk in archive(pieces, today, tell):
                file.write(chunk)
        return
    for count, (name, pdf) in enumerate(made(pieces), start=1):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
        tell(count)


@paper.command("list")
@click.option("--out-of-date", "only_old", is_flag=True, help="Only what is out of date.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
@in_words
def paper_list(session: Session, *, only_old: bool, form: str) -> None:
    """List what hangs where, and why it is out of date."""
    with session.database():
        rows = [each for each in register(press(session.config), session.config) if each.hangs]
    shown = [each for each in rows if each.reasons or not only_old]
    if form == "json":
        told = [
            {
                "serial": each.hung.serial, "site": each.hung.order.site, "place": each.hung.place,
                "kind": each.hung.order.kind, "language": each.hung.order.language,
                "protocol": each.hung.order.protocol,
                "edition": each.hung.edition, "hung_on": each.hung.hung_on.isoformat(),
                "valid_until_on": each.hung.stands.valid_until_on.isoformat(), "out_of_date": list(each.reasons),
            }
            for each in shown
        ]  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for each in shown:
        hung = each.hung
        what = hung.order.protocol or hung.order.kind
        click.echo(f"{hung.serial}  {hung.order.site:12} {what:12} {hung.order.language}  {hung.place}")
        for reason in each.reasons:
            click.echo(f"          {reason}")
    old = sum(bool(each.reasons) for each in rows)
    click.echo(f"{len(rows)} hang, {old} of them out of date.", err=True)
