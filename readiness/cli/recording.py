"""Commands that record a single fact: exercises, corrections, a headcount."""

from datetime import date

import click

from readiness.certificates.actions import correct_expiry, revoke_certificate
from readiness.cli.options import Day, site_option
from readiness.cli.session import Session, in_words
from readiness.exercises.actions import hold_exercise, plan_exercise
from readiness.exercises.queries import exercises_at
from readiness.exercises.running import rebuild
from readiness.foundation import clock
from readiness.people.actions import set_headcount
from readiness.people.queries import get_site
from readiness.planning.improving_plans import work_on


@click.group()
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
    with session.database():
        hold_exercise(number, held_on, session.today, session.actor)
    click.echo(f"Exercise {number} was held on {held_on}.")


@exercise.command("rebuild")
@click.pass_obj
@in_words
def exercise_rebuild(session: Session) -> None:
    """Delete what is kept of every run, and make it again from the logs."""
    with session.database():
        count = rebuild()
    click.echo(f"{count} runs were made again from their logs.")


@exercise.command("improve-plan", hidden=True)
@click.argument("number", type=int)
@click.pass_obj
@in_words
def exercise_improve_plan(session: Session, number: int) -> None:
    """Propose a plan of a year, and make it better; started by its page."""
    with session.database():
        work_on(number, session.measure, session.today)


@exercise.command("list")
@site_option
@click.pass_obj
@in_words
def exercise_list(session: Session, site_code: str | None) -> None:
    """List exercises: number, site, planned, held, scenario."""
    with session.database():
        for each in exercises_at(site_code):
            held = f"held {each.held_on}" if each.held_on else "not held"
            what = each.scenario or each.topic
            click.echo(
                f"{each.fact_id:6} {each.site.code:16} {each.planned_on} {held:16} {each.kind:10} {what}"
            )


@click.group()
def certificate() -> None:
    """Single certificates; their numbers are in the export of certificates."""


@certificate.command("correct")
@click.argument("number", type=int)
@click.option("--expires-on", type=Day(), required=True, help="The last day that the issuer printed.")
@click.pass_obj
@in_words
def certificate_correct(session: Session, number: int, expires_on: date) -> None:
    """Correct the last day of a certificate; what was known before can still be asked for."""
    with session.database():
        correct_expiry(number, expires_on, session.actor)
    click.echo(f"The last day of certificate {number} is {expires_on}.")


@certificate.command("revoke")
@click.argument("number", type=int)
@click.option("--on", "revoked_on", type=Day(), required=True, help="From this day on it does not count.")
@click.option("--reason", required=True)
@click.pass_obj
@in_words
def certificate_revoke(session: Session, number: int, revoked_on: date, reason: str) -> None:
    """Revoke a certificate from a day on."""
    with session.database():
        revoke_certificate(number, revoked_on, reason, session.actor)
    click.echo(f"Certificate {number} is revoked from {revoked_on} on.")


@click.command()
@click.argument("site_code", metavar="SITE")
@click.argument("headcount", type=click.IntRange(0, 10_000_000), required=False)
@click.option("--from", "from_on", type=Day(), help="From this day on; today where none is given.")
@click.pass_obj
@in_words
def headcount(session: Session, site_code: str, headcount: int | None, from_on: date | None) -> None:
    """Give a site's headcount by hand from a day on; without a number it is counted again."""
    with session.database():
        day = from_on or clock.today(get_site(site_code).time_zone)
        set_headcount(site_code, day, headcount, session.actor)
    said = "is counted" if headcount is None else f"is {headcount:,}"
    click.echo(f"The headcount of {site_code} {said} from {day} on.")
