"""The commands: parse, call one action, print. Results go to standard output, everything else to standard error."""

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, wraps
from pathlib import Path
from typing import IO, Any, TypeVar
from zoneinfo import ZoneInfo

import click

from config import Config, config_from_environment
from readiness.compliance.assess import Measure
from readiness.compliance.packs import check_packs, pack_faults, pack_warnings
from readiness.foundation import clock, words
from readiness.foundation.database import connected, open_database, prepare_folder
from readiness.foundation.errors import ConfigurationError, NotFound, ReadinessError
from readiness.foundation.migrating import migrate, pending_migrations
from readiness.foundation.temporal import Question, knowledge_at
from readiness.people.queries import get_site
from readiness.reports.printing import print_findings
from readiness.standards.certificate_kinds import CertificateKinds, load_certificate_kinds
from readiness.standards.packs import Pack, read_pack, shipped_packs

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass
class Session:
    """What a command works with."""

    @cached_property
    def config(self) -> Config:
        return config_from_environment()

    @cached_property
    def kinds(self) -> CertificateKinds:
        return load_certificate_kinds()

    @cached_property
    def packs(self) -> dict[str, Pack]:
        packs = shipped_packs()
        check_packs(packs, self.kinds)
        return packs

    @property
    def measure(self) -> Measure:
        return Measure(self.kinds, self.config.due_within_days)

    @property
    def actor(self) -> str:
        return f"command line ({getpass.getuser()})"

    @property
    def today(self) -> date:
        return clock.today(self.config.time_zone)

    def question(self, as_of: date | None, known_at: datetime | None, site_code: str | None) -> Question:
        """'Today' is the organisation's, or the site's own where one is asked about."""
        zone = get_site(site_code).time_zone if site_code else self.config.time_zone
        return Question(as_of or clock.today(zone), knowledge_at(known_at))

    @contextmanager
    def database(self) -> Iterator[None]:
        """The database, open and of this release."""
        open_database(self.config.database, connections=self.config.database_connections)
        _ = self.packs
        folder_is_missing = (
            self.config.database.startswith("sqlite:///")
            and not Path(self.config.database.removeprefix("sqlite:///")).exists()
        )
        if folder_is_missing or pending_migrations():
            raise ConfigurationError("The database is not ready. Run: readiness init")
        with connected(), words.speaking(self.config.language):
            yield


