"""Commands that answer: what falls short, and tables to take away."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from readiness.audit.keys import has_key
from readiness.cli.options import AskedDay, as_of_option, known_at_option, site_option
from readiness.cli.session import Session, in_words
from readiness.compliance.measuring import keeping_of
from readiness.foundation.errors import ConfigurationError, InvalidInput
from readiness.foundation.formats import BYTE_ORDER_MARK, FORMATS, write_table
from readiness.reports.files import make_file
from readiness.reports.of_findings import COLUMNS, finding_cells, findings_in_order
from readiness.reports.printing import print_findings
from readiness.reports.requests import ReportRequest
from readiness.reports.schema import schema_text
from readiness.reports.sealing import seal_of
from readiness.reports.tables import HAVE_MORE, REPORTS, check_request
from readiness.reports.taking_away import FORMS, Wish, take_away
from readiness.reports.verifying import public_key, verify_file


@click.command()
@as_of_option
@known_at_option
@site_option
@click.option("--all", "is_complete", is_flag=True, help="Every finding, not only gap, due and cannot tell.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)
@click.option("--fail-on-gap", is_flag=True, help="Exit with 1 where there is a gap, or it cannot be told.")
@click.pass_obj
@in_words
def gaps(
    session: Session, as_of: date | None, known_at: datetime | None, site_code: str | None,
    is_complete: bool, form: str, fail_on_gap: bool,
) -> None:  # fmt: skip
    """List what falls short: which site or person, of what, why, since when, until when."""
    with session.database():
        request = ReportRequest(
            session.question(as_of, known_at, site_code), session.measure, site_code, is_complete
        )
        seen = _Seen(findings_in_order(request, keeping_of(session.config)))
        if form == "table":
            print_findings(seen, request.question)
        else:
            write_table(form, COLUMNS, map(finding_cells, seen), sys.stdout)
    if fail_on_gap and seen.has_gap:
        sys.exit(1)


class _Seen:
    """Passes findings on, and remembers whether one of them fails."""

    def __init__(self, findings: Iterable[Any]) -> None:
        self._findings = findings
        self.has_gap = False

    def __iter__(self) -> Iterator[Any]:
        for finding in self._findings:
            self.has_gap = self.has_gap or finding.status.value in {"gap", "cannot_tell"}
            yield finding


@click.command()
@click.argument("report", type=click.Choice(list(REPORTS)))
@click.option("--format", "form", type=click.Choice(FORMS))
@click.option("--out", metavar="FILE", help="Where to write; - is standard output (csv, json).")
@click.option("--schema", "wants_schema", is_flag=True, help="Print the JSON Schema of the report instead.")
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, for Excel (CSV).")
@click.option(
    "--all",
    "is_complete",
    is_flag=True,
    help="Every finding of gaps, not only gap, due and cannot tell; of restated also what was not asked.",
)
@as_of_option
@known_at_option
@site_option
@click.option("--pack", "pack_id", metavar="ID", help="Only this pack.")
@click.option("--from", "from_on", type=AskedDay(), help="The first day of which is told.")
@click.option("--to", "until_on", type=AskedDay(), help="The last day of which is told.")
@click.pass_obj
@in_words
def export(
    session: Session, report: str, form: str | None, out: str | None, wants_schema: bool, bom: bool,
    is_complete: bool, as_of: date | None, known_at: datetime | None, site_code: str | None,
    pack_id: str | None, from_on: date | None, until_on: date | None,
) -> None:  # fmt: skip
    """Write a report to a file, and its signature to FILE.minisig (see: readiness verify)."""
    if wants_schema:
        click.echo(schema_text(REPORTS[report]), nl=False)
        return
    if form is None or out is None:
        raise click.UsageError("Say what to write and where: --format FORMAT --out FILE.")
    if bom and form != "csv":
        raise click.UsageError("A byte order mark is for CSV only: leave --bom out.")
    if is_complete and report not in HAVE_MORE:
        raise click.UsageError(f"--all is for gaps and restated; {report} are always complete: leave it out.")
    if out == "-" and form not in FORMATS:
        raise click.UsageError(f"{form} needs a file: --out FILE.")
    with session.database():
        request = ReportRequest(
            session.question(as_of, known_at, site_code), session.measure, site_code, is_complete
        )
        request = replace(
            request,
            pack_id=pack_id,
            from_on=from_on,
            until_on=until_on,
            line_check_days=session.config.line_check_days,
        )
        check_request(REPORTS[report], request)
        count = _write(session, Wish(report, form, request, bom), out)
    rows = "1 row" if count == 1 else f"{count:,} rows"
    click.echo(f"Wrote {rows} of {report} as of {request.question.as_of} to {out}.", err=True)


def _write(session: Session, wish: Wish, out: str) -> int:
    if out == "-":
        if wish.starts_with_mark:
            sys.stdout.write(BYTE_ORDER_MARK)
        table = REPORTS[wish.report]
        return write_table(wish.form, table.columns, table.rows(wish.request), sys.stdout)
    try:
        return take_away(wish, Path(out), session.config, session.actor).manifest.rows
    except OSError as error:
        raise InvalidInput(f"{out} cannot be written: {error.strerror}.") from error


@click.command("export-file", hidden=True)
@click.argument("key")
@click.pass_obj
@in_words
def export_file(session: Session, key: str) -> None:
    """Make the file that a page asked for; started by the page."""
    with session.database():
        make_file(key, session.config)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", default="", metavar="KEY", help="The public key; without it, this installation's own.")
@click.pass_obj
@in_words
def verify(session: Session, file: Path, key: str) -> None:
    """Whether a report is as it was taken away: FILE with FILE.minisig beside it, or an archive of both.

    Needs neither network nor database. `minisign -Vm FILE -P KEY` says the same. `readiness audit key` prints the
    key of an installation.
    """
    found = verify_file(file, public_key(key or _own_key(session)))
    for verified in found:
        click.echo("\n".join(verified.sentences()))


def _own_key(session: Session) -> str:
    """This installation's public key. Where none is, none is made: it would be nobody's."""
    if not has_key(session.config):
        try:
            with session.database():
                pass
        except ConfigurationError:
            raise InvalidInput(
                f"There is no installation in {session.config.data_dir}, and so no key of its own. Give the key "
                "that was handed to you by --key, or name the installation's folder in READINESS_DATA_DIR."
            ) from None
    return seal_of(session.config).public_key
