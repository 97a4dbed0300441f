"""The command that serves. It stands alone, since what it loads is what each of its workers holds."""

import click

from readiness.cli.session import Session, in_words
from readiness.foundation.errors import ReadinessError
from readiness.foundation.reached import USUAL_HOST, USUAL_PORT
from readiness.handbook.actions import press
from readiness.handbook.edition import current_edition
from readiness.handbook.renewing import renew
from readiness.serving import serve as serve_until_told
from readiness.web.request_log import prepare_log


@click.command()
@click.option("--host", default=USUAL_HOST, show_default=True)
@click.option("--port", default=USUAL_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.pass_obj
@in_words
def serve(session: Session, host: str, port: int, workers: int) -> None:
    """Serve the pages until SIGTERM. Where the database is not there, the handbook is served alone until it is."""
    prepare_log(session.config.request_log)
    try:
        with session.database():
            renew_handbook(session)
    except ReadinessError as error:
        if current_edition(session.config.handbook_folder) is None:
            raise
        click.echo(f"Only the handbook is served for now. {' '.join(error.problems)}", err=True)
    serve_until_told(host, port, workers, session.config.data_dir)


def renew_handbook(session: Session) -> None:
    """Publish anew what an earlier release published."""
    if renew(press(session.config), session.actor):
        click.echo("The handbook was published anew in the form of this release.")