class Day(click.ParamType[date]):
    """A day, as 2026-06-30."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no day. Write it as 2026-06-30.", param, ctx)


class Instant(click.ParamType[datetime]):
    """An instant, as 2026-06-30T17:00 (the organisation's time zone) or with a zone of its own; a day: its end."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            zone = ZoneInfo(config_from_environment().time_zone)
            if len(value) == len("2026-06-30"):
                ended = date.fromisoformat(value) + timedelta(days=1)
                return datetime.combine(ended, time(), zone) - timedelta(microseconds=1)
            instant = datetime.fromisoformat(value)
        except (ValueError, OverflowError):
            self.fail(
                f"'{value}' is no instant. Write it as 2026-06-30, 2026-06-30T17:00 or 2026-06-30T17:00:00Z.",
                param,
                ctx,
            )
        return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def in_words(command: Command) -> Command:
    """Say errors in words on standard error, and exit with their status."""

    @wraps(command)
    def told(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except ReadinessError as error:
            click.echo(error.title, err=True)
            for problem in error.problems:
                click.echo(f"  {problem}", err=True)
            sys.exit(error.exit_code)

    return told  # type: ignore[return-value]


def as_of_option(command: Command) -> Command:
    return click.option("--as-of", type=Day(), help="The day in question; today where none is given.")(
        command
    )


def known_at_option(command: Command) -> Command:
    return click.option(
        "--known-at", type=Instant(), help="Answer by what was known at this instant; by default, all."
    )(command)


def site_option(command: Command) -> Command:
    return click.option("--site", "site_code", metavar="CODE", help="Only this site.")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="readiness")
@click.pass_context
def main(context: click.Context) -> None:
    """Readiness: certificates, drills, the emergency handbook and compliance, joined."""
    context.obj = Session()


@main.command()
@click.option("--sample", is_flag=True, help="Add the sample organisation: 12 sites, 1,200 people.")
@click.pass_obj
@in_words
def init(session: Session, sample: bool) -> None:
    """Make the database, or bring it to this release."""
    _prepare(session)
    if sample:
        _add_sample(session)


def _prepare(session: Session) -> None:
    prepare_folder(session.config.database)
    open_database(session.config.database, connections=session.config.database_connections)
    _ = session.packs
    applied = migrate()
    state = f"brought to this release ({', '.join(applied)})" if applied else "ready"
    click.echo(f"The database is {state}.")


def _add_sample(session: Session) -> None:
    from readiness.sample import add_sample

    with session.database():
        added = add_sample(session.today, session.kinds)
    click.echo(
        f"Added the sample organisation: {added.sites} sites, {added.people:,} people, "
        f"{added.certificates:,} certificates. Remove it with: readiness sample remove"
    )


@main.group()
def sample() -> None:
    """The sample organisation."""


@sample.command("remove")
@click.pass_obj
@in_words
def sample_remove(session: Session) -> None:
    """Delete every row of the sample organisation."""
    from readiness.sample import remove_sample

    with session.database():
        removed = remove_sample(session.actor)
    click.echo(f"Removed the sample organisation: {removed.sites} sites, {removed.people:,} people.")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.pass_obj
@in_words
def serve(session: Session, host: str, port: int, workers: int) -> None:
    """Serve the pages until SIGTERM."""
    from readiness.serving import serve as serve_until_told

    with session.database():
        pass
    serve_until_told(host, port, workers)


@main.command()
@click.pass_obj
@in_words
def scheduler(session: Session) -> None:
    """Run the timetable until SIGTERM."""
    import signal

    from readiness.timetable import scheduler as make_scheduler

    with session.database():
        pass
    clockwork = make_scheduler()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: clockwork.shutdown(wait=True))
    clockwork.start()


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
@in_words
def run(session: Session, host: str, port: int) -> None:
    """Make what is missing (the database; the sample where there is no organisation), then serve."""
    from readiness.sample import has_organisation
    from readiness.serving import serve_with_scheduler

    _prepare(session)
    with session.database():
        is_empty = not has_organisation()
    if is_empty:
        _add_sample(session)
    click.echo(f"Readiness runs at http://{host}:{port} (end it with Ctrl-C).")
    sys.exit(serve_with_scheduler(host, port))


