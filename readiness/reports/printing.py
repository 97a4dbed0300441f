"""What the terminal shows: findings as a list to act on, and the course of an import."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import click

from readiness.compliance.checks.clauses import is_asked
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.words.ways_out import remedy
from readiness.foundation.formats import instant_text
from readiness.foundation.temporal import Question
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.imports.actions import ImportOutcome
from readiness.imports.new_sites import NewSite, ToldBy
from readiness.imports.staging import Problem
from readiness.people.naming import with_code

_TOLD_AT_ONCE = 500
"""Problems that are printed at a time: a file may have a million."""
_SITES_NAMED = 20

COLOURS = {Status.GAP: "yellow", Status.DUE: "cyan", Status.CANNOT_TELL: "magenta", Status.MET: "green"}


def status_word(status: Status) -> str:
    """The status as people read it."""
    return status.value.replace("_", " ")


def print_findings(findings: Iterable[Finding], question: Question) -> None:
    """Findings that come site by site, each with what would mend it; then what they come to."""
    counted: Counter[Status] = Counter()
    site: str | None = None
    for finding in findings:
        counted[finding.status] += 1
        if finding.site != site:
            site = finding.site
            click.secho(f"\n{site or _('No site recorded')}", bold=True)
        _print(finding)
    if not counted and not is_asked(question):
        click.echo(
            f"Nothing is asked on {day_in_words(question.as_of)}, by what is adopted. See: readiness packs list"
        )
        return
    total = ", ".join(_so_many(status, count) for status, count in counted.most_common())
    # Exact, so that it can be given to --known-at and brings the same answer.
    known_at = instant_text(question.known.at)
    click.echo(
        f"\nAs of {day_in_words(question.as_of)}, by what was known at {known_at}: {total or 'no findings'}."
    )


def _so_many(status: Status, count: int) -> str:
    """'1 gap', '20 gaps', '2 due'."""
    return f"{count:,} {status_word(status)}{'s' if status is Status.GAP and count != 1 else ''}"


def _print(finding: Finding) -> None:
    word = click.style(f"{status_word(finding.status):12}", fg=COLOURS.get(finding.status))
    when = f"since {day_in_words(finding.since)}"
    if finding.due_on:
        when += f", a gap from {day_in_words(finding.due_on)}"
    click.echo(f"  {word} {finding.pack}/{finding.clause.id} ({when})")
    click.echo(f"    {finding.reason}")
    if finding.status.asks_for_action and (closes := remedy(finding)):
        click.echo(f"    > {closes}")


def _tell_new_sites(sites: Sequence[NewSite]) -> None:
    """Which sites are made, by which code where it is not their name, and where they are."""
    names = [with_code(site.name, site.code) for site in sites]
    click.echo(f"New sites: {_named(names)}.", err=True)
    said = Counter((site.country, site.time_zone) for site in sites if not site.is_assumed)
    for (country, time_zone), count in said.items():
        click.echo(f"  {count:,} in {country}, {time_zone}.", err=True)
    assumed = [site for site in sites if site.is_assumed]
    if assumed:
        first = assumed[0]
        why = "as most known sites" if first.told_by is ToldBy.SITES else "as the organisation's settings say"
        click.echo(
            f"  Assumed of {len(assumed):,}: in {first.country}, {first.time_zone}, {why}. Say it in a mapping "
            "(country, time_zone), or give the sites theirs with a file of sites.",
            err=True,
        )


def _named(sites: Sequence[str]) -> str:
    """The first of some sites, and how many there are beyond."""
    more = len(sites) - _SITES_NAMED
    return ", ".join(sites[:_SITES_NAMED]) + (f" and {more:,} more" if more > 0 else "")


class ImportTeller:
    """Tells in the terminal how an import goes: progress while it reads, problems, and the outcome."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self.shows_progress = sys.stderr.isatty()

    def progress(self, done: int, total: int) -> None:
        if self.shows_progress and total:
            click.echo(f"\rReading {self.file_name}: {done * 100 // total:3} %", nl=done >= total, err=True)

    def problems(self, problems: Iterator[Problem]) -> None:
        """Every fault and warning by row and column, on standard error."""
        faults = warnings = 0
        while some := list(islice(problems, _TOLD_AT_ONCE)):
            warned = sum(problem.is_warning for problem in some)
            faults, warnings = faults + len(some) - warned, warnings + warned
            told = [f"{'Warning: ' if problem.is_warning else ''}{problem}" for problem in some]
            click.echo("\n".join(told), err=True)
        if faults or warnings:
            click.echo(f"{faults:,} faults, {warnings:,} warnings.", err=True)

    def outcome(self, outcome: ImportOutcome) -> None:
        """What the import came to, on standard output."""
        counts = outcome.counts
        if outcome.counts.refused and not outcome.is_applied and outcome.refused_file is None:
            click.echo(
                f"{self.file_name} was refused: {counts.refused:,} rows have faults. Nothing was changed. "
                "Mend them, or take the good rows with --skip-refused.",
                err=True,
            )
        if counts.new_sites:
            _tell_new_sites(counts.new_sites)
        click.echo(
            f"{counts.new:,} new, {counts.changed:,} changed, {counts.unchanged:,} unchanged, "
            f"{counts.skipped:,} skipped, {counts.refused:,} refused"
            + ("" if outcome.is_applied else " (nothing was changed)")
        )
        if outcome.refused_file:
            click.echo(f"The refused rows, with their reasons, are in {outcome.refused_file}.")
