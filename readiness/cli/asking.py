"""Commands that answer: what falls short, and tables to take away."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import click

from readiness.cli.options import as_of_option, known_at_option, site_option
from readiness.cli.session import Session, in_words
from readiness.foundation.errors import InvalidInput
from readiness.foundation.formats import BYTE_ORDER_MARK, write_table
from readiness.reports.printing import print_findings
from readiness.reports.tables import FINDING_COLUMNS, REPORTS, ReportRequest, finding_cells, findings


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
        seen = _Seen(findings(request))
        if form == "table":
            print_findings(seen, request.question)
        else:
            write_table(form, FINDING_COLUMNS, map(finding_cells, seen), sys.stdout)
    if fail_on_gap and seen.has_gap:
        sys.exit(1)


class _Seen:
    """Passes findings on, and remembers whether one of them fails."""

    def __init__(self, findings: Iterator[Any]) -> None:
        self._findings = findings
        self.has_gap = False

    def __iter__(self) -> Iterator[Any]:
        for finding in self._findings:
            self.has_gap = self.has_gap or finding.status.value in {"gap", "cannot_tell"}
            yield finding


@click.command()
@click.argument("report", type=click.Choice(["gaps", "certificates"]))
@click.option("--format", "form", type=click.Choice(["csv", "json"]), required=True)
@click.option("--out", required=True, metavar="FILE", help="Where to write; - is standard output.")
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, for Excel (CSV).")
@click.option("--all", "is_complete", is_flag=True, help="Every finding, not only gap, due and cannot tell.")
@as_of_option
@known_at_option
@site_option
@click.pass_obj
@in_words
def export(
    session: Session, report: str, form: str, out: str, bom: bool, is_complete: bool,
    as_of: date | None, known_at: datetime | None, site_code: str | None,
) -> None:  # fmt: skip
    """Write a report to a file, row by row as it is found."""
    if bom and form != "csv":
        raise click.UsageError("A byte order mark is for CSV only: leave --bom out.")
    if is_complete and report != "gaps":
        raise click.UsageError(f"--all is for gaps; {report} are always complete: leave it out.")
    with session.database():
        request = ReportRequest(
            session.question(as_of, known_at, site_code), session.measure, site_code, is_complete
        )
        table = REPORTS[report]
        with _output(out) as file:
            if bom:
                file.write(BYTE_ORDER_MARK)
            count = write_table(form, table.columns, table.rows(request), file)
    rows = "1 row" if count == 1 else f"{count:,} rows"
    click.echo(f"Wrote {rows} of {report} as of {request.question.as_of} to {out}.", err=True)


@contextmanager
def _output(out: str) -> Iterator[IO[str]]:
    """Standard output, or a file that appears whole or not at all."""
    if out == "-":
        yield sys.stdout
        return
    path = Path(out)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            yield file
        draft.replace(path)
    except OSError as error:
        raise InvalidInput(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