@main.command("import")
@click.argument("kind", type=click.Choice(["staff", "certificates", "sites"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
    """Import a file of staff, certificates or sites: whole, or not at all.

    Without a mapping the one that fitted the last such file is used, or a guess that is sure.
    """
    from readiness.certificates.imports import import_kinds
    from readiness.imports.actions import ImportRequest, import_file
    from readiness.imports.mapping import read_mapping
    from readiness.reports.printing import ImportTeller

    import_kind = import_kinds(session.kinds, session.config.home_country, session.config.time_zone)[kind]
    teller = ImportTeller(file.name)
    with session.database():
        request = ImportRequest(
            path=file,
            actor=session.actor,
            today=session.today,
            mapping=read_mapping(mapping, kind, import_kind.fields) if mapping else None,
            is_dry_run=dry_run,
            refused_file=file.with_name(f"{file.name}.refused.csv") if skip_refused else None,
            progress=teller.progress,
            told=teller.problems,
        )
        outcome = import_file(import_kind, request)
    teller.outcome(outcome)
    if not outcome.is_applied and not dry_run:
        sys.exit(1)
    if dry_run and outcome.counts.refused and not skip_refused:
        sys.exit(1)


@main.group()
def packs() -> None:
    """Packs of requirements."""


@packs.command("list")
@click.pass_obj
@in_words
def packs_list(session: Session) -> None:
    """List the packs that are shipped, and those that are adopted."""
    from readiness.requirements.queries import adopted_packs

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
    from readiness.requirements.actions import adopt_pack

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


@main.command()
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
    from readiness.reports.formats import FORMATS
    from readiness.reports.tables import FINDING_COLUMNS, ReportRequest, finding_cells, findings

    with session.database():
        request = ReportRequest(
            session.question(as_of, known_at, site_code), session.measure, site_code, is_complete
        )
        seen = _Seen(findings(request))
        if form == "table":
            print_findings(seen, request.question)
        else:
            FORMATS[form](FINDING_COLUMNS, map(finding_cells, seen), sys.stdout)
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


@main.command()
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
    from readiness.reports.formats import BYTE_ORDER_MARK, FORMATS
    from readiness.reports.tables import REPORTS, ReportRequest

    with session.database():
        request = ReportRequest(
            session.question(as_of, known_at, site_code), session.measure, site_code, is_complete
        )
        table = REPORTS[report]
        with _output(out) as file:
            if bom and form == "csv":
                file.write(BYTE_ORDER_MARK)
            count = FORMATS[form](table.columns, table.rows(request), file)
    click.echo(f"Wrote {count:,} rows of {report} as of {request.question.as_of} to {out}.", err=True)


@contextmanager
def _output(out: str) -> Iterator[IO[str]]:
    """Standard output, or a file that appears whole or not at all."""
    if out == "-":
        yield sys.stdout
        return
    path = Path(out)
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            yield file
        draft.replace(path)
    except OSError as error:
        raise NotFound(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


@main.group()
def exercise() -> None:
    """Exercises at sites."""


@exercise.command("plan")
@click.argument("site_code", metavar="SITE")
@click.argument("scenario")
@click.option("--on", "planned_on", type=Day(), required=True)
@click.pass_obj
@in_words
def exercise_plan(session: Session, site_code: str, scenario: str, planned_on: date) -> None:
    """Plan an exercise at a site from a scenario (see: python -m drills list)."""
    from readiness.exercises.actions import plan_exercise

    with session.database():
        number = plan_exercise(site_code, scenario, planned_on, session.actor)
    click.echo(f"Planned exercise {number}: {scenario} at {site_code} on {planned_on}.")


@exercise.command("hold")
@click.argument("number", type=int)
@click.option("--on", "held_on", type=Day(), required=True)
@click.pass_obj
@in_words
def exercise_hold(session: Session, number: int, held_on: date) -> None:
    """Say that a planned exercise was held on a day."""
    from readiness.exercises.actions import hold_exercise

    with session.database():
        hold_exercise(number, held_on, session.today, session.actor)
    click.echo(f"Exercise {number} was held on {held_on}.")


@exercise.command("list")
@site_option
@click.pass_obj
@in_words
def exercise_list(session: Session, site_code: str | None) -> None:
    """List exercises: number, site, planned, held, scenario."""
    from readiness.exercises.queries import exercises_at

    with session.database():
        for each in exercises_at(site_code):
            held = f"held {each.held_on}" if each.held_on else "not held"
            click.echo(
                f"{each.fact_id:6} {each.site.code:16} {each.planned_on} {held:16} {each.kind:10} {each.scenario}"
            )


@main.group()
def certificate() -> None:
    """Single certificates; their numbers are in the export of certificates."""


@certificate.command("correct")
@click.argument("number", type=int)
@click.option("--expires-on", type=Day(), required=True, help="The last day that the issuer printed.")
@click.pass_obj
@in_words
def certificate_correct(session: Session, number: int, expires_on: date) -> None:
    """Correct the last day of a certificate; what was known before can still be asked for."""
    from readiness.certificates.actions import correct_expiry

    with session.database():
        correct_expiry(number, expires_on, session.actor)
    click.echo(f"Certificate {number} counts until {expires_on}.")


@certificate.command("revoke")
@click.argument("number", type=int)
@click.option("--on", "revoked_on", type=Day(), required=True, help="From this day on it does not count.")
@click.option("--reason", required=True)
@click.pass_obj
@in_words
def certificate_revoke(session: Session, number: int, revoked_on: date, reason: str) -> None:
    """Revoke a certificate from a day on."""
    from readiness.certificates.actions import revoke_certificate

    with session.database():
        revoke_certificate(number, revoked_on, reason, session.actor)
    click.echo(f"Certificate {number} is revoked from {revoked_on} on.")


@main.command()
@click.argument("site_code", metavar="SITE")
@click.argument("headcount", type=click.IntRange(0, 10_000_000), required=False)
@click.option("--from", "from_on", type=Day(), help="From this day on; today where none is given.")
@click.pass_obj
@in_words
def headcount(session: Session, site_code: str, headcount: int | None, from_on: date | None) -> None:
    """Give a site's headcount by hand from a day on; without a number it is counted again."""
    from readiness.people.actions import set_headcount

    with session.database():
        day = from_on or clock.today(get_site(site_code).time_zone)
        set_headcount(site_code, day, headcount, session.actor)
    said = "is counted" if headcount is None else f"is {headcount:,}"
    click.echo(f"The headcount of {site_code} {said} from {day} on.")
